// Parts of a page that htmx brings: new messages are announced, an ended session leads to the sign-in page.
import { announce } from "./announce.js";
import { forEach, say } from "./words.js";

const newest = (part) => part.querySelector(".message:last-of-type")?.id;

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig, target } = event.detail;
  const asked = new URL(requestConfig.path, location.href).pathname;
  if (xhr.responseURL && new URL(xhr.responseURL).pathname !== asked) {
    event.detail.shouldSwap = false;
    location.reload();
  }
  if (target.id === "thread") target.newest = newest(target);
});

document.addEventListener("htmx:afterSwap", (event) => {
  const part = event.detail.target;
  if (part.id === "thread" && newest(part) !== part.newest) announce(say("arrived"));
});

// After a step to another conversation the reader stands at its heading, and the list shows where they are.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.requestConfig?.boosted) document.querySelector("#talk h1")?.focus({ preventScroll: true });
});
document.addEventListener("htmx:pushedIntoHistory", () => showWhere(document));
// Lines that were on their way when the step was taken do not know of it.
document.addEventListener("htmx:load", ({ detail }) => showWhere(detail.elt));

function showWhere(part) {
  part.querySelectorAll(".line").forEach((line) => {
    const link = line.querySelector("a"), here = link.pathname === location.pathname;
    line.classList.toggle("current", here);
    if (here) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
}

// On a small screen, where the page itself scrolls, the reader begins at the newest message.
forEach("#newest", (end) => {
  if (!location.hash && matchMedia("(width <= 56.25rem)").matches) end.scrollIntoView({ block: "end" });
});
