// Some work, where the server asks for it: the first number with which the hash of the seed begins with enough zeros.
// In turns of a few milliseconds, so that the page answers meanwhile; by our own SHA-256 of one block, because the
// browser's own is there on https alone, and a turn to it and back costs more than the hash.
const TURN = 12;

const fraction = (root) => (root * 2 ** 32) | 0;
const primes = [];
for (let one = 2; primes.length < 64; one += 1) if (primes.every((prime) => one % prime)) primes.push(one);
const START = primes.slice(0, 8).map((prime) => fraction(prime ** (1 / 2)));
const ROUND = Int32Array.from(primes, (prime) => fraction(prime ** (1 / 3)));
const words = new Int32Array(64);

const turned = (word, bits) => (word >>> bits) | (word << (32 - bits));

// The first 32 bits of the hash of a text of 55 letters at most, none of them beyond ASCII.
function hash(text) {
  words.fill(0, 0, 16);
  for (let i = 0; i < text.length; i += 1) words[i >> 2] |= text.charCodeAt(i) << (24 - 8 * (i & 3));
  words[text.length >> 2] |= 128 << (24 - 8 * (text.length & 3));
  words[15] = text.length * 8;
  let [a, b, c, d, e, f, g, h] = START;
  for (let i = 0; i < 64; i += 1) {
    if (i > 15) {
      const x = words[i - 15];
      const y = words[i - 2];
      words[i] = (words[i - 16] + (turned(x, 7) ^ turned(x, 18) ^ (x >>> 3)) + words[i - 7] + (turned(y, 17) ^ turned(y, 19) ^ (y >>> 10))) | 0;
    }
    const first = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[i] + words[i]) | 0;
    const second = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  return (START[0] + a) >>> 0;
}

export async function solved(challenge) {
  const bits = challenge.split(".")[1];
  const seed = challenge.slice(challenge.lastIndexOf(":") + 1);
  let number = 0;
  for (;;) {
    const until = performance.now() + TURN;
    while (performance.now() < until) {
      for (let more = 0; more < 64; more += 1, number += 1) {
        if (hash(`${seed}:${number}`) >>> (32 - bits) === 0) return `${challenge}:${number}`;
      }
    }
    await new Promise((go) => setTimeout(go));
  }
}
