"""What a flow is: a document of its own version, with words in languages and few kinds of steps. Plain values, kept as
JSON in its versions, read from a file at the command line.

Reading never raises for what is merely wrong in it (`checks.py` tells that in words), only for what is no such
document. A step refers to no answer by name: what is looked up, booked or called uses the last answer of its kind.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from slovo.core.errors import UnableTo
from slovo.requests.models import Texts, in_language

VERSION = 1
STEPS_MAX, CHOICES_MAX, PHRASES_MAX = 30, 4, 20
KEY_CHARACTERS_MAX, NAME_CHARACTERS_MAX, WORDS_CHARACTERS_MAX = 30, 80, 1_000
KEY = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
BYTES_MAX = 200_000


class UnableToSetFlow(UnableTo):
    pass


class StepKind(StrEnum):
    SAY = "say"
    ASK = "ask"
    LOOK_UP = "look_up"  # the state of an order
    BOOK = "book"  # a visit
    CALL = "call"  # is asked for
    HAND_OVER = "hand_over"


class Asked(StrEnum):
    TEXT = "text"
    ORDER = "order"  # its number
    CONTACT = "contact"  # an e-mail address or a phone number, by which an order is proved
    PHONE = "phone"
    CHOICE = "choice"
    SLOT = "slot"  # a time for a visit
    CALL_TIME = "call_time"  # when to be called back: as soon as possible, or at a time


TIMES = (Asked.SLOT, Asked.CALL_TIME)  # of which those that are free are offered


# Names in braces that a step's words may have, and what each deed needs to have been answered before.
NAMES = {
    StepKind.LOOK_UP: ("number", "state", "promised"),
    StepKind.BOOK: ("visit", "moment"),
    StepKind.CALL: ("phone", "promised"),
}
NEEDED = {StepKind.LOOK_UP: Asked.ORDER, StepKind.BOOK: Asked.SLOT, StepKind.CALL: Asked.PHONE}


@dataclass(frozen=True, slots=True)
class Choice:
    names: Texts
    next: str = ""


@dataclass(frozen=True, slots=True)
class FlowStep:
    """`next`: the step after it, "" for none: the flow ends. `other`: where it goes on when the order is not found or
    not proved, nothing is free, the time is taken, the call refused; "": a person takes over. `visit_type`: the public
    id of what is booked at the time that is asked for."""

    key: str
    kind: str
    words: Texts = field(default_factory=dict)
    next: str = ""
    other: str = ""
    asks: str = ""
    choices: tuple[Choice, ...] = ()
    visit_type: str = ""

    @property
    def goes_to(self) -> tuple[str, ...]:
        """Every step that may follow; "" where the flow ends or a person takes over."""
        if self.kind == StepKind.HAND_OVER:
            return ("",)
        if self.asks == Asked.CHOICE:
            return tuple(one.next for one in self.choices)
        return (self.next, self.other) if self.has_other else (self.next,)

    @property
    def has_other(self) -> bool:
        return self.kind in NEEDED or (self.kind == StepKind.ASK and self.asks in TIMES)


@dataclass(frozen=True, slots=True)
class Document:
    """`starts`: by language, phrases; a message that has every word of one, in any form, begins the flow. `menu`: as it
    is offered before anything was said; empty: it is not. It begins with the first step."""

    name: Texts
    starts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    menu: Texts = field(default_factory=dict)
    steps: tuple[FlowStep, ...] = ()

    def step(self, key: str) -> FlowStep | None:
        return next((one for one in self.steps if one.key == key), None)

    def called(self, *languages: str) -> str:
        return in_language(self.name, *languages)

    def plain(self) -> dict[str, Any]:
        return {"version": VERSION, **asdict(self)}


def read(plain: object) -> Document:
    """As it was written, tidied. Raises `UnableToSetFlow` for what is no flow or one of a newer Slovo."""
    if not isinstance(plain, Mapping) or not isinstance(plain.get("steps"), list | tuple):
        raise UnableToSetFlow(_("This is no flow: it has no list of steps."))
    if plain.get("version") != VERSION:
        raise UnableToSetFlow(_("This flow is of a version that is not known here. Upgrade Slovo first."))
    starts = plain.get("starts")
    phrases = starts if isinstance(starts, Mapping) else {}
    return Document(
        name=_texts(plain.get("name")),
        starts={
            str(language): tuple(filter(None, (" ".join(str(one).split()) for one in said)))[:PHRASES_MAX]
            for language, said in phrases.items()
            if isinstance(said, list | tuple)
        },
        menu=_texts(plain.get("menu")),
        steps=tuple(_step(one) for one in plain["steps"][:STEPS_MAX] if isinstance(one, Mapping)),
    )


def with_visit_type(document: Document, public_id: str) -> Document:
    """Where none is named yet."""
    steps = (
        replace(one, visit_type=public_id) if one.asks == Asked.SLOT and not one.visit_type else one
        for one in document.steps
    )
    return replace(document, steps=tuple(steps))


def _step(plain: Mapping[str, Any]) -> FlowStep:
    """Without what has no meaning for its kind."""
    kind, asks = _word(plain.get("kind")), _word(plain.get("asks"))
    found = FlowStep(
        key=_word(plain.get("key")),
        kind=kind,
        words=_texts(plain.get("words")),
        asks=asks if kind == StepKind.ASK else "",
    )
    chooses, ends = found.asks == Asked.CHOICE, kind == StepKind.HAND_OVER
    given = plain.get("choices")
    choices = [one for one in given if isinstance(one, Mapping)] if isinstance(given, list | tuple) else []
    return replace(
        found,
        next="" if chooses or ends else _word(plain.get("next")),
        other=_word(plain.get("other")) if found.has_other else "",
        choices=tuple(Choice(_texts(one.get("names")), _word(one.get("next"))) for one in choices) if chooses else (),
        visit_type=_word(plain.get("visit_type")) if found.asks == Asked.SLOT else "",
    )


def _word(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _texts(value: object) -> Texts:
    if not isinstance(value, Mapping):
        return {}
    return {str(language): str(text).strip() for language, text in value.items() if str(text).strip()}
