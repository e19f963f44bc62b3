// What the modules say, in the reader's language: the page carries the words.
const words = JSON.parse(document.getElementById("words")?.textContent || "{}");

export function say(name, values = {}) {
  return (words[name] ?? "").replace(/%\((\w+)\)[sd]/g, (_whole, key) => values[key]);
}

// Runs `setUp` on what matches in the page, now and whenever htmx brings something new.
export function forEach(selector, setUp) {
  const look = (element) => {
    element.ready ??= new Set();
    if (element.ready.has(setUp)) return;
    element.ready.add(setUp);
    setUp(element);
  };
  document.querySelectorAll(selector).forEach(look);
  document.addEventListener("htmx:load", ({ detail: { elt } }) => {
    if (elt.matches(selector)) look(elt);
    elt.querySelectorAll(selector).forEach(look);
  });
}
