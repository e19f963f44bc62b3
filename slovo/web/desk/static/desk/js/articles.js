// An article goes into the reply where one writes; without this the server adds it to the draft.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-put]");
  const area = document.getElementById("reply-text");
  if (!button || !area) return;
  event.preventDefault();
  const before = area.value.slice(0, area.selectionStart), gap = before.trim() && !/\n\s*$/.test(before) ? "\n\n" : "";
  area.focus();
  area.setRangeText(gap + button.dataset.put, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
});
