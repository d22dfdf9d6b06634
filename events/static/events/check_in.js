// Checking in where the network comes and goes: what is pressed is kept on this phone until the portal has it, and
// the page can be opened without it. The names lie in the page that the browser keeps, here only marks without names.
import { follow } from "./check_in_camera.js";

const list = document.querySelector("[data-check-in]");
const rows = [...list.querySelectorAll("[data-mark]")];
const { event, url, worker, page, now, until } = list.dataset;
const EVERY = 15_000;
const DOUBLE_CLICK = 600;
const MOST_AT_ONCE = 500;
// After the end somebody may still be checked in; then nobody needs the names here.
const LATE = 12 * 3_600_000;

const read = (name) => JSON.parse(localStorage.getItem(`check-in ${event} ${name}`) ?? "null");
const write = (name, value) => localStorage.setItem(`check-in ${event} ${name}`, JSON.stringify(value));
const kept = () => read("kept") ?? {};

// What the portal said last: this page, or what it answered since.
let here = Object.fromEntries(rows.filter((row) => row.dataset.at).map((row) => [row.dataset.mark, row.dataset.at]));
const answered = read("answered");
if (answered && answered.now > Number(now)) here = answered.here;

function show() {
  const said = kept();
  let number = 0;
  for (const row of rows) {
    const own = said[row.dataset.mark];
    const at = own ? own.here && clock(own.at) : here[row.dataset.mark];
    row.classList.toggle("here", Boolean(at));
    row.querySelector("[name=here]").hidden = Boolean(at);
    row.querySelector("[name=gone]").hidden = !at;
    row.querySelector("[data-when]").textContent = at || "";
    number += at ? 1 : 0;
  }
  // Whoever came in after this page was loaded is counted by the next.
  document.querySelector("[data-here]").textContent = number;
}

const clock = (at) => new Date(at).toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" });

function tell(state) {
  const number = Object.keys(kept()).length;
  for (const message of document.querySelectorAll("[data-state]")) {
    message.hidden = message.dataset.state !== state;
    const count = message.querySelector("[data-kept]");
    if (count && count.textContent !== String(number)) count.textContent = number;
  }
}

function say(mark, isHere) {
  write("kept", { ...kept(), [mark]: { here: isHere, at: new Date().toISOString() } });
  show();
  sync();
}

let running = false;
let again = false;

async function sync() {
  if (running) {
    again = true;
    return;
  }
  running = true;
  tell(await brought());
  running = false;
  if (again) {
    again = false;
    sync();
  }
}

async function brought() {
  const sent = Object.entries(kept()).slice(0, MOST_AT_ONCE);
  const said = sent.map(([person, { here, at }]) => ({ person, here, at }));
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";
  try {
    const answer = await fetch(url, {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ said }),
    });
    // Signed out, or signed in anew since: nothing is lost, the page asks for it.
    if ([0, 401, 403].includes(answer.status)) return "signed-out";
    if (!answer.ok) return "failed";
    const { refused, ...told } = await answer.json();
    const rest = kept();
    for (const [person, { at }] of sent) if (rest[person]?.at === at) delete rest[person];
    write("kept", rest);
    write("answered", told);
    here = told.here;
    show();
    if (refused.length) document.querySelector("[data-refused]").hidden = false;
    return "saved";
  } catch {
    return "offline";
  }
}

let pressed = { row: null, at: 0 };
list.addEventListener("submit", (submitted) => {
  const button = submitted.submitter;
  if (!button?.value) return;
  submitted.preventDefault();
  const row = button.closest("[data-mark]");
  // The second of two quick clicks would hit the other button, in the same place.
  if (row === pressed.row && submitted.timeStamp - pressed.at < DOUBLE_CLICK) return;
  pressed = { row, at: submitted.timeStamp };
  say(button.value, button.name === "here");
  row.querySelector("button:not([hidden])").focus();
});

const search = document.querySelector("[data-search] input");
const plain = (text) => text.normalize("NFC").toLocaleLowerCase("sv");

function found() {
  const words = plain(search.value.trim());
  const code = search.value.slice(search.value.lastIndexOf("=") + 1).replace(/[\s-]/g, "").toUpperCase();
  const those = rows.filter(
    (row) => row.dataset.mark.split(".")[0] === code || plain(row.querySelector("bdi").textContent).includes(words),
  );
  for (const row of rows) row.hidden = !those.includes(row);
  document.querySelector("[data-nobody]").hidden = those.length > 0;
  return those;
}

search.addEventListener("input", found);
search.form.addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  found()[0]?.querySelector("button:not([hidden])").focus();
});

follow(document.querySelector("[data-scan]"), (text) => {
  search.value = text.slice(text.lastIndexOf("=") + 1);
  const those = found();
  // A party is checked in one by one: not all of them need be here.
  if (those.length === 1 && !those[0].classList.contains("here")) say(those[0].dataset.mark, true);
});

document.querySelector("[data-walk-in]").addEventListener("submit", (submitted) => {
  if (navigator.onLine) return;
  submitted.preventDefault();
  document.querySelector("[data-needs-network]").hidden = false;
});

const CACHE = `check-in ${event}`;

async function forget() {
  await caches.delete(CACHE);
  for (const registration of await navigator.serviceWorker.getRegistrations())
    if (registration.scope.endsWith(page)) await registration.unregister();
  localStorage.removeItem(`check-in ${event} answered`);
}

async function keepPage() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(worker);
  const cache = await caches.open(CACHE);
  const answer = await fetch(page);
  if (!answer.ok || answer.redirected) return;
  await cache.put(page, answer);
  const parts = performance.getEntriesByType("resource").map((entry) => entry.name.split("#")[0]);
  const ours = new Set(parts.filter((name) => new URL(name).origin === location.origin && name.includes("/static/")));
  await Promise.allSettled([...ours].map((name) => cache.add(name)));
  await navigator.serviceWorker.ready;
  document.documentElement.dataset.checkInKept = "";
}

document.querySelector("[data-forget]").addEventListener("click", async (clicked) => {
  if (Object.keys(kept()).length) return tell("offline");
  await forget();
  clicked.target.disabled = true;
  document.querySelector("[data-forgotten]").hidden = false;
});

for (const part of document.querySelectorAll("[data-with-script]")) part.hidden = false;
show();
if (search.value) found();
sync();
if (Date.now() > Number(until) + LATE) forget().catch(() => {});
else keepPage().catch(() => {});
addEventListener("online", sync);
setInterval(() => document.hidden || sync(), EVERY);
