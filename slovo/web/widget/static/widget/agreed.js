// What they have agreed to: it is there to be seen, and to be taken back at any time.
import { make } from "./parts.js";

export function agreements(server, look, tell) {
  const texts = look.texts;
  const said = make("p", { class: "said", role: "status" });
  const list = make("div", { class: "form", hidden: true });
  const button = make("button", { type: "button", class: "link", hidden: !look.consents.length, "aria-expanded": "false", onclick: () => unfold(list.hidden) }, texts.agreed);

  function unfold(open) {
    list.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    said.textContent = "";
    if (open) list.replaceChildren(make("p", { class: "quiet" }, texts.agreed_words), ...look.consents.map(row), said);
  }

  function row(one) {
    const box = make("input", { type: "checkbox", id: `agreed-${one.purpose}`, checked: look.agreed[one.purpose] === one.version, onchange: () => change(one, box) });
    return make("p", { class: "agree" }, box, make("label", { for: box.id }, one.words));
  }

  async function change({ purpose, version }, box) {
    const given = box.checked;
    const { ok, told } = await server.ask("consents", { body: { purpose, version: given ? version : null } }).catch(() => ({ told: {} }));
    if (!ok) box.checked = !given;
    said.classList.toggle("problem", !ok);
    said.textContent = ok ? (given ? texts.agreed_again : texts.withdrawn) : told.problem || texts.trouble;
    if (ok) tell("consents", told.consents);
  }

  return { button, list };
}
