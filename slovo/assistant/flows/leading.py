"""A flow in a chat: whether one is begun or goes on by what was heard, where it stands by the rows, what is said then.

Of what the visitor answered, a turn keeps which answers they gave and no word of them: the words are read out of their
messages again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from slovo.assistant import talking
from slovo.assistant.flow_models import FlowTurn, FlowVersion
from slovo.assistant.flows import queries, reading, talk
from slovo.assistant.flows.document import TIMES
from slovo.assistant.flows.reading import Place
from slovo.assistant.flows.talk import End, Went, Where
from slovo.assistant.flows.world import World
from slovo.assistant.models import Turn
from slovo.assistant.talking import Move, Reason, Reply, Talk
from slovo.channels.chat.models import Visitor
from slovo.conversations.models import Conversation

RUNS_MAX = 5  # of flows in one talk
REASONS = {End.PERSON: Reason.SCRIPT, End.LOST: Reason.LOST}


@dataclass(frozen=True, slots=True)
class Led:
    """What is heard along a flow. `before`: the talk without it; `where`: in which the flow stood, None where it
    begins."""

    version: FlowVersion
    where: Where | None
    text: str
    before: Talk

    def went(self, world: World) -> Went:
        document = self.version.flow_document
        if self.where is None:
            return talk.begin(document, self.text, world=world)
        return talk.go_on(document, self.where, self.text, world=world)

    def replied(self, went: Went, language: str) -> tuple[Talk, Reply]:
        if went.end in REASONS:
            reason = REASONS[went.end]
            return talking.hand_over(self.before, self.text, reason, language=language, first=went.words)
        heard = replace(self.before, asked=(*self.before.asked, self.text.strip()), between=())
        move = Move.SERVE if went.end else Move.LEAD
        return heard, Reply(move, went.words, options=went.options)


def waits(turns: Sequence[Turn], brand_id: int) -> FlowTurn | None:
    """The last turn's flow, as long as it waits for an answer, in its language whatever letters that has. In another
    brand it is nobody's any more."""
    last = _of(turns[-1]) if turns else None
    return last if last and last.step and last.version.flow.brand_id == brand_id else None


def led(
    turns: Sequence[Turn], said: Sequence[str], text: str, *, before: Talk, brand_id: int, world: World
) -> Led | None:
    """None: no flow is begun by this, and none waits for it; or a person is wanted. `said`: what each has heard."""
    waiting = waits(turns, brand_id)
    if talking.calls_person(before, reading.without_answers(text) if waiting else text, answers=waiting is not None):
        return None
    if waiting:
        return Led(waiting.version, _where(turns, said, world), text, before)
    if len([row for turn in turns if (row := _of(turn)) and row.begins]) >= RUNS_MAX:
        return None
    version = queries.started_by(text, queries.running(brand_id), world.language)
    return Led(version, None, text, before) if version else None


def world_of(conversation: Conversation, visitor: Visitor | None, language: str, *, at: datetime, does: bool) -> World:
    return World(
        brand=conversation.brand,
        at=at,
        language=language,
        customer=conversation.customer,
        vouched_for=visitor is not None and bool(visitor.person),
        about=conversation.key,
        guarded=True,
        does=does,
    )


def keep(turn: Turn, led: Led, went: Went) -> FlowTurn:
    """Part of an action: where the flow stands by now."""
    return FlowTurn.objects.create(
        turn=turn,
        version=led.version,
        begins=led.where is None,
        step="" if went.end else went.where.step,
        took=[str(asks) for asks in went.took],
        left=_left(went.where),
        visit_id=went.visit_id,
        callback_id=went.callback_id,
    )


def _of(turn: Turn) -> FlowTurn | None:
    return getattr(turn, "in_flow", None)


def _where(turns: Sequence[Turn], said: Sequence[str], world: World) -> Where:
    """By the rows of the run that is not over, and by what was heard in it."""
    answers: dict[str, str] = {}
    place, last, number = Place(world.language, world.country, world.calendar, world.at), FlowTurn(), 0
    for turn, text in zip(turns, said, strict=True):
        row = _of(turn)
        if row is None:
            continue
        if row.begins:
            answers, number = {}, 0
        last, number = row, number + 1
        for asks in row.took:
            value = None if asks in TIMES else reading.words_answered(asks, text, place)
            answers = talk.with_answer(answers, asks, value) if value else answers
    return Where(
        step=last.step,
        tries=last.left.get("tries", 0),
        answers=answers,
        slot=last.slot,
        call_at=last.call_at,
        visit_type=last.left.get("visit_type", ""),
        offered=last.offered,
        pages=last.left.get("pages", 0),
        turns=number,
    )


def _left(where: Where) -> dict[str, object]:
    found = {
        "tries": where.tries,
        "pages": where.pages,
        "visit_type": where.visit_type,
        "slot": where.slot.isoformat() if where.slot else "",
        "call_at": where.call_at.isoformat() if where.call_at else "",
        "offered": [one.isoformat() for one in where.offered],
    }
    return {name: value for name, value in found.items() if value}
