"""Who keeps an eye on what: following, mentions, relations. Actions, as in `actions.py`."""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.conversations import mention_rows, queries
from slovo.conversations.changes import changed
from slovo.conversations.desk_models import Follower, Related
from slovo.conversations.families import locked_roots
from slovo.conversations.models import Conversation
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.facts.conversations import (
    ConversationFollowed,
    ConversationsRelated,
    ConversationsUnrelated,
    ConversationUnfollowed,
)
from slovo.people.models import Staff
from slovo.people.rights import Verb


class UnableToRelate(UnableTo):
    pass


@transaction()
def follow(*, conversation_id: int, by: Staff, at: datetime) -> None:
    conversation = locked(Conversation, conversation_id)
    by.must(Verb.READ, conversation)
    _follower, new = Follower.objects.get_or_create(conversation=conversation, staff=by, defaults={"since": at})
    if new:
        fact = ConversationFollowed(brand_id=conversation.brand_id, conversation_id=conversation.pk, staff_id=by.pk)
        record(fact, actor=by.actor, at=at)


@transaction()
def unfollow(*, conversation_id: int, by: Staff, at: datetime) -> None:
    conversation = locked(Conversation, conversation_id)
    by.must(Verb.READ, conversation)
    if Follower.objects.filter(conversation_id__in=queries.family_ids(conversation), staff=by).delete()[0]:
        fact = ConversationUnfollowed(brand_id=conversation.brand_id, conversation_id=conversation.pk, staff_id=by.pk)
        record(fact, actor=by.actor, at=at)


@transaction()
def see_mentions(*, conversation_id: int, by: Staff, at: datetime) -> None:
    """One's own attention is no fact."""
    conversation = locked(Conversation, conversation_id)
    by.must(Verb.READ, conversation)
    if mention_rows.see(conversation, by=by, at=at):
        changed(conversation)


@transaction()
def relate(*, conversation_id: int, other_id: int, by: Staff, at: datetime) -> None:
    """They belong together and stay two."""
    conversation, other = locked_roots(conversation_id, other_id)
    by.must(Verb.RELATE, conversation)
    by.must(Verb.RELATE, other)
    if conversation.brand_id != other.brand_id:
        raise UnableToRelate(_("These conversations belong to different brands. Brands are kept apart."))
    if conversation == other:
        raise UnableToRelate(_("These two are one conversation already."))
    one_id, second_id = sorted((conversation.pk, other.pk))
    _row, new = Related.objects.get_or_create(one_id=one_id, other_id=second_id, defaults={"at": at, "by": by})
    if new:
        fact = ConversationsRelated(brand_id=conversation.brand_id, conversation_id=conversation.pk, other_id=other.pk)
        record(fact, actor=by.actor, at=at)
        changed(conversation)
        changed(other)


@transaction()
def unrelate(*, conversation_id: int, other_id: int, by: Staff, at: datetime) -> None:
    conversation = locked(Conversation, conversation_id)
    by.must(Verb.RELATE, conversation)
    one_id, second_id = sorted((conversation_id, other_id))
    if Related.objects.filter(one_id=one_id, other_id=second_id).delete()[0]:
        fact = ConversationsUnrelated(
            brand_id=conversation.brand_id, conversation_id=conversation.pk, other_id=other_id
        )
        record(fact, actor=by.actor, at=at)
        changed(conversation)
