"""How the widget comes to a page, as the browser itself tells it."""

from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page, Request, Response

# Before anything of the page runs: when it came to rest, what moved, when the button stood there, and (with `clicks`)
# when a click had opened the panel and that was drawn.
WATCHES = """(() => {
  const seen = { rested: null, shifts: [] };
  window.seen = seen;
  const standing = Promise.withResolvers();
  const answering = Promise.withResolvers();
  Object.assign(seen, { stood: standing.promise, answered: answering.promise });
  const rests = window.requestIdleCallback.bind(window);
  window.requestIdleCallback = (act, ...more) => rests((...given) => {
    seen.rested ??= performance.now();
    act(...given);
  }, ...more);
  const noted = (list) => seen.shifts.push(...list.getEntries().map((one) => one.value));
  new PerformanceObserver(noted).observe({ type: "layout-shift", buffered: true });
  const part = (name) => document.querySelector("slovo-chat")?.shadowRoot.querySelector(name);
  const drawn = (then) => requestAnimationFrame(() => setTimeout(then));
  const look = () => {
    const button = part(".launcher");
    if (!button) return requestAnimationFrame(look);
    drawn(() => {
      standing.resolve(performance.now());
      if (!CLICKS) return;
      button.click();
      drawn(() => {
        if (!part(".panel").hidden) answering.resolve(performance.now());
      });
    });
  };
  requestAnimationFrame(look);
})()"""
DRAWN_TWICE = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"


@dataclass(frozen=True)
class Coming:
    """Milliseconds since the page was asked for, and bytes as they travelled, of all until the button stood there."""

    rested: float
    stood: float
    answered: float
    size: int


class Watched:
    """A new page, throttled so many times as a slow phone is. `desk`: whose answers are counted."""

    def __init__(self, context: BrowserContext, desk: str, *, slower: float = 1, clicks: bool = False) -> None:
        self.page: Page = context.new_page()
        self.desk, self.loaded = desk, list[Request]()
        self.page.on("response", self._comes)
        context.new_cdp_session(self.page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
        self.page.add_init_script(WATCHES.replace("CLICKS", "true" if clicks else "false"))

    def _comes(self, response: Response) -> None:
        if response.url.startswith(self.desk):
            self.loaded.append(response.request)

    def comes_to(self, address: str) -> None:
        """Until the button stands there."""
        self.page.goto(address)
        self.page.evaluate("seen.stood")

    def is_clicked(self) -> Coming:
        rested, stood, answered = self.page.evaluate("Promise.all([seen.rested, seen.stood, seen.answered])")
        return Coming(rested, stood, answered, self.size())

    def size(self) -> int:
        return sum(one.sizes()["responseBodySize"] for one in self.loaded[: self._first()])

    def _first(self) -> int:
        """The script and what it shows itself by: what comes later is asked for by the button that stands."""
        return 1 + next(place for place, one in enumerate(self.loaded) if "/config?" in one.url)

    def asked_before_it_rested(self) -> list[str]:
        return list(
            self.page.evaluate(
                """desk => performance.getEntriesByType("resource")
                     .filter((one) => one.name.startsWith(desk) && one.startTime < seen.rested)
                     .map((one) => one.name)""",
                self.desk,
            )
        )

    def moved(self) -> float:
        self.page.evaluate(DRAWN_TWICE)
        return float(self.page.evaluate("seen.shifts.reduce((sum, one) => sum + one, 0)"))
