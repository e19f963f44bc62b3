// What waits goes to the server: under the name of who wrote it, until it is there.
import { readable } from "./outbox.js";

const RETRIES = [1000, 2000, 5000, 10000, 30000];

// `got`: a line is stored; `refused`: one will not be; `changed`: what waits is to be shown anew.
export function sender(server, outbox, words, { tell, got, refused, changed }) {
  let tries = 0;
  let sending = false;
  let wanted = false;
  let again = 0;

  // The oldest first, and one tab at a time. What is sent twice all the same is one message to the server. What is said
  // while others are on their way goes after them.
  async function flush() {
    wanted = true;
    if (sending) return;
    sending = true;
    while (wanted) {
      wanted = false;
      try {
        if (navigator.locks) await navigator.locks.request(`slovo.${server.chat}`, carry);
        else await carry();
      } catch {
        later();
      }
    }
    sending = false;
    await changed();
  }

  // Never under the name of somebody else: whoever has signed in meanwhile has written none of it.
  async function carry() {
    clearTimeout(again);
    for (const message of await outbox.all()) {
      await changed();
      if (message.problem || !server.known() || !server.mine(message)) continue;
      const files = [];
      for (const file of message.files) if (await readable(file)) files.push(file);
      if (files.length < message.files.length) {
        await outbox.put({ ...message, files, problem: words.unread });
        continue;
      }
      const body = new FormData();
      body.append("client_id", message.client_id);
      body.append("text", message.text);
      body.append("option", message.option || "");
      for (const file of message.files) body.append("files", file, file.name);
      const key = server.key();
      const bytes = message.files.reduce((sum, file) => sum + file.size, 0);
      const { ok, status, told, wait } = await server.ask("messages", { body, form: true, bytes });
      const same = key === server.key();
      if (ok) {
        tries = 0;
        if (same) got(told.line);
        await outbox.remove(message.client_id);
        tell("lines");
      } else if (!same || status === 401) {
        if (same) tell("unknown");
        wanted = key !== server.key(); // by who is here now, if it is theirs
        return;
      } else if (status === 429 || status >= 500) {
        later(wait * 1000);
        return;
      } else {
        await outbox.put({ ...message, problem: told.problem || words.trouble });
        tell("refused", told.problem);
        refused();
      }
    }
  }

  // The server does not know them any more. Whom the site vouches for says it when they are back; what a browser has not
  // sent yet waits for a word of whoever begins anew.
  async function part() {
    const { ids = [], vouched } = server.who();
    if (vouched) return;
    for (const message of await outbox.all()) {
      if (!message.who || ids.includes(message.who)) await outbox.put({ ...message, who: "", problem: words.anew });
    }
  }

  function later(wait = 0) {
    clearTimeout(again);
    again = setTimeout(flush, wait || RETRIES[Math.min(tries, RETRIES.length - 1)]);
    tries += 1;
  }

  return { flush, part };
}
