"""Putting off: out of sight until a moment. Actions, as in `actions.py`. What is promised stays promised."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from slovo.conversations import queries
from slovo.conversations.changes import changed
from slovo.conversations.models import Conversation
from slovo.core.db import locked, locked_together, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rows import update
from slovo.facts.conversations import ConversationSnoozed, ConversationWoke
from slovo.people.models import Staff
from slovo.people.rights import Verb

DAYS_MAX = 366
WAKE_BATCH_MAX = 200
CLOCK = Actor("rule", "snooze")


class UnableToSnooze(UnableTo):
    pass


@transaction()
def snooze(*, conversation_id: int, until: datetime | None, by: Staff, at: datetime) -> None:
    conversation = locked(Conversation, conversation_id)
    by.must(Verb.SNOOZE, conversation)
    if until is None:
        raise UnableToSnooze(_("Choose a day and a time first."))
    if until <= at or until > at + timedelta(days=DAYS_MAX):
        raise UnableToSnooze(_("Choose a moment within the year ahead."))
    if conversation.closed_at:
        raise UnableToSnooze(_("This conversation is closed: it comes back when the customer writes."))
    promise = conversation.next_promise
    if promise and promise.warn_at and promise.warn_at <= at:
        raise UnableToSnooze(
            _("An answer is due soon or already. Write it, wait for the customer, or say that none is needed.")
        )
    conversation.snoozed_until, conversation.snoozed_by = until, by
    update(conversation, "snoozed_until", "snoozed_by")
    fact = ConversationSnoozed(brand_id=conversation.brand_id, conversation_id=conversation.pk, until=until.isoformat())
    record(fact, actor=by.actor, at=at)
    changed(conversation)


@transaction()
def wake(*, conversation_id: int, by: Staff, at: datetime) -> None:
    conversation = locked(Conversation, conversation_id)
    by.must(Verb.SNOOZE, conversation)
    if conversation.snoozed_until:
        _wake(conversation, "person", actor=by.actor, at=at)


@transaction()
def wake_due(*, at: datetime) -> int:
    """By the clock: those whose moment has come, and those in which an answer is due soon. How many."""
    chosen = queries.to_wake(at).order_by("snoozed_until").values_list("pk", flat=True)[:WAKE_BATCH_MAX]
    sleeping = locked_together(Conversation, list(chosen))
    found = [conversation for conversation in sleeping.values() if conversation.snoozed_until]
    for conversation in found:
        assert conversation.snoozed_until
        _wake(conversation, "moment" if conversation.snoozed_until <= at else "promise", actor=CLOCK, at=at)
    return len(found)


def _wake(conversation: Conversation, reason: str, *, actor: Actor, at: datetime) -> None:
    conversation.wake()
    update(conversation, "snoozed_until", "snoozed_by")
    fact = ConversationWoke(brand_id=conversation.brand_id, conversation_id=conversation.pk, reason=reason)
    record(fact, actor=actor, at=at)
    changed(conversation)
