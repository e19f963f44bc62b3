// The focus outlives what htmx brings: it returns to the same thing, to what took its place, or to the nearest heading.
// htmx settles at once (`defaultSettleDelay` of the page's head): a key pressed meanwhile finds it where it was.
let kept;

document.addEventListener("htmx:beforeSwap", (event) => {
  if (!event.detail.shouldSwap) return;
  const focused = document.activeElement, target = whole(event.detail.target);
  if (kept && focused === document.body) return; // another swap has just taken it and will give it back
  kept = target?.contains(focused) && focused !== target ? describe(focused, target) : undefined;
});

document.addEventListener("htmx:afterSettle", () => {
  const was = kept;
  kept = undefined;
  if (!was || (document.activeElement && document.activeElement !== document.body)) return;
  const { id, kind, place, target } = was;
  const again = (id && document.getElementById(id)) || twins(kind, target)[Math.min(place, twins(kind, target).length - 1)] || heading(target);
  again?.focus({ preventScroll: true });
});

// A dialog gives the focus back to where it was, or to what came in its place meanwhile.
export function openOver(dialog) {
  const id = document.activeElement?.id || kept?.id; // it may be on its way back after a swap
  dialog.showModal();
  dialog.addEventListener("close", () => {
    if (id && (document.activeElement ?? document.body) === document.body) document.getElementById(id)?.focus({ preventScroll: true });
  }, { once: true });
}

// A list comes in blocks, and a line may have moved from one of them to another.
function whole(target) {
  return target?.closest(".list-scroll") ?? target;
}

function describe(focused, target) {
  const kind = kindOf(focused);
  return { id: focused.id, kind, place: kind ? twins(kind, target).indexOf(focused) : -1, target };
}

function kindOf(focused) {
  const form = focused.form?.getAttribute("action");
  if (form) return `form[action="${CSS.escape(form)}"] ${focused.localName}`;
  if (focused.matches(".line a")) return ".line a";
  if (focused.matches("a[href]")) return `a[href="${CSS.escape(focused.getAttribute("href"))}"]`;
  return focused.matches("summary") ? "summary" : "";
}

function twins(kind, target) {
  return kind && target.isConnected ? [...target.querySelectorAll(kind)] : [];
}

function heading(target) {
  const near = target.matches(".list-scroll") ? target : target.querySelector?.("h1[tabindex]");
  return near ?? document.querySelector("#talk h1[tabindex]") ?? document.getElementById("main");
}
