// A gift is named while one writes: a sheet over the page asks what and why, its sentence comes to where the caret stood.
import { announce } from "./announce.js";
import { openOver } from "./focus.js";
import { forEach } from "./words.js";

// `told`: what was said to the server. Its answer does not know of a gift that was named since.
export function showGifts(form, html, told) {
  const place = form.querySelector(".gifts");
  if (!place || html === undefined || place.innerHTML === html) return;
  const named = Array.from(place.querySelectorAll("input[name=gift]"), ({ value }) => value);
  if (`${named}` !== `${told.filter(([name]) => name === "gift").map(([, value]) => value)}`) return;
  const within = place.contains(document.activeElement);
  place.innerHTML = html;
  if (within) form.elements.text.focus();
}

forEach("form[data-kept]:has(.gifts)", (form) => {
  const area = form.elements.text, place = form.querySelector(".gifts"), open = form.querySelector("[data-gift]");
  const sheet = document.getElementById("gift-sheet");
  let caret; // where it stood when the field had the focus last: what opens over the page makes the browser forget it

  document.addEventListener("selectionchange", function note() {
    if (!area.isConnected) document.removeEventListener("selectionchange", note);
    else if (document.activeElement === area) caret = [area.selectionStart, area.selectionEnd];
  });

  area.addEventListener("keydown", (event) => {
    if (event.code !== "KeyG" || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!event.repeat) open.click();
  });

  sheet.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (detail.target !== sheet) return;
    if (!sheet.open) openOver(sheet);
    sheet.querySelector("[role=alert] ~ * input, input:checked, input:not([type=hidden])")?.focus();
  });
  // What is refused is said in the sheet itself.
  sheet.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.xhr.status !== 422) return;
    Object.assign(detail, { shouldSwap: true, isError: false, target: sheet });
  });
  // What is written already goes along, so that what is under it is true.
  sheet.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.verb === "post") detail.parameters.text = area.value;
  });
  sheet.addEventListener("click", (event) => { if (event.target === sheet) sheet.close(); });

  place.addEventListener("given", ({ detail: { phrase } }) => put(phrase));
  sheet.addEventListener("given", ({ detail: { phrase } }) => put(phrase));

  function put(phrase) {
    const [start, end] = caret ?? [area.value.length, area.value.length];
    sheet.close();
    sheet.replaceChildren();
    area.focus();
    const before = area.value.slice(0, start), after = area.value.slice(end);
    const gap = before && !/\s$/.test(before) ? " " : "", rest = after && !/^\s/.test(after) ? " " : "";
    area.setRangeText(gap + phrase + rest, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    announce(phrase);
  }

  place.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=gift_not]");
    if (!button) return;
    event.preventDefault();
    form.dispatchEvent(new CustomEvent("said", { detail: { said: { gift_not: button.value }, until: () => area.focus() } }));
  });
});
