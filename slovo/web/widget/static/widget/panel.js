// The corner: the button, the panel with its tabs, and what each of them holds.
import { beginForm } from "./begin.js";
import { draw, make } from "./parts.js";
import { talk } from "./talk.js";

const WAIT_EVERY = 15000;
const TAKEN_IN = 2000; // until what was said counts for the wait

export function furnish(root, server, look, outbox, tell) {
  const texts = look.texts;
  const chat = talk(server, look, outbox, heard);
  const badges = [0, 1].map(() => make("span", { class: "badge", hidden: true })); // the second where the panel covers the first
  const launcher = make("button", { class: "launcher", type: "button", "aria-expanded": "false", "aria-controls": "panel", onclick: () => (panel.hidden ? open() : close()) }, draw("chat"), make("span", { class: "label" }, texts.open), badges[0]);
  const shut = make("button", { class: "icon", type: "button", "aria-label": texts.close, onclick: close }, draw("close"));
  const tabs = look.tabs.map((tab) => make("button", { type: "button", role: "tab", id: `tab-${tab}`, "aria-controls": `of-${tab}`, onclick: () => show(tab) }, texts[tab]));
  const places = Object.fromEntries(look.tabs.map((tab) => [tab, make("div", { role: "tabpanel", id: `of-${tab}`, "aria-labelledby": `tab-${tab}`, class: "place", hidden: true })]));
  const list = make("div", { role: "tablist", class: "tabs", "aria-label": look.brand }, ...tabs);
  const panel = make("section", { id: "panel", class: "panel", role: "dialog", "aria-label": look.brand, hidden: true }, make("header", {}, make("h2", {}, look.brand), shut), list, ...Object.values(places));
  const ways = make("div", { class: "ways", hidden: true });
  let current = look.tabs[0];
  tabs[0].append(badges[1]);
  root.append(panel, launcher);

  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = (look.tabs.indexOf(current) + step + tabs.length) % tabs.length;
    show(look.tabs[next]);
    tabs[next].focus();
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });

  // A file that misses the chat is not opened instead of the page.
  for (const name of ["dragover", "drop"]) root.addEventListener(name, (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());

  function heard(name, detail) {
    if (name === "unknown" && server.again()) changed(); // another tab knows better
    else if (name === "unknown" && server.known()) {
      chat.part();
      server.keep("");
      changed();
    }
    if (name === "message") count();
    if (name === "message" || name === "lines") setTimeout(expect, TAKEN_IN);
    if (name === "consents") {
      look.agreed = detail;
      if (needs()) fill();
    }
    tell(name, detail);
  }

  function count() {
    chat.mark(!panel.hidden && !document.hidden && current === "chat" && !needs()); // read is what stands before their eyes
    const number = chat.unread();
    for (const badge of badges) {
      badge.hidden = number === 0;
      badge.textContent = number || "";
    }
  }

  const needs = () => !server.known() || look.consents.some((one) => one.purpose === "talk" && look.agreed[one.purpose] !== one.version);

  // Whether they have agreed that we see on which page they are.
  const sees = () => look.consents.some((one) => one.purpose === "page" && look.agreed.page === one.version);

  async function fill() {
    const here = places[current];
    if (current === "chat") {
      const form = needs() ? beginForm(server, look, begun) : null;
      here.replaceChildren(...(form ? [make("p", { class: "note", role: "status" }), form, ways] : [ways, chat.place]));
      expect();
      chat.around();
    } else if (!here.querySelector("form")) {
      const [tab, { callForm, questionForm, helpRoom }] = [current, await server.more()];
      const forms = look.forms.map((one) => make("a", { class: "choice", href: server.file(`${one.address}?lang=${look.language}`), target: "_blank", rel: "noopener" }, one.name));
      if (tab === "help") here.replaceChildren(helpRoom(server, look, look.tabs.filter((one) => one !== "help"), show));
      else here.replaceChildren(...(tab === "call" ? [callForm(server, look, known)] : [questionForm(server, look, known), make("div", { class: "form" }, ...forms)]));
    }
  }

  function begun(found) {
    known(found);
    fill();
    chat.box.focus();
  }

  function known(found) {
    look.agreed = found;
    tell("begun");
    chat.redraw();
    chat.flush();
    chat.news().then(count);
  }

  async function expect() {
    if (panel.hidden || current !== "chat") return;
    try {
      const { ok, told } = await server.ask("wait");
      if (!ok) return;
      chat.expect(told.words);
      const note = places.chat.querySelector(":scope > .note");
      if (note) note.textContent = told.words;
      const others = look.tabs.filter((tab) => tab === "call" || tab === "ask");
      ways.hidden = !told.ways || others.length === 0;
      if (told.ways && !ways.firstChild) ways.append(make("p", {}, texts.ways), ...others.map((tab) => make("button", { type: "button", onclick: () => show(tab) }, texts[tab])));
    } catch {
      // What is not known is not said.
    }
  }

  async function show(tab) {
    if (!look.tabs.includes(tab)) return;
    current = tab;
    look.tabs.forEach((one, place) => {
      tabs[place].setAttribute("aria-selected", String(one === tab));
      tabs[place].tabIndex = one === tab ? 0 : -1;
      places[one].hidden = one !== tab;
    });
    try {
      await fill();
    } catch {
      places[tab].replaceChildren(make("p", { class: "note", role: "alert" }, texts.trouble)); // asked for anew when they come back
    }
    count();
  }

  async function open(tab = current) {
    panel.hidden = false;
    launcher.setAttribute("aria-expanded", "true");
    root.host.toggleAttribute("open", true);
    chat.news().then(count);
    tell("open");
    await show(tab);
    const first = current === "chat" && !needs() ? chat.box : panel.querySelector(".place:not([hidden]) :is(textarea, input, button, a)");
    (first || shut).focus();
  }

  function close() {
    panel.hidden = true;
    launcher.setAttribute("aria-expanded", "false");
    root.host.toggleAttribute("open", false);
    launcher.focus();
    tell("close");
  }

  // Somebody else is here, or nobody. `found`: what they have agreed to; what others have is nothing of theirs.
  async function changed(found) {
    chat.forget();
    const key = server.key();
    look.agreed = found || {};
    if (!found && key) look.agreed = (await server.ask("config").catch(() => ({ told: {} }))).told.agreed || {};
    if (key !== server.key()) return;
    if (!panel.hidden) fill();
    chat.redraw();
    chat.news().then(count);
  }

  setInterval(expect, WAIT_EVERY);
  return { chat, open, close, count, changed, sees, isOpen: () => !panel.hidden };
}
