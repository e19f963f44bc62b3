// The page tells what is new by itself: now and then while it is looked at, more seldom while nobody answers.
import "./fields.js";
import "./counting.js";
import "./framed.js";
import "./suggest.js";

const EVERY = 20000;
const SELDOM = 320000;

const sections = document.getElementById("sections");
let pause = EVERY;
let known = "";
let timer = 0;

// Nobody's words or open form are taken from under their hands.
function busy() {
  const field = sections.querySelector("details[open]:not(.history) form, form :focus");
  return field !== null || sections.contains(document.activeElement);
}

async function look() {
  if (document.hidden) return;
  try {
    const headers = known ? { "If-None-Match": known } : {};
    const answer = await fetch(sections.dataset.source, { headers, cache: "no-store", credentials: "omit" });
    if (answer.status === 404) {
      location.reload();
      return;
    }
    if (answer.ok) {
      const text = await answer.text();
      if (!busy()) {
        sections.innerHTML = text;
        known = answer.headers.get("ETag");
      }
    }
    pause = answer.ok || answer.status === 304 ? EVERY : Math.min(pause * 2, SELDOM);
  } catch {
    pause = Math.min(pause * 2, SELDOM);
  }
  wait();
}

function wait() {
  clearTimeout(timer);
  timer = setTimeout(look, pause);
}

if (sections) {
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) look();
  });
  wait();
}
