"""«Подожду до пятницы», "I can wait 20 minutes": a whole answer to a notice that says that they wait, how long at most,
and nothing else. What is left without the limit must be as plain as `plain_choices.py` wants it.
"""

import re
from collections.abc import Collection, Iterator
from datetime import datetime

from slovo.core.when import may_be_named_in, named_in
from slovo.core.worktime import Calendar
from slovo.promises.ladder_models import Choice
from slovo.promises.plain_choices import CHARACTERS_MAX, chosen_plainly

_END = r"(?:до|не (?:позже|позднее|дольше)|не (?:пізніше|довше)|until|till|til|(?:no|not) later than)"
_UNTIL = re.compile(rf"(?:(?:самое|крайнее|самое крайнее|щонайпізніше|найпізніше) ?\w* )?{_END}\b", re.IGNORECASE)
_BESIDE = re.compile(  # says of the limit that it is one
    r"\b(?:но|только|максимум|самое (?:большее|позднее)|не (?:более|больше)|ещ[её]"
    r"|але|лише|тільки|щонайбільше|щонайпізніше|найпізніше|не більше|ще"
    r"|but|only|no more than|not more than|at (?:the )?most|at the (?:very )?latest|max|maximum|up to|more|another"
    r"|for)\b",
    re.IGNORECASE,
)
_LENGTH = re.compile(  # what follows a word for waiting from now on in its clause: «жду час» is a complaint
    r"\b(?:(?:подожд|обожд)(?:у|[её]м|ать)|(?:по|за)чека(?:ю|ємо|ти)|чекати(?:му|мемо)|wait)\b"
    r"(?P<length>[^.,!;:?\n]+)",
    re.IGNORECASE,
)
_ONE = re.compile(r"\b(?:another|one more) (hour|week|day|minute)\b", re.IGNORECASE)  # "another hour" is an hour
_CYRILLIC = re.compile(r"[а-яёіїєґ]", re.IGNORECASE)


def waits_until(text: str, *, names: Collection[str] = (), at: datetime, calendar: Calendar) -> datetime | None:
    """How long they wait at most. Written `at` this moment; `calendar` is read in the zone of whoever wrote."""
    if not may_limit(text):
        return None
    for rest, until in _limits(text, at=at, calendar=calendar):
        if chosen_plainly(_BESIDE.sub(" ", rest), names=names) is Choice.WAIT:
            return until
    return None


def may_limit(text: str) -> bool:
    """False: `waits_until` finds nothing there, whatever the moment and the calendar."""
    return len(text) <= CHARACTERS_MAX and "?" not in text and may_be_named_in(text)


def _limits(text: str, *, at: datetime, calendar: Calendar) -> Iterator[tuple[str, datetime]]:
    """Each with what the text says without it."""
    found = named_in(text, now=at, calendar=calendar)
    if len(found) == 1 and _UNTIL.match(text[found[0].start : found[0].end]):
        yield text[: found[0].start] + " " + text[found[0].end :], found[0].due
    length = _LENGTH.search(text)
    until = length and _after(length["length"], at=at, calendar=calendar)
    if length and until:
        yield text[: length.start("length")] + text[length.end("length") :], until


def _after(length: str, *, at: datetime, calendar: Calendar) -> datetime | None:
    """When so much time will have passed: «ещё 20 минут», where nothing but that is said."""
    said = " ".join(_BESIDE.sub(" ", _ONE.sub(r"one \1", length)).split())
    said = f"через {said}" if _CYRILLIC.search(said) else f"in {said}"
    found = named_in(said, now=at, calendar=calendar)
    return found[0].due if len(found) == 1 and (found[0].start, found[0].end) == (0, len(said)) else None
