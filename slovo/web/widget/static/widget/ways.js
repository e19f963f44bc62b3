// Other ways than the chat: a call at a chosen time, a question that is answered by letter.
import { consents } from "./agree.js";
import { field, make, name } from "./parts.js";

export function callForm(server, look, known) {
  const texts = look.texts;
  const when = make("select", { name: "slot" }, make("option", { value: "" }, texts.soonest));
  const form = asking(server, look, known, "callbacks", texts.ask_call, (given) => given, [
    field("phone", texts.phone, make("input", { name: "phone", type: "tel", autocomplete: "tel", required: true })),
    field("call-name", texts.name, make("input", { name: "name", autocomplete: "name", maxlength: 200 }), texts.optional),
    field("slot", texts.when, when),
    field("call-words", texts.about, make("textarea", { name: "words", rows: 2 }), texts.optional),
  ]);
  server.ask("times").then(({ ok, told }) => {
    if (ok) when.append(...told.times.map((one) => make("option", { value: one.at }, one.words)));
  }, () => null);
  return form;
}

export function questionForm(server, look, known) {
  const texts = look.texts;
  const id = name();
  return asking(server, look, known, "questions", texts.ask_question, (given) => ({ ...given, client_id: id }), [
    field("ask-text", texts.question, make("textarea", { name: "text", rows: 4, required: true })),
    field("ask-email", texts.answer_at, make("input", { name: "email", type: "email", autocomplete: "email", required: true })),
    field("ask-name", texts.name, make("input", { name: "name", autocomplete: "name", maxlength: 200 }), texts.optional),
  ]);
}

// `known`: told when they are from now on, and to what they have agreed.
function asking(server, look, known, noun, verb, shaped, fields) {
  const texts = look.texts;
  const asked = consents(look, ["talk"], noun);
  const said = make("p", { class: "said", role: "status" });
  const form = make("form", { class: "form" }, ...fields, ...asked.rows, said, make("button", { class: "main" }, verb));
  const counting = () => {
    said.textContent = texts.counting;
  };
  form.addEventListener("focusin", asked.settle);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    said.className = "said";
    try {
      const agreed = asked.given();
      const body = { ...shaped(Object.fromEntries(new FormData(form))), consents: agreed };
      const { ok, told } = await server.ask(noun, { body, counting });
      said.textContent = ok ? told.words : told.problem || texts.trouble;
      said.classList.toggle("problem", !ok);
      if (!ok) return;
      form.replaceChildren(said);
      if (told.key) server.keep(told.key, [told.visitor]);
      if (told.key || asked.rows.length) known({ ...look.agreed, ...agreed });
    } catch {
      said.textContent = texts.trouble;
      said.classList.add("problem");
    }
  });
  return form;
}
