// Writing an application: saved while it is written, totals as they are typed, questions shown when they are asked.
// Without this file everything works by the buttons of the page.

const form = document.querySelector("[data-filling]");
const status = document.querySelector("[data-filling-status]");
const PAUSE = 1500;

function valuesOf(name) {
  const fields = form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
  return [...fields]
    .filter((field) => (field.type !== "checkbox" && field.type !== "radio") || field.checked)
    .map((field) => field.value);
}

function showWhatIsAsked() {
  for (const part of form.querySelectorAll("[data-shown-if]")) {
    part.hidden = !valuesOf(part.dataset.shownIf).includes(part.dataset.shownValue);
  }
}

function cents(text) {
  const plain = text.replace(/[\s\u00a0\u202f€']/g, "").replace(",", ".");
  const value = Number.parseFloat(plain);
  return Number.isFinite(value) ? Math.round(value * 100) : 0;
}

function addUp() {
  for (const total of document.querySelectorAll("[data-total]")) {
    let sum = 0;
    for (const field of form.querySelectorAll(`[name^="${total.dataset.total}-"][name$="-cents"]`)) sum += cents(field.value);
    total.textContent = new Intl.NumberFormat(document.documentElement.lang || "fr", {
      style: "currency", currency: "EUR", minimumFractionDigits: sum % 100 ? 2 : 0,
    }).format(sum / 100);
  }
}

let waiting;
let isSending = false;

async function save() {
  if (isSending) { waiting = setTimeout(save, PAUSE); return; }
  isSending = true;
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  try {
    const answer = await fetch(form.getAttribute("action") || location.href, {
      method: "POST", body: data, headers: { "X-Autosave": "1" }, credentials: "same-origin",
    });
    status.textContent = answer.ok ? await answer.text() : status.dataset.failed;
  } catch {
    status.textContent = status.dataset.failed;
  }
  isSending = false;
}

if (form) {
  showWhatIsAsked();
  addUp();
  form.addEventListener("input", () => {
    showWhatIsAsked();
    addUp();
    if (!("autosave" in form.dataset)) return;
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}
