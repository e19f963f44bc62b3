"""Whether a page stands well with everybody: on a phone and on a desk's screen, by day and by night."""

from collections.abc import Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page

PHONE, DESK = 360, 1280  # pixels
OF_COLOURS = ("color-contrast", "link-in-text-block")  # the rules of axe that look at them


def faults(page: Page | Frame, *, rules: Sequence[str] = ()) -> list[str]:
    """What axe finds, by all of its rules or by these."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    asked = {"resultTypes": ["violations"]} | ({"runOnly": {"type": "rule", "values": rules}} if rules else {})
    found = page.evaluate("asked => axe.run(asked).then(results => results.violations)", asked)
    return [f"{page.url}: {fault['id']} {[node['target'] for node in fault['nodes'][:3]]}" for fault in found]


def too_wide(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def by_day_and_by_night(page: Page) -> list[str]:
    """By night the colours alone are others, and only what looks at colours may find more."""
    found = _by_day_and_by_night(page)
    page.emulate_media(color_scheme="null", reduced_motion="null")
    return found


def _by_day_and_by_night(page: Page) -> list[str]:
    """Without motion, and that stays: a colour that is just turning into another one is neither."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = faults(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    return found + [f"by night: {fault}" for fault in faults(page, rules=OF_COLOURS)]


def amiss(page: Page) -> list[str]:
    """The same on a desk's screen and, by night, on a phone; and where the page is wider than that. The page is left
    as it was."""
    before, found = page.viewport_size, []
    for width, looked in ((DESK, _by_day_and_by_night), (PHONE, faults)):
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{width} wide: {fault}" for fault in looked(page)]
        if too_wide(page) > 0:
            found.append(f"{page.url} is wider than {width}")
    page.emulate_media(color_scheme="null", reduced_motion="null")
    if before:
        page.set_viewport_size(before)
    return found


def on_paper(page: Page) -> int:
    """How many pages of A4 it takes, printed."""
    return page.pdf(format="A4").count(b"/Type /Page\n")
