"""A flow tried by whoever sets it: what it would say to a visitor. It looks up what there is; it books, sends and asks
for nothing, and writes no row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from slovo.assistant import talking
from slovo.assistant.flows import queries, reading, talk
from slovo.assistant.flows.document import Document, StepKind
from slovo.assistant.flows.talk import End, Went, Where
from slovo.assistant.flows.world import World
from slovo.assistant.talking import Reason, Talk
from slovo.brands.models import Brand

LINES_MAX = 40


@dataclass(frozen=True, slots=True)
class Exchange:
    """`said`: by the visitor. `words`, `options`: what they would hear. `remarks`: what there is to know of it, for
    whoever tries. `ended`: nothing follows."""

    said: str
    words: str = ""
    options: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    ended: bool = False


def tried(document: Document, texts: Sequence[str], *, brand: Brand, language: str, at: datetime) -> list[Exchange]:
    """What follows what. `language`: of the visitor; the remarks are in that of whoever tries."""
    world = World(brand=brand, at=at, language=language)
    found: list[Exchange] = []
    where: Where | None = None
    for text in texts[:LINES_MAX]:
        if where is None and not _begins(document, text, language):
            remark = _("These words do not begin this flow: the bot would look for an article.")
            found.append(Exchange(text, remarks=(remark,)))
            continue
        exchange, where = _heard(document, where, text, world)
        found.append(exchange)
        if exchange.ended:
            break
    return found


def _begins(document: Document, text: str, language: str) -> bool:
    if not document.steps or talking.calls_person(Talk(), text):
        return False
    return bool(queries.words_that_begin(document, text, language))


def _heard(document: Document, where: Where | None, text: str, world: World) -> tuple[Exchange, Where]:
    reason = talking.calls_person(Talk(), reading.without_answers(text), answers=True) if where else None
    if where and reason:
        return _over(text, reason, Went(where), world), where
    went = talk.go_on(document, where, text, world=world) if where else talk.begin(document, text, world=world)
    if went.end in (End.PERSON, End.LOST):
        return _over(text, Reason.SCRIPT if went.end == End.PERSON else Reason.LOST, went, world), went.where
    remarks = _deeds(went)
    if went.end:
        remarks = (*remarks, _("The flow ends here."))
    options = tuple(one.text for one in went.options)
    return Exchange(text, went.words, options, remarks, went.end is not None), went.where


def _over(text: str, reason: Reason, went: Went, world: World) -> Exchange:
    _talk, reply = talking.hand_over(Talk(), text, reason, language=world.language, first=went.words)
    return Exchange(text, reply.words, remarks=(*_deeds(went), _("A person takes over here.")), ended=True)


def _deeds(went: Went) -> tuple[str, ...]:
    words = {
        StepKind.BOOK: _("A visitor’s visit would be booked here. Nothing was."),
        StepKind.CALL: _("A visitor’s call back would be asked for here. Nothing was."),
    }
    return tuple(words[StepKind(one)] for one in went.deeds)
