"""What a page of the desk shows of a chat: what has been read, who is on the other side, whose it is, one's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from slovo.assistant import queries as assistant
from slovo.assistant.models import Turn
from slovo.channels.chat import block_queries, queries
from slovo.channels.chat.models import DutyState
from slovo.conversations import chat_people, chat_queries
from slovo.conversations.chat_queries import CHAT, visitor_in
from slovo.conversations.models import Conversation
from slovo.conversations.timeline import Item
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.web.desk.words.chats import BLOCK_TIMES, STANDINGS, line_words, standing_words, stays

TAKES_CHATS = "takes_chats"  # in the session: this browser shows the strip


@dataclass(frozen=True, slots=True)
class Shown:
    """`words`: what became of a message of ours. `options`: the answers that it offers, as `Line.options`."""

    words: list[str]
    options: list[dict[str, str]]


def lines_of(conversation: Conversation, timeline: Iterable[Item]) -> dict[int, Shown]:
    """What became of each with the visitor, by what carried it; of a conversation by letter, nothing is asked."""
    if conversation.channel != CHAT:
        return {}
    carried = [item.message.outbound_id for item in timeline if item.message and item.message.outbound_id]
    lines = queries.lines_carried(carried)
    return {outbound_id: Shown(line_words(line), line.options or []) for outbound_id, line in lines.items()}


def bot_turns(conversation: Conversation, timeline: Iterable[Item]) -> dict[int, Turn]:
    """What the assistant made of what it heard, by the message that came of it. Where no rule has spoken, nothing is
    asked."""
    if conversation.channel != CHAT:
        return {}
    by_rule = [item.message.pk for item in timeline if item.message and item.message.automatic]
    return assistant.turns_behind(by_rule) if by_rule else {}


def context(staff: Staff, conversation: Conversation, *, at: datetime) -> dict[str, Any]:
    """Of a conversation by letter, nothing is asked."""
    visitor = visitor_in(conversation)
    if visitor is None:
        return {}
    there = chat_people.standings(conversation.brand_id, at=at)
    may_block = staff.may_at(Verb.CLOSE, conversation.brand_id) and block_queries.address_is_known(visitor)
    others = [one for one in there if one.staff.pk != conversation.assignee_id]
    return {
        "visitor": visitor,
        "address_block": block_queries.block_before(visitor, at=at),
        "may_block_address": may_block,
        "block_times": BLOCK_TIMES,
        "visitor_pages": stays(queries.pages_of(visitor), at),
        "pinned": list(chat_queries.pinned_for(staff, [conversation.pk])),
        "chat_people": [(one, standing_words(one), one.state == DutyState.AVAILABLE) for one in others],
        "may_whisper": conversation.assignee_id not in {None, staff.pk} and staff.may(Verb.SEE_ROOM, conversation),
    }


def strip(staff: Staff, *, at: datetime) -> dict[str, Any]:
    """Their own chats with what is new in each; for whom they lead, how many are left unanswered."""
    mine = chat_queries.of_staff(staff)
    ids = [one.pk for one in mine]
    unread = chat_queries.unread_in(ids)
    told = {row.conversation_id for row in chat_queries.pinned_for(staff, ids)}
    led = [one for one in chat_queries.led_by(staff) if is_ringing(one)]
    standing = chat_people.standing_anywhere(staff, at=at)
    return {
        "strip": [(one, unread.get(one.pk, 0), one.pk in told) for one in sorted(mine, key=lambda one: one.pk)],
        "news": sum(unread.values()) + len(told),
        "ringing": len(led),
        "waiting": len(chat_queries.waiting(staff)),
        "standing": standing,
        "standing_name": STANDINGS[standing.state],
        "signs": queries.signs_of(staff),
        "at": at,
    }


def is_ringing(conversation: Conversation) -> bool:
    """Its lead has been called to it, and the answer is still owed. `conversation`: with its alarm, as read above."""
    promise = conversation.next_promise
    alarm = getattr(promise, "chat_alarm", None) if promise else None
    return bool(alarm and alarm.lead_at)


def takes_chats(request: HttpRequest) -> bool:
    """Whether this browser shows the strip; of the session, which every page has read anyway."""
    return bool(request.session.get(TAKES_CHATS))


def show_strip(request: HttpRequest) -> None:
    if not takes_chats(request):
        request.session[TAKES_CHATS] = True


def hide_strip(request: HttpRequest) -> None:
    request.session.pop(TAKES_CHATS, None)
