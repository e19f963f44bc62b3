// What is chosen from before the first message, where the brand asks for it. Nothing is chosen for anybody.
import { make } from "./parts.js";

export function chooser(server, texts) {
  const legend = make("legend");
  const list = make("div");
  const place = make("fieldset", { class: "options", hidden: true }, legend, list);
  let shown = false;
  let needed = false;

  const value = () => place.querySelector("input:checked")?.value || "";

  async function show(wanted) {
    if (!wanted) place.hidden = true;
    if (wanted && shown) return;
    shown = wanted;
    if (!wanted) return;
    const { ok, told } = await server.ask("options").catch(() => ({ ok: false }));
    if (!ok) {
      shown = false;
      return;
    }
    needed = told.needed;
    legend.textContent = `${told.title}: ${needed ? texts.choose_one : texts.choose_if}`;
    list.replaceChildren(...told.options.map((one, number) => make(
      "div",
      { class: "agree" },
      make("input", { type: "radio", name: "option", id: `option-${number}`, value: one.value, disabled: one.gone, "aria-describedby": `says-${number}` }),
      make("div", {}, make("label", { for: `option-${number}` }, one.name), make("div", { id: `says-${number}`, class: "quiet" }, ...one.words.map((words) => make("p", {}, words)))),
    )));
    place.hidden = !told.options.length;
  }

  return {
    place,
    show,
    value,
    // Whether something has to be chosen first; whoever forgot is led there.
    missing() {
      const lacks = !place.hidden && needed && !value();
      if (lacks) place.querySelector("input:enabled")?.focus();
      return lacks;
    },
    // What was read does not hold any more: it is asked for anew.
    again() {
      shown = false;
    },
  };
}
