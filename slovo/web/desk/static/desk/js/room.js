// A conversation is dragged to a colleague: the same form as its radio button and theirs.
const person = (event) => event.target.closest?.(".room-person");

document.addEventListener("dragstart", (event) => {
  const line = event.target.closest?.(".room-line");
  if (!line) return;
  line.querySelector("input").checked = true;
  event.dataTransfer.setData("text/plain", line.querySelector("a").textContent);
  event.dataTransfer.effectAllowed = "move";
});
document.addEventListener("dragover", (event) => {
  if (!person(event) || !document.querySelector(".room-line input:checked")) return;
  event.preventDefault();
  person(event).classList.add("over");
});
document.addEventListener("dragleave", (event) => person(event)?.classList.remove("over"));
document.addEventListener("drop", (event) => {
  if (!person(event)) return;
  event.preventDefault();
  person(event).querySelector("button").click();
});
document.addEventListener("dragend", () => {
  document.querySelectorAll(".room-person.over").forEach((one) => one.classList.remove("over"));
});
