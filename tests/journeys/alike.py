"""Pages made shorter for axe: of what is repeated in one shape, as the rows of a long list, the first few tell all."""

from __future__ import annotations

from playwright.sync_api import Page

# How many of one shape stay beside one another: enough for stripes and for what comes first or last.
KEPT = 4
# The shape of a part: its element, its classes, what it says of itself, which other attributes it has, whether it has words,
# and the shapes of what it holds. Two parts of one shape that stand side by side are drawn by the same rules of style and have
# the same roles, so axe has the same to say of both. A part stays that something outside it refers to.
SHORTEN = """kept => {
  const said = new Set(["class", "role", "type", "fill", "stroke", "lang", "dir", "tabindex", "width", "height", "scope", "alt"]);
  const shapes = new Map();
  const referring = new Map();
  const points = ["for", "href", "list", "form", "headers"];
  points.push("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns");
  for (const attribute of points) {
    for (const part of document.querySelectorAll(`[${attribute}]`)) {
      const value = part.getAttribute(attribute);
      if (attribute === "href" && !value.startsWith("#")) continue;
      for (const name of value.replace("#", "").split(" ")) referring.set(name, [...referring.get(name) ?? [], part]);
    }
  }
  const isReferredTo = (part) =>
    [part, ...part.querySelectorAll("[id]")].some((one) => referring.get(one.id)?.some((other) => !part.contains(other)));
  for (const part of [...document.body.querySelectorAll("*")].reverse()) {
    let shape = part.localName;
    for (const { name, value } of part.attributes) {
      shape += ` ${name}${said.has(name) || name.startsWith("aria-") && value.length < 12 ? `=${value}` : ""}`;
    }
    shape += "(";
    for (const child of part.childNodes) {
      if (child.nodeType === Node.ELEMENT_NODE) {
        shape += shapes.get(child);
      } else if (child.nodeType === Node.TEXT_NODE && child.data.trim()) {
        shape += "words";
      }
    }
    shapes.set(part, `${shape})`);
  }
  let gone = 0;
  const shorten = (whole) => {
    const seen = new Map();
    for (const part of [...whole.children]) {
      const shape = shapes.get(part);
      const count = (seen.get(shape) ?? 0) + 1;
      seen.set(shape, count);
      if (count > kept && !isReferredTo(part)) {
        gone += 1;
        part.remove();
      } else {
        shorten(part);
      }
    }
  };
  shorten(document.body);
  return gone;
}"""


def shorten(page: Page) -> int:
    """Take from a page all but the first few of the parts of one shape that stand side by side; return how many went."""
    return int(page.evaluate(SHORTEN, KEPT))
