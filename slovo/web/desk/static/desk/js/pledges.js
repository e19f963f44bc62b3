// Moments that an answer names stand under it as offers: Alt+Enter promises the first, Alt+N says that it is no promise.
// The server finds them when it keeps the draft; what is said of them goes there and comes back the same way.
import { announce } from "./announce.js";
import { forEach } from "./words.js";

const SAYS = "button[name=promise_it], button[name=no_promise], button[name=promise_not], button[name=promise_then]";

export function saidIn(form) {
  const fields = form.querySelectorAll(".pledges :is(input, select), .gifts input");
  return Array.from(fields, ({ name, value }) => [name, value]);
}

// While somebody corrects what is promised, nothing moves under their hands, unless they have pressed a button.
export function showPledges(form, html, said) {
  const place = form.querySelector(".pledges");
  if (!place || html === undefined || place.innerHTML === html) return;
  const within = place.contains(document.activeElement);
  if (within && ("changed" in said || !Object.keys(said).length)) return;
  const known = new Set(offers(place));
  place.innerHTML = html;
  if (within) form.elements.text.focus();
  offers(place).filter((words) => !known.has(words)).forEach(announce);
}

function offers(place) {
  return Array.from(place.querySelectorAll(".offer"), (offer) => offer.textContent.replace(/\s+/g, " ").trim());
}

forEach("form[data-kept]:has(.pledges)", (form) => {
  const place = form.querySelector(".pledges");

  function tell(said) {
    return new Promise((resolve) => {
      form.dispatchEvent(new CustomEvent("said", { detail: { said, until: resolve } }));
    });
  }

  place.addEventListener("click", (event) => {
    const button = event.target.closest(SAYS);
    if (!button) return;
    event.preventDefault();
    tell({ [button.name]: button.value });
  });
  place.addEventListener("change", () => tell({ changed: "yes" }));
  form.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.altKey && !event.ctrlKey && !event.metaKey && event.target.matches(".pledges input")) event.preventDefault();
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const name = event.key === "Enter" ? "promise_it" : { KeyN: "no_promise", KeyT: "promise_then" }[event.code];
    if (!name) return;
    event.preventDefault();
    if (!event.repeat) tell({}).then(() => place.querySelector(`button[name=${name}]`)?.click()); // words of just now, too
  });
});
