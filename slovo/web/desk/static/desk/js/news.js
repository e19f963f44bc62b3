// What came by itself into the list, and which promises have run out meanwhile, in words for who does not see it.
import { announce } from "./announce.js";
import { say } from "./words.js";

const NAMED_MAX = 3;
let before;

const state = (line) => line.querySelector("[data-due]")?.dataset.state ?? "";
const name = (line) => [line.querySelector("a"), line.querySelector(".subject")].map((part) => part?.textContent.trim()).join(", ");
const lines = () => new Map(Array.from(document.querySelectorAll("#lines .line"), (line) => [line.querySelector("a").id, line]));

// Only what changed where the reader was already: further blocks of the list are no news.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!event.detail.target.matches(".block")) return;
  before = new Map(Array.from(lines(), ([id, line]) => [id, state(line)]));
});

document.addEventListener("htmx:afterSwap", () => {
  if (!before) return;
  const now = [...lines()];
  const come = now.filter(([id]) => !before.has(id));
  if (come.length) announce(say("come", { what: names(come) }));
  const late = now.filter(([id, line]) => before.has(id) && before.get(id) !== "late" && state(line) === "late");
  if (late.length) announce(say("ran_out", { what: names(late) }));
  before = undefined;
});

// The clock of the page itself found out.
document.addEventListener("slovo:late", (event) => {
  const line = event.target.closest(".line");
  const chat = event.target.closest("[data-whose]");
  if (line) announce(say("ran_out", { what: name(line) }));
  else if (chat) announce(say("ran_out", { what: chat.dataset.whose }));
  else if (!document.querySelector(".line.current")?.checkVisibility()) announce(say("ran_out_here"));
});

function names(some) {
  return some.slice(0, NAMED_MAX).map(([, line]) => name(line)).join("; ");
}
