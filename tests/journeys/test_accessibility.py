"""Axe finds nothing on any page a role can open, wide or narrow, light or dark; nothing is asked outside."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from config.access import all_access
from tests.journeys.alike import shorten
from tests.journeys.conftest import Visitor
from tests.journeys.pages import settle
from tests.journeys.site import Site, is_page

pytestmark = pytest.mark.browser

ROLES = ["", "officer", "administrator", "elected_official", "commune_referent", "body_member", "evaluator", "support"]
# Answers that are files or data, not pages.
NOT_PAGES = ("api-1:",)
AXE = Axe()
# Each page is looked at wide and light, then the same page narrow and dark.
LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((1280, "light"), (375, "dark"))
OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]},
}
# Counts what a page asks for after it was shown, so that one knows when its parts have come.
COUNT_PARTS = """
window.parts = {asked: 0, come: 0};
document.addEventListener("htmx:beforeRequest", () => { window.parts.asked += 1; });
document.addEventListener("htmx:afterRequest", () => { window.parts.come += 1; });
"""
PARTS_HAVE_COME = "parts => window.parts.come >= Math.max(parts, window.parts.asked)"


def _settle(page: Page) -> None:
    """Wait until the page is drawn; where parts come later (panels, a map), until they are there."""
    page.wait_for_load_state("load")
    if page.locator("[data-map]").count():
        page.wait_for_load_state("networkidle")
    page.wait_for_function(PARTS_HAVE_COME, arg=page.locator('[hx-trigger~="load"]').count())
    settle(page)


def _excess(page: Page) -> Iterator[str]:
    """Tell whether the page is wider than its window."""
    excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if excess > 0:
        yield f"the page is {excess} px wider than its window"


def _flaws(page: Page) -> Iterator[str]:
    """Tell what axe finds on a page as it is shown."""
    for flaw in page.evaluate("options => axe.run(options)", OPTIONS)["violations"]:
        for node in flaw["nodes"][:4]:
            yield f"{flaw['id']}: {node['target']} {node.get('failureSummary', '')[:300]}"


@pytest.fixture(scope="package")
def pages(site: Site) -> dict[tuple[str, str], str]:
    """
    The address to visit for each (role, url name), for every name of the access table that answers a page.

    A name already visited by a role before is not visited again; what no link leads to is prepared.
    """
    chosen: dict[tuple[str, str], str] = {}
    visited: set[str] = set()
    for role in ROLES:
        if role and role not in site.sessions:
            continue
        for name, path in sorted(site.reachable_pages(role, known=visited).items()):
            if name not in visited and not name.startswith(NOT_PAGES):
                visited.add(name)
                chosen[role, name] = path
    unlinked = [
        name
        for name, access in all_access().items()
        if "GET" in access.methods and name not in visited and not name.startswith(NOT_PAGES)
    ]
    landed: set[tuple[str, str]] = set()
    for name, (role, path) in sorted(site.prepared(unlinked).items()):
        status, final, text = site.fetch(path, role)
        if status == 200 and is_page(text) and (role, final) not in landed:
            landed.add((role, final))
            chosen[role, name] = path
    return chosen


@pytest.mark.parametrize("is_signed_in", [False, True], ids=["anonymous", "signed-in"])
def test_axe_finds_nothing(site: Site, visitor: Visitor, pages: dict, *, is_signed_in: bool) -> None:
    chosen = {(role, name): path for (role, name), path in pages.items() if bool(role) == is_signed_in}
    assert len(chosen) > 20
    found: dict[str, list[str]] = {}
    windows: dict[str, Page] = {}
    shots = os.environ.get("ESSAIM_SHOTS")
    for (role, name), path in chosen.items():
        if role not in windows:
            windows[role] = visitor.window(role=role)
            windows[role].add_init_script(COUNT_PARTS)
        page = windows[role]
        _look(page, *LOOKS[0])
        page.goto(site.url + path)
        _settle(page)
        page.evaluate(AXE.axe_script)
        seen = defaultdict[tuple[int, str], list[str]](list)
        # The width is that of the whole page; what axe sees is the page without the like of what it sees.
        for look in LOOKS:
            _look(page, *look)
            seen[look] += _excess(page)
            if shots:
                Path(shots).mkdir(parents=True, exist_ok=True)
                page.screenshot(path=f"{shots}/{name.replace(':', '.')}-{look[0]}-{look[1]}.png", full_page=True)
        shorten(page)
        for look in reversed(LOOKS):
            _look(page, *look)
            seen[look] += _flaws(page)
        for (width, scheme), flaws in seen.items():
            if flaws:
                found[f"{role or 'anonymous'} {name} {path} {width} {scheme}"] = flaws

    assert found == {}, json.dumps(found, indent=1, ensure_ascii=False)
    assert visitor.outside == []
    assert visitor.complaints == []


def _look(page: Page, width: int, scheme: Literal["light", "dark"]) -> None:
    """Make the window of a width, and its reader one who prefers a scheme of colours; wait until both are drawn."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


def test_public_pages_weigh_less_than_200_kb_and_need_no_script(site: Site, visitor: Visitor, pages: dict) -> None:
    heavy = {}
    page = visitor.window(scripts=False)
    # What another page left in the cache would weigh nothing.
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    answers: list = []
    page.on("response", lambda answer: answers.append(answer))
    for (role, name), path in pages.items():
        if role:
            continue
        answers.clear()
        page.goto(site.url + path)
        weights = [_weight(answer) for answer in answers]
        assert len(weights) > 1, path
        if sum(weights) > 200_000:
            heavy[f"{name} {path}"] = sum(weights)
        assert page.locator("h1").count() == 1, path
        assert page.locator("main").inner_text().strip(), path

    assert heavy == {}


def _weight(answer) -> int:
    """Return the bytes that crossed the wire, headers included, as the browser counts them."""
    try:
        sizes = answer.request.sizes()
        return int(sizes["responseBodySize"]) + int(sizes["responseHeadersSize"])
    except Exception:
        return len(answer.body())


ROW = "<tr><td>un</td></tr>"
FLAWS = {
    "in every row": ("<tr><td>un<button></button></td></tr>" * 9, {"button-name"}),
    "in the last row alone": (ROW * 9 + "<tr><td>un<button></button></td></tr>", {"button-name"}),
    "by its class": (ROW * 9 + '<tr><td class="pale">un</td></tr>', {"color-contrast"}),
    "by what it says of itself": (ROW * 9 + '<tr aria-hidden="maybe"><td>un</td></tr>', {"aria-valid-attr-value"}),
    "by what names it": (
        '<tr id="named"><td>un</td></tr>' * 9 + '<tr><td><input aria-labelledby="named"><input></td></tr>',
        {"label"},
    ),
    "nowhere": (ROW * 9, set()),
}


@pytest.mark.parametrize(("rows", "expected"), FLAWS.values(), ids=FLAWS)
def test_flaws_of_a_page_made_shorter_are_those_of_the_whole(visitor: Visitor, rows: str, expected: set[str]) -> None:
    page = visitor.window()
    page.set_content(
        '<html lang="fr"><head><title>t</title><style>.pale { color: #eee }</style></head><body><main><h1>h</h1>'
        f"<table><tbody>{rows}</tbody></table></main></body></html>"
    )
    page.evaluate(AXE.axe_script)
    whole = {flaw.partition(":")[0] for flaw in _flaws(page)}
    gone = shorten(page)

    assert {flaw.partition(":")[0] for flaw in _flaws(page)} == whole == expected
    assert (gone > 0) == ("id=" not in rows)
