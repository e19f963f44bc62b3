// The chat itself: what was said, what waits to be sent, and the place to write.
import { beside } from "./after.js";
import { chooser } from "./choosing.js";
import { draw, make, name, words } from "./parts.js";
import { offers } from "./quick.js";

const RETRIES = [1000, 2000, 5000, 10000, 30000];
const TYPING = 8000;

export function talk(server, look, outbox, tell) {
  const texts = look.texts;
  const lines = new Map();
  const log = make("div", { class: "log", role: "log", "aria-label": texts.chat, tabindex: "0" });
  const note = make("p", { class: "note", role: "status" });
  const box = make("textarea", { rows: 1, "aria-label": texts.message, placeholder: texts.message, maxlength: look.limits.text });
  const picker = make("input", { type: "file", multiple: true, class: "unseen", tabindex: "-1", "aria-hidden": "true" });
  const picked = make("ul", { class: "picked" });
  const send = make("button", { class: "main icon", "aria-label": texts.send }, draw("send"));
  const attach = make("button", { type: "button", class: "icon", "aria-label": texts.attach, onclick: () => picker.click() }, draw("clip"));
  const form = make("form", { class: "compose" }, picked, make("div", { class: "row" }, attach, picker, box, send));
  const after = beside(server, look);
  const choice = chooser(server, texts);
  const quick = offers(texts, (text) => {
    say(text);
    box.focus();
  });
  const place = make("div", { class: "talk" }, log, note, quick.place, choice.place, after.place, form);
  let files = [];
  let read = null;
  let typing = [];
  let last = "";
  let marked = "";
  let tries = 0;
  let sending = false;
  let wanted = false;
  let again = 0;
  let typed = 0;
  let waits = "";

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
    if (Date.now() - typed < TYPING || !server.known()) return;
    typed = Date.now();
    server.ask("typing", { body: { typing: true } }).catch(() => null);
  });
  box.addEventListener("paste", (event) => take(event.clipboardData?.files, event));
  place.addEventListener("dragover", (event) => event.preventDefault());
  place.addEventListener("drop", (event) => take(event.dataTransfer?.files, event));
  picker.addEventListener("change", () => {
    take(picker.files);
    picker.value = "";
  });

  function take(given, event = null) {
    if (!given?.length) return;
    event?.preventDefault();
    const fitting = [...given].filter((file) => file.size && file.size <= look.limits.bytes);
    if (fitting.length < given.length) say_aside(texts.large);
    files = [...files, ...fitting].slice(0, look.limits.files);
    picks();
  }

  function picks() {
    picked.replaceChildren(...files.map((file) => make("li", {}, file.name, make("button", {
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

  // `picked`: of what was offered. What they are writing meanwhile stays.
  async function say(picked = "") {
    const text = picked || box.value.trim();
    if (!text && !files.length) return;
    if (choice.missing()) {
      say_aside(texts.choose_first);
      return;
    }
    const message = { client_id: name(), text, files: picked ? [] : files, option: choice.value(), at: Date.now() };
    if (!picked) {
      files = [];
      box.value = "";
      box.style.height = "auto";
      picks();
    }
    await outbox.put(message);
    tell("outbox");
    typed = 0;
    await flush();
  }

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
    await redraw();
  }

  async function carry() {
    clearTimeout(again);
    for (const message of await outbox.all()) {
      await redraw();
      if (message.problem) continue;
      const body = new FormData();
      body.append("client_id", message.client_id);
      body.append("text", message.text);
      body.append("option", message.option || "");
      for (const file of message.files) body.append("files", file, file.name);
      const { ok, status, told, wait } = await server.ask("messages", { body, form: true });
      if (ok) {
        tries = 0;
        add([told.line]);
        await outbox.remove(message.client_id);
        tell("lines");
      } else if (status === 401) {
        tell("unknown");
        return;
      } else if (status === 429 || status >= 500) {
        later(wait * 1000);
        return;
      } else {
        await outbox.put({ ...message, problem: told.problem || texts.trouble });
        choice.again();
        news();
      }
    }
  }

  function later(wait = 0) {
    clearTimeout(again);
    again = setTimeout(flush, wait || RETRIES[Math.min(tries, RETRIES.length - 1)]);
    tries += 1;
  }

  function add(found) {
    const fresh = found.filter((line) => !lines.has(line.id));
    for (const line of fresh) lines.set(line.id, line);
    return fresh;
  }

  async function news() {
    if (!server.known()) return;
    let answer;
    try {
      answer = await server.ask("news", { query: last ? `&after=${last}` : "" });
    } catch {
      return;
    }
    if (answer.status === 401) tell("unknown");
    if (!answer.ok) return;
    const found = answer.told.lines;
    const fresh = add(found);
    if (found.length) last = found.at(-1).id;
    const changed = fresh.length || read !== answer.told.read || String(typing) !== String(answer.told.typing);
    read = answer.told.read;
    typing = answer.told.typing;
    choice.show(answer.told.choose);
    after.show(answer.told.mark, ours().some((line) => line.author));
    const told = fresh.filter((line) => line.ours && !line.read);
    if (told.length) {
      after.ring();
      tell("message", told);
    }
    if (changed) await redraw();
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
    const all = [...lines.values()].sort((one, other) => (one.id < other.id ? -1 : 1)); // ids are in the order of time
    const waiting = (await outbox.all()).filter((message) => !all.some((line) => line.client_id === message.client_id));
    const low = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
    const shown = all.map(said);
    const own = all.findLastIndex((line) => !line.ours);
    if (own >= 0) shown[own].append(make("p", { class: "mark" }, all[own].id === read ? texts.read : texts.stored));
    // Before anything was said: what the bot can do.
    const menu = !all.length && look.menu.length && { id: "menu", options: look.menu.map((text) => ({ text })) };
    quick.show(waiting.length ? null : menu || all.slice(own + 1).findLast((line) => line.options.length));
    log.replaceChildren(...shown, ...waiting.map(unsent));
    const lost = waiting.some((message) => !message.problem) && !navigator.onLine;
    note.textContent = lost ? texts.offline : typing.length ? texts.typing.replace("%s", typing[0]) : waits;
    if (low) log.scrollTop = log.scrollHeight;
  }

  function said(line) {
    const who = line.ours ? line.author || `${look.brand}, ${line.bot ? texts.bot : texts.machine}` : texts.you;
    const at = new Date(line.at);
    return make(
      "div",
      { class: line.ours ? "line ours" : "line" },
      make("p", { class: "who" }, who, " ", make("time", { datetime: line.at }, at.toLocaleTimeString(look.language, { hour: "2-digit", minute: "2-digit" }))),
      line.text && make("p", { class: "words", dir: "auto" }, ...words(line.text)),
      line.options.length > 0 && make("p", { class: "unseen" }, `${texts.quick}: ${line.options.map((one) => one.text).join("; ")}`),
      ...line.files.map((file) => make("a", { class: "file", href: server.file(file.url), target: "_blank", rel: "noopener noreferrer" }, file.name)),
    );
  }

  function unsent(message) {
    const again = async (problem) => {
      if (problem === null) await outbox.remove(message.client_id);
      else await outbox.put({ ...message, problem, option: choice.value() || message.option });
      await flush();
    };
    return make(
      "div",
      { class: "line unsent" },
      make("p", { class: "who" }, texts.you),
      message.text && make("p", { class: "words", dir: "auto" }, message.text),
      ...message.files.map((file) => make("p", { class: "file" }, file.name)),
      message.problem
        ? make("p", { class: "mark problem" }, `${texts.refused} ${message.problem} `, make("button", { type: "button", class: "link", onclick: () => again("") }, texts.again), " ", make("button", { type: "button", class: "link", onclick: () => again(null) }, texts.close))
        : make("p", { class: "mark" }, texts.waits),
    );
  }

  function say_aside(text) {
    note.textContent = text;
  }

  function expect(text) {
    waits = text;
    redraw();
  }

  function forget() {
    lines.clear();
    last = marked = "";
    read = null;
    after.show(null, false);
    choice.show(false);
    quick.show(null);
    log.replaceChildren();
  }

  return { place, box, flush, news, mark, redraw, expect, forget, any: () => lines.size > 0, has: (id) => lines.has(id), unread: () => ours().filter((line) => !line.read).length };
}
