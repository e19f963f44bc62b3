// A long list: further lines come when its end comes near, news refresh only what is seen, and the reader stays where they are.
const NEAR = "1500px", AGAIN_MS = 3000, REST_MS = 300, COUNTS_MS = 3000, PLACES = "slovo-list-place";
const scroller = () => document.querySelector(".list-scroll");
// Whatever is done for every part that comes looks at that part only: there may be hundreds before it.
const parts = (kind) => [...document.getElementById("lines")?.children ?? []].filter((one) => one.matches(kind));
const blocks = () => parts(".block");
const isScrolling = (list) => list && getComputedStyle(list).overflowY !== "visible";
const key = (list) => `${PLACES}:${list.dataset.list}`;
const inside = (list) => isScrolling(list) ? list : null;
const root = inside(scroller()); // on a small screen the page itself scrolls

// Ends of the list ask for what is behind them.
const near = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) {
    if (!isIntersecting || target.asked) continue;
    target.asked = true;
    target.dispatchEvent(new CustomEvent("near"));
  }
}, { root, rootMargin: `${NEAR} 0px` });
// A part that is out of sight waits with its news until it is seen.
const shown = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) {
    target.toggleAttribute("data-unseen", !isIntersecting);
    if (!isIntersecting || !target.dataset.stale) continue;
    delete target.dataset.stale;
    target.dispatchEvent(new CustomEvent("live"));
  }
}, { root, rootMargin: "200px 0px" });

const observed = new WeakSet();
let countedAt = 0, countsLater;

function observe() {
  for (const block of blocks()) if (isNew(block)) shown.observe(block);
  for (const end of parts(".pages")) if (isNew(end)) near.observe(end.querySelector("[data-near]"));
}

function isNew(element) {
  const before = observed.has(element);
  observed.add(element);
  return !before;
}

document.addEventListener("htmx:configRequest", ({ detail }) => {
  const block = detail.elt.closest(".block, .pages");
  if (!block || detail.boosted) return;
  const opened = location.pathname.match(/^\/conversations\/([0-9a-f-]{36})\//);
  if (opened) detail.parameters.current = opened[1];
  if (block === first() && countsAreDue()) detail.parameters.counts = "1";
});

const first = () => blocks().find((one) => !one.matches("[data-unseen]"));

// How many stand in each view is costly: in a storm of news it is asked now and then, and once more after it.
function countsAreDue() {
  const pause = countedAt + COUNTS_MS - Date.now();
  if (pause > 0) {
    countsLater ??= setTimeout(() => { countsLater = undefined; first()?.dispatchEvent(new CustomEvent("live")); }, pause);
    return false;
  }
  clearTimeout(countsLater);
  countsLater = undefined;
  countedAt = Date.now();
  return true;
}

// The uppermost line that is seen keeps its place on the screen, whatever comes or goes around it.
function top(list) {
  return (inside(list) ?? document.documentElement).getBoundingClientRect().top;
}

function seenLines(list) {
  const edge = inside(list) ? top(list) : 0;
  const all = blocks(), first = all.findIndex((one) => one.getBoundingClientRect().bottom > edge);
  const lines = first < 0 ? [] : all.slice(first, first + 2).flatMap((one) => [...one.querySelectorAll(".line a")]);
  return lines.map((line) => [line.id, line.getBoundingClientRect().top - edge]).filter(([, at]) => at > -60).slice(0, 8);
}

function restore(list, lines) {
  for (const [id, at] of lines) {
    const line = list.querySelector(`#${CSS.escape(id)}`);
    if (!line) continue;
    const moved = line.getBoundingClientRect().top - (inside(list) ? top(list) : 0) - at;
    if (inside(list)) list.scrollTop += moved;
    else scrollBy(0, moved);
    return true;
  }
  return false;
}

let held;
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const list = scroller();
  if (list?.contains(detail.target)) held = seenLines(list);
});
document.addEventListener("htmx:afterSwap", () => {
  const list = scroller();
  if (!list || !held) return;
  once();
  restore(list, held);
  held = undefined;
});
document.addEventListener("htmx:load", observe); // the first time when htmx listens to the ends

// An end that could not be reached is tried again.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful || !detail.elt.matches("[data-near]")) return;
  setTimeout(() => {
    detail.elt.asked = false;
    near.unobserve(detail.elt);
    near.observe(detail.elt);
  }, AGAIN_MS);
});

// A line that has moved to another part stands there alone: the newest part is right.
function once() {
  const come = blocks().filter((block) => !observed.has(block));
  for (const line of come.flatMap((block) => [...block.querySelectorAll(".line a")])) {
    if (line.isConnected) for (const other of document.querySelectorAll(`#${CSS.escape(line.id)}`)) if (other !== line) other.closest(".line").remove();
  }
}

// Where the reader is: in the address, so that "back" and a fresh load begin there, and to the pixel in this tab.
let soon;
function remember() {
  const list = scroller();
  if (!list) return;
  const lines = seenLines(list);
  const first = lines.length && document.getElementById(lines[0][0])?.closest(".block");
  if (!first) return;
  sessionStorage.setItem(key(list), JSON.stringify(lines));
  const address = new URL(location.href);
  if (first.dataset.place) address.searchParams.set("after", first.dataset.place);
  else address.searchParams.delete("after");
  address.searchParams.delete("before");
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}
document.addEventListener("scroll", () => {
  clearTimeout(soon);
  soon = setTimeout(remember, REST_MS);
}, { capture: true, passive: true });

const list = scroller();
if (list) {
  const kept = JSON.parse(sessionStorage.getItem(key(list)) ?? "[]");
  if (isScrolling(list) || new URL(location.href).searchParams.has("after")) restore(list, kept);
}
