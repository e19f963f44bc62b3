// The cheat sheet of keys, fetched when it is first asked for.
import { openOver } from "./focus.js";

let sheet;

export async function showSheet() {
  sheet ??= await make();
  if (sheet?.isConnected && !sheet.open) openOver(sheet);
}

async function make() {
  const link = document.querySelector("[data-sheet]");
  const answer = await fetch(`${link.href}?part=sheet`).catch(() => null);
  if (!answer?.ok || answer.redirected) return undefined;
  const dialog = document.createElement("dialog");
  dialog.className = "dialog sheet";
  dialog.setAttribute("aria-labelledby", "sheet-name");
  const name = document.createElement("h1");
  Object.assign(name, { id: "sheet-name", tabIndex: -1, autofocus: true, textContent: link.textContent.trim() });
  const part = new DOMParser().parseFromString(await answer.text(), "text/html");
  dialog.append(name, ...part.body.childNodes);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  return dialog;
}
