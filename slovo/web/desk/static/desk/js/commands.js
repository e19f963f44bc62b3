// What the page can do, read from the page itself: its buttons, links, colleagues to choose, tags to set.
import { reveal } from "./reveal.js";

const BUTTONS = [
  ".talk .acts > form button, .talk .acts > details button, .compose-tabs label, .compose-acts [data-gift]",
  ".choosing .picks button", ".views a", ".list-head .menu-sheet a", ".nav-office a", ".who .menu-sheet > a", ".who .menu-sheet > form button", ".languages button",
];

export function commands() {
  const found = [...BUTTONS.flatMap((selector) => [...document.querySelectorAll(selector)].map(button)), ...choices(), ...ticks()];
  const seen = new Set();
  return found.filter(({ label }) => label && !seen.has(label) && seen.add(label));
}

function button(element) {
  const href = element.localName === "a" ? element.getAttribute("href") : undefined;
  return lasting(element, { label: words(element), hint: place(element), href, run: () => run(element) });
}

// News may have replaced what stood here when the palette opened: what is called the same stands there now.
function lasting(element, command) {
  const anew = () => commands().find(({ label }) => label === command.label);
  return { ...command, run: () => (element.isConnected ? command : anew())?.run() };
}

function run(element) {
  if (element.localName !== "label") return reveal(element);
  const tab = element.querySelector("input");
  tab.checked = true;
  return tab.dispatchEvent(new Event("change", { bubbles: true }));
}

// A person or a team from the lists of the form: chosen and sent as the form itself does it.
function choices() {
  return [...document.querySelectorAll(".talk .edit select")].flatMap((select) => {
    const heading = place(select);
    return Array.from(select.options).filter((option) => !option.selected).map((option) => lasting(select, {
      label: `${heading}: ${option.textContent.trim()}`,
      hint: select.labels[0]?.textContent.trim() ?? "",
      run: () => { select.value = option.value; select.form.requestSubmit(); },
    }));
  });
}

function ticks() {
  return Array.from(document.querySelectorAll(".talk .edit input[type=checkbox]"), (box) => lasting(box, {
    label: `${place(box)}: ${words(box.labels[0])}`,
    hint: box.checked ? "✓" : "",
    run: () => { box.checked = !box.checked; box.form.requestSubmit(); },
  }));
}

function words(element) {
  const copy = element.cloneNode(true);
  copy.querySelectorAll(".count, .unseen, svg, .avatar").forEach((one) => one.remove());
  return copy.textContent.replace(/\s+/g, " ").trim();
}

// Under which heading it stands.
function place(element) {
  const section = element.closest("section, nav, .languages, .talk");
  return section?.getAttribute("aria-label") ?? section?.querySelector("h2")?.textContent.trim() ?? "";
}
