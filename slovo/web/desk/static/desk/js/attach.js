// Files are dropped onto the reply, or pasted into it. They join those that were chosen; the plain field stays.
import { forEach } from "./words.js";

const carriesFiles = (transfer) => Array.from(transfer?.types ?? []).includes("Files");

forEach(".reply-form", (form) => {
  const field = form.elements.files;
  let depth = 0;

  function add(files) {
    const all = new DataTransfer();
    [...field.files, ...files].forEach((file) => all.items.add(file));
    field.files = all.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function over(by) {
    depth = Math.max(0, depth + by);
    form.classList.toggle("receiving", depth > 0);
  }

  form.addEventListener("dragenter", (event) => { if (carriesFiles(event.dataTransfer)) over(1); });
  form.addEventListener("dragleave", (event) => { if (carriesFiles(event.dataTransfer)) over(-1); });
  form.addEventListener("dragover", (event) => { if (carriesFiles(event.dataTransfer)) event.preventDefault(); });
  form.addEventListener("drop", (event) => {
    if (!carriesFiles(event.dataTransfer)) return;
    event.preventDefault();
    over(-depth);
    add(event.dataTransfer.files);
  });
  form.addEventListener("paste", (event) => {
    const files = event.clipboardData?.files ?? [];
    // Office programs put a picture of the words beside the words: then the words are meant.
    if (!files.length || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    add(files);
  });
});
