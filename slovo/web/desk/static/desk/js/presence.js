// Who else is before this conversation. The page tells while it is seen, and asks when the stream says that it changed.
import { announce } from "./announce.js";

const ASKED_MAX = 50; // at a time; views/presence.py answers to no more
const BEAT_MS = 10_000, LOOK_MS = 2_000, TYPED_MS = 8_000, SOON_MS = 100, CALM_MS = 4_000;
const address = document.querySelector('meta[name="slovo-presence"]')?.content;
let told = { url: "", kind: "", at: 0 }, typedAt = 0, asking;
const changed = new Set(); // conversations at which somebody came, went or began to write

function tell() {
  const url = document.hidden ? "" : document.querySelector("[data-tell]")?.dataset.tell ?? "";
  const kind = Date.now() - typedAt < TYPED_MS ? "typing" : "viewing";
  if (told.url && told.url !== url) navigator.sendBeacon(told.url, words("gone"));
  const news = told.url !== url || told.kind !== kind || Date.now() - told.at >= BEAT_MS;
  if (!news) return;
  told = { url, kind, at: Date.now() };
  if (url) fetch(url, { method: "POST", body: words(kind) }).catch(() => {}); // the next beat says it again
}

function words(kind) {
  return new URLSearchParams({ kind, csrfmiddlewaretoken: document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "" });
}

function leave() {
  if (told.url) navigator.sendBeacon(told.url, words("gone"));
  told = { url: "", kind: "", at: 0 };
}

// The open conversation is asked about at once, lines of the list together and after a while: 200 desks show the same ones.
function askSoon(id) {
  const slots = document.querySelectorAll(`[data-here="${CSS.escape(id)}"]`);
  if (!slots.length) return;
  changed.delete(id);
  changed.add(id); // the newest is the last
  const open = [...slots].some((slot) => "tell" in slot.dataset);
  if (asking && !open) return;
  clearTimeout(asking);
  asking = setTimeout(ask, open ? SOON_MS : CALM_MS * (0.5 + Math.random()));
}

async function ask() {
  asking = undefined;
  const ids = [...changed].slice(-ASKED_MAX);
  if (!ids.length) return;
  ids.forEach((id) => changed.delete(id));
  const answer = await fetch(`${address}?of=${ids.join(".")}`).catch(() => null);
  if (changed.size) asking ??= setTimeout(ask, CALM_MS);
  if (!answer?.ok || answer.redirected) return;
  const found = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.querySelectorAll("[data-here]").forEach((slot) => {
    if (!ids.includes(slot.dataset.here)) return;
    const now = found.querySelector(`[data-here="${CSS.escape(slot.dataset.here)}"]`);
    fill(slot, now?.cloneNode(true).childNodes ?? []);
  });
}

function fill(slot, nodes) {
  const before = slot.textContent.trim();
  slot.replaceChildren(...nodes);
  if (!slot.querySelector("*")) slot.replaceChildren();
  if (slot.dataset.tell && slot.textContent.trim() !== before) slot.querySelectorAll(".typing .here-words").forEach((one) => announce(one.textContent));
}

document.addEventListener("input", (event) => {
  if (!event.target.closest?.(".reply-form")) return;
  typedAt = event.target.value.trim() ? Date.now() : 0;
  tell();
});
document.addEventListener("slovo:presence", (event) => askSoon(event.detail.replace("conversation:", "")));
document.addEventListener("htmx:afterSettle", tell);
document.addEventListener("visibilitychange", tell);
addEventListener("pagehide", leave);
addEventListener("pageshow", tell);
setInterval(tell, LOOK_MS);
