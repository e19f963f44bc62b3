"""Whether a page stands well with everybody: on a phone and on a desk's screen, by day and by night."""

from playwright.sync_api import Page

from tests.browser.test_pages import faults, too_wide

WAYS = [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]


def amiss(page: Page) -> list[str]:
    """What axe finds, and where the page is wider than the screen. The page is left as it was."""
    before, found = page.viewport_size, []
    for width, scheme in WAYS:
        page.set_viewport_size({"width": width, "height": 800})
        # Without motion: a colour that is just turning into another one is neither.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # one of two words
        found += [f"{width} {scheme} {fault}" for fault in faults(page)]
        if too_wide(page) > 0:
            found.append(f"{width} {scheme} {page.url}: wider than the screen")
    page.emulate_media(color_scheme="null", reduced_motion="null")
    if before:
        page.set_viewport_size(before)
    return found


def on_paper(page: Page) -> int:
    """How many pages of A4 it takes, printed."""
    return page.pdf(format="A4").count(b"/Type /Page\n")
