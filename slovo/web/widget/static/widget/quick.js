// Answers to choose from under a message of ours: one tap, and it is said. They stand beside the log, so that whoever
// walks by keys keeps their place when something new is drawn.
import { make } from "./parts.js";

export function offers(texts, pick) {
  const place = make("div", { class: "quick", role: "group", "aria-label": texts.quick, hidden: true });
  let shown = "";

  return {
    place,
    show(line) {
      const id = line?.id || "";
      if (id === shown) return;
      shown = id;
      place.hidden = !id;
      place.replaceChildren(...(line?.options || []).map(({ text, words }) => make("button", { type: "button", onclick: () => pick(text) }, text, words && make("span", { class: "quiet" }, words))));
    },
  };
}
