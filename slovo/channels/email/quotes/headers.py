"""Finds the block that Outlook and phones put above a quote: a rule, "-----Original Message-----", "From: …"."""

import re

from slovo.channels.email.quotes import phrases
from slovo.channels.email.quotes.lines import Line, next_filled

BLOCK_LINES_MAX = 14
WEEKDAY_CHARS_MAX = 16  # "понедельник, " may stand before a date
ONE_LINE_CHARS_MIN = 90  # Samsung puts separator, headers and quote into one line
KINDS_MIN = 3  # different headers that make a block without a "-----Original Message-----" above
HEADER = re.compile(
    r"^\*{0,2}\s?([^\W\d][^\W\d \-]{0,20}(?:[ -][^\W\d]{1,14}){0,2})\s?\*{0,2}\s?:(?:\*{1,2}|\s|$)\s?(.{0,400})"
)


def header_kind(text: str) -> str | None:
    """`from`, `date`, `to`, `cc`, `subject` or `other` when the line is a mail header in any of our languages."""
    found = HEADER.match(text)
    return phrases.HEADER_KINDS.get(found[1].casefold()) if found else None


def separator_end(lines: list[Line], start: int) -> int | None:
    """The line after "-----Original Message-----" and the headers below it, or None.

    Prose right below the separator means that the author only mentions it.
    """
    text = lines[start].text
    if phrases.ANSWER_ABOVE.search(text) and text[0] in "-#=*_—–":
        return start + 1
    found = (
        phrases.DASHED.match(text)
        or phrases.DASHED.match(lines[start].raw.strip()[:200])
        or phrases.DASHED_SENDER.match(text)
        or phrases.UNDASHED.match(text)
    )
    if not found:
        return None
    following = next_filled(lines, start + 1)
    below = lines[following] if following < len(lines) else Line("", "")
    mentioned = below.text and below.mark is None and "8<" not in text and len(text) < ONE_LINE_CHARS_MIN
    if mentioned and not (
        header_kind(below.text) or phrases.DATE.search(text + below.text) or _addressed(text, below.text)
    ):
        return None
    return _headers_end(lines, start + 1)[0]


def _addressed(*texts: str) -> bool:
    return any(phrases.ADDRESS.search(text) for text in texts)


def block_end(lines: list[Line], start: int) -> int | None:
    """The line after a header block that begins here, or None.

    People write "From: Moscow, To: Kazan" too: a block needs three kinds, and a sender's address or the minute.
    """
    if header_kind(lines[start].text) is None:
        return None
    if _is_whole_block(lines[start].text):
        return start + 1
    end, kinds = _headers_end(lines, start)
    if "from" not in kinds or len(kinds) < KINDS_MIN:
        return None
    return end if any(_is_exact(line.text) for line in lines[start:end]) else None


def _is_whole_block(text: str) -> bool:
    """ "От: … Отправлено: … Кому: … Тема: …" in one line, as naive conversions of HTML have it."""
    if header_kind(text) != "from":
        return False
    kinds = {phrases.HEADER_KINDS[name.casefold()] for name in phrases.INLINE_HEADER.findall(text)}
    return {"from", "date", "subject"} <= kinds and phrases.DATE.search(text) is not None


def _is_exact(text: str) -> bool:
    found = HEADER.match(text)
    if found is None:
        return False
    kind, value = header_kind(text), found[2]
    if kind == "date":
        dated = phrases.DATE.search(value)
        return dated is not None and dated.start() <= WEEKDAY_CHARS_MAX and phrases.TIME.search(value) is not None
    return kind == "from" and (phrases.BRACKETED.search(value) or phrases.ADDRESS.fullmatch(value)) is not None


def block_start(lines: list[Line], first: int) -> int:
    """Moves up over rules, and over "Кому: …; Тема: …;", which Yandex puts above its attribution."""
    start = first
    for above in range(first - 1, max(-1, first - 1 - BLOCK_LINES_MAX), -1):
        line = lines[above]
        if line.part is not None:
            break
        if (
            phrases.is_rule(line.text)
            or phrases.TITLE.match(line.text)
            or (line.text.endswith(";") and header_kind(line.text))
        ):
            start = above
        elif line.text:
            break
    return start


def _headers_end(lines: list[Line], start: int) -> tuple[int, set[str]]:
    """Reads headers, their folded values and single blank lines between them."""
    kinds: set[str] = set()
    end = start
    for at in range(start, min(len(lines), start + BLOCK_LINES_MAX)):
        kind = header_kind(lines[at].text)
        if kind is not None:
            kinds.add(kind)
            end = at + 1
        elif not lines[at].text:
            following = next_filled(lines, at)
            if following >= len(lines) or header_kind(lines[following].text) is None or not kinds:
                break
        elif not (kinds and _continues(lines[at - 1].text, lines[at].text)):
            break
        else:
            end = at + 1
    return end, kinds


def _continues(above: str, text: str) -> bool:
    """A long list of recipients runs over several lines, and a long name leaves its address for the next one."""
    return len(text) < 300 and (
        above.endswith((";", ","))
        or ("@" in text and text.endswith((";", ",", ">")))
        or phrases.BRACKETED.fullmatch(text) is not None
    )
