// What somebody is asked to agree to, in the words that they read. Nothing is ticked for them.
import { make } from "./parts.js";

// Of these purposes what they have not agreed to yet; `of`: of which form it is a part.
export function consents(look, purposes, of) {
  const open = look.consents.filter((one) => purposes.includes(one.purpose) && look.agreed[one.purpose] !== one.version);
  const boxes = open.map((one) => make("input", { type: "checkbox", id: `${of}-${one.purpose}`, required: one.purpose === "talk" }));
  const rows = open.map((one, place) => make("p", { class: "agree" }, boxes[place], make("label", { for: boxes[place].id }, one.words)));
  return {
    rows,
    // What they have agreed to meanwhile, elsewhere, is not asked again.
    settle: () => open.forEach((one, place) => look.agreed[one.purpose] === one.version && rows[place].remove()),
    given: () => Object.fromEntries(open.filter((_one, place) => boxes[place].checked).map((one) => [one.purpose, one.version])),
  };
}
