// One's own chats on every page: where the reader is, what is new, by sound and in the title as they have chosen.
import { announce } from "./announce.js";

const BEEP_HZ = 660, BEEP_S = 0.15;
const PREFIX = /^\(\d+\) /;
const strip = document.getElementById("chat-strip");
let before, sound;

function look() {
  const list = strip.querySelector("ul");
  if (!list) return;
  strip.querySelectorAll("[data-chat]").forEach((tab) => {
    if (tab.pathname === location.pathname) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  });
  const now = { news: Number(list.dataset.news), ringing: Number(list.dataset.ringing) };
  const calls = now.news + now.ringing;
  document.title = ("title" in list.dataset && calls ? `(${calls}) ` : "") + document.title.replace(PREFIX, "");
  if (before && now.news > before.news) announce(list.dataset.told.replace("%s", names("[data-new] .clip")));
  if (before && now.ringing > before.ringing) announce(names(".ringing"));
  if (before && "sound" in list.dataset && (now.news > before.news || now.ringing > before.ringing)) beep();
  before = now;
}

const names = (selector) => Array.from(strip.querySelectorAll(selector), (one) => one.textContent.trim()).join("; ");

// A browser lets a page be heard only after somebody has touched it.
function beep() {
  sound ??= new AudioContext();
  const tone = sound.createOscillator();
  tone.frequency.value = BEEP_HZ;
  tone.connect(sound.destination);
  tone.start();
  tone.stop(sound.currentTime + BEEP_S);
}

if (strip) {
  document.addEventListener("htmx:afterSettle", look);
  document.addEventListener("htmx:pushedIntoHistory", look);
}
