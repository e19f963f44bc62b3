// Drafts are kept on the server as they are typed. What could not be kept stays in this browser and is tried again.
import { forEach, say } from "./words.js";
import { showGifts } from "./gifts.js";
import { saidIn, showPledges } from "./pledges.js";

const PAUSE_MS = 1500;

forEach("form[data-kept]", (form) => {
  const area = form.elements.text, sign = form.querySelector(".kept");
  let timer, last = area.defaultValue, before = Promise.resolve();

  // One after the other: each goes on from the version that the one before has made. `said`: of a moment in the text.
  function keep(said = {}) {
    before = before.then(() => save(said));
    return before;
  }

  async function save(said) {
    if (form.going || (area.value === last && !Object.keys(said).length)) return;
    const text = area.value, told = saidIn(form);
    const body = new URLSearchParams({
      text, kind: form.dataset.kind, version: form.dataset.version, draft_id: form.elements.draft_id.value,
    });
    [...told, ...Object.entries(said)].forEach(([name, value]) => body.append(name, value));
    try {
      const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
      const answer = await fetch(form.dataset.kept, { method: "PUT", headers, body });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const kept = await answer.json();
      form.dataset.version = kept.version;
      if (kept.text !== undefined && area.value === text) put(kept.text);
      last = kept.text ?? text;
      showPledges(form, kept.promises, said);
      showGifts(form, kept.gifts, told);
      form.dispatchEvent(new CustomEvent("kept", { detail: text }));
      sign.textContent = text.trim() ? say("draft_kept") : "";
    } catch {
      sign.textContent = say("draft_here");
    }
  }

  // What the server has made of it, for instance without the sentence of a gift.
  function put(text) {
    area.value = text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => keep(), PAUSE_MS);
  });
  form.addEventListener("said", ({ detail }) => detail.until(keep(detail.said)));
  addEventListener("online", () => keep());
  keep(); // words that an earlier page could not bring to the server
});
