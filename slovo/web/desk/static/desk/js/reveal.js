// A button is pressed; a fold opens and its first field takes the focus.
export function reveal(target) {
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  if (target.localName !== "summary") return target.click();
  const field = target.parentElement.querySelector("select, input:not([type=hidden]), textarea, button, a");
  return (field ?? target).focus();
}
