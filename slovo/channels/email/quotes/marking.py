"""Marks the quoted lines of a message, whatever program wrote it."""

from slovo.channels.email.quotes import attribution, headers, phrases
from slovo.channels.email.quotes.lines import Line, Mark, Part, next_filled
from slovo.channels.email.quotes.phrases import is_rule

# These say "quoted" by themselves; the other marks need an attribution above the first of them.
SURE_MARKS = frozenset({Mark.ARROW, Mark.CITED})
WRAPPED_CHARS_MIN = 55  # a quoted line this long may have been broken by the sending program
WRAPPED_WORDS_MAX = 6
DOUBTFUL_LINES_MAX = 2
NOTE_LINES = 20  # how far above a quote the author may say that the answers are inside it


def mark_quotes(lines: list[Line]) -> None:
    """Sets `part` of every quoted line; leaves alone what is not certainly quoted."""
    trusted: set[Mark | None] = set(SURE_MARKS)
    introduced = False
    at = 0
    while at < len(lines):
        found = _introduction(lines, at, trusted)
        if found is None:
            at += 1
            continue
        start, end = found
        below = next_filled(lines, end)
        mark = lines[below].mark if below < len(lines) else None
        if mark is None and _answered_inside(lines[max(0, start - NOTE_LINES) : start]):
            break
        introduced = True
        if mark is None:
            _set(lines, start, end := _forward_end(lines, end))
        else:
            trusted |= {mark, Mark.INITIALS}
            _set(lines, start, end)
        at = max(end, at + 1)
    _mark_marked(lines, trusted, introduced=introduced)
    _mark_wrapped(lines)
    _mark_rules(lines)


def _introduction(lines: list[Line], at: int, trusted: set[Mark | None]) -> tuple[int, int] | None:
    """The span of an attribution, separator or header block that this line ends (or begins)."""
    line = lines[at]
    if not line.text or line.part is not None:
        return None
    if line.mark is Mark.CITED:
        return _forward(lines, at)
    if line.mark in trusted:
        return None
    if line.divider:
        return headers.block_start(lines, at), len(lines)
    end = headers.separator_end(lines, at) or headers.block_end(lines, at)
    if end is not None:
        return headers.block_start(lines, at), end
    below = next_filled(lines, at + 1)
    follows = below < len(lines) and lines[below].mark is not None
    start = attribution.attribution_start(lines, at, quote_follows=follows)
    return None if start is None else (headers.block_start(lines, start), at + 1)


def _forward(lines: list[Line], at: int) -> tuple[int, int] | None:
    """Gmail cites the headers of a forwarded message, and not the message."""
    end = headers.separator_end(lines, at)
    below = len(lines) if end is None else next_filled(lines, end)
    return (at, end) if end is not None and below < len(lines) and lines[below].mark is None else None


def _forward_end(lines: list[Line], start: int) -> int:
    """Without marks the quote runs to the end, or to the line that closes a forwarded message."""
    for at in range(start, len(lines)):
        if phrases.FORWARD_END.match(lines[at].text):
            return at + 1
    return len(lines)


def _answered_inside(above: list[Line]) -> bool:
    return any(line.is_own and phrases.ANSWERED_INSIDE.search(line.text) for line in above)


def _set(lines: list[Line], start: int, end: int) -> None:
    for line in lines[start:end]:
        line.part = line.part or Part.QUOTE


def _mark_marked(lines: list[Line], trusted: set[Mark | None], *, introduced: bool) -> None:
    arrows = [line for line in lines if line.mark is Mark.ARROW and line.part is None]
    doubted = not introduced and _are_the_authors(lines, arrows)
    for line in lines:
        if line.mark in trusted and line.part is None and not (doubted and line.mark is Mark.ARROW):
            line.part = Part.QUOTE


def _are_the_authors(lines: list[Line], arrows: list[Line]) -> bool:
    """Arrows that nobody introduced may be comparisons ("> 5 кг"), a prompt (">>> import") or a list."""
    filled = [line for line in arrows if line.text]
    if not filled:
        return False
    if all(line.depth > 2 for line in filled):
        return True
    if len(filled) <= DOUBTFUL_LINES_MAX and all(_compares(line.text) for line in filled):
        return True
    return _is_a_list(lines)


def _compares(text: str) -> bool:
    number = text.lstrip("= ")
    return number[:1].isdigit() and number.lstrip("0123456789")[:1] not in {".", ")", ":"}


def _is_a_list(lines: list[Line]) -> bool:
    """ "Нужны:" above each run of arrows, or one of the author's own arrows ("Настройки > Профиль") right above it."""
    above, inside, close = Line("", ""), False, False
    for line in lines:
        if line.mark is Mark.ARROW:
            if not inside and not (above.is_own and _lists(above.text, close=close)):
                return False
            inside = True
        elif line.text:
            above, inside, close = line, False, True
        else:
            close = False
    return True


def _lists(text: str, *, close: bool) -> bool:
    """With a blank line between them the words must not say that a quote follows: "Вы спрашивали:"."""
    if text.endswith(":"):
        return close or phrases.SHOWS_A_QUOTE.search(text) is None
    return close and " > " in text


def _mark_wrapped(lines: list[Line]) -> None:
    """A program that breaks long quoted lines leaves their ends without an arrow: "> … по", "адресу", "> …"."""
    for above, line, below in zip(lines, lines[1:], lines[2:], strict=False):
        if above.mark is below.mark is Mark.ARROW and above.part is below.part is Part.QUOTE and line.is_own:
            broken = len(above.text) >= WRAPPED_CHARS_MIN and above.text[-1] not in ".?!:;"
            if broken and line.text[0].islower() and len(line.text.split()) <= WRAPPED_WORDS_MAX:
                line.part = Part.QUOTE


def _mark_rules(lines: list[Line]) -> None:
    """A rule of dashes belongs to what stands below it, when the markup has said what that is."""
    below: Part | None = None
    for line in reversed(lines):
        if line.is_own and below is not None and is_rule(line.text):
            line.part = below
        elif line.text:
            below = line.part
