// Other ways than the chat: a call at a chosen time, a question that is answered by letter.
import { field, make, name } from "./parts.js";

export function callForm(server, texts) {
  const when = make("select", { name: "slot" }, make("option", { value: "" }, texts.soonest));
  const form = asking(server, texts, "callbacks", texts.ask_call, (given) => given, [
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

export function questionForm(server, texts) {
  const id = name();
  return asking(server, texts, "questions", texts.ask_question, (given) => ({ ...given, client_id: id }), [
    field("ask-text", texts.question, make("textarea", { name: "text", rows: 4, required: true })),
    field("ask-email", texts.answer_at, make("input", { name: "email", type: "email", autocomplete: "email", required: true })),
    field("ask-name", texts.name, make("input", { name: "name", autocomplete: "name", maxlength: 200 }), texts.optional),
  ]);
}

function asking(server, texts, noun, verb, shaped, fields) {
  const said = make("p", { class: "said", role: "status" });
  const form = make("form", { class: "form" }, ...fields, said, make("button", { class: "main" }, verb));
  const counting = () => {
    said.textContent = texts.counting;
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    said.className = "said";
    try {
      const body = shaped(Object.fromEntries(new FormData(form)));
      const { ok, told } = await server.ask(noun, { body, counting });
      said.textContent = ok ? told.words : told.problem || texts.trouble;
      said.classList.toggle("problem", !ok);
      if (ok) form.replaceChildren(said);
    } catch {
      said.textContent = texts.trouble;
      said.classList.add("problem");
    }
  });
  return form;
}
