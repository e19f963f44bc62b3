"""One step of a flow after another, as far as the visitor need not be asked: a function of the document, of where the
talk stands and of what they said. What there is to find out and to do is the world's (`world.py`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils import translation
from django.utils.translation import gettext as _

from slovo.assistant.flows import reading
from slovo.assistant.flows.document import TIMES, Asked, Document, FlowStep, StepKind
from slovo.assistant.flows.reading import Place
from slovo.assistant.flows.world import World
from slovo.channels.adapter import Option
from slovo.requests.models import in_language

TRIES_MAX = 2  # of one question
PAGES_MAX = 8  # of times that are offered
TURNS_MAX = 30
SHORTLY = timedelta(minutes=1)
STEPS_AT_ONCE_MAX = 60  # a sound flow never takes so many
FROM_THE_BEGINNING = (Asked.ORDER, Asked.PHONE)  # what may be told together with what begins the flow


class End(StrEnum):
    """How a flow has ended."""

    DONE = "done"
    PERSON = "person"  # it leads to one
    LOST = "lost"  # they were not understood


@dataclass(frozen=True, slots=True)
class Where:
    """`step`: that waits for an answer, "" for none. `tries`: how often in vain. `answers`: by what was asked, texts
    one below the other; `slot`: the time that was chosen for a visit, `call_at` for a call, None for as soon as
    possible. `offered`: the times to choose from; `pages`: how often."""

    step: str = ""
    tries: int = 0
    answers: Mapping[str, str] = field(default_factory=dict)
    slot: datetime | None = None
    call_at: datetime | None = None
    visit_type: str = ""
    offered: tuple[datetime, ...] = ()
    pages: int = 0
    turns: int = 0


@dataclass(frozen=True, slots=True)
class Went:
    """`words`: what is said, "" for nothing. `took`: which answers were understood. `end`: None while it waits.
    `deeds`: whether it did, or would do, anything. `visit_id`, `callback_id`: what it has done."""

    where: Where
    words: str = ""
    options: tuple[Option, ...] = ()
    took: tuple[str, ...] = ()
    end: End | None = None
    deeds: tuple[str, ...] = ()
    visit_id: int | None = None
    callback_id: int | None = None


def begin(document: Document, text: str, *, world: World) -> Went:
    """What they said besides may answer a first question: the number of an order, a phone."""
    place = _place(world)
    told = {asks: reading.words_answered(asks, text, place) for asks in FROM_THE_BEGINNING}
    known = {str(asks): value for asks, value in told.items() if value}
    with translation.override(world.language):
        hello = _("I am a bot and can do this for you. Write “a person please” whenever you want one.")
        went = _walk(document, document.steps[0].key, Went(Where(turns=1)), world, told=known)
        return replace(went, words="\n\n".join(filter(None, (hello, went.words))))


def go_on(document: Document, where: Where, text: str, *, world: World) -> Went:
    step = document.step(where.step)
    now = replace(where, turns=where.turns + 1)
    with translation.override(world.language):
        if step is None or now.turns > TURNS_MAX:
            return Went(now, end=End.LOST)
        if step.asks in TIMES:
            return _hear_time(document, step, now, text, world)
        if step.asks == Asked.CHOICE:
            leads_to = reading.choice(step, text, _languages(world))
            if leads_to is None:
                return _ask_again(step, now, world)
            return _walk(document, leads_to, Went(replace(now, step="", tries=0)), world)
        value = reading.words_answered(step.asks, text, _place(world))
        if value is None:
            return _ask_again(step, now, world)
        taken = Went(replace(now, step="", tries=0, answers=with_answer(now.answers, step.asks, value)))
        return _walk(document, step.next, replace(taken, took=(step.asks,)), world)


def with_answer(answers: Mapping[str, str], asks: str, value: str) -> dict[str, str]:
    """The last one holds; free texts stand one below the other."""
    before = answers.get(asks, "") if asks == Asked.TEXT else ""
    return {**answers, asks: f"{before}\n{value}".strip()}


def _walk(document: Document, key: str, went: Went, world: World, *, told: Mapping[str, str] | None = None) -> Went:
    left = dict(told or {})
    for _number in range(STEPS_AT_ONCE_MAX):
        if not key:
            return replace(went, end=End.DONE)
        step = document.step(key)
        if step is None:
            return replace(went, end=End.PERSON)
        if step.kind == StepKind.HAND_OVER:
            return replace(_saying(went, _words(step, world)), end=End.PERSON)
        if step.kind == StepKind.ASK:
            value = left.pop(step.asks, None)
            free = _free(step, world, None)
            if value is None and (free or step.asks not in TIMES):
                return _ask(step, went, world, free)
            if value is None:
                went = _without_a_time(step, went)
                if not step.other:
                    return replace(went, end=End.PERSON)
                key = step.other
                continue
            answers = with_answer(went.where.answers, step.asks, value)
            went = replace(went, where=replace(went.where, answers=answers), took=(*went.took, step.asks))
            key = step.next
            continue
        went, leads_to = _do(step, went, world)
        if leads_to is None:
            return replace(went, end=End.PERSON)
        key = leads_to
    return replace(went, end=End.PERSON)


def _do(step: FlowStep, went: Went, world: World) -> tuple[Went, str | None]:
    """And the step after it; None for a person."""
    answers = went.where.answers
    if step.kind == StepKind.SAY:
        return _saying(went, _words(step, world)), step.next
    names: Mapping[str, str] | None = None
    besides = ""
    if step.kind == StepKind.LOOK_UP:
        names = world.look_up(answers.get(Asked.ORDER, ""), answers.get(Asked.CONTACT, ""))
    elif step.kind == StepKind.BOOK and (slot := went.where.slot):
        went = replace(went, deeds=(*went.deeds, step.kind))
        done = world.book(went.where.visit_type, slot)
        names, besides = (done.names, done.besides) if done else (None, "")
        went = replace(went, visit_id=done.pk if done else went.visit_id, where=replace(went.where, slot=None))
    elif step.kind == StepKind.CALL and answers.get(Asked.PHONE):
        went = replace(went, deeds=(*went.deeds, step.kind))
        done = world.call(answers[Asked.PHONE], answers.get(Asked.TEXT, ""), went.where.call_at)
        names = done.names if done else None
        went = replace(went, callback_id=done.pk if done else went.callback_id, where=replace(went.where, call_at=None))
    if names is None:
        return went, step.other or None
    return _saying(_saying(went, _words(step, world, names)), besides), step.next


def _ask(step: FlowStep, went: Went, world: World, free: Sequence[datetime]) -> Went:
    """`free`: the times to choose from, where one is asked for."""
    where = replace(went.where, step=step.key, tries=0)
    asked = _saying(replace(went, where=where), _words(step, world))
    if step.asks in TIMES:
        return _offering(step, replace(asked, where=replace(where, visit_type=step.visit_type)), free, world)
    return replace(asked, options=_choices(step, world))


def _free(step: FlowStep, world: World, after: datetime | None) -> Sequence[datetime]:
    """The next times for it; none, where it asks for something else."""
    if step.asks == Asked.CALL_TIME:
        return world.call_times(after)
    return world.slots(step.visit_type, after) if step.asks == Asked.SLOT else ()


def _without_a_time(step: FlowStep, went: Went) -> Went:
    """A call without a time is one as soon as possible: of that they need hear nothing."""
    if step.asks == Asked.CALL_TIME:
        return replace(went, where=replace(went.where, call_at=None))
    return _saying(went, _nothing_free())


def _nothing_free() -> str:
    return _("There is no free time left that I could offer.")


def _hear_time(document: Document, step: FlowStep, where: Where, text: str, world: World) -> Went:
    place, calls = _place(world), step.asks == Asked.CALL_TIME
    chosen = reading.offered_slot(text, where.offered, place.calendar, first=2 if calls else 1)
    named = None if chosen else reading.moment_named(text, place)
    if named:
        chosen = world.call_time_at(named) if calls else named if world.fits(step.visit_type, named) else None
    if chosen or (calls and not named and reading.is_wanted_soon(text)):
        taken = replace(where, step="", tries=0, offered=())
        taken = replace(taken, call_at=chosen) if calls else replace(taken, slot=chosen, visit_type=step.visit_type)
        return _walk(document, step.next, Went(taken, took=(step.asks,)), world)
    if where.pages >= PAGES_MAX:
        return Went(where, end=End.PERSON)
    if named or reading.wants_another_time(text):
        return _other_times(document, step, where, named, world)
    return _ask_again(step, where, world)


def _other_times(document: Document, step: FlowStep, where: Where, named: datetime | None, world: World) -> Went:
    free = _free(step, world, named or (where.offered[-1] + SHORTLY if where.offered else None))
    if free:
        words = _("Then the next free times are these.") if named else _("These are free, too.")
        return _offering(step, Went(where, words), free, world)
    if step.asks == Asked.CALL_TIME and (
        first := world.call_times(None)
    ):  # who wants a later one is not called at once
        return _offering(step, Went(where, _nothing_free()), first, world)
    said = Went(replace(where, step="", offered=()), _nothing_free())
    return _walk(document, step.other, said, world) if step.other else replace(said, end=End.PERSON)


def _offering(step: FlowStep, went: Went, free: Sequence[datetime], world: World) -> Went:
    where = replace(went.where, offered=tuple(free), pages=went.where.pages + 1)
    return replace(went, where=where, options=_times(step, free, world))


def _ask_again(step: FlowStep, where: Where, world: World) -> Went:
    """Once, and never word for word. Then a person understands it."""
    where = replace(where, tries=where.tries + 1)
    if where.tries >= TRIES_MAX:
        return Went(where, end=End.LOST)
    words = " ".join((_("I did not understand that."), _what_is_missing(step.asks)))
    options = _times(step, where.offered, world) if step.asks in TIMES else _choices(step, world)
    return Went(where, words, options)


def _what_is_missing(asks: str) -> str:
    if asks in TIMES:
        return _("I see no time there that I could take. Choose one of these, or name a day and an hour.")
    return {
        Asked.ORDER: _("I see no order number there. Copy it from the letter about your order."),
        Asked.CONTACT: _("I see no e-mail address and no phone number there. Write the one that is on the order."),
        Asked.PHONE: _("I see no phone number there. Write it with the code of the city or the country."),
        Asked.CHOICE: _("There is no such choice. Choose one of these, or write “a person please”."),
    }.get(Asked(asks), _("Say it in other words, please."))


def _times(step: FlowStep, free: Sequence[datetime], world: World) -> tuple[Option, ...]:
    shown = [reading.slot_words(one, world.calendar) for one in free]
    if step.asks == Asked.CALL_TIME:
        shown.insert(0, reading.as_soon_as_possible())
    return tuple(Option(words) for words in (*shown, reading.another_time()))


def _choices(step: FlowStep, world: World) -> tuple[Option, ...]:
    return tuple(Option(in_language(one.names, *_languages(world))) for one in step.choices)


def _saying(went: Went, words: str) -> Went:
    return replace(went, words="\n\n".join(filter(None, (went.words, words))))


def _words(step: FlowStep, world: World, names: Mapping[str, str] | None = None) -> str:
    said = in_language(step.words, *_languages(world))
    for name, value in (names or {}).items():
        said = said.replace(f"{{{name}}}", value)
    return said.strip()


def _languages(world: World) -> tuple[str, str]:
    return world.language, world.brand.language


def _place(world: World) -> Place:
    return Place(world.language, world.country, world.calendar, world.at)
