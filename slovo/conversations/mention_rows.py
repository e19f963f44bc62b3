"""Whom a note calls: a part of writing it."""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet

from slovo.conversations import queries
from slovo.conversations.conditions import unseen_mentions
from slovo.conversations.desk_models import Mention
from slovo.conversations.models import Conversation, Message
from slovo.core.journal.recording import record
from slovo.core.prepared import prepared
from slovo.facts.conversations import ColleagueMentioned
from slovo.people import queries as people
from slovo.people.models import Staff


def call(conversation: Conversation, note: Message, *, by: Staff, at: datetime) -> None:
    """Everybody of the brand whom the note names after @ is told."""
    if "@" not in note.text:
        return
    for colleague in named_in(note.text, people.colleagues_at(conversation.brand_id)):
        if colleague == by:
            continue
        Mention.objects.create(
            message=note, conversation=conversation, brand_id=conversation.brand_id, staff=colleague, at=at
        )
        fact = ColleagueMentioned(
            brand_id=conversation.brand_id,
            conversation_id=conversation.pk,
            message_id=note.pk,
            staff_id=colleague.pk,
        )
        record(fact, actor=by.actor, at=at)


def see(conversation: Conversation, *, by: Staff, at: datetime) -> int:
    """Whoever says something here has seen what called them."""
    unseen = _unseen(by.pk, queries.family_ids(conversation))
    return Mention.objects.filter(pk__in=unseen).update(seen_at=at) if unseen else 0


@prepared
def _unseen(staff_id: int, conversation_ids: Collection[int]) -> QuerySet[Mention, int]:
    return unseen_mentions(staff_id).filter(conversation_id__in=conversation_ids).values_list("pk", flat=True)


def named_in(text: str, colleagues: Iterable[Staff]) -> list[Staff]:
    """By the whole name, by what stands before the @ of their address, or by a first name that only one has."""
    everybody = list(colleagues)
    firsts = [_first(one) for one in everybody]
    return [one for one in everybody if _is_named(text.casefold(), one, alone=firsts.count(_first(one)) == 1)]


def _is_named(text: str, one: Staff, *, alone: bool) -> bool:
    names: Sequence[str] = [one.name.casefold(), one.email.partition("@")[0].casefold()]
    names = [*names, _first(one)] if alone else names
    return any(name and re.search(rf"(?<!\w)@{re.escape(name)}(?!\w)", text) for name in names)


def _first(one: Staff) -> str:
    return one.name.casefold().partition(" ")[0]
