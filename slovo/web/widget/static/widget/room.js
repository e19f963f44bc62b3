// From the chat to what is theirs: one tap, for whom the site vouches.
import { make } from "./parts.js";

export function room(server, texts, told) {
  const button = make("button", { type: "button", class: "link", hidden: true, onclick: open }, texts.room);

  // The page is opened at once, as an answer to the tap, and is led on when it is known where to.
  async function open() {
    const page = window.open("", "_blank");
    if (page) page.opener = null;
    const { ok, told: answer } = await server.ask("room", { body: {} }).catch(() => ({ told: {} }));
    told(ok ? "" : answer.problem || texts.trouble);
    if (!ok) page?.close();
    else if (page) page.location.replace(server.file(answer.url));
    else location.assign(server.file(answer.url)); // a browser that opens no page beside this one
  }

  return button;
}
