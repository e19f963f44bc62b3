"""Tables of what is written to customers: on Tuesday 1 December 2026, 10:30 in Moscow, open on weekdays from 9 to 18
and on Saturdays from 10 to 15."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from slovo.core.when import Named, joining, named_in, tokens
from slovo.core.when.tokens import Token
from slovo.core.worktime import Calendar

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 12, 1, 10, 30, tzinfo=MOSCOW)
DAY = [["09:00", "18:00"]]
CALENDAR = Calendar.from_document(
    {
        "tz": "Europe/Moscow",
        "week": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), DAY) | {"sat": [["10:00", "15:00"]]},
    }
)


class Case(NamedTuple):
    text: str
    expected: list[str]  # "завтра: 02.12 18:00", with a "~" before the date when it is not exact

    def __str__(self) -> str:
        return self.text


def cases(table: str) -> list[Case]:
    """A line is a text with every moment in brackets, and after "|" when each is due: "~" before an inexact one."""
    found = []
    for line in filter(None, table.splitlines()):
        text, _, dues = (part.strip() for part in line.partition(" | "))
        words = re.findall(r"\[(.*?)\]", text)
        expected = [f"{said}: {due}" for said, due in zip(words, filter(None, dues.split(", ")), strict=True)]
        found.append(Case(re.sub(r"[\[\]]", "", text).replace("\\n", "\n"), expected))
    return found


def read(text: str, *, language: str = "", now: datetime = NOW, calendar: Calendar = CALENDAR) -> list[str]:
    """As `Case.expected`."""
    found = named_in(text, now=now, calendar=calendar, language=language)
    return [f"{text[one.start : one.end]}: {_shown(one, calendar)}" for one in found]


def _shown(one: Named, calendar: Calendar) -> str:
    return f"{'' if one.exact else '~'}{one.due.astimezone(calendar.zone):%d.%m %H:%M}"


@contextmanager
def nothing_passed_over() -> Iterator[None]:
    """Every sentence is read word by word, and an expression looked for wherever its first word stands."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "may_name", lambda text: True)
        patch.setattr(tokens, "_whole_sentences", tokens._blocks)
        patch.setattr(joining, "beginnings", lambda walked: [_may_begin(token) for token in walked])
        yield


def _may_begin(token: Token) -> bool:
    return token.figure is not None or token.means(*joining.BEGINNINGS)
