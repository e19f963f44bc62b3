"""What a customer's answer to a notice seems to choose, offered to a person as one click. A rule acts only upon what is
said plainly (`plain_choices.py`, `plain_limits.py`)."""

import re
from dataclasses import dataclass
from datetime import datetime

from slovo.core.when import named_in
from slovo.core.worktime import Calendar
from slovo.promises.ladder_models import Choice
from slovo.promises.plain_choices import chosen_plainly
from slovo.promises.plain_limits import waits_until

CHARACTERS_MAX = 1_000  # of an answer; who writes more than that has more to say than a choice
_WAIT = re.compile(
    r"\b(?:(?:подожд|обожд)(?:у|[её]м)|жд(?:у|[её]м)|буд(?:у|ем) ждать|(?:по|за)?чека(?:ю|ємо|тиму|тимемо)"
    r"|(?:will|can|could|i'll|we'll) wait|wait (?:until|till|for))\b"
)
_CANCEL = re.compile(r"\b(?:отмен(?:и|я|у)|отказыва|скас(?:уй|ов)|відмовля|cancel)")
_NOT = re.compile(
    r"\b(?:не|ні) (?:надо |нужно |будем? |буду |треба |можу |могу )?(?:жд|подожд|отмен|чека|почека|зачека|скас)\w*"
    r"|\b(?:don't|do not|can't|cannot|won't|will not|not) (?:wait|cancel)\w*"
)

_ELSE = re.compile(
    r"\b(?:забер(?:у|[её]м)|самовывоз\w*|лучше|вместо|давайте|перенес(?:ите|[её]м)|друг(?:ой|ое|ую|ие|ого|им)"
    r"|краще|замість|самовивіз\w*|перенес(?:іть|емо)|інш(?:ий|у|е|і|ого|им)"
    r"|instead|rather|another|different|(?:pick|collect) (?:it|them|this)|reschedule)\b"
)


@dataclass(frozen=True, slots=True)
class Offered:
    """`until`: how long they wait at most, where their words say so."""

    choice: Choice
    until: datetime | None = None


def offered(text: str, *, at: datetime, calendar: Calendar) -> Offered | None:
    """None where the words choose nothing, or more than one thing. Written `at` this moment."""
    said = text.strip().casefold().replace("’", "'")
    if not said or len(said) > CHARACTERS_MAX:
        return None
    plain = chosen_plainly(text)
    if plain:
        return Offered(plain)
    if limit := waits_until(text, at=at, calendar=calendar):
        return Offered(Choice.WAIT, limit)
    denied = _NOT.search(said)
    waits, cancels = not denied and _WAIT.search(said), not denied and _CANCEL.search(said)
    if waits and cancels:
        return None
    if cancels:
        return Offered(Choice.CANCEL)
    if not waits:
        return Offered(Choice.ALTERNATIVE) if _ELSE.search(said) else None
    named = named_in(text, now=at, calendar=calendar)
    return Offered(Choice.WAIT, named[0].due if len(named) == 1 else None)
