// Which commands fit what was typed: each word at the beginning of one, inside one, or scattered through the label; in any
// keyboard layout.
import { meanings } from "./keyboard.js";

const BEGINS = 8, INSIDE = 4, SCATTERED = 1, SCATTERED_MIN = 3;
const fold = (text) => text.normalize("NFKC").toLowerCase().replaceAll("ё", "е");

export function best(wanted, options) {
  const readings = meanings(fold(wanted)).map((reading) => fold(reading).split(/\s+/).filter(Boolean));
  const scored = options.map((option, order) => ({ option, order, score: Math.max(...readings.map((words) => score(words, fold(option.label)))) }));
  return scored.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score || a.order - b.order).map(({ option }) => option);
}

function score(words, label) {
  const scores = words.map((word) => scoreOf(word, label));
  return scores.includes(0) ? 0 : scores.reduce((sum, one) => sum + one, 0);
}

function scoreOf(word, label) {
  const at = label.indexOf(word);
  if (at === 0) return BEGINS + 1;
  if (at > 0) return /[\s«"(:#-]/.test(label[at - 1]) ? BEGINS : INSIDE;
  return word.length >= SCATTERED_MIN && isScattered(word, label) ? SCATTERED : 0;
}

function isScattered(word, label) {
  let from = 0;
  return Array.from(word).every((letter) => {
    const at = label.indexOf(letter, from);
    from = at + 1;
    return at >= 0;
  });
}
