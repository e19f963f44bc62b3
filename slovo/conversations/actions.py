from collections.abc import Collection
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.conversations import assignee_rows, draft_rows, mention_rows, queries
from slovo.conversations.changes import changed
from slovo.conversations.desk_models import Writing
from slovo.conversations.models import Conversation, Direction, Message, Tag
from slovo.conversations.outgoing import UnableToReply as UnableToReply
from slovo.conversations.outgoing import Upload as Upload
from slovo.conversations.outgoing import check
from slovo.conversations.replying import reply as reply
from slovo.conversations.search.indexing import index_new
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.core.rows import update
from slovo.customers import actions as customers
from slovo.customers.models import Identity
from slovo.facts.conversations import (
    AnswerNotNeeded,
    ConversationClosed,
    ConversationCustomerChanged,
    ConversationFact,
    ConversationReopened,
    ConversationTagged,
    ConversationWaits,
    FamilyFact,
    NoteWritten,
)
from slovo.people.models import Staff, Team
from slovo.people.rights import Verb
from slovo.promises import queries as promises

FactT = TypeVar("FactT", bound=ConversationFact)
FamilyFactT = TypeVar("FamilyFactT", bound=FamilyFact)


class UnableToAssign(UnableTo):
    pass


class UnableToCloseConversation(UnableTo):
    pass


@transaction()
def note(*, conversation_id: int, by: Staff, text: str, at: datetime, draft_id: UUID | None = None) -> Message:
    """Words among colleagues, which no customer ever sees."""
    conversation = locked(Conversation, conversation_id)
    by.must(Verb.NOTE, conversation)
    written_before = draft_id and Message.objects.filter(conversation=conversation, draft_id=draft_id).first()
    if written_before:
        return written_before
    check(text)
    message = Message.objects.create(
        conversation=conversation,
        brand_id=conversation.brand_id,
        direction=Direction.NOTE,
        staff=by,
        sender_name=by.name,
        text=text.strip(),
        at=at,
        draft_id=draft_id,
    )
    draft_rows.end(conversation, by=by, kind=Writing.NOTE)
    fact = NoteWritten(brand_id=conversation.brand_id, conversation_id=conversation.pk, message_id=message.pk)
    record(fact, actor=by.actor, at=at)
    index_new(message, conversation=conversation)
    mention_rows.see(conversation, by=by, at=at)
    mention_rows.call(conversation, message, by=by, at=at)
    changed(conversation)
    return message


@transaction()
def assign(*, conversation_id: int, staff_id: int | None, team_id: int | None, by: Staff, at: datetime) -> None:
    """Give the work, and its promises, to a person, a team, both or nobody."""
    conversation = locked(Conversation, conversation_id)
    by.must(Verb.ASSIGN, conversation)
    if (
        staff_id
        and not Staff.objects.filter(pk=staff_id, left_at=None, memberships__brand_id=conversation.brand_id).exists()
    ):
        raise UnableToAssign(_("This person does not work for this brand. Choose somebody who does."))
    if team_id and not Team.objects.filter(pk=team_id, brand_id=conversation.brand_id).exists():
        raise UnableToAssign(_("This team belongs to another brand. Choose one of this brand."))
    if (conversation.assignee_id, conversation.team_id) == (staff_id, team_id):
        return
    assignee_rows.give(conversation, staff_id=staff_id, team_id=team_id, actor=by.actor, at=at)


@transaction()
def take(*, conversation_id: int, by: Staff, at: datetime) -> None:
    """Two who take it at the same instant: it is whose was first."""
    conversation = locked(Conversation, conversation_id)
    by.must(Verb.ASSIGN, conversation)
    if conversation.assignee_id == by.pk:
        return
    if conversation.assignee:
        name = conversation.assignee.name
        raise UnableToAssign(
            _("%(name)s has it already. Ask them, or change who is responsible beside the conversation.")
            % {"name": name}
        )
    assignee_rows.give(conversation, staff_id=by.pk, team_id=conversation.team_id, actor=by.actor, at=at)


