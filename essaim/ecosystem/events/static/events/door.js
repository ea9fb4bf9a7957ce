// The door of a gathering: codes are kept on this telephone until the site has taken them, each once.
// Without this script the form goes to the site as any other.

const door = document.querySelector("[data-door]");
const { event: slug, send, worker, scope } = door.dataset;
const until = Number(door.dataset.until);
const most = Number(door.dataset.most);
const words = JSON.parse(door.dataset.words);
const form = door.querySelector("form");
const field = form.querySelector("[name=code]");
const said = door.querySelector("[data-said]");
const network = door.querySelector("[data-network]");
const waiting = door.querySelector("[data-waiting]");
const told = door.querySelector("[data-told]");
const STORE = `essaim.day.${slug}`;
const AGAIN_AFTER = 15000;

const fill = (text, value) => text.replace("{}", value);

// What is kept: {until, waiting: [{key, code, at}], told: [{code, words}]}. No name is.
const read = () => {
  try {
    const kept = JSON.parse(localStorage.getItem(STORE));
    if (kept && Array.isArray(kept.waiting) && Array.isArray(kept.told)) return kept;
  } catch {
    // What cannot be read is begun again.
  }
  return { until, waiting: [], told: [] };
};

const write = (kept) => {
  if (kept.waiting.length || kept.told.length) localStorage.setItem(STORE, JSON.stringify(kept));
  else localStorage.removeItem(STORE);
};

const say = (text) => {
  said.textContent = text;
};

const row = (text, act) => {
  const line = document.createElement("li");
  line.append(text);
  if (act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link-button";
    button.textContent = words.dismiss;
    button.setAttribute("aria-label", `${words.dismiss} – ${text}`);
    button.addEventListener("click", act);
    line.append(" ", button);
  }
  return line;
};

const show = () => {
  const kept = read();
  waiting.hidden = !kept.waiting.length;
  waiting.querySelector("[data-count]").textContent = String(kept.waiting.length);
  waiting.querySelector("[data-list]").replaceChildren(
    ...kept.waiting.map(({ code, at }) => row(`${code} · ${new Date(at).toLocaleTimeString([], { timeStyle: "short" })}`)),
  );
  told.hidden = !kept.told.length;
  told.querySelector("[data-list]").replaceChildren(
    ...kept.told.map((line, place) =>
      row(`${line.code} · ${line.words}`, () => {
        const now = read();
        now.told.splice(place, 1);
        write(now);
        show();
        field.focus();
      }),
    ),
  );
};

// A key for each code read: the site takes it once however often it is sent.
const newKey = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
};

const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.csrfmiddlewaretoken?.value ?? "";

const sendWaiting = async () => {
  const seen = read().waiting.slice(0, most);
  if (!seen.length) return;
  let answer;
  try {
    answer = await fetch(send, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ seen }),
    });
  } catch {
    network.hidden = false;
    return;
  }
  network.hidden = true;
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) {
    say(words.signed_out);
    return;
  }
  const { results, message } = await answer.json();
  if (!results) {
    say(message);
    return;
  }
  const found = new Map(results.map((result) => [result.key, result]));
  const kept = read();
  for (const { key, code } of kept.waiting) {
    const result = found.get(key);
    if (result && result.outcome !== "in") kept.told.push({ code, words: result.words });
  }
  kept.waiting = kept.waiting.filter(({ key }) => !found.has(key));
  write(kept);
  show();
  say(results.at(-1)?.words ?? "");
};

// One sending at a time, in this window and in the others.
let last = Promise.resolve();
const flush = () => {
  const next = () => (navigator.locks ? navigator.locks.request(STORE, sendWaiting) : sendWaiting());
  last = last.then(next, next);
  return last;
};

const keep = (code) => {
  const kept = read();
  if (kept.waiting.some((known) => known.code === code)) {
    say(fill(words.twice, code));
    return;
  }
  kept.waiting.push({ key: newKey(), code, at: new Date().toISOString() });
  try {
    write(kept);
  } catch {
    say(words.full);
    return;
  }
  say(fill(words.kept, code));
  show();
  flush();
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  // The page's own guard against a second click would hold the next person back.
  event.stopPropagation();
  const code = field.value.toUpperCase().replace(/[^0-9A-Z]/g, "").slice(0, 20);
  if (code) {
    keep(code);
    field.value = "";
  } else {
    say(words.empty);
  }
  field.focus();
});

waiting.querySelector("[data-now]").addEventListener("click", flush);
window.addEventListener("online", flush);
document.addEventListener("visibilitychange", () => document.hidden || flush());
setInterval(flush, AGAIN_AFTER);

// The day is over: nothing stays here.
const forget = async () => {
  localStorage.removeItem(STORE);
  const known = await navigator.serviceWorker?.getRegistration(scope);
  known?.active?.postMessage("forget");
  show();
};
const rest = until - Date.now();
if (rest <= 0) await forget();
else if (rest < 2 ** 31) setTimeout(forget, rest);

const lost = localStorage.getItem(`essaim.lost.${slug}`);
if (lost) {
  say(fill(words.lost, lost));
  localStorage.removeItem(`essaim.lost.${slug}`);
}

const code = new URLSearchParams(location.search).get("code");
if (code && !field.value) field.value = code.slice(0, 20);
show();
flush();
if (rest > 0 && "serviceWorker" in navigator) {
  navigator.serviceWorker.register(worker, { scope }).catch(() => {
    // Refused by the browser, or the network is down: the page still keeps codes while it is open.
  });
}
