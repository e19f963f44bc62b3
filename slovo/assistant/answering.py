"""The assistant in a chat: what it makes of what a visitor wrote, and saying it. Actions.

`think` reads and computes, outside of any transaction; `speak` says it in a short one, if all is still as it was: no
person has come, the visitor has written nothing more, nobody has switched it off.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from slovo.assistant import masks, queries, shelf, talking, voice_queries
from slovo.assistant.flow_models import FlowTurn
from slovo.assistant.flows import leading
from slovo.assistant.flows import queries as flow_queries
from slovo.assistant.flows.leading import Led
from slovo.assistant.flows.talk import Went
from slovo.assistant.models import Turn
from slovo.assistant.retrieval import Passage
from slovo.assistant.source import Source, source_of
from slovo.assistant.talking import Move, Reason, Reply, Step, Talk
from slovo.assistant.voice_models import VoiceCall
from slovo.channels.adapter import Option
from slovo.conversations import by_rule, by_rule_turns, chat_waiting
from slovo.conversations.chat_queries import CHAT, visitor_in
from slovo.conversations.families import locked_root
from slovo.conversations.models import Conversation, Message
from slovo.conversations.outgoing import OPTIONS_MAX
from slovo.conversations.queries import family_ids
from slovo.core.db import transaction
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.text.language import possible_languages
from slovo.facts.assistant import (
    AssistantAskedBack,
    AssistantHandedOver,
    AssistantHelped,
    AssistantLed,
    AssistantQuoted,
)
from slovo.knowledge import asking
from slovo.knowledge.models import Version
from slovo.promises.notice_words import spoken

ASSISTANT = Actor("rule", "assistant")
FEW_WORDS = 3  # «1», «нет»: the talk goes on in its language


@dataclass(frozen=True, slots=True)
class Thought:
    """What it says next, where the visitor's words up to `heard_id` are the last. `talk`: with them. `led`, `went`:
    along a flow. Where that has deeds, they are done when it speaks, and what is said is what came of them."""

    conversation_id: int
    heard_id: int
    language: str
    talk: Talk
    reply: Reply
    version: Version | None
    led: Led | None = None
    went: Went | None = None


def think(*, message_id: int, at: datetime) -> Thought | None:
    """None: it says nothing to this message. What came before it and was not heard yet is heard with it."""
    message = Message.objects.select_related("conversation__root__brand", "conversation__brand").get(pk=message_id)
    conversation = message.conversation.root or message.conversation
    turns, unheard = _open_to_it(conversation, message_id)
    if not unheard:
        return None
    text = "\n".join(one.text for one in unheard)
    waits = leading.waits(turns, conversation.brand_id)
    language = turns[-1].language if waits else _language(text, message, conversation, turns)
    steps = list(_steps(turns, conversation))
    talk = talking.so_far(steps)
    world = leading.world_of(conversation, visitor_in(conversation), language, at=at, does=False)
    said = ["\n".join(step.asked) for step in steps]
    if led := leading.led(turns, said, text, before=talk, brand_id=conversation.brand_id, world=world):
        went = led.went(world)
        talk, along = led.replied(went, language)
        return Thought(conversation.pk, message_id, language, talk, along, None, led, went)
    library = shelf.library(conversation.brand_id, language)
    if not all(library.holds(passage) for passage in talk.between):
        talk = replace(talk, between=())  # what they were asked to choose from is not said any more
    versions: dict[str, Version] = {}

    def source(article: str) -> Source:
        versions[article] = shelf.quotable(conversation.brand_id, language).get(text_id=int(article))
        return source_of(versions[article], conversation.brand, at=at)

    talk, reply = talking.reply(talk, text, library=library, language=language, source=source)
    if reply is None:
        return None
    if reply.move == Move.GREET:
        menu = flow_queries.menu(conversation.brand, language)[: OPTIONS_MAX - len(reply.options)]
        offered = (Option(words) for words in menu if words not in {one.text for one in reply.options})
        reply = replace(reply, options=(*offered, *reply.options))
    quoted = versions[reply.passages[0].article] if reply.move == Move.QUOTE else None
    return Thought(conversation.pk, message_id, language, talk, reply, quoted)


@transaction(durable=True)
def speak(*, thought: Thought, at: datetime) -> None:
    """Once, however often the task is delivered."""
    conversation = locked_root(thought.conversation_id)
    _turns, unheard = _open_to_it(conversation, thought.heard_id)
    if not unheard:
        return
    talk, reply, went = _done(thought, conversation, at=at)
    if reply.move == Move.HAND_OVER:
        reply = replace(reply, words=f"{reply.words}{_when(conversation, thought.language, at=at)}")
    said = _say(conversation, reply, regarding=f"visit:{went.visit_id}" if went and went.visit_id else "", at=at)
    turn = Turn(
        heard_id=thought.heard_id,
        said=said,
        move=reply.move.value,
        reason=reply.reason.value if reply.reason else "",
        language=thought.language,
        version=thought.version,
        passages=[_kept(passage) for passage in reply.passages],
        at=at,
    )
    if reply.reason:
        note = talking.summary(talk, reply.reason, language=conversation.brand.language)
        turn.note = by_rule_turns.leave_note(conversation, note, actor=ASSISTANT, at=at)
    turn.save()
    VoiceCall.objects.filter(heard_id=turn.heard_id).update(turn=turn)
    row = leading.keep(turn, thought.led, went) if thought.led and went else None
    _record(conversation, turn, row, at=at)
    if reply.reason == Reason.UNKNOWN:
        _note_not_found(conversation, thought, at=at)
    if reply.move in {Move.QUOTE, Move.CLARIFY, Move.GREET, Move.LEAD, Move.SERVE}:
        by_rule_turns.await_customer(conversation, actor=ASSISTANT, at=at)
    elif reply.move == Move.TAKE_LEAVE:
        by_rule_turns.take_as_settled(conversation, actor=ASSISTANT, at=at)


def _note_not_found(conversation: Conversation, thought: Thought, *, at: datetime) -> None:
    """What they asked stands in the report of what was sought in vain, without who they are."""
    left = masks.masked(thought.talk.asked[-1], names=voice_queries.names_known(conversation))
    words = masks.MARK.sub(" ", left.text)
    asking.note_not_found(brand_id=conversation.brand_id, language=thought.language, words=words, at=at)


def _done(thought: Thought, conversation: Conversation, *, at: datetime) -> tuple[Talk, Reply, Went | None]:
    """As it was thought, unless a flow has something to do: that happens now, with all that is said of it."""
    led, went = thought.led, thought.went
    if led is None or went is None or not went.deeds:
        return thought.talk, thought.reply, went
    world = leading.world_of(conversation, visitor_in(conversation), thought.language, at=at, does=True)
    went = led.went(world)
    return *led.replied(went, thought.language), went


def _open_to_it(conversation: Conversation, heard_id: int) -> tuple[list[Turn], Sequence[Message]]:
    """What it has done there, and what it has not heard yet: nothing, where it has no say or where the visitor has
    gone on after `heard_id`, which is heard with what came after it."""
    ids = family_ids(conversation)
    if conversation.channel != CHAT or not queries.is_on(conversation.brand_id):
        return [], []
    turns = queries.turns_in(ids)
    if any(turn.move == Move.HAND_OVER for turn in turns) or queries.has_a_person(conversation, ids):
        return turns, []
    unheard = queries.unheard_in(ids, turns)
    return turns, unheard if unheard and unheard[-1].pk == heard_id else []


def _steps(turns: Sequence[Turn], conversation: Conversation) -> Iterator[Step]:
    said = queries.said_by_visitor(family_ids(conversation), turns)
    for turn in turns:
        asked = [one.text for one in said if one.pk <= turn.heard_id]
        said = said[len(asked) :]
        yield Step(asked, Move(turn.move), [Passage(**passage) for passage in turn.passages])


def _language(text: str, message: Message, conversation: Conversation, turns: Sequence[Turn]) -> str:
    """Of what is heard, as far as its letters tell; else as the talk has begun, or as the visitor reads the widget. A
    talk changes it for no single word."""
    begun, visitor = turns[-1].language if turns else "", visitor_in(conversation)
    if begun and len(text.split()) <= FEW_WORDS:
        return begun
    possible = possible_languages(text)
    known = (begun, visitor.language if visitor else "", message.language, conversation.brand.language)
    return next((one for one in known if one in possible), possible[0])


def _kept(passage: Passage) -> dict[str, str]:
    return {"article": passage.article, "title": passage.title, "text": passage.text, "opening": passage.opening}


def _when(conversation: Conversation, language: str, *, at: datetime) -> str:
    """Where nobody is there who could answer: by when somebody does, as it is promised."""
    brand = conversation.brand
    if not chat_waiting.is_left(brand.pk, brand.main_calendar.calendar, at=at):
        return ""
    due_at = chat_waiting.answer_due(brand.pk, conversation, at=at)
    if due_at is None:
        return ""
    moment = spoken(due_at, at=at, zone=brand.zone, language=language)
    with translation.override(language):
        return " " + _("Nobody is there just now: the answer comes by %(moment)s.") % {"moment": moment}


def _say(conversation: Conversation, reply: Reply, *, regarding: str, at: datetime) -> Message | None:
    """In the chat, by the door out. It is an answer to what they have just asked, not a notice that they may refuse.
    `regarding`: what has just been booked, of which they hear by it."""
    if not reply.words:
        return None
    return by_rule.say(
        conversation, reply.words, actor=ASSISTANT, at=at, purpose="", regarding=regarding, options=reply.options
    )


def _record(conversation: Conversation, turn: Turn, row: FlowTurn | None, *, at: datetime) -> None:
    about = {"brand_id": conversation.brand_id, "conversation_id": conversation.pk, "heard_id": turn.heard_id}
    said_id = turn.said_id or 0
    fact: AssistantQuoted | AssistantAskedBack | AssistantHelped | AssistantHandedOver | AssistantLed
    if row and turn.move != Move.HAND_OVER:
        came = {"visit_id": row.visit_id or 0, "callback_id": row.callback_id or 0}
        fact = AssistantLed(**about, said_id=said_id, flow_version_id=row.version_id, step=row.step, **came)
    elif turn.version_id:
        fact = AssistantQuoted(**about, said_id=said_id, version_id=turn.version_id)
    elif turn.move in {Move.CLARIFY, Move.GREET}:
        fact = AssistantAskedBack(**about, said_id=said_id)
    elif turn.move == Move.TAKE_LEAVE:
        fact = AssistantHelped(**about)
    else:
        fact = AssistantHandedOver(**about, reason=turn.reason)
    record(fact, actor=ASSISTANT, at=at)
