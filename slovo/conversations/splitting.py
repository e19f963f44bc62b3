"""Some messages become a conversation of their own, and come back. Actions, as in `actions.py`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from slovo.conversations import queries
from slovo.conversations.changes import changed
from slovo.conversations.desk_models import Split, SplitMessage
from slovo.conversations.families import as_it_stands, locked_root, locked_roots, stand_as, take_last_words
from slovo.conversations.intake_words import SUBJECT_CHARACTERS_MAX
from slovo.conversations.models import Conversation, Direction, Message, Participant
from slovo.conversations.pointing import point
from slovo.core.db import transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.core.rows import update
from slovo.facts.conversations import ConversationRejoined, ConversationSplit
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import queries as promises


class UnableToSplit(UnableTo):
    pass


@dataclass(frozen=True, slots=True)
class Owed:
    """What goes along awaits: `since` when, and whose promise goes with it because nothing that awaits stays."""

    since: datetime | None
    promise_of: int | None


@transaction()
def split(
    *, conversation_id: int, message_ids: Collection[int], by: Staff, at: datetime, subject: str = ""
) -> Conversation:
    """The promise to answer goes with what awaits an answer; if both parts do, each is owed one."""
    origin = locked_root(conversation_id)
    by.must(Verb.MERGE, origin)
    said = list(queries.messages_of(origin).select_related("customer", "outbound").defer("html").order_by("pk"))
    chosen = [message for message in said if message.pk in message_ids]
    _check(said, chosen)
    owed = _owed(said, chosen)
    new = _open(origin, chosen, subject=subject, open_=owed.since is not None)
    done = Split(conversation=new, origin=origin, promise_of_id=owed.promise_of, at=at, by=by)
    done.before = as_it_stands(origin)
    _move(done, chosen, new)
    take_last_words(origin, queries.family_ids(origin))
    update(origin)
    done.after = as_it_stands(origin)
    Split.objects.filter(pk=done.pk).update(after=done.after)
    record(_fact(origin, new, chosen, owed), actor=by.actor, at=at)
    changed(origin)
    changed(new)
    return new


@transaction()
def rejoin(*, conversation_id: int, by: Staff, at: datetime) -> None:
    """The messages go back where they were. What was said in the new one since then is read there too."""
    done = Split.objects.filter(conversation_id=conversation_id).first()
    if done is None:
        raise UnableToSplit(_("This conversation was not split from another."))
    origin, new = locked_roots(done.origin_id, conversation_id)
    by.must(Verb.MERGE, origin)
    if new.pk != conversation_id or origin == new:
        raise UnableToSplit(_("This conversation is merged into another. Separate them first."))
    for row in done.messages.all():
        Message.objects.filter(pk=row.message_id, conversation=new).update(conversation_id=row.was_in_id)
    if as_it_stands(origin) == done.after:
        stand_as(origin, done.before)
    promise_of, _deleted = done.promise_of_id, done.delete()
    fact = ConversationRejoined(
        brand_id=origin.brand_id, conversation_id=origin.pk, new_id=new.pk, promise_of_id=promise_of
    )
    record(fact, actor=by.actor, at=at)
    if not new.messages.exists():
        new.waiting_since = new.waiting_since or at  # an empty one opens nothing
    point(origin, new, by=by, at=at)


def _check(said: Sequence[Message], chosen: Sequence[Message]) -> None:
    if not any(message.direction != Direction.NOTE for message in chosen):
        raise UnableToSplit(_("Choose at least one letter for the new conversation."))
    if all(message in chosen for message in said if message.direction != Direction.NOTE):
        raise UnableToSplit(_("All letters are chosen: nothing would stay. Leave at least one where it is."))


def _owed(said: Sequence[Message], chosen: Sequence[Message]) -> Owed:
    answers = [one.pk for one in said if one.answers]
    answered_to = max(answers, default=0)
    awaiting = [one for one in said if one.awaits_answer and one.pk > answered_to]
    along = [one for one in awaiting if one in chosen]
    if not along:
        return Owed(None, None)
    stays = {one.conversation_id for one in awaiting if one not in chosen}
    emptied = [one.conversation_id for one in along if one.conversation_id not in stays]
    promised = [pk for pk in dict.fromkeys(emptied) if promises.owed_answer(f"conversation:{pk}")]
    return Owed(along[0].at, promised[0] if promised else None)


def _open(origin: Conversation, chosen: Sequence[Message], *, subject: str, open_: bool) -> Conversation:
    letters = [one for one in chosen if one.direction != Direction.NOTE]
    first, last = letters[0], letters[-1]
    customer = next((one.customer for one in letters if one.customer), origin.customer)
    sent = [one.sent_at for one in letters if one.sent_at and one.answers]
    new = Conversation.objects.create(
        brand_id=origin.brand_id,
        customer=customer,
        channel=origin.channel,
        mailbox=origin.mailbox,
        subject=subject.strip()[:SUBJECT_CHARACTERS_MAX] or origin.subject,
        language=first.language or origin.language,
        assignee=origin.assignee,
        team=origin.team,
        opened_at=first.at,
        last_message_at=last.at,
        first_answered_at=min(sent, default=None),
        waiting_since=None if open_ else last.at,
    )
    people = Participant.objects.filter(conversation_id__in=queries.family_ids(origin))
    Participant.objects.bulk_create(
        [Participant(conversation=new, kind=one.kind, value=one.value, name=one.name) for one in people],
        ignore_conflicts=True,
    )
    return new


def _move(done: Split, chosen: Sequence[Message], new: Conversation) -> None:
    done.after = {}
    done.save()
    SplitMessage.objects.bulk_create(
        SplitMessage(split=done, message=one, was_in_id=one.conversation_id) for one in chosen
    )
    Message.objects.filter(pk__in=[one.pk for one in chosen]).update(conversation=new)
    take_last_words(new, [new.pk])
    new.save()


def _fact(origin: Conversation, new: Conversation, chosen: Sequence[Message], owed: Owed) -> ConversationSplit:
    return ConversationSplit(
        brand_id=origin.brand_id,
        conversation_id=origin.pk,
        new_id=new.pk,
        message_ids=tuple(one.pk for one in chosen),
        customer_id=new.customer_id,
        channel=new.channel,
        first=new.first_answered_at is None,
        owner_id=new.assignee_id,
        team_id=new.team_id,
        promise_of_id=owed.promise_of,
        awaited_since=owed.since.isoformat() if owed.since else None,
    )
