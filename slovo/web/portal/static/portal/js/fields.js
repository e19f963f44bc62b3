// What depends on another field is shown when that one has the value it needs. Without this script every field is
// there and says when it counts; the server decides by the same rule.
const dependent = [...document.querySelectorAll("[data-when]")];

function answered(key) {
  const holder = document.querySelector(`[data-field="${key}"]`);
  if (!holder || holder.hidden) return [];
  const inputs = [...holder.querySelectorAll("input, textarea")];
  const filled = inputs.filter((one) => (one.type === "radio" || one.type === "checkbox" ? one.checked : one.value.trim()));
  return filled.map((one) => one.value);
}

function settle() {
  for (const one of dependent) {
    const found = answered(one.dataset.when);
    const needed = one.dataset.values.split(" ").filter(Boolean);
    one.hidden = !found.length || (needed.length > 0 && !found.some((value) => needed.includes(value)));
    for (const input of one.querySelectorAll("input, textarea")) {
      input.disabled = one.hidden;
      if ("required" in input.dataset) input.required = !one.hidden;
    }
  }
}

if (dependent.length) {
  for (const words of document.querySelectorAll("[data-when] .only")) words.hidden = true;
  document.addEventListener("input", settle);
  document.addEventListener("change", settle);
  addEventListener("pageshow", settle);
  settle();
}
