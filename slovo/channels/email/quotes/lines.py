"""A message as lines, each with the evidence that quote and signature rules look at."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

LINE_CHARS_MAX = 1_000  # rules look at no more of one line: attributions and signatures are shorter

# Format characters that clients put around quotes and signatures; they are never a person's words.
INVISIBLE = dict.fromkeys([0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065)])
BLANKS = re.compile(r"[\s\xa0]+")

ARROWS = re.compile(r"[ \t]{0,4}((?:>[ \t]?){1,40})(?!:\()")
INITIALS = re.compile(r"[ \t]{0,3}[^\W\d_]{1,4}>+(?=\s|$)")
BARS = re.compile(r"[ \t]{0,3}[|:]+ ?(?=\S|$)")


class Part(Enum):
    """Where a line belongs; a line without a part is the author's own."""

    QUOTE = "quote"
    SIGNATURE = "signature"


class Mark(Enum):
    """How a line says that it is quoted. All but `CITED` and `ARROW` count only under an attribution."""

    ARROW = ">"
    INITIALS = "ИИ>"
    BAR = "|"
    CITED = "blockquote of a reply"
    INDENTED = "blockquote that may be the author's own"


@dataclass(slots=True)
class Line:
    """`raw` as it came; `text` cleaned for the rules: no quote prefix, no invisible characters, single blanks."""

    raw: str
    text: str
    mark: Mark | None = None
    depth: int = 0
    part: Part | None = None
    divider: bool = False  # by the markup's own word everything from here on is quoted

    @property
    def is_own(self) -> bool:
        return self.part is None and bool(self.text)


def clean(raw: str) -> str:
    """One line for comparing: longer lines are cut and end in an ellipsis, so that no end-of-line rule fires."""
    head = raw if len(raw) <= LINE_CHARS_MAX else raw[:LINE_CHARS_MAX] + "…"
    return BLANKS.sub(" ", head.translate(INVISIBLE)).strip()


def text_lines(text: str) -> list[Line]:
    return [text_line(raw) for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def text_line(raw: str) -> Line:
    """One line with the mark that its first characters are; HTML made of plain text has such lines too."""
    head = seen(raw)
    if found := ARROWS.match(head):
        return Line(raw, clean(head[found.end() :]), Mark.ARROW, found[1].count(">"))
    if found := INITIALS.match(head):
        return Line(raw, clean(head[found.end() :]), Mark.INITIALS, 1)
    if BARS.match(head):
        return Line(raw, clean(raw), Mark.BAR, 1)
    return Line(raw, clean(raw))


def seen(raw: str) -> str:
    """The head of a line as a reader sees it: no invisible characters, and a blank is a blank."""
    return raw[: 2 * LINE_CHARS_MAX].translate(INVISIBLE).replace("\xa0", " ")


def next_filled(lines: list[Line], start: int) -> int:
    """The first line from `start` that is not blank; a quote's empty line (">") counts as filled."""
    while start < len(lines) and not lines[start].text and lines[start].mark is None:
        start += 1
    return start


def joined(lines: Iterable[Line], part: Part | None) -> str:
    """The lines of one part, runs of blank lines folded into one, without blank lines at either end."""
    return "\n".join(_folded(line.raw.rstrip() for line in lines if line.part is part)).strip("\n")


def _folded(texts: Iterator[str]) -> Iterator[str]:
    blank = False
    for text in texts:
        if text or not blank:
            yield text
        blank = not text
