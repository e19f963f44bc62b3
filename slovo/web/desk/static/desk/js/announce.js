// What changes by itself is said to screen readers: politely, several things in one breath, nothing twice.
const GATHER_MS = 1_000, SAID_MAX = 3;
let waiting = [], later;

export function announce(words) {
  if (!words || waiting.includes(words)) return;
  waiting.push(words);
  later ??= setTimeout(speak, GATHER_MS);
}

function speak() {
  const said = document.getElementById("said");
  if (said) said.textContent = waiting.slice(0, SAID_MAX).join(" ");
  waiting = [];
  later = undefined;
}
