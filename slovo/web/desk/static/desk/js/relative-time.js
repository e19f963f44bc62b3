// Moments in words go on by themselves. The words are those of slovo/web/desk/words/moments.py.
import { say } from "./words.js";

const TICK_MS = 15_000, SECOND_MS = 1_000, MINUTE = 60_000, HOUR = 60 * MINUTE, IN_HOURS_MAX = 12 * HOUR, DAY = 24 * HOUR, EXACT_HOURS_MAX = 10;
const EXACT = "[data-seconds] [data-due]";
const relative = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });

function span(length) {
  const minutes = Math.max(1, Math.floor(length / MINUTE));
  const hours = Math.floor(minutes / 60), rest = minutes % 60;
  return [hours && say("hours", { count: hours }), rest && hours < EXACT_HOURS_MAX && say("minutes", { count: rest })].filter(Boolean).join(" ");
}

function words(left, exact) {
  const seconds = exact && Math.abs(left) < MINUTE && say("seconds", { count: Math.floor(Math.abs(left) / 1000) });
  if (left < 0) return -left < DAY ? say("late", { span: seconds || span(-left) }) : null;
  if (left < MINUTE) return seconds ? say("in", { span: seconds }) : say("instant");
  return left < IN_HOURS_MAX ? say("in", { span: span(left) }) : null;
}

function tickDue(sign, now) {
  const left = Date.parse(sign.dataset.due) - now;
  const state = left < 0 ? "late" : now >= Date.parse(sign.dataset.warn) ? "soon" : "calm";
  const changed = words(left, sign.matches(EXACT));
  if (changed) sign.querySelector(".due-words").textContent = changed;
  if (state === sign.dataset.state) return;
  sign.dataset.state = state;
  if (state === "late") sign.dispatchEvent(new CustomEvent("slovo:late", { bubbles: true }));
  sign.closest("[data-live]")?.dispatchEvent(new CustomEvent("live")); // another colour and shape: ask the server
}

// In a chat seconds count.
function tickExact() {
  const now = Date.now();
  document.querySelectorAll(EXACT).forEach((sign) => tickDue(sign, now));
}

function tickAgo(time, now) {
  const passed = now - Date.parse(time.dateTime);
  if (passed < MINUTE || passed > IN_HOURS_MAX) return;
  const [count, unit] = passed < HOUR ? [passed / MINUTE, "minute"] : [passed / HOUR, "hour"];
  time.textContent = relative.format(-Math.floor(count), unit);
}

function tick() {
  const now = Date.now();
  document.querySelectorAll("[data-due]").forEach((sign) => tickDue(sign, now));
  document.querySelectorAll("time[data-ago]").forEach((time) => tickAgo(time, now));
}

setInterval(tick, TICK_MS);
setInterval(tickExact, SECOND_MS);
