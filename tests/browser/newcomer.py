"""Somebody before a Slovo that they have never seen, and what it takes them: time, clicks, fields, letters typed, words
to read.

How long a person would have been is reckoned after the keystroke-level model (Card, Moran and Newell, Communications of
the ACM 23, 1980): pointing 1.1 s, pressing a button 0.2 s, a key 0.28 s for somebody who types neither well nor badly,
1.35 s to make up one's mind before each; and reading at 238 words a minute (Brysbaert, Journal of Memory and
Language 109, 2019).
"""

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import Locator, Page

from tests.browser.well import faults, too_wide

POINT_SECONDS, PRESS_SECONDS, KEY_SECONDS, MIND_SECONDS = 1.1, 0.2, 0.28, 1.35
WORDS_A_MINUTE = 238
LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((1280, "light"), (360, "dark"))


@dataclass
class Newcomer:
    """`aside_seconds`: what the looking at the pages took, which is no part of the way."""

    page: Page
    pictures: Path
    clicks: int = 0
    fields: int = 0
    keys: int = 0
    words: int = 0
    aside_seconds: float = 0.0
    began: float = field(default_factory=time.monotonic)

    def clicks_on(self, what: Locator) -> None:
        what.click()
        self.clicks += 1

    def fills(self, name: str, value: str) -> None:
        self.writes(self.page.locator(f"[name={name}]"), value)

    def writes(self, what: Locator, words: str) -> None:
        what.fill(words)
        self._filled(len(words))

    def chooses(self, name: str, value: str) -> None:
        self.page.select_option(f"[name={name}]", value)
        self._filled(1)

    def presses(self, what: Locator, keys: str) -> None:
        what.press(keys)
        self.keys += len(keys.split("+"))

    def reads(self, name: str, part: str = "main") -> None:
        """The page, which must stand well on a desk by day and on a phone by night; pictures are kept of both."""
        begun, before = time.monotonic(), self.page.viewport_size
        self.words += len(self.page.locator(part).first.inner_text().split())
        for width, scheme in LOOKS:
            self.page.set_viewport_size({"width": width, "height": 800})
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            self.page.screenshot(path=str(self.pictures / f"{name}-{width}.png"), full_page=True, caret="initial")
            assert (name, width, too_wide(self.page) <= 0, faults(self.page)) == (name, width, True, [])
        self.page.emulate_media(color_scheme="null", reduced_motion="null")
        if before:
            self.page.set_viewport_size(before)
        self.aside_seconds += time.monotonic() - begun

    def seconds(self) -> float:
        return time.monotonic() - self.began - self.aside_seconds

    def hands_seconds(self) -> float:
        acts = (self.clicks + self.fields) * (MIND_SECONDS + POINT_SECONDS + PRESS_SECONDS)
        return acts + self.keys * KEY_SECONDS

    def told(self) -> str:
        """`reading`: every word of every page, which is the most that anybody does."""
        effort = f"{self.clicks} clicks, {self.fields} fields, {self.keys} keys, {self.words} words"
        person = f"hands {self.hands_seconds():.0f} s, reading {self.words * 60 / WORDS_A_MINUTE:.0f} s"
        return f"{effort}; machine {self.seconds():.0f} s, {person}"

    def _filled(self, keys: int) -> None:
        self.fields += 1
        self.keys += keys
