// Ctrl+K: everything that the page can do, whatever is called or begins as typed, and the search for the rest. Commands are the page's own buttons,
// links and choices, so that rights and refusals stay where they are.
import { openOver } from "./focus.js";
import { commands } from "./commands.js";
import { best } from "./fuzzy.js";
import { say } from "./words.js";

const PAUSE_MS = 150, LETTERS_MIN = 2, SHOWN_MAX = 40, RECENT_MAX = 8;
const RECENT = "slovo-palette";
const dialog = document.getElementById("palette");
const field = document.getElementById("palette-q"), list = document.getElementById("palette-list");
let local = [], shown = [], at = 0, pause, asked = 0;

export function openPalette() {
  if (!dialog || dialog.open) return;
  local = commands();
  field.value = "";
  show(startingWithRecent());
  openOver(dialog);
  field.focus();
}

function startingWithRecent() {
  const recent = remembered().map((one) => local.find((command) => command.label === one.label) ?? (one.href && one)).filter(Boolean);
  return [...recent, ...local.filter((command) => !recent.includes(command))];
}

function remembered() {
  try { return JSON.parse(localStorage.getItem(RECENT)) ?? []; } catch { return []; }
}

function remember({ label, hint, href }) {
  const rest = remembered().filter((one) => one.label !== label);
  localStorage.setItem(RECENT, JSON.stringify([{ label, hint, href }, ...rest].slice(0, RECENT_MAX)));
}

function typed() {
  const wanted = field.value.trim(), mine = ++asked;
  clearTimeout(pause);
  const near = wanted ? best(wanted, startingWithRecent()) : startingWithRecent();
  show(near, wanted.length < LETTERS_MIN);
  if (wanted.length >= LETTERS_MIN) pause = setTimeout(() => ask(wanted, near, mine), PAUSE_MS);
}

async function ask(wanted, near, mine) {
  const answer = await fetch(`${dialog.dataset.find}?part=found&q=${encodeURIComponent(wanted)}`).catch(() => null);
  if (!answer?.ok || answer.redirected || mine !== asked) return;
  const part = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = Array.from(part.querySelectorAll("a"), (link) => ({
    label: link.textContent.trim(), hint: link.nextElementSibling?.textContent.trim() ?? "", href: link.getAttribute("href"),
  }));
  const known = ({ href }) => near.some((one) => one.href?.startsWith(href));
  if (mine !== asked) return;
  const place = at;
  show([...near, ...found.filter((one) => !known(one))]);
  point(place);
}

// `whole`: nothing more is awaited.
function show(options, whole = true) {
  shown = [...options.slice(0, SHOWN_MAX), ...search()];
  list.replaceChildren(...shown.map(drawn));
  list.hidden = !shown.length;
  document.getElementById("palette-none").textContent = whole && !options.length ? say("nothing_fits") : "";
  field.setAttribute("aria-expanded", String(shown.length > 0));
  point(0);
}

function search() {
  const what = field.value.trim();
  return what ? [{ label: say("search_for", { what }), href: `${dialog.dataset.search}?q=${encodeURIComponent(what)}` }] : [];
}

function drawn({ label, hint }, index) {
  const option = document.createElement("li"), small = document.createElement("span");
  Object.assign(option, { id: `palette-${index}`, textContent: label });
  option.setAttribute("role", "option");
  Object.assign(small, { className: "quiet small", textContent: hint ?? "" });
  if (hint) option.append(" ", small);
  return option;
}

function point(index) {
  at = Math.max(0, Math.min(index, shown.length - 1));
  Array.from(list.children, (option, here) => option.setAttribute("aria-selected", String(here === at)));
  if (shown.length) field.setAttribute("aria-activedescendant", `palette-${at}`);
  else field.removeAttribute("aria-activedescendant");
  list.children[at]?.scrollIntoView({ block: "nearest" });
}

function choose(option) {
  if (!option) return;
  remember(option);
  dialog.close();
  if (option.run) option.run();
  else location.assign(option.href);
}

const MOVES = { ArrowDown: () => point((at + 1) % shown.length), ArrowUp: () => point((at || shown.length) - 1), PageDown: () => point(at + 8), PageUp: () => point(at - 8) };

field?.addEventListener("input", typed);
field?.addEventListener("keydown", (event) => {
  if (event.isComposing || (event.key !== "Enter" && !MOVES[event.key])) return;
  event.preventDefault();
  if (event.key === "Enter") choose(shown[at]);
  else if (shown.length) MOVES[event.key]();
});
list?.addEventListener("click", (event) => choose(shown[[...list.children].indexOf(event.target.closest("li"))]));
dialog?.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
