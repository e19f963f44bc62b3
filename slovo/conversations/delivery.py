"""What became of what we wrote: it left, it did not, or nobody knows. Actions, as in `actions.py`."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from slovo.channels import actions as channels
from slovo.channels import outcomes
from slovo.channels.chat import queries as chats
from slovo.channels.models import Outbound
from slovo.channels.models import State as Delivery
from slovo.conversations import changes, chat_letters, queries
from slovo.conversations.changes import changed
from slovo.conversations.chat_queries import CHAT
from slovo.conversations.families import locked_root
from slovo.conversations.models import Conversation, Direction, Message
from slovo.core.db import locked, transaction
from slovo.core.journal.actor import SYSTEM
from slovo.core.journal.recording import record
from slovo.core.prepared import prepared
from slovo.core.rows import update
from slovo.facts.conversations import NoticeLeft, ReplyFailed, ReplySent
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import ledger, moving, notifying

ATTEMPTS_UNNOTICED = 2  # a few minutes


@transaction()
def note_sent(*, outbound_id: int) -> None:
    """The letter has left: the promise to answer is kept, and a new one made if the customer wrote again meanwhile."""
    message = next(iter(_carried_by(outbound_id)), None)
    if message is None:
        _note_letter_of_a_chat(outbound_id)
        return
    if message.outbound is None or message.outbound.sent_at is None:
        return
    if _is_heard_later(message.outbound):
        changed(locked(Conversation, message.conversation_id))
        return
    conversation = locked(Conversation, message.conversation_id)
    if message.sent_at:
        return
    sent_at = message.sent_at = message.outbound.sent_at
    update(message, "sent_at")
    if not message.answers:
        _note_left(message, conversation, at=sent_at)
        changed(conversation)
        return
    first = conversation.first_answered_at is None
    conversation.first_answered_at = conversation.first_answered_at or sent_at
    # What was merged later was not answered by it. What was merged when it was written was, wherever it is read now.
    merged_ids = queries.merged_into(conversation, by=message.at)
    written_again = _unanswered_after(message, [conversation.pk, *merged_ids])
    fact = ReplySent(
        brand_id=conversation.brand_id,
        conversation_id=conversation.pk,
        message_id=message.pk,
        customer_id=conversation.customer_id,
        channel=conversation.channel,
        first=first and not written_again,
        owner_id=conversation.assignee_id,
        team_id=conversation.team_id,
        staff_id=message.staff_id,
        sent_at=sent_at.isoformat(),
        awaited_since=written_again.at.isoformat() if written_again else None,
        merged_ids=merged_ids,
    )
    record(fact, actor=message.staff.actor if message.staff else SYSTEM, at=sent_at)
    if message.outbound.attempts > ATTEMPTS_UNNOTICED:  # it was ours again meanwhile
        update(conversation, "first_answered_at")
        _their_turn(locked_root(conversation.pk), message, at=sent_at)
    else:
        changed(conversation, unsaved=True)


def _is_heard_later(outbound: Outbound) -> bool:
    """What a rule tells in a chat: nobody knows that they are there until a page of theirs has it."""
    return outbound.channel == CHAT and bool(outbound.purpose)


def _note_letter_of_a_chat(outbound_id: int) -> None:
    """It has left with what they had not had."""
    chat_letters.show(outbound_id=outbound_id)
    letter = Outbound.objects.filter(pk=outbound_id, sent_at__isnull=False).first()
    if letter is None or letter.sent_at is None:
        return
    for notice_id in chats.notices_in(outbound_id):
        note_arrived(outbound_id=notice_id, at=letter.sent_at)


@transaction()
def note_arrived(*, outbound_id: int, at: datetime) -> None:
    """What a rule told in a chat has reached a page of theirs, or has left by letter."""
    message = next(iter(_carried_by(outbound_id)), None)
    if message is None:
        return
    conversation = locked(Conversation, message.conversation_id)
    if message.sent_at:
        return
    message.sent_at = at
    update(message, "sent_at")
    _note_left(message, conversation, at=at)
    changed(conversation)


def _note_left(message: Message, conversation: Conversation, *, at: datetime) -> None:
    """What a rule said has left: the customer has heard of it, and a question that was promised is asked."""
    notifying.note_sent(message_id=message.pk, sent_at=at)
    remembered = _remembered(message)
    if move_id := remembered.get("move_id"):
        moving.note_notice(move_id=move_id, sent_at=at, actor=SYSTEM)
    if promise_id := remembered.get("keeps_id"):
        ledger.keep_by_rule(promise_id=promise_id, done_at=at, actor=SYSTEM)
    if message.automatic:
        fact = NoticeLeft(
            brand_id=conversation.brand_id,
            conversation_id=conversation.pk,
            outbound_id=message.outbound_id or 0,
            sent_at=at.isoformat(),
        )
        record(fact, actor=SYSTEM, at=at)


def _remembered(message: Message) -> dict[str, Any]:
    """What a rule said it for."""
    return message.before or {} if message.automatic else {}


@transaction()
def note_delayed(*, outbound_id: int) -> None:
    """It has not left yet, and the open pages say why. A busy server is no news; when it goes on, the conversation is
    ours again until the letter has left."""
    message = next(iter(_carried_by(outbound_id)), None)
    if message is None or message.outbound is None:
        return
    conversation = locked_root(message.conversation_id)
    if message.outbound.state == Delivery.QUEUED and message.outbound.attempts == ATTEMPTS_UNNOTICED + 1:
        conversation.reopen()
        update(conversation)
    changed(conversation)


@transaction()
def note_not_sent(*, outbound_id: int, at: datetime) -> None:
    """The letter did not arrive, or nobody knows: the conversation is ours again, before anybody's eyes."""
    message = next(iter(_carried_by(outbound_id)), None)
    if message is None:
        chat_letters.note_not_arrived(outbound_id=outbound_id, at=at)
        return
    if message.outbound is None:
        return
    notifying.note_not_sent(message_id=message.pk, at=at)
    remembered = _remembered(message)
    if promise_id := remembered.get("keeps_id"):
        notifying.leave_to_people(promise_id=promise_id, at=at)
    if move_id := remembered.get("move_id"):
        notifying.leave_move_to_people(move_id=move_id, at=at)
    conversation = locked_root(message.conversation_id)
    conversation.reopen()
    update(conversation)
    fact = ReplyFailed(
        brand_id=conversation.brand_id,
        conversation_id=conversation.pk,
        message_id=message.pk,
        outcome=message.outbound.state,
        merged_ids=queries.merged_ids(conversation),
    )
    record(fact, actor=SYSTEM, at=at)
    changed(conversation)


