// What is asked of the server. The key of this browser stands in a header and in no address.
import { solved } from "./proof.js";

const KEY_HEADER = "X-Slovo-Visitor";
const WORK_FIRST = 202;

export function connect(script) {
  const origin = new URL(script.src).origin;
  const chat = script.dataset.chat;
  const kept = `slovo.${chat}`;
  const language = script.dataset.lang || document.documentElement.lang || "";
  let key = read(kept);

  // `counting`: told when the server wants some work of the browser first.
  async function ask(noun, { counting, ...given } = {}) {
    const answer = await asked(noun, given);
    if (answer.status !== WORK_FIRST) return answer;
    counting?.();
    return asked(noun, { ...given, body: { ...given.body, proof: await solved(answer.told.challenge) } });
  }

  async function asked(noun, { body, query = "", form = false } = {}) {
    const headers = key ? { [KEY_HEADER]: key } : {};
    if (body && !form) headers["Content-Type"] = "application/json";
    const answer = await fetch(`${origin}/widget/${chat}/${noun}?lang=${encodeURIComponent(language.slice(0, 2))}${query}`, {
      method: body ? "POST" : "GET",
      headers,
      body: form ? body : body && JSON.stringify(body),
      cache: "no-store",
      credentials: "omit",
      referrerPolicy: "no-referrer",
    });
    const told = await answer.json().catch(() => ({}));
    return { ok: answer.ok && answer.status !== WORK_FIRST, status: answer.status, told, wait: Number(answer.headers.get("Retry-After")) || 0 };
  }

  function keep(found) {
    key = found;
    write(kept, found);
  }

  // Other tabs may have begun, signed in or been forgotten.
  function again() {
    const before = key;
    key = read(kept);
    return key !== before;
  }

  const headers = () => ({ [KEY_HEADER]: key });
  return { origin, chat, ask, keep, again, headers, known: () => key !== "", file: (address) => origin + address };
}

function read(name) {
  try {
    return localStorage.getItem(name) || "";
  } catch {
    return "";
  }
}

function write(name, value) {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    // A browser that keeps nothing knows its visitor as long as the page is open.
  }
}
