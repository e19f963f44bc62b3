// What was said and what waits to be. What stands in the log stays there: who listens to the page hears what is new, once.
import { make, words, write } from "./parts.js";

// `again`: a message that was refused is sent once more, or is given up.
export function logged(server, look, again) {
  const texts = look.texts;
  const place = make("div", { class: "log", role: "log", "aria-label": texts.chat, tabindex: "0" });
  const drawn = new Map(); // by the client id of theirs, by the id of ours
  const last = make("p", { class: "mark" });
  let low = true;

  // Which of these lines is the last of their own.
  function show(all, waiting, read) {
    low = place.scrollHeight - place.scrollTop - place.clientHeight < 60;
    const wanted = [...all, ...waiting].map(shown);
    for (const [id, one] of drawn) if (!wanted.includes(one) && drawn.delete(id)) one.remove();
    wanted.forEach((one, number) => place.children[number] !== one && place.insertBefore(one, place.children[number] || null));
    const own = all.findLastIndex((line) => !line.ours);
    if (own >= 0) {
      if (last.parentNode !== wanted[own]) wanted[own].append(last);
      write(last, all[own].id === read ? texts.read : texts.stored);
    }
    end();
    return own;
  }

  // Who was at the end stays there, also when a photo has come.
  function end() {
    if (low) place.scrollTop = place.scrollHeight;
  }

  // Of a line, or of a message that waits and becomes one.
  function shown(line) {
    const id = line.client_id || line.id;
    if (!drawn.has(id)) drawn.set(id, said(line));
    const one = drawn.get(id);
    const state = line.id || line.problem || "waits";
    if (one.state === state) return one;
    one.state = state;
    one.className = `line${line.ours ? " ours" : ""}${line.id ? "" : " unsent"}`;
    one.files.replaceChildren(...line.files.map((file) => pictured(server, file, file.url ? make("a", { class: "file", href: server.file(file.url), target: "_blank", rel: "noopener noreferrer" }, file.name) : make("p", { class: "file" }, file.name), end)));
    one.foot.replaceChildren(...(line.id ? [] : unsent(line)));
    return one;
  }

  function said(line) {
    const who = line.ours ? line.author || `${look.brand}, ${line.bot ? texts.bot : texts.machine}` : texts.you;
    const at = new Date(line.at);
    const one = make("div");
    one.files = make("div");
    one.foot = make("p", { class: "mark" });
    one.append(
      make("p", { class: "who" }, who, " ", make("time", { datetime: at.toISOString() }, at.toLocaleTimeString(look.language, { hour: "2-digit", minute: "2-digit" }))),
      line.text && make("p", { class: "words", dir: "auto" }, ...words(line.text)),
      line.options?.length ? make("p", { class: "unseen" }, `${texts.quick}: ${line.options.map((given) => given.text).join("; ")}`) : "",
      one.files,
      one.foot,
    );
    return one;
  }

  function unsent(message) {
    if (!message.problem) return [texts.waits];
    const press = (label, more) => make("button", { type: "button", class: "link", onclick: () => again(message, more) }, label);
    return [make("span", { class: "problem" }, `${texts.refused} ${message.problem}`), " ", press(texts.again, true), " ", press(texts.close, false)];
  }

  function clear() {
    drawn.clear();
    place.replaceChildren();
  }

  // What is drawn above what they look at does not move it.
  async function above(draw) {
    const below = place.scrollHeight - place.scrollTop;
    await draw();
    place.scrollTop = place.scrollHeight - below;
  }

  return { place, show, clear, above };
}

// A photo is shown small where its name stands. What cannot be drawn keeps its name.
export function pictured(server, file, place, done) {
  if (file.picture || (!file.url && file.type.startsWith("image/"))) {
    server.more().then(({ small }) => small(server, file)).then((picture) => place.replaceChildren(picture)).then(done).catch(() => null);
  }
  return place;
}
