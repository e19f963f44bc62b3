// What is asked of the server. The key of this browser stands in a header and in no address.
const MORE = "/*more*/"; // where the second file is
const KEY_HEADER = "X-Slovo-Visitor";
const WORK_FIRST = 202;
const LONGEST = 20000;
const SLOWEST = 8; // bytes in a millisecond: what is large may take longer
// What may be asked twice: the server knows it as the same. Messages have their outbox; news and the wait are asked for
// all the time; visitors, calls and letters might be two.
const ASKED_AGAIN = ["identity", "options", "times", "questions", "ratings", "consents", "articles", "article", "judgements"];
const PAUSES = [1000, 3000];

export function connect(script) {
  const origin = new URL(script.src).origin;
  const chat = script.dataset.chat;
  const kept = `slovo.${chat}`;
  const language = script.dataset.lang || document.documentElement.lang || "";
  let key = "";
  let who = {};
  let look = {};
  let coming = null;
  let policy = null;
  const rules = { createScriptURL: (tongue) => `${origin}${MORE}&lang=${tongue}`, createHTML: (html) => html };
  again();

  // Some sites trust no address of a script and no markup that no policy has let through. Ours lets through the second
  // file, and markup that is read and never shown: what is shown of it is made anew (help.js).
  function trusted() {
    policy ||= window.trustedTypes?.createPolicy("slovo", rules) || rules;
    return policy;
  }

  async function config() {
    const answer = await ask("config", { query: "&apart=1" });
    if (answer.ok) look = answer.told;
    return answer;
  }

  // What is seldom needed stands in a second file, which comes when it is wanted, and once.
  function more() {
    coming ||= new Promise((found, failed) => {
      const part = document.createElement("script");
      part.onload = () => (part.given ? found(part.given) : failed(new Error(MORE)));
      part.onerror = failed;
      part.src = trusted().createScriptURL(look.language);
      document.head.append(part);
      part.remove(); // it comes all the same
    }).then((given) => {
      Object.assign(look.texts, given.texts); // its words come with it
      return given;
    }).catch((problem) => {
      coming = null;
      throw problem;
    });
    return coming;
  }

  // `counting`: told when the server wants some work of the browser first.
  async function ask(noun, { counting, ...given } = {}) {
    const answer = await patiently(noun, given);
    if (answer.status !== WORK_FIRST) return answer;
    counting?.();
    const { solved } = await more();
    return patiently(noun, { ...given, body: { ...given.body, proof: await solved(answer.told.challenge) } });
  }

  async function patiently(noun, given) {
    const mine = key;
    for (const pause of ASKED_AGAIN.includes(noun) ? PAUSES : []) {
      try {
        return await asked(noun, given);
      } catch (problem) {
        await new Promise((go) => setTimeout(go, pause));
        if (key !== mine) throw problem; // somebody else is here meanwhile
      }
    }
    return asked(noun, given);
  }

  async function asked(noun, { body, query = "", form = false, bytes = 0 } = {}) {
    const headers = key ? { [KEY_HEADER]: key } : {};
    if (body && !form) headers["Content-Type"] = "application/json";
    const patience = new AbortController();
    const end = setTimeout(() => patience.abort(), LONGEST + bytes / SLOWEST);
    try {
      const answer = await fetch(`${origin}/widget/${chat}/${noun}?lang=${encodeURIComponent(language.slice(0, 2))}${query}`, {
        method: body ? "POST" : "GET",
        headers,
        body: form ? body : body && JSON.stringify(body),
        signal: patience.signal,
        cache: "no-store",
        credentials: "omit",
        referrerPolicy: "no-referrer",
      });
      const told = await answer.json().catch((problem) => {
        if (patience.signal.aborted) throw problem;
        return {};
      });
      return { ok: answer.ok && answer.status !== WORK_FIRST, status: answer.status, told, wait: Number(answer.headers.get("Retry-After")) || 0 };
    } finally {
      clearTimeout(end);
    }
  }

  // `ids`: as whom the server knows them, and which browsers turned out to be them. `vouched`: by the site.
  function keep(found, ids = [], vouched = false) {
    key = found;
    who = { ids, vouched };
    write(kept, found);
    write(`${kept}.who`, found && JSON.stringify(who));
  }

  // Other tabs may have begun, signed in or been forgotten.
  function again() {
    const before = key;
    key = read(kept);
    try {
      who = JSON.parse(read(`${kept}.who`));
    } catch {
      who = {};
    }
    return key !== before;
  }

  // Whether they have written it, and nobody else who was here before them.
  const mine = (message) => !message.who || Boolean(who.ids?.includes(message.who));

  const headers = () => ({ [KEY_HEADER]: key });
  return { origin, chat, ask, config, more, trusted, keep, again, headers, mine, key: () => key, who: () => who, known: () => key !== "", file: (address) => origin + address };
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