@transaction()
def take_original_sender(*, message_id: int, by: Staff, at: datetime) -> None:
    """The letter was passed on by a colleague: the one who wrote it first becomes the customer."""
    message = Message.objects.get(pk=message_id)
    conversation = locked(Conversation, message.conversation_id)
    by.must(Verb.EDIT_CUSTOMER, conversation)
    if not message.original_value:
        raise UnableToAssign(_("This letter does not say who wrote it first."))
    customer = customers.find_or_create(
        brand_id=conversation.brand_id,
        kind=Identity.EMAIL,
        value=message.original_value,
        name=message.original_name,
        language=message.language,
        actor=by.actor,
        at=at,
    )
    fact = ConversationCustomerChanged(
        brand_id=conversation.brand_id,
        conversation_id=conversation.pk,
        customer_id=customer.pk,
        was_customer_id=conversation.customer_id,
    )
    conversation.customer = customer
    update(conversation)
    record(fact, actor=by.actor, at=at)
    changed(conversation)


@transaction()
def create_tag(*, brand: Brand, name: str, colour: str) -> Tag:
    created, _new = Tag.objects.get_or_create(brand=brand, name=name, defaults={"colour": colour})
    return created


@transaction()
def tag(*, conversation_id: int, tag_ids: Collection[int], by: Staff, at: datetime) -> None:
    conversation = locked(Conversation, conversation_id)
    by.must(Verb.TAG, conversation)
    tags = list(Tag.objects.filter(brand_id=conversation.brand_id, pk__in=tag_ids))
    conversation.tags.set(tags)
    fact = ConversationTagged(
        brand_id=conversation.brand_id,
        conversation_id=conversation.pk,
        tag_ids=tuple(sorted(tag.pk for tag in tags)),
    )
    record(fact, actor=by.actor, at=at)
    changed(conversation)


@transaction()
def wait_for_customer(*, conversation_id: int, by: Staff, at: datetime) -> None:
    """It is the customer's turn, though no letter of ours says so: we asked them by phone. The clock stands."""
    conversation = locked(Conversation, conversation_id)
    by.must(Verb.WAIT, conversation)
    conversation.wait(at=at)
    update(conversation)
    record(_family_fact(ConversationWaits, conversation), actor=by.actor, at=at)
    changed(conversation)


@transaction()
def close_conversation(*, conversation_id: int, by: Staff, at: datetime, answer_not_needed: bool = False) -> None:
    """`answer_not_needed`: the customer's last words («спасибо, всё пришло») await no answer."""
    conversation = locked(Conversation, conversation_id)
    by.must(Verb.CLOSE, conversation)
    if conversation.closed_at:
        raise UnableToCloseConversation(_("Someone has already closed this conversation."))
    if answer_not_needed:
        record(_family_fact(AnswerNotNeeded, conversation), actor=by.actor, at=at)
    if owed := promises.next_owed(*queries.keys(conversation)):
        raise UnableToCloseConversation(
            _("The customer still awaits an answer. Write it, or say that no answer is needed.")
            if owed.is_answer
            else _("This is still promised here: «%(what)s». Keep it first, or have the customer release you.")
            % {"what": owed.what}
        )
    conversation.close(by=by, at=at)
    update(conversation)
    record(_fact(ConversationClosed, conversation), actor=by.actor, at=at)
    changed(conversation)


@transaction()
def reopen(*, conversation_id: int, by: Staff, at: datetime) -> None:
    conversation = locked(Conversation, conversation_id)
    by.must(Verb.REOPEN, conversation)
    conversation.reopen()
    update(conversation)
    record(_family_fact(ConversationReopened, conversation), actor=by.actor, at=at)
    changed(conversation)


def _fact(kind: type[FactT], conversation: Conversation) -> FactT:
    return kind(brand_id=conversation.brand_id, conversation_id=conversation.pk)


def _family_fact(kind: type[FamilyFactT], conversation: Conversation) -> FamilyFactT:
    merged_ids = queries.merged_ids(conversation)
    return kind(brand_id=conversation.brand_id, conversation_id=conversation.pk, merged_ids=merged_ids)
