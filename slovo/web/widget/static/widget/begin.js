// Before the first message: who it is, if they like, and what they agree to. Nothing is ticked for them.
import { consents } from "./agree.js";
import { field, make } from "./parts.js";

export function beginForm(server, look, begun) {
  const texts = look.texts;
  const asks = !server.known();
  const asked = consents(look, look.consents.map((one) => one.purpose), "agree");
  const said = make("p", { class: "said", role: "alert" });
  let busy = false;
  const named = make("input", { name: "name", autocomplete: "name", maxlength: 200 });
  const needed = look.contact === "needed";
  const reached = make("input", { name: "contact", autocomplete: "email", required: needed, maxlength: 254 });
  const form = make(
    "form",
    { class: "form" },
    look.words && make("p", { class: "hello" }, look.words),
    asks ? field("name", texts.name, named, texts.optional) : null,
    asks && look.contact !== "no" ? field("contact", needed ? texts.contact_needed : texts.contact, reached, needed ? "" : texts.optional) : null,
    ...asked.rows,
    said,
    make("button", { class: "main" }, texts.begin),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    said.textContent = "";
    const agreed = asked.given();
    try {
      const problem = asks ? await come(agreed) : await agree(agreed);
      if (problem) tell(problem, true);
      else begun({ ...look.agreed, ...agreed });
    } catch {
      tell(texts.trouble, true);
    }
    busy = false;
  });

  function tell(words, wrong) {
    said.textContent = words;
    said.classList.toggle("problem", wrong);
  }

  async function come(agreed) {
    const body = { name: named.value, contact: reached.value, consents: agreed };
    const { ok, told } = await server.ask("visitors", { body, counting: () => tell(texts.counting, false) });
    if (ok) server.keep(told.key, [told.visitor]);
    return ok ? "" : told.problem || texts.trouble;
  }

  async function agree(agreed) {
    for (const [purpose, version] of Object.entries(agreed)) {
      const { ok, told } = await server.ask("consents", { body: { purpose, version } });
      if (!ok) return told.problem || texts.trouble;
    }
    return "";
  }

  return form;
}
