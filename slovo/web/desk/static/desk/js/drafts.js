// Drafts are kept on the server as they are typed. What could not be kept stays in this browser and is tried again.
import { forEach, say } from "./words.js";

const PAUSE_MS = 1500;

forEach("form[data-kept]", (form) => {
  const area = form.elements.text, sign = form.querySelector(".kept");
  let timer, last = area.defaultValue;

  async function keep() {
    if (form.going || area.value === last) return;
    const text = area.value;
    const body = new URLSearchParams({
      text, kind: form.dataset.kind, version: form.dataset.version, draft_id: form.elements.draft_id.value,
    });
    try {
      const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
      const answer = await fetch(form.dataset.kept, { method: "PUT", headers, body });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      form.dataset.version = (await answer.json()).version;
      last = text;
      form.dispatchEvent(new CustomEvent("kept", { detail: text }));
      sign.textContent = text.trim() ? say("draft_kept") : "";
    } catch {
      sign.textContent = say("draft_here");
    }
  }

  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE_MS);
  });
  addEventListener("online", keep);
  keep(); // words that an earlier page could not bring to the server
});