@transaction()
def show_again(*, key: str) -> bool:
    """Something about the conversation changed without its doing. False: not now, somebody writes in it."""
    kind, _colon, pk = key.partition(":")
    return kind != "conversation" or changes.show_again(int(pk))


@transaction()
def send_again(*, message_id: int, by: Staff, at: datetime) -> None:
    message = Message.objects.select_related("conversation").get(pk=message_id)
    conversation = locked_root(message.conversation_id)
    by.must(Verb.DECIDE_DELIVERY, conversation)
    assert message.outbound_id
    channels.send_again(outbound_id=message.outbound_id, actor=by.actor, at=at)
    _their_turn(conversation, message, at=at)


@transaction()
def confirm_arrived(*, message_id: int, by: Staff, at: datetime) -> None:
    """A person has found out that an uncertain letter did arrive."""
    message = Message.objects.select_related("conversation", "outbound").get(pk=message_id)
    by.must(Verb.DECIDE_DELIVERY, message.conversation)
    assert message.outbound
    if message.outbound.state != Delivery.UNCERTAIN:
        raise channels.UnableToDecide(_("There is no doubt about this message."))
    outcomes.record_sent(outbound_id=message.outbound.pk, at=message.outbound.sending_at or at)
    _their_turn(locked_root(message.conversation_id), message, at=at)


def _their_turn(conversation: Conversation, message: Message, *, at: datetime) -> None:
    """A letter passed on answers nobody, whatever becomes of it."""
    if message.answers and not _unanswered_after(message, queries.family_ids(conversation)):
        conversation.wait(at=at)
        update(conversation)
    changed(conversation)


def _unanswered_after(message: Message, conversation_ids: Collection[int]) -> Message | None:
    """The first letter that awaits an answer and came after this one of ours, and after all others that have left."""
    left = next(iter(_left_after(conversation_ids, message.pk)), message.pk)
    return next(iter(_awaiting_after(conversation_ids, left)), None)


@prepared
def _left_after(conversation_ids: Collection[int], pk: int) -> QuerySet[Message, int]:
    rows = Message.objects.filter(conversation_id__in=conversation_ids, pk__gt=pk, direction=Direction.OUT)
    left = rows.filter(sent_at__isnull=False, forwarded_at=None, staff__isnull=False).order_by("-pk")
    return left.values_list("pk", flat=True)[:1]


@prepared
def _awaiting_after(conversation_ids: Collection[int], pk: int) -> QuerySet[Message]:
    rows = Message.objects.filter(conversation_id__in=conversation_ids, pk__gt=pk, awaits_answer=True)
    return rows.order_by("pk")[:1]


@prepared
def _carried_by(outbound_id: int) -> QuerySet[Message]:
    return Message.objects.select_related("outbound", "staff").filter(outbound_id=outbound_id)
