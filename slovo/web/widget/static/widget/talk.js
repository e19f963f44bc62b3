// The chat itself: what was said, what waits to be sent, and the place to write.
import { logged, pictured } from "./lines.js";
import { draw, make, name, write } from "./parts.js";
import { offers } from "./quick.js";
import { sender } from "./sending.js";

const TYPING = 8000;
const STOPPED = 5000;
const NEAR = 200; // characters before the end, from which on it is told

export function talk(server, look, outbox, tell) {
  const texts = look.texts;
  const lines = new Map();
  const { flush, part } = sender(server, outbox, texts, {
    tell,
    got: (line) => add([line]),
    changed: () => redraw(),
    refused: () => {
      choice?.again();
      news();
    },
  });
  const log = logged(server, look, async (message, more) => {
    if (more) await outbox.put({ ...message, who: server.who().ids?.[0], problem: "", option: choice?.value() || message.option });
    else await outbox.remove(message.client_id);
    await flush();
  });
  const older = make("button", { type: "button", class: "link", hidden: true, onclick: earlier }, texts.earlier);
  const note = make("p", { class: "note", role: "status" });
  const box = make("textarea", { rows: 1, "aria-label": texts.message, placeholder: texts.message, "aria-describedby": "left" });
  const left = make("p", { id: "left", class: "left", role: "status" });
  const picker = make("input", { type: "file", multiple: true, class: "unseen", tabindex: "-1", "aria-hidden": "true" });
  const picked = make("ul", { class: "picked" });
  const send = make("button", { class: "main icon", "aria-label": texts.send }, draw("send"));
  const attach = make("button", { type: "button", class: "icon", "aria-label": texts.attach, onclick: () => picker.click() }, draw("clip"));
  const form = make("form", { class: "compose" }, picked, make("div", { class: "row" }, attach, picker, box, send));
  const around_it = [make("div"), make("div")];
  const quick = offers(texts, (text) => {
    say(text);
    box.focus();
  });
  const place = make("div", { class: "talk" }, older, log.place, note, quick.place, ...around_it, left, form);
  let after = null;
  let choice = null;
  let told = {}; // of the news that came last
  let files = [];
  let read = null;
  let typing = [];
  let last = "";
  let marked = "";
  let typed = 0;
  let stops = 0;
  let waits = "";
  let aside = "";

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    say();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    say();
  });
  box.addEventListener("input", () => {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 120)}px`;
    aside = "";
    spare();
    types(box.value.trim() !== "");
  });
  box.addEventListener("paste", (event) => take(event.clipboardData?.files, event));
  place.addEventListener("drop", (event) => take(event.dataTransfer?.files, event));
  picker.addEventListener("change", () => {
    take(picker.files);
    picker.value = "";
  });

  // Told before, not cut off after: what somebody has pasted is theirs to shorten.
  function spare() {
    const number = look.limits.text - [...box.value.trim()].length;
    const told = number < 0 ? texts.over.replace("%s", -number) : texts.left.replace("%s", number > 20 ? number - (number % 20) : number);
    write(left, number > NEAR ? "" : told);
    box.setAttribute("aria-invalid", String(number < 0));
    return number;
  }

  function put(text) {
    box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input"));
    box.focus();
  }

  function types(now) {
    clearTimeout(stops);
    if (now) stops = setTimeout(types, STOPPED, false);
    if (!server.known() || (now ? Date.now() - typed < TYPING : !typed)) return;
    typed = now ? Date.now() : 0;
    server.ask("typing", { body: { typing: now } }).catch(() => null);
  }

  async function take(given, event = null) {
    if (!given?.length) return;
    event?.preventDefault();
    const theirs = [...given];
    try {
      const { fitting } = await server.more();
      const [found, told] = await fitting(theirs, () => files, look.limits, texts);
      files = found;
      picks();
      if (told) say_aside(told);
    } catch {
      say_aside(texts.trouble);
    }
  }

  function picks() {
    picked.replaceChildren(...files.map((file) => make("li", {}, pictured(server, file, make("span", {}, file.name)), make("button", {
      type: "button",
      class: "icon",
      "aria-label": `${texts.remove}: ${file.name}`,
      onclick: () => {
        files = files.filter((one) => one !== file);
        picks();
        box.focus();
      },
    }, draw("close")))));
  }

  // What is chosen before, said after, sent as a letter: it comes when the chat is looked at, or when there is need of it.
  async function around() {
    try {
      const { beside, chooser } = await server.more();
      if (after) return;
      after = beside(server, look, tell, put);
      choice = chooser(server, texts);
      around_it[0].replaceWith(choice.place);
      around_it[1].replaceWith(after.place);
      surround();
    } catch {
      // Without it one can write all the same. What lacks a choice is not taken, and they are told.
    }
  }

  function surround() {
    choice?.show(told.choose);
    after?.show(told.mark, ours().some((line) => line.author || line.bot));
  }

  // `picked`: of what was offered. What they are writing meanwhile stays.
  async function say(picked = "") {
    if (told.choose && !choice) await around();
    const text = picked || box.value.trim();
    if (!text && !files.length) return;
    if (!picked && spare() < 0) return;
    if (choice?.missing()) {
      say_aside(texts.choose_first);
      return;
    }
    aside = "";
    const message = { client_id: name(), who: server.who().ids?.[0], text, files: picked ? [] : files, option: choice?.value() || "", at: Date.now() };
    if (!picked) {
      files = [];
      box.value = "";
      box.style.height = "auto";
      picks();
      spare();
    }
    await outbox.put(message);
    tell("outbox");
    if (!picked) types(false);
    await flush();
  }

  function add(found) {
    const fresh = found.filter((line) => !lines.has(line.id));
    for (const line of fresh) lines.set(line.id, line);
    return fresh;
  }

  async function news() {
    const key = server.key();
    if (!key) return;
    let answer;
    try {
      answer = await server.ask("news", { query: last ? `&after=${last}` : "" });
    } catch {
      return;
    }
    if (key !== server.key()) return;
    if (answer.status === 401) tell("unknown");
    if (!answer.ok) return;
    if (!server.who().ids) server.keep(key, [answer.told.visitor], answer.told.vouched);
    const found = answer.told.lines;
    if (!last) older.hidden = found.length < look.limits.lines;
    const fresh = add(found);
    if (found.length) last = found.at(-1).id;
    const changed = fresh.length || read !== answer.told.read || String(typing) !== String(answer.told.typing);
    read = answer.told.read;
    typing = answer.told.typing;
    told = answer.told;
    surround();
    const unread = fresh.filter((line) => line.ours && !line.read);
    if (unread.length) {
      around().then(() => after?.ring());
      tell("message", unread);
    }
    if (changed) await redraw();
  }

  async function earlier() {
    const [first] = [...lines.keys()].sort();
    const key = server.key();
    const { ok, told: answer } = await server.ask("earlier", { query: `&before=${first}` }).catch(() => ({ told: {} }));
    if (key !== server.key()) return;
    if (!ok) {
      say_aside(answer.problem || texts.trouble);
      return;
    }
    add(answer.lines);
    older.hidden = answer.lines.length < look.limits.lines;
    await log.above(redraw);
    if (older.hidden) log.place.focus();
  }

  const ours = () => [...lines.values()].filter((line) => line.ours).sort((one, other) => (one.id < other.id ? -1 : 1));

  async function mark(seen) {
    const newest = ours().at(-1)?.id;
    if (seen) for (const line of ours()) line.read = true;
    const wanted = newest && `${newest}${seen}`;
    if (!wanted || marked === wanted) return;
    marked = wanted;
    await server.ask("marks", { body: seen ? { delivered: newest, read: newest } : { delivered: newest } }).catch(() => {
      marked = "";
    });
  }

  async function redraw() {
    const key = server.key();
    const kept = await outbox.all();
    if (key !== server.key()) return;
    const all = [...lines.values()].sort((one, other) => (one.id < other.id ? -1 : 1)); // ids are in the order of time
    const waiting = kept.filter((message) => server.mine(message) && !all.some((line) => line.client_id === message.client_id));
    const own = log.show(all, waiting, read);
    // Before anything was said: what the bot can do.
    const menu = !all.length && look.menu.length && { id: "menu", options: look.menu.map((text) => ({ text })) };
    quick.show(waiting.length ? null : menu || all.slice(own + 1).findLast((line) => line.options.length));
    const lost = waiting.some((message) => !message.problem) && !navigator.onLine;
    write(note, lost ? texts.offline : aside || (typing.length ? texts.typing.replace("%s", typing[0]) : waits));
  }

  function say_aside(text) {
    aside = text;
    write(note, text);
  }

  function expect(text) {
    waits = text;
    redraw();
  }

  function forget() {
    lines.clear();
    older.hidden = true;
    last = marked = "";
    read = null;
    told = {};
    surround();
    quick.show(null);
    log.clear();
  }

  return { place, box, around, flush, news, mark, part, redraw, expect, forget, any: () => lines.size > 0, has: (id) => lines.has(id), unread: () => ours().filter((line) => !line.read).length };
}
