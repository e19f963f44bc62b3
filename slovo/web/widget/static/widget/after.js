// Beside the talk: how it was, when it is over; the chat as a letter; a sound for what is new, if they want one.
import { agreements } from "./agreed.js";
import { camera } from "./camera.js";
import { signs } from "./emoji.js";
import { field, make } from "./parts.js";
import { room } from "./room.js";

const MARKS = [1, 2, 3, 4, 5];

export function beside(server, look, tell, put) {
  const texts = look.texts;
  const kept = `slovo.${server.chat}.sound`;
  const marks = MARKS.map((score) => make("button", { type: "button", "aria-label": texts.of_five.replace("%s", score), "aria-pressed": "false", onclick: () => rate({ score }) }, String(score)));
  const more = make("input", { name: "words", maxlength: 500 });
  const thanks = make("p", { class: "said", role: "status" });
  const words = make("form", { class: "form", hidden: true }, field("more", texts.tell_more, more, texts.optional), make("button", {}, texts.tell));
  const rating = make("div", { class: "rating", hidden: true }, make("p", { id: "how" }, texts.how), make("div", { class: "row", role: "group", "aria-labelledby": "how" }, ...marks), words, thanks);
  const address = make("input", { type: "email", autocomplete: "email", required: true, maxlength: 254 });
  const sent = make("p", { class: "said", role: "status" });
  const letter = make("form", { class: "form", hidden: true }, field("mail-to", texts.mail_to, address), make("button", { class: "main" }, texts.send));
  const mail = make("button", { type: "button", class: "link", hidden: true, "aria-expanded": "false", onclick: () => unfold(letter.hidden) }, texts.by_mail);
  const sound = make("button", { type: "button", class: "link", "aria-pressed": String(rings()), onclick: () => switched(!rings()) }, texts.sound);
  const agreed = agreements(server, look, tell);
  const emoji = signs(texts, put);
  const photo = camera(texts);
  const own = room(server, texts, (problem) => {
    sent.textContent = problem;
    sent.classList.toggle("problem", Boolean(problem));
  });
  const place = make("div", {}, rating, emoji.list, make("div", { class: "tools" }, photo.button, photo.taken, emoji.button, mail, sound, agreed.button, own), letter, sent, agreed.list);
  let score = 0;
  let audio = null;

  words.addEventListener("submit", (event) => {
    event.preventDefault();
    rate({ score, words: more.value });
  });
  letter.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await ask("transcripts", { email: address.value }, sent)) unfold(false);
  });

  async function ask(noun, body, said) {
    const { ok, told } = await server.ask(noun, { body }).catch(() => ({ ok: false, told: {} }));
    said.textContent = (ok ? told.words : told.problem) || texts.trouble;
    said.classList.toggle("problem", !ok);
    return ok;
  }

  async function rate(given) {
    if (!(await ask("ratings", given, thanks))) return;
    press(given.score);
    words.hidden = given.words !== undefined;
  }

  function press(given) {
    score = given;
    marks.forEach((one, place) => one.setAttribute("aria-pressed", String(MARKS[place] === score)));
  }

  function unfold(open) {
    letter.hidden = !open;
    mail.setAttribute("aria-expanded", String(open));
    (open ? address : mail).focus();
  }

  function rings() {
    try {
      return localStorage.getItem(kept) === "on";
    } catch {
      return false;
    }
  }

  function switched(on) {
    try {
      localStorage.setItem(kept, on ? "on" : "off");
    } catch {
      return; // A browser that keeps nothing stays silent.
    }
    sound.setAttribute("aria-pressed", String(on));
    if (on) beep();
  }

  function beep() {
    audio ||= new AudioContext();
    audio.resume();
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    volume.gain.setValueAtTime(0.1, audio.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.3);
    tone.frequency.value = 660;
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 0.3);
  }

  return {
    place,
    // Of several tabs one is heard; one in which nobody has done anything yet may not be.
    ring: () => rings() && navigator.userActivation?.hasBeenActive !== false && navigator.locks?.request(`${kept}.now`, { ifAvailable: true }, (lock) => lock && (beep(), new Promise((done) => setTimeout(done, 500)))),
    show(mark, answered) {
      mail.hidden = !look.letters || !answered;
      own.hidden = !server.who().vouched;
      if (rating.hidden === Boolean(mark)) {
        rating.hidden = !mark;
        thanks.textContent = "";
      }
      if (mark && mark.score !== score) press(mark.score);
    },
  };
}
