// Single keys: J and K through the list, R to reply. They do what buttons of the page do, and nothing while somebody writes.
import { keyOf } from "./keyboard.js";
import { openPalette } from "./palette.js";
import { reveal } from "./reveal.js";
import { showSheet } from "./sheet.js";

const SEQUENCE_MS = 1_500;
const ROOM = '[data-go="room"]';
const VIEWS = { i: "open", m: "mine", u: "unassigned", w: "waiting", c: "closed" };
const WRITING = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=file])";
const off = document.querySelector('meta[name="slovo-keys"]')?.content === "off";
let went = 0; // when G was pressed

const KEYS = {
  j: () => step(1), k: () => step(-1), ArrowDown: () => besideTheList() && step(1), ArrowUp: () => besideTheList() && step(-1),
  o: () => document.activeElement.matches(".line a") && document.activeElement.click(),
  u: back, r: () => write("reply"), n: () => write("note"),
  a: () => press("a"), e: () => press("e"), t: () => press("t"), w: () => press("w"), z: () => press("z"), p: () => press("p"), f: () => press("f"), l: () => press("l"),
  x: pick, c: () => seen(document.querySelector('[data-key="c"]')) && press("c"),
  s: () => besideChat(1), d: () => besideChat(-1),
  ...Object.fromEntries(["1", "2", "3", "4", "5"].map((key) => [key, () => press(key)])), // how a call went
  g: () => { went = Date.now(); }, "/": search, "?": showSheet,
};

const GOES = {
  ...Object.fromEntries(Object.entries(VIEWS).map(([key, view]) => [key, () => visit(view)])),
  r: () => document.querySelector(ROOM)?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyK" && !event.shiftKey) {
    event.preventDefault();
    openPalette();
  }
  if (event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") return leave(event.target);
  if (off || event.target.closest(WRITING)) return;
  const key = keyOf(event);
  const goes = Date.now() - went < SEQUENCE_MS;
  went = 0;
  const act = goes && GOES[key] ? GOES[key] : Object.hasOwn(KEYS, key) ? KEYS[key] : null;
  if (!act || (event.repeat && !["j", "k", "ArrowDown", "ArrowUp"].includes(key))) return;
  if (act() !== false) event.preventDefault();
});

const seen = (element) => element?.checkVisibility();
const lines = () => [...document.querySelectorAll(".line a")].filter(seen);

function step(by) {
  const all = lines();
  const at = all.indexOf(document.activeElement);
  const current = all.findIndex((line) => line.hasAttribute("aria-current"));
  const next = at >= 0 ? at + by : current >= 0 ? current + by : 0;
  const page = document.querySelector(next < 0 ? ".pages [rel=prev]" : ".pages [rel=next]");
  const line = all[next] ?? page ?? all[at];
  line?.focus({ preventScroll: true });
  line?.closest(".line, .pages")?.scrollIntoView({ block: "nearest" });
  return Boolean(line);
}

// Where arrows do not scroll something that the reader has gone into.
function besideTheList() {
  return document.activeElement === document.body || Boolean(document.activeElement.closest(".list"));
}

function back() {
  const all = lines();
  if (!document.querySelector(".talk")) return Boolean(all[0]?.focus() ?? all[0]);
  if (!all.length) return document.querySelector(".ways-out a")?.click();
  return (all.find((line) => line.hasAttribute("aria-current")) ?? all[0]).focus();
}

function write(what) {
  const tab = document.querySelector(`.compose-tabs input[value="${what}"]`);
  if (!tab) return false;
  tab.checked = true;
  return document.querySelector(`.${what}-form textarea`).focus();
}

function press(key) {
  const target = document.querySelector(`[data-key="${key}"]`);
  return target ? reveal(target) : false;
}

function visit(view) {
  const link = document.querySelector(`.views a[href*="view=${view}"]`);
  return link ? link.click() : location.assign(`/conversations/?view=${view}`);
}

// The line on which the focus stands is chosen, or no longer.
function pick() {
  const box = document.activeElement.closest(".line")?.querySelector(".pick");
  return box ? box.click() : false;
}

// The next of one's running chats, in the strip above the page.
function besideChat(by) {
  const all = [...document.querySelectorAll("[data-chat]")];
  const at = all.findIndex((tab) => tab.pathname === location.pathname);
  const next = at < 0 && by < 0 ? all.length - 1 : (at + by + all.length) % all.length;
  return all.length ? all[next].click() : false;
}

function search() {
  const field = ["q", "nav-q"].map((id) => document.getElementById(id)).find(seen);
  if (field) return field.select() ?? field.focus();
  const link = document.querySelector(".nav-search-link");
  return seen(link) ? link.click() : openPalette();
}

// Escape leaves a field, and what was open around it closes; the focus stays where the reader can go on.
function leave(target) {
  const fold = target.closest?.(".edit[open]");
  if (fold) {
    fold.open = false;
    return fold.querySelector("summary").focus();
  }
  if (!target.closest?.(WRITING)) return undefined;
  const rest = document.querySelector("#talk h1[tabindex], .line a[aria-current]");
  return target.closest("#talk") && rest ? rest.focus({ preventScroll: true }) : target.blur();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-palette], [data-sheet]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if ("palette" in link.dataset) openPalette();
  else showSheet();
});
