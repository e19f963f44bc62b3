// A photo taken on the spot, on what one holds in the hand. It comes into the message as any file that is dropped there.
import { make } from "./parts.js";

export function camera(texts) {
  const held = matchMedia("(pointer: coarse)").matches;
  const taken = make("input", { type: "file", accept: "image/*", capture: "environment", class: "unseen", tabindex: "-1", "aria-hidden": "true" });
  const button = make("button", { type: "button", class: "link", hidden: !held, onclick: () => taken.click() }, texts.photo);
  taken.addEventListener("change", () => {
    const dataTransfer = new DataTransfer();
    for (const file of taken.files) dataTransfer.items.add(file);
    button.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    taken.value = "";
  });
  return { button, taken };
}
