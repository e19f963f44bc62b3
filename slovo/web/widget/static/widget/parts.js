// Elements, made without any markup as text: what people wrote stays what they wrote.
const DRAWN = "http://www.w3.org/2000/svg";
const SHAPES = {
  chat: "M4 4h16v12H9l-5 4z",
  close: "M6 6l12 12M18 6L6 18",
  send: "M4 12l16-8-6 16-3-7z",
  clip: "M20 11l-8 8a5 5 0 0 1-7-7l8-8a3.5 3.5 0 0 1 5 5l-8 8a2 2 0 0 1-3-3l7-7",
};

export function make(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== "" && child !== false));
  return element;
}

export function draw(name) {
  const picture = document.createElementNS(DRAWN, "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(DRAWN, "path");
  path.setAttribute("d", SHAPES[name]);
  picture.append(path);
  return picture;
}

export function field(id, words, control, hint = "") {
  control.id = id;
  return make("p", { class: "field" }, make("label", { for: id }, words, hint && make("span", { class: "quiet" }, ` (${hint})`)), control);
}

// Addresses in what was said can be followed; nothing else of it is more than words.
export function words(text) {
  const found = text.split(/(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)])/);
  return found.map((part, place) => (place % 2 ? make("a", { href: part, target: "_blank", rel: "noopener noreferrer nofollow" }, part) : part));
}

// What says the same already is not said anew to who listens to the page.
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function name() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
