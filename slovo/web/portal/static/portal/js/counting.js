// Against programs, where the brand asks for it: the browser works while somebody writes, and they wait for nothing.
// Without this script whoever has had the page open for a while is let in as well.
import { solved } from "../../../../widget/static/widget/proof.js";

const asked = document.querySelector("input[name=proof]");
const said = document.getElementById("counting");
let work = null;

const isSolved = () => asked.value.split(":").length > 2;

async function count() {
  asked.value = await solved(asked.value);
}

function begin() {
  if (!isSolved()) work ||= count();
}

if (asked) {
  const form = asked.form;
  form.addEventListener("input", begin);
  form.addEventListener("submit", async (event) => {
    if (isSolved()) return;
    event.preventDefault();
    said.textContent = said.dataset.words;
    begin();
    await work;
    said.textContent = "";
    form.submit();
  });
}
