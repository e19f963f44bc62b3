// Choosing lines: with Shift a whole range, and the choice outlasts whatever the list brings anew.
import { say } from "./words.js";

const chosen = new Set();
const boxes = () => [...document.querySelectorAll(".pick")];
let last;

function tell() {
  const sign = document.getElementById("picked");
  if (sign) sign.textContent = chosen.size ? say("chosen", { count: chosen.size }) : "";
  document.querySelector(".list")?.classList.toggle("choosing", chosen.size > 0);
}

function choose(box, on) {
  box.checked = on;
  if (on) chosen.add(box.value);
  else chosen.delete(box.value);
}

document.addEventListener("click", (event) => {
  const box = event.target.closest?.(".pick");
  if (!box) return;
  const all = boxes(), from = all.findIndex((one) => one.value === last), to = all.indexOf(box);
  if (event.shiftKey && from >= 0) all.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((one) => choose(one, box.checked));
  else choose(box, box.checked);
  last = box.value;
  tell();
});

document.addEventListener("htmx:load", ({ detail }) => {
  if (!chosen.size) return;
  detail.elt.querySelectorAll(".pick").forEach((box) => { box.checked = chosen.has(box.value); });
  tell();
});

// Hundreds of them are one field.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.elt.id !== "picks") return;
  delete detail.parameters.pick;
  detail.parameters.picks = [...chosen].join(",");
});

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id === "change") detail.target.querySelector("select")?.focus();
});

boxes().forEach((box) => { if (box.checked) chosen.add(box.value); });
tell();
