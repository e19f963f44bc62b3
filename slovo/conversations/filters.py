"""What a list shows, as a small document that people fill in as a form, keep as a view and share in an address.

`read` takes whatever is stored: what it cannot use it leaves out, and says so. `conditions.py` asks the database.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

VERSION = 1
IDS_MAX = 100
STATES = ("any", "unclosed", "open", "waiting", "snoozed", "closed")
ASSIGNEES = ("me", "nobody", "somebody")
ATTENTION = ("mentioned", "followed")
PROMISES = ("overdue", "soon", "owed", "none")
_MOMENT = re.compile(r"[1-9]\d{0,3}d|\d{4}-\d\d-\d\d")
_CODE = re.compile(r"[a-z_]{1,20}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Everything that is given must be true of a conversation. Empty fields ask for nothing.

    `assignee`: one of ASSIGNEES, or those of `assignee_ids` besides. Moments: "2026-01-31", or "7d" for seven days ago;
    after is from that moment on, before is up to it. `state` "unclosed" is open or waiting and not put off; "open" is
    our turn and not put off. `attention`: what a note calls the reader to, or what they follow.
    """

    state: str = "any"
    assignee: str = ""
    assignee_ids: tuple[int, ...] = ()
    attention: str = ""
    team_ids: tuple[int, ...] = ()
    tag_ids: tuple[int, ...] = ()
    without_tag_ids: tuple[int, ...] = ()
    brand_ids: tuple[int, ...] = ()
    customer_id: int | None = None
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    created_after: str = ""
    created_before: str = ""
    last_after: str = ""
    last_before: str = ""
    promise: str = ""
    has_file: bool | None = None

    def document(self) -> dict[str, Any]:
        """Only what asks for something."""
        given = {name: getattr(self, name) for name in NAMES if getattr(self, name) != DEFAULTS[name]}
        plain = {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}
        return {"version": VERSION, **plain}


NAMES = tuple(field.name for field in fields(Filter))
DEFAULTS: dict[str, Any] = {field.name: field.default for field in fields(Filter)}


@dataclass(frozen=True, slots=True)
class Read:
    """`notes`: sentences about what was left out, or can never be found."""

    filter: Filter
    notes: tuple[str, ...] = ()


def read(document: object) -> Read:
    """Never raises, whatever is stored or stands in an address."""
    if not isinstance(document, Mapping):
        return Read(Filter(), (_("This filter cannot be read. Everything is shown."),))
    known: dict[str, Any] = {}
    notes = []
    for name, value in document.items():
        if name == "version":
            continue
        if name not in READERS:
            notes.append(_("A newer version of Slovo knows “%(field)s”; it is not looked at here.") % {"field": name})
            continue
        try:
            known[name] = READERS[name](value)
        except (TypeError, ValueError):
            notes.append(_("“%(field)s” cannot be read and is not looked at. Choose it anew.") % {"field": WORDS[name]})
    found = Filter(**known)
    return Read(found, (*notes, *_contradictions(found)))


def _contradictions(found: Filter) -> list[str]:
    said = []
    for after, before in ((found.created_after, found.created_before), (found.last_after, found.last_before)):
        if "-" in after and "-" in before and after >= before:
            said.append(_("The first day is not before the last: nothing can be found. Change one of the two days."))
    if found.state == "closed" and found.promise in {"overdue", "soon", "owed"}:
        said.append(_("Closed conversations owe no answer: nothing can be found. Choose another state."))
    return said


def _one_of(choices: tuple[str, ...]) -> Callable[[object], str]:
    def reader(value: object) -> str:
        if value not in choices:
            raise ValueError(value)
        return str(value)

    return reader


def _id(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**63:
        raise ValueError(value)
    return value


def _ids(value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or len(value) > IDS_MAX:
        raise ValueError(value)
    return tuple(sorted({_id(one) for one in value}))


def _codes(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > IDS_MAX or not all(_CODE.fullmatch(one) for one in value):
        raise ValueError(value)
    return tuple(sorted(set(value)))


def _moment(value: object) -> str:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise ValueError(value)
    if "-" in value:
        date.fromisoformat(value)
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


READERS: dict[str, Callable[[Any], Any]] = {
    "state": _one_of(STATES),
    "assignee": _one_of(ASSIGNEES),
    "assignee_ids": _ids,
    "attention": _one_of(ATTENTION),
    "team_ids": _ids,
    "tag_ids": _ids,
    "without_tag_ids": _ids,
    "brand_ids": _ids,
    "customer_id": _id,
    "channels": _codes,
    "languages": _codes,
    "created_after": _moment,
    "created_before": _moment,
    "last_after": _moment,
    "last_before": _moment,
    "promise": _one_of(PROMISES),
    "has_file": _flag,
}
WORDS = {
    "state": gettext_lazy("State"),
    "assignee": gettext_lazy("Responsible"),
    "assignee_ids": gettext_lazy("Responsible"),
    "attention": gettext_lazy("My attention"),
    "team_ids": gettext_lazy("Team"),
    "tag_ids": gettext_lazy("Tags"),
    "without_tag_ids": gettext_lazy("Without tags"),
    "brand_ids": gettext_lazy("Brand"),
    "customer_id": gettext_lazy("Customer"),
    "channels": gettext_lazy("Channel"),
    "languages": gettext_lazy("Language"),
    "created_after": gettext_lazy("Begun after"),
    "created_before": gettext_lazy("Begun before"),
    "last_after": gettext_lazy("Last message after"),
    "last_before": gettext_lazy("Last message before"),
    "promise": gettext_lazy("Promise"),
    "has_file": gettext_lazy("Files"),
}
BUILT_IN: dict[str, Filter] = {
    "mine": Filter(state="unclosed", assignee="me"),
    "unassigned": Filter(state="unclosed", assignee="nobody"),
    "open": Filter(state="open"),
    "waiting": Filter(state="waiting"),
    "snoozed": Filter(state="snoozed"),
    "mentions": Filter(attention="mentioned"),
    "followed": Filter(attention="followed"),
    "closed": Filter(state="closed"),
    "all": Filter(),
}
