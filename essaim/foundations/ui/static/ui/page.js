// Small comforts; every page works without them.

// A form is sent once: the second click waits for the answer to the first.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.method === "post") {
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 8000);
  }
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// One menu open at a time; Escape and a click elsewhere close it.
const menus = () => document.querySelectorAll("details[data-menu][open]");
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A button that folds and unfolds what comes after it; it may have come after the page did.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fold]");
  button?.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") === "false"));
});

// A panel that has nothing to say to this reader leaves the page.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.matches("section.panel") && !event.target.firstElementChild) event.target.hidden = true;
});

// The summary of errors takes the focus, so that it is read first.
document.querySelector("[data-error-summary]")?.focus();

// A filter form sends itself when a choice changes.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto-submit]");
  if (form && event.target.matches("select")) form.requestSubmit();
});

// Links beside a list that keep its filters follow them when the list alone is asked again; what the attribute holds is added.
document.addEventListener("htmx:pushedIntoHistory", () => {
  for (const link of document.querySelectorAll("a[data-follows-filters]")) {
    const words = new URLSearchParams(window.location.search);
    for (const name of ["page", "sort", "column"]) words.delete(name);
    for (const [name, value] of new URLSearchParams(link.dataset.followsFilters)) words.set(name, value);
    link.search = words;
  }
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Messages float in a corner until they are closed; Escape closes the last one. None leaves by itself: people read at
// their own pace.
for (const pile of document.querySelectorAll("[data-toasts]")) {
  pile.classList.add("is-floating");
  for (const button of pile.querySelectorAll("[data-toast-close]")) {
    button.hidden = false;
    button.addEventListener("click", () => button.closest("[data-toast]").remove());
  }
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) document.querySelector("[data-toast]:last-child")?.remove();
});

// What a page keeps on this device for a day is erased when the day is over, whatever page is opened next; how many
// entries had not been sent is all that stays, to be told once.
for (const name of Object.keys(localStorage).filter((found) => found.startsWith("essaim.day."))) {
  try {
    const { until, waiting } = JSON.parse(localStorage.getItem(name));
    if (Date.now() < until) continue;
    if (waiting?.length) localStorage.setItem(name.replace("essaim.day.", "essaim.lost."), String(waiting.length));
  } catch {
    // What cannot be read is erased too.
  }
  localStorage.removeItem(name);
}
