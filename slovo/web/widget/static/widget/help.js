// The brand's articles: found while one types, read here, and judged.
import { field, make } from "./parts.js";

const TYPED = 250;
const KEPT = { P: "p", UL: "ul", OL: "ol", LI: "li", STRONG: "strong", B: "strong", EM: "em", I: "em", BR: "br", CODE: "code", PRE: "pre", BLOCKQUOTE: "blockquote", TABLE: "table", THEAD: "thead", TBODY: "tbody", TR: "tr", TH: "th", TD: "td", H1: "h4", H2: "h4", H3: "h5", H4: "h5", H5: "h5", H6: "h5" };

// `others`: the tabs that lead to a person.
export function helpRoom(server, look, others, show) {
  const texts = look.texts;
  const box = make("input", { type: "search", autocomplete: "off", maxlength: 200 });
  const said = make("p", { class: "quiet", role: "status" });
  const list = make("ul", { class: "articles" });
  const ways = make("div", { class: "ways", hidden: true }, make("p", {}, texts.help_none), ...others.map((tab) => make("button", { type: "button", onclick: () => leave(tab) }, texts[tab])));
  const search = make("form", { class: "form", role: "search" }, field("seek", texts.help_search, box), said, list, ways);
  const reading = make("div", { class: "form", hidden: true });
  let asked = 0;
  let timer = 0;
  let noted = "";

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(seek, TYPED);
  });
  search.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    seek(true);
  });

  // Who has found nothing goes to a person: what they sought is noted, as if they had sent it.
  function leave(tab) {
    const words = box.value.trim();
    if (words && words !== noted) seek(true);
    show(tab);
  }

  // `whole`: they have written what they mean to the end; what nobody has written about is noted then.
  async function seek(whole = false) {
    const [turn, words] = [(asked += 1), box.value.trim()];
    if (whole === true) noted = words;
    const { ok, told } = await server.ask("articles", { query: `&q=${encodeURIComponent(words)}${whole === true ? "&whole=1" : ""}` }).catch(() => ({ told: {} }));
    if (turn !== asked) return; // they have typed on
    const found = ok ? told.found : [];
    said.classList.toggle("problem", !ok);
    said.textContent = !ok ? told.problem || texts.trouble : words && found.length ? texts.help_found.replace("%s", found.length) : "";
    ways.hidden = !ok || found.length > 0;
    list.replaceChildren(...found.map(({ slug, title, summary }) => make("li", {}, make("button", { type: "button", class: "link", onclick: () => open(slug) }, title), summary && make("p", { class: "quiet" }, summary))));
  }

  async function open(slug) {
    const { ok, told } = await server.ask("article", { query: `&slug=${encodeURIComponent(slug)}` }).catch(() => ({ told: {} }));
    if (!ok) {
      said.classList.add("problem");
      said.textContent = told.problem || texts.trouble;
      return;
    }
    const title = make("h3", { tabindex: "-1" }, told.title);
    const page = make("a", { href: server.file(told.address), target: "_blank", rel: "noopener" }, texts.help_page);
    const body = make("article", { lang: told.language }, ...copied(new DOMParser().parseFromString(server.trusted().createHTML(told.html), "text/html").body, server.file(told.address)));
    reading.replaceChildren(make("button", { type: "button", class: "link", onclick: back }, texts.help_back), title, body, judged(slug), page);
    search.hidden = true;
    reading.hidden = false;
    title.focus();
    title.scrollIntoView({ block: "nearest" });
  }

  function back() {
    reading.hidden = true;
    search.hidden = false;
    box.focus();
  }

  function judged(slug) {
    const answer = make("p", { class: "said", role: "status" });
    const more = make("textarea", { rows: 2, maxlength: 1000 });
    const words = make("form", { class: "form", hidden: true }, field("missing", texts.help_missing, more, texts.optional), make("button", {}, texts.tell));
    const buttons = [true, false].map((helped) => make("button", { type: "button", "aria-pressed": "false", onclick: () => say(helped) }, helped ? texts.yes : texts.no));
    let last = false;

    async function say(helped, given = "") {
      const { ok, told } = await server.ask("judgements", { body: { slug, helped, words: given } }).catch(() => ({ told: {} }));
      answer.textContent = (ok ? told.words : told.problem) || texts.trouble;
      answer.classList.toggle("problem", !ok);
      if (!ok) return;
      last = helped;
      buttons.forEach((one, place) => one.setAttribute("aria-pressed", String(helped === (place === 0))));
      words.hidden = helped || given !== "";
    }

    words.addEventListener("submit", (event) => {
      event.preventDefault();
      say(last, more.value.trim());
    });
    return make("div", { class: "helped" }, make("p", { id: "helped" }, texts.helped), make("div", { class: "row", role: "group", "aria-labelledby": "helped" }, ...buttons), words, answer);
  }

  seek();
  return make("div", {}, search, reading);
}

// Of an article what this page may hold: its words and their order, nothing that could do something.
function copied(node, base) {
  return [...node.childNodes].flatMap((child) => {
    if (child.nodeType === Node.TEXT_NODE) return [child.data];
    if (child.nodeType !== Node.ELEMENT_NODE) return [];
    const inner = copied(child, base);
    const leads = child.getAttribute(child.tagName === "IMG" ? "src" : "href");
    if (leads && !leads.startsWith("#")) {
      const address = new URL(leads, base);
      if (!["http:", "https:", "mailto:", "tel:"].includes(address.protocol)) return inner;
      return [make("a", { href: address.href, target: "_blank", rel: "noopener noreferrer" }, ...(child.tagName === "IMG" ? [child.getAttribute("alt") || address.pathname.split("/").pop()] : inner))];
    }
    return KEPT[child.tagName] ? [make(KEPT[child.tagName], {}, ...inner)] : inner;
  });
}
