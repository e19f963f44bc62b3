"""The keys of the desk, as the cheat sheet tells them. What each does is in static/desk/js/keys.js."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from slovo.core.text.layouts import letter_of_key
from slovo.people.models import Staff
from slovo.people.rights import Verb


@dataclass(frozen=True, slots=True)
class Press:
    """One key of a row. `also`: the letter on the same key in the reader's layout, "" where there is none."""

    key: str
    also: str


Row = tuple[tuple[str, ...], str | Promise]
SHEET: tuple[tuple[str | Promise, tuple[Row, ...]], ...] = (
    (
        _("The list"),
        (
            (("j", "↓"), _("The next conversation")),
            (("k", "↑"), _("The one before")),
            (("Enter", "o"), _("Open it")),
            (("u",), _("Back to the list")),
            (("x",), _("Choose it, for a change of many")),
            (("c",), _("Change those that are chosen")),
        ),
    ),
    (
        _("The conversation"),
        (
            (("r",), _("Write a reply")),
            (("n",), _("Write a note to colleagues")),
            (("Ctrl+Enter",), _("Send what you write")),
            (("Alt+Enter",), _("Promise the first moment that the answer names")),
            (("Alt+N",), _("Say that this moment is no promise")),
            (("Alt+T",), _("Promise it for the time that is suggested, and say so in the answer")),
            (("p", "Alt+G"), _("Give an extra, and name it in the answer")),
            (("a",), _("Take it, or choose who is responsible")),
            (("t",), _("Tags")),
            (("w",), _("Wait for the customer")),
            (("z",), _("Put it off")),
            (("f",), _("Forward")),
            (("l",), _("Put the first suggested article into the reply")),
            (("e",), _("Close")),
        ),
    ),
    (
        _("Chats"),
        (
            (("s",), _("The next of your chats")),
            (("d",), _("The one before")),
        ),
    ),
    (
        _("Calls"),
        (
            (("a",), _("Take the call")),
            (("t",), _("Call the number")),
            (("1",), _("All is as it was, for the first thing that one is asked about")),
            (("1", "2", "3", "4"), _("How it went: reached, no answer, busy, wrong number")),
            (("5",), _("They asked to be called later")),
        ),
    ),
    (
        _("Go to"),
        (
            (("g i",), _("To answer")),
            (("g m",), _("Mine")),
            (("g u",), _("Nobody’s")),
            (("g w",), _("Waiting")),
            (("g c",), _("Closed")),
            (("g r",), _("The room")),
        ),
    ),
    (
        _("Everywhere"),
        (
            (("Ctrl+K",), _("Find and do anything")),
            (("/",), _("Search")),
            (("?",), _("This sheet")),
            (("Esc",), _("Leave the field, close what is open")),
        ),
    ),
)


NEEDS = {"g r": Verb.SEE_ROOM}  # shown to those who may somewhere


def sheet(staff: Staff) -> list[tuple[str, list[tuple[list[list[Press]], str]]]]:
    """Sections of rows; a row is the ways to press it (each a sequence of keys) and what it does."""
    language = (get_language() or "en")[:2]
    return [(str(section), [_told(row, language) for row in rows if _is_for(staff, row)]) for section, rows in SHEET]


def _is_for(staff: Staff, row: Row) -> bool:
    return all(way not in NEEDS or staff.may_anywhere(NEEDS[way]) for way in row[0])


def _told(row: Row, language: str) -> tuple[list[list[Press]], str]:
    ways, words = row
    return [_presses(way, language) for way in ways], str(words)


def _presses(way: str, language: str) -> list[Press]:
    keys = way.split(" ")
    return [Press(key.upper() if len(key) == 1 else key, _also(key, language)) for key in keys]


def _also(key: str, language: str) -> str:
    return letter_of_key(key, language).upper() if len(key) == 1 and key.isascii() and key.isalpha() else ""
