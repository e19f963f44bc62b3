// One line on a page brings this. Nothing is asked for and nothing is shown until the page has come to rest.
import { openOutbox } from "./outbox.js";
import { furnish } from "./panel.js";
import { connect } from "./server.js";
import { listen } from "./stream.js";

const STYLES = `/*styles*/`;
const ELEMENT = "slovo-chat";
const LOG_MAX = 100;
const SAID = ["string", "number", "boolean"];
const SAID_MAX = 10; // pairs that agents see beside the page
const SETTLES = 500; // until a page that has changed by itself has its new title
const LOOKS = 3000; // for another address, where the browser does not tell of it
const script = document.currentScript;
const server = connect(script);
const outbox = openOutbox(server.chat);
const heard = {};
const twice = Boolean(window.slovo?.log); // a second line on the page: the first stays
const before = Array.isArray(window.slovo) ? window.slovo : [];
const log = [];
let corner = null;
let stream = null;
let context = {};
let title = "";
let turns = 0;
let place = bare(location.href);
const channel = "BroadcastChannel" in window ? new BroadcastChannel(`slovo.${server.chat}`) : null;

function tell(name, detail = null, shared = true) {
  log.push({ at: Date.now(), name, ...(typeof detail === "string" && { why: detail }) });
  log.splice(0, log.length - LOG_MAX);
  for (const hear of heard[name] || []) hear(detail);
  if (shared && ["outbox", "lines", "begun", "identified", "forgotten"].includes(name)) channel?.postMessage(name);
  if (["begun", "identified", "consents"].includes(name)) here();
  if (["begun", "lines", "identified"].includes(name)) stream?.follow();
  if (name === "message" && document.hidden && !title) {
    title = document.title;
    document.title = `● ${corner.texts.new} · ${title}`;
  }
}

// An address without what stands behind it: a search or a key in there is nobody's business.
function bare(address) {
  return String(address).split(/[?#]/)[0];
}

// Nothing leaves the browser before they have agreed that we see it.
function here() {
  if (!server.known() || !corner?.sees()) return;
  const { url = location.href, title = document.title, ...more } = context;
  const said = Object.fromEntries(Object.entries(more).filter(([, value]) => SAID.includes(typeof value)).slice(0, SAID_MAX));
  server.ask("pages", { body: { url: bare(url), title, said } }).catch(() => null);
}

// To another page, without a new one being loaded. What the page said of itself held for the one before.
function moved() {
  const from = place;
  place = bare(location.href);
  if (from === place) return false;
  delete context.url;
  delete context.title;
  return true;
}

const follows = () => moved() && setTimeout(here, SETTLES);

async function identify(token) {
  const turn = (turns += 1);
  const { ok, told } = await server.ask("identity", { body: { token } }).catch(() => ({ told: {} }));
  if (turn !== turns) return false; // somebody else has signed in meanwhile, or they have left
  if (!ok) {
    tell("refused", told.problem);
    return false;
  }
  server.keep(told.key, told.who, true);
  corner?.changed(told.consents);
  corner?.chat.flush();
  tell("identified");
  return true;
}

// What somebody whom the site vouches for has not sent yet waits for them. A browser does not come back as who it was.
async function forget() {
  turns += 1;
  const gone = server.who().vouched ? [] : (await outbox.all()).filter(server.mine);
  server.keep("");
  for (const message of gone) await outbox.remove(message.client_id);
  corner?.changed();
  stream?.stop();
  tell("forgotten");
}

function colours(tokens) {
  const said = (values) => Object.entries(values).map(([name, value]) => `--${name}:${value}!important`).join(";");
  return `:host{${said(tokens.light)}}@media (prefers-color-scheme:dark){:host{${said(tokens.dark)}}}`;
}

function sheet(text) {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}

// The keyboard of a phone covers the page and does not make it smaller: the panel stands in what can be seen.
function fit(host) {
  const view = window.visualViewport;
  if (!view) return;
  const set = () => {
    host.style.setProperty("--seen", `${view.height}px`, "important");
    host.style.setProperty("--above", `${view.offsetTop}px`, "important");
  };
  view.addEventListener("resize", set);
  view.addEventListener("scroll", set);
  set();
}

async function begin() {
  const { ok, status, told } = await server.config();
  if (status === 429 || status >= 500) throw new Error(String(status)); // later
  if (!ok) return;
  if (!customElements.get(ELEMENT)) customElements.define(ELEMENT, class extends HTMLElement {});
  const host = document.createElement(ELEMENT);
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet(STYLES), sheet(colours(told.colours))];
  host.lang = told.language;
  corner = furnish(root, server, told, outbox, tell);
  corner.texts = told.texts;
  document.documentElement.append(host); // beside the body, whose own looks (moved, faded, filtered) would be its as well
  fit(host);
  stream = listen(server, told.live, {
    wanted: () => server.known() && (corner.chat.any() || corner.isOpen()),
    open: corner.isOpen,
    has: corner.chat.has,
    news: () => corner.chat.news().then(corner.count),
  });
  await corner.chat.news();
  corner.count();
  await corner.chat.flush();
  stream.follow();
  here();
  window.addEventListener("popstate", follows);
  if (window.navigation) navigation.addEventListener("currententrychange", follows);
  else setInterval(follows, LOOKS);
  for (const [name, ...values] of before) slovo[name]?.(...values);
  tell("ready");
}

channel?.addEventListener("message", ({ data }) => {
  if (!corner) return;
  if (server.again() || data === "begun") corner.changed();
  corner.chat.redraw();
  corner.chat.news().then(corner.count);
});
window.addEventListener("online", () => corner?.chat.flush());
document.addEventListener("visibilitychange", () => {
  if (document.hidden || !corner) return;
  if (document.title.endsWith(` · ${title}`)) document.title = title;
  title = "";
  corner.chat.flush();
  corner.chat.news().then(corner.count);
});

const slovo = {
  identify,
  forget,
  log,
  open: (tab) => (corner ? corner.open(tab) : before.push(["open", tab])),
  close: () => corner?.close(),
  on: (name, hear) => (heard[name] ||= []).push(hear),
  context: (given) => {
    moved();
    context = { ...context, ...given };
    here();
  },
  push: ([name, ...values]) => slovo[name]?.(...values),
};
const idle = () => (window.requestIdleCallback || setTimeout)(() => begin().catch(() => setTimeout(idle, 10000)));
if (!twice) {
  window.slovo = slovo;
  if (document.readyState === "complete") idle();
  else window.addEventListener("load", idle);
}
