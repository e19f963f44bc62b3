"""Finds the line or lines that introduce a quote: "On 12 March 2026 at 10:11, Anna <…> wrote:"."""

from slovo.channels.email.quotes import phrases
from slovo.channels.email.quotes.lines import Line

ATTRIBUTION_LINES_MAX = 4
ATTRIBUTION_CHARS_MAX = 400
PLAIN_WORDS_MAX = 12  # an attribution without a date is a name and a verb
DATE_STARTS_WITHIN = 60  # characters


def attribution_start(lines: list[Line], last: int, *, quote_follows: bool) -> int | None:
    """Where the attribution begins whose last line is `lines[last]`, or None.

    Without a quoted line below only the unmistakable forms count, since everything after them is cut.
    """
    windows = _windows(lines, last)
    for start, text in windows:
        if _is_certain(text) and (quote_follows or _is_written_by_program(text)):
            return start
    for start, text in windows:
        if quote_follows and _is_plausible(text) and (start == last or phrases.DATE.search(text)):
            return start
    return None


def _windows(lines: list[Line], last: int) -> list[tuple[int, str]]:
    """The line alone and with the lines above it that may belong to it, shortest first."""
    text = introduction(lines[last].text)
    if text[-1:] not in ":>":
        return []
    windows = [(last, text)]
    for start in range(last - 1, max(-1, last - ATTRIBUTION_LINES_MAX), -1):
        line = lines[start]
        if _ends_a_paragraph(line) or len(text) > ATTRIBUTION_CHARS_MAX:
            break
        text = f"{line.text} {text}"
        if _opens_with_date(line.text) or start == 0 or _ends_a_paragraph(lines[start - 1]):
            windows.append((start, text))
    return windows


def introduction(text: str) -> str:
    """The line up to the colon, where a phone has put the quoted text right behind it.

    Zoho writes dashes for the colon: "---- On …, … wrote ----"; Nextcloud writes none.
    """
    if text.endswith(":"):
        return text
    if phrases.SENDER_THEN_TIME.search(text) and phrases.DATE.search(text):
        return f"{text}:"
    if text.endswith("--") and (text.startswith("--") or phrases.WROTE_END.search(f"{text.rstrip('- ')}:")):
        return text.strip("- ") + ":"
    found = phrases.WROTE_GAP.search(text)
    if found and phrases.BRACKETED.search(text, 0, found.start()):
        return text[: found.end()]
    return text


def _is_written_by_program(text: str) -> bool:
    """People write "12.03.2026 в 10:11 Иван писал:" and "Вы писали:"; programs add an address, a comma, the second."""
    if phrases.SECOND.search(text) or phrases.YOU_WROTE.search(text):
        return phrases.SECOND.search(text) is not None
    if phrases.WROTE_OF_ANY_GENDER.search(text):
        return True
    named = not (phrases.WROTE_END.search(text) or phrases.WROTE_THEN_DATE.search(text))
    return named or phrases.BRACKETED.search(text) is not None or phrases.COMMA_AFTER_TIME.search(text) is not None


def _ends_a_paragraph(line: Line) -> bool:
    if not line.text or line.part is not None:
        return True
    return line.text[-1] in ".!?:;" and not phrases.ABBREVIATED_END.search(line.text)


def _opens_with_date(text: str) -> bool:
    found = phrases.DATE.search(text)
    return found is not None and found.start() <= DATE_STARTS_WITHIN


def _is_certain(text: str) -> bool:
    """A date, a time and a sender, ending as programs end it and not telling a story."""
    if not phrases.DATE.search(text) or not text.endswith(":") or _opens_with_own_words(text):
        return False
    timed = phrases.TIME.search(text)
    wrote = phrases.WROTE_END.search(text) or phrases.WROTE_THEN_DATE.search(text)
    if phrases.BRACKETED.search(text):
        return bool(timed or wrote) and bool(wrote or text[-2:-1] in ">)] ")
    if phrases.STORY.search(text):
        return False
    if wrote:
        return bool(timed)
    return bool(timed) and _names_only_a_sender(text)


def _opens_with_own_words(text: str) -> bool:
    """The author's words stand in the same line before the date; then all of it stays."""
    date = phrases.DATE.search(text)
    if date is None:
        return False
    before = text[: date.start()]
    if "@" in before or phrases.WROTE_ANYWHERE.search(before):
        return False  # programs that put the sender first
    return phrases.BEFORE_DATE.match(before) is None


def _names_only_a_sender(text: str) -> bool:
    address = phrases.ADDRESS.search(text)
    time = phrases.TIME.search(text)
    assert time is not None
    if address is None:
        return bool(phrases.SENDER_END.search(text, time.end()))
    ends_with_it = text[address.end() :].strip(" >)\"'") == ":"
    between = phrases.QUOTED_NAME.sub("", text[time.end() : address.start()])
    return ends_with_it and phrases.BETWEEN_TIME_AND_ADDRESS.fullmatch(between) is not None


def _is_plausible(text: str) -> bool:
    """Good enough when quoted lines follow: somebody wrote something, or is named by address."""
    if _opens_with_own_words(text):
        return False
    if phrases.STORY.search(text) and not phrases.YOU_WROTE.search(text) and not phrases.BRACKETED.search(text):
        return False
    short = len(text.split()) <= PLAIN_WORDS_MAX or bool(phrases.DATE.search(text))
    named = phrases.WROTE_END.search(text) or phrases.WROTE_THEN_DATE.search(text) or phrases.QUOTING.search(text)
    return short and bool(
        named or phrases.ADDRESS.search(text) or (phrases.DATE.search(text) and phrases.TIME.search(text))
    )
