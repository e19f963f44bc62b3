// "Conversation 12 changed": one stream for the whole browser, whose tab tells the others. The page fetches its parts anew.
import { say } from "./words.js";

const SPREAD_MS = 250, PAUSE_MS = 1000, PAUSE_MAX_MS = 60_000, ASLEEP_MS = 60_000, AWAITED_MS = 100;
const EVERYBODYS = "conversations"; // all desks show the list: they do not ask for it at the same instant
const PRESENCE = "presence:"; // who is before it: the thing itself has not changed
const HEARD = "slovo-live-heard", HEARD_MAX = 200;
const stream = document.querySelector('meta[name="slovo-live"]'), address = stream?.content;
const tabs = new BroadcastChannel("slovo-live");
const waiting = new Map();
const asked = new Map(), later = new Set(); // by the name of a part: what is swapped is another element
const heard = JSON.parse(sessionStorage.getItem(HEARD) ?? "[]"); // the latest news of this tab's pages: {key, place, at}
let source, pause = PAUSE_MS, hiddenAt = 0;

function listen() {
  const url = new URL(address, location.href);
  const place = placeAt(source ? Date.now() : performance.timeOrigin);
  if (place) url.searchParams.set("after", place);
  else url.searchParams.set("since", stream.dataset.since);
  source = new EventSource(url, { withCredentials: true });
  source.onopen = () => { pause = PAUSE_MS; tell({ kind: "well" }); };
  for (const kind of ["nudge", "refresh", "ready"]) {
    source.addEventListener(kind, (event) => tell({ kind, key: event.data, place: event.lastEventId }));
  }
  source.onerror = () => {
    tell({ kind: "apart" });
    if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself, with its last id
    setTimeout(listen, pause * (0.5 + Math.random()));
    pause = Math.min(pause * 2, PAUSE_MAX_MS);
  };
}

function tell(news) {
  tabs.postMessage(news);
  hear(news);
}

function hear({ kind, key, place, since }) {
  if (place) heard.push({ key, place, at: Date.now() });
  if (heard.length > HEARD_MAX) heard.shift();
  if (kind === "apart" || kind === "well") showConnection(kind === "well");
  if (kind === "nudge" && key.startsWith(PRESENCE)) document.dispatchEvent(new CustomEvent("slovo:presence", { detail: key.slice(PRESENCE.length) }));
  else if (kind === "nudge") [EVERYBODYS, key].forEach(refreshSoon);
  if (kind === "refresh") refreshAll();
  if (kind === "joined" && source) newsSince(since).forEach(({ key }) => tabs.postMessage({ kind: "nudge", key }));
}

// What the last page heard while this one was on its way may not be in it yet: it is heard again.
function placeAt(moment) {
  return (heard.findLast((one) => one.at < moment) ?? heard[0])?.place;
}

function newsSince(moment) {
  return heard.filter((one) => one.at >= moment && one.key !== "{}");
}

function refreshSoon(key) {
  if (waiting.has(key)) return;
  waiting.set(key, setTimeout(() => {
    waiting.delete(key);
    document.querySelectorAll(`[data-live="${CSS.escape(key)}"]`).forEach(refresh);
  }, key === EVERYBODYS ? Math.random() * SPREAD_MS : 0));
}

function refreshAll() {
  document.querySelectorAll("[data-live]").forEach(refresh);
}

// A part that somebody presses, or in which they have opened a menu or form, is not pulled from under their hands.
const inUse = (part) => part.matches(":active") || part.querySelector(".menu[open], .edit[open], .hold:checked");

function refresh(part) {
  if (part.matches("[data-unseen]") || inUse(part)) { part.dataset.stale = "yes"; return; }
  const name = nameOf(part), pause = (asked.get(name) ?? 0) + unevenly(part.dataset.pace ?? 0) - Date.now();
  const awaited = part.classList.contains("htmx-request") ? AWAITED_MS : 0; // what is on its way may not have the news in it
  if (Math.max(pause, awaited) > 0) refreshLater(part.dataset.live, name, Math.max(pause, awaited)); // what is costly is not asked at every nudge
  else {
    asked.set(name, Date.now());
    part.dispatchEvent(new CustomEvent("live"));
  }
}

// Desks that all waited as long as one another would go on asking together.
const unevenly = (milliseconds) => milliseconds * (0.75 + Math.random() / 2);
const nameOf = (part) => `${part.dataset.live} ${part.id} ${part.dataset.place ?? ""}`;

function refreshLater(key, name, pause) {
  if (later.has(name)) return;
  later.add(name);
  setTimeout(() => {
    later.delete(name);
    const parts = [...document.querySelectorAll(`[data-live="${CSS.escape(key)}"]`)], same = parts.filter((part) => nameOf(part) === name);
    (same.length ? same : parts).forEach(refresh); // a list that begins elsewhere by now has another name
  }, pause);
}

function showConnection(well) {
  const sign = document.getElementById("connection");
  if (!sign) return;
  clearTimeout(showConnection.later);
  if (well) sign.textContent = "";
  else showConnection.later = setTimeout(() => { sign.textContent = say("apart"); }, 5000);
}

// It may have been opened while the news was on its way.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!detail.elt.matches("[data-live]") || !inUse(detail.elt)) return;
  detail.shouldSwap = false;
  detail.elt.dataset.stale = "yes";
});

document.addEventListener("toggle", (event) => {
  const part = event.target.closest?.("[data-stale]");
  if (!part || event.target.open) return;
  delete part.dataset.stale;
  refresh(part);
}, true);

for (const released of ["pointerup", "pointercancel", "dragend"]) {
  document.addEventListener(released, () => setTimeout(() => { // after the click that it makes
    for (const part of document.querySelectorAll("[data-stale]:not([data-unseen])")) {
      if (inUse(part)) continue;
      delete part.dataset.stale;
      refresh(part);
    }
  }), true);
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) hiddenAt = Date.now();
  else if (Date.now() - hiddenAt > ASLEEP_MS) refreshAll();
});
addEventListener("pageshow", (event) => { if (event.persisted) refreshAll(); });
addEventListener("online", refreshAll);
tabs.onmessage = (event) => hear(event.data);

document.addEventListener("htmx:beforeRequest", ({ detail }) => { detail.xhr.askedAt = Date.now(); });
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.boosted) newsSince(detail.xhr.askedAt).forEach(({ key }) => refreshSoon(key));
});
// What other screens were just given will do for this one, unless it is older than the news that this one has heard.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  const place = heard.at(-1)?.place;
  if (place && detail.elt.dataset.live === EVERYBODYS) detail.parameters.heard = place;
});
addEventListener("pagehide", () => sessionStorage.setItem(HEARD, JSON.stringify(heard)));

tabs.postMessage({ kind: "joined", since: performance.timeOrigin });

if (address && navigator.locks) navigator.locks.request("slovo-live", () => new Promise(listen));
else if (address) listen();
