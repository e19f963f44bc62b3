// Which key was meant: by its letter, or in a Cyrillic layout by its place, where «о» is J.
const CYRILLIC = /^\p{Script=Cyrillic}$/u;

export function keyOf({ key, code, shiftKey }) {
  if (key === "?" || key === "/") return key;
  if (code === "Slash" && (key === "." || key === ",")) return shiftKey ? "?" : "/"; // Russian and Ukrainian
  if (key.length > 1) return key;
  if (shiftKey) return "";
  if (/^[a-z0-9]$/i.test(key)) return key.toLowerCase();
  return CYRILLIC.test(key) && /^Key[A-Z]$/.test(code) ? code.at(-1).toLowerCase() : "";
}

const LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const LAYOUTS = ["ёйцукенгшщзхъфывапролджэячсмитьбю", "'йцукенгшщзхїфівапролджєячсмитьбю"];

// The text, and what the same keys say in the other layouts: «ghbdtn» is «привет».
export function meanings(text) {
  const switched = (from, to) => Array.from(text, (letter) => (from.includes(letter) ? to[from.indexOf(letter)] : letter)).join("");
  return [...new Set([text, ...LAYOUTS.flatMap((layout) => [switched(LATIN, layout), switched(layout, LATIN)])])];
}
