"""A flow of the bot while somebody works on it: its document as it is typed, and as it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from slovo.assistant.flows.checks import Complaint
from slovo.assistant.flows.document import (
    CHOICES_MAX,
    NAMES,
    STEPS_MAX,
    VERSION,
    Asked,
    Document,
    FlowStep,
    StepKind,
    read,
)
from slovo.requests.models import in_language
from slovo.web.desk.offering import texts_in

KINDS = {
    "say": gettext_lazy("Say something"),
    "ask:text": gettext_lazy("Ask: free words"),
    "ask:choice": gettext_lazy("Ask: one of several answers"),
    "ask:order": gettext_lazy("Ask: the number of an order"),
    "ask:contact": gettext_lazy("Ask: the contact that is on the order"),
    "ask:phone": gettext_lazy("Ask: a phone number"),
    "ask:slot": gettext_lazy("Ask: a time for a visit"),
    "ask:call_time": gettext_lazy("Ask: when to call back"),
    "look_up": gettext_lazy("Look up the state of the order"),
    "book": gettext_lazy("Book the visit"),
    "call": gettext_lazy("Ask for the call back"),
    "hand_over": gettext_lazy("Hand over to a person"),
}
OTHERS = {
    "look_up": gettext_lazy("If the order is not found, or not proved to be theirs"),
    "book": gettext_lazy("If the time is taken by now"),
    "call": gettext_lazy("If no call can be asked for"),
    "ask:slot": gettext_lazy("If no time is free"),
    "ask:call_time": gettext_lazy("If there are no times to choose from"),
}
MOVES = ("up", "down", "remove")


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """An answer to choose from: by language, and the step to which it leads."""

    number: int
    texts: list[tuple[str, str, str]]
    next: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step as its builder reads it. `field`: in which its words are typed. `other`: what its other way is for, ""
    for none."""

    step: FlowStep
    field: str
    kind: str
    kind_name: str
    first_words: str
    names: list[str]
    follows: bool
    other: str
    choices: list[ChoiceLine]
    complaints: list[str]


def lines(document: Document, complaints: Sequence[Complaint]) -> list[StepLine]:
    said = {one.key: [found.words for found in complaints if found.step == one.key] for one in document.steps}
    return [_line(one, place, said[one.key]) for place, one in enumerate(document.steps)]


def _line(step: FlowStep, place: int, complaints: list[str]) -> StepLine:
    kind = f"ask:{step.asks}" if step.kind == StepKind.ASK else step.kind
    chooses = step.asks == Asked.CHOICE
    names = NAMES.get(StepKind(step.kind), ()) if step.kind in set(StepKind) else ()
    return StepLine(
        step=step,
        field=f"words_{place}",
        kind=kind,
        kind_name=str(KINDS.get(kind, kind)),
        first_words=in_language(step.words, get_language() or "en"),
        names=[f"{{{one}}}" for one in names],
        follows=not chooses and step.kind != StepKind.HAND_OVER,
        other=str(OTHERS.get(kind, "")) if step.has_other else "",
        choices=_choices(step) if chooses else [],
        complaints=complaints,
    )


def _choices(step: FlowStep) -> list[ChoiceLine]:
    """Four, some of them empty."""
    found = []
    for number in range(CHOICES_MAX):
        one = step.choices[number] if number < len(step.choices) else None
        texts = [(code, str(name), one.names.get(code, "") if one else "") for code, name in settings.LANGUAGES]
        found.append(ChoiceLine(number, texts, one.next if one else ""))
    return found


def document_in(given: QueryDict) -> Document:
    """As it was typed; checks judge it. `name_…`, `menu_…`, `starts_…` (a phrase a line); `steps`: how many; of each
    `key_0`, `was_0`, `kind_0`, `words_0_…`, `next_0`, `other_0`, `visit_type_0`, `choice_0_0_…`, `leads_0_0`. `do`:
    "add", or "up", "down", "remove" and the place of a step."""
    places = range(min(_number(given.get("steps", "")), STEPS_MAX))
    renamed = {given.get(f"was_{place}", ""): given.get(f"key_{place}", "").strip() for place in places}
    plain = [_step_in(given, place, renamed) for place in places]
    do, _colon, place = given.get("do", "").partition(":")
    if do == "add" and len(plain) < STEPS_MAX:
        plain.append({"key": _free([str(one["key"]) for one in plain]), "kind": "say"})
    elif do in MOVES and _number(place) < len(plain):
        _move(plain, do, _number(place))
    starts = {code: given.get(f"starts_{code}", "").splitlines() for code, _name in settings.LANGUAGES}
    return read(
        {
            "version": VERSION,
            "name": texts_in(given, "name"),
            "menu": texts_in(given, "menu"),
            "starts": {code: phrases for code, phrases in starts.items() if any(map(str.strip, phrases))},
            "steps": plain,
        }
    )


def starts_typed(document: Document) -> dict[str, str]:
    return {code: "\n".join(document.starts.get(code, ())) for code, _name in settings.LANGUAGES}


def named(document: Document) -> str:
    return document.called(get_language() or "en") or _("Without a name")


def _step_in(given: QueryDict, place: int, renamed: Mapping[str, str]) -> dict[str, object]:
    def leads(name: str) -> str:
        typed = given.get(name, "")
        return renamed.get(typed, typed)

    kind, _colon, asks = given.get(f"kind_{place}", "").partition(":")
    choices = [
        {"names": texts_in(given, f"choice_{place}_{number}"), "next": leads(f"leads_{place}_{number}")}
        for number in range(CHOICES_MAX)
    ]
    return {
        "key": given.get(f"key_{place}", ""),
        "kind": kind,
        "asks": asks,
        "words": texts_in(given, f"words_{place}"),
        "next": leads(f"next_{place}"),
        "other": leads(f"other_{place}"),
        "choices": [one for one in choices if one["names"]],
        "visit_type": given.get(f"visit_type_{place}", ""),
    }


def _move(plain: list[dict[str, object]], do: str, place: int) -> None:
    one = plain.pop(place)
    if do == "up":
        plain.insert(max(place - 1, 0), one)
    elif do == "down":
        plain.insert(place + 1, one)


def _free(keys: Sequence[str]) -> str:
    number = len(keys) + 1
    while f"step_{number}" in keys:
        number += 1
    return f"step_{number}"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
