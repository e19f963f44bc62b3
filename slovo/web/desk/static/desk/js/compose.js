// Writing: unsent words survive anything, Ctrl+Enter sends, files are seen before they go.
import { forEach, say } from "./words.js";

forEach("form[data-draft]", (form) => {
  const area = form.elements.text, key = `slovo-draft:${form.dataset.draft}`;
  const kept = JSON.parse(localStorage.getItem(key) ?? "null");

  // What the thread shows has been sent; what the server has kept comes from there. The draft's id comes back with its
  // words, so that a second try is no second letter.
  if (kept && (kept.safe || document.querySelector(`[data-sent-as="${CSS.escape(kept.id)}"]`))) localStorage.removeItem(key);
  else if (kept) {
    area.value = kept.text;
    form.elements.draft_id.value = kept.id;
  }
  form.addEventListener("kept", ({ detail }) => {
    if (detail === area.value) localStorage.setItem(key, JSON.stringify({ text: detail, id: form.elements.draft_id.value, safe: true }));
  });

  // An answer is written under the newest message that was shown when its first letter was typed.
  let empty = !area.value;
  area.addEventListener("input", () => {
    const shown = Array.from(document.querySelectorAll("#thread .message"), (message) => Number(message.id.slice(1)));
    if (empty && form.elements.seen) form.elements.seen.value = Math.max(0, ...shown);
    empty = !area.value;
  });
  area.addEventListener("input", () => {
    if (area.value.trim()) localStorage.setItem(key, JSON.stringify({ text: area.value, id: form.elements.draft_id.value }));
    else localStorage.removeItem(key);
  });
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-main]"));
  });
  form.addEventListener("submit", (event) => {
    if (form.going) event.preventDefault();
    form.going = true;
  });
  addEventListener("pageshow", () => { form.going = false; });
  if (!CSS.supports("field-sizing", "content")) grow(area);
});

forEach(".compose-tabs input", (tab) => {
  tab.addEventListener("change", () => document.querySelector(`.${tab.value}-form textarea`).focus());
});

forEach("input[type=file][data-list]", (input) => {
  const list = document.getElementById(input.dataset.list);
  input.addEventListener("change", () => show(input, list));
});

function show(input, list) {
  list.replaceChildren(...Array.from(input.files, (file, index) => {
    const item = document.createElement("li");
    item.className = "file";
    const remove = document.createElement("button");
    remove.type = "button";
    remove.textContent = "×";
    remove.setAttribute("aria-label", `${say("remove")}: ${file.name}`);
    remove.addEventListener("click", () => {
      const rest = new DataTransfer();
      Array.from(input.files).filter((_file, at) => at !== index).forEach((one) => rest.items.add(one));
      input.files = rest.files;
      show(input, list);
    });
    item.append(file.name, " ", size(file.size), remove);
    return item;
  }));
}

function size(bytes) {
  const [unit, amount] = bytes < 1e6 ? ["kilobyte", bytes / 1024] : ["megabyte", bytes / 1024 ** 2];
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, maximumFractionDigits: amount < 10 ? 1 : 0 }).format(amount);
}

function grow(area) {
  area.addEventListener("input", () => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  });
}
