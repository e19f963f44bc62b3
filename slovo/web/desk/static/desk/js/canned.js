// Ready replies: a slash at the beginning of a word opens a list that is filtered as one types.
import { forEach, say } from "./words.js";

const shown = (option) => !option.hidden;

forEach(".canned-finder", (finder) => {
  const area = finder.closest("form").elements.text;
  const field = finder.querySelector("input"), list = finder.querySelector("[role=listbox]"), count = finder.querySelector("[role=status]");
  let options = [], chosen = null;

  async function load() {
    if (options.length) return;
    const answer = await fetch(finder.dataset.from);
    if (!answer.ok || answer.redirected) return;
    list.innerHTML = await answer.text();
    options = Array.from(list.children);
    list.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the field keeps the focus
      const option = event.target.closest("[role=option]");
      if (option) insert(option);
    });
  }

  async function open() {
    finder.hidden = false;
    field.value = "";
    field.focus();
    await load();
    filter();
  }

  function filter() {
    const wanted = field.value.trim().toLowerCase();
    options.forEach((option) => { option.hidden = !option.dataset.find.includes(wanted); });
    const found = options.filter(shown);
    choose(found[0] ?? null);
    count.textContent = found.length ? "" : say("nothing");
  }

  function choose(option) {
    chosen?.setAttribute("aria-selected", "false");
    chosen = option;
    chosen?.setAttribute("aria-selected", "true");
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) field.setAttribute("aria-activedescendant", chosen.id);
    else field.removeAttribute("aria-activedescendant");
  }

  function step(by) {
    const found = options.filter(shown);
    if (found.length) choose(found[(found.indexOf(chosen) + by + found.length) % found.length]);
  }

  function close(text) {
    finder.hidden = true;
    area.focus();
    if (!text) return;
    const start = area.selectionStart;
    area.setRangeText(text, start, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function insert(option) {
    const start = area.selectionStart, text = option.dataset.text;
    close(text);
    const gap = /\{[a-z_.]+\}/.exec(text); // what there was nothing for is typed over
    if (gap) area.setSelectionRange(start + gap.index, start + gap.index + gap[0].length);
  }

  area.addEventListener("beforeinput", (event) => {
    if (event.data !== "/" || !/(^|\s)$/.test(area.value.slice(0, area.selectionStart))) return;
    event.preventDefault();
    open();
  });
  field.addEventListener("input", filter);
  field.addEventListener("blur", () => { finder.hidden = true; });
  field.addEventListener("keydown", (event) => {
    const act = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      Enter: () => { if (chosen) insert(chosen); },
      Escape: () => close(`/${field.value}`),
      Backspace: field.value ? null : () => close(""),
    }[event.key];
    if (!act || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
});
