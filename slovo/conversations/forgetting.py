"""Before a customer is erased: nobody waits for anything in their conversations any more. Actions."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from slovo.channels import personal_data as channels
from slovo.channels.models import Outbound
from slovo.conversations import follow_ups
from slovo.conversations.changes import changed
from slovo.conversations.families import locked_root
from slovo.conversations.follow_up_models import FollowUp
from slovo.conversations.models import Conversation
from slovo.core.db import transaction
from slovo.core.journal.recording import record
from slovo.core.rows import update
from slovo.facts.conversations import ConversationClosed
from slovo.people.models import Staff
from slovo.promises import ledger
from slovo.promises.models import BY_THE_CLOCK, OWED, Kind, Promise

ERASED = "erased"  # the reason of whatever ends here


@transaction()
def settle(*, customer_ids: Collection[int], by: Staff, at: datetime) -> None:
    """Answers that are owed are owed to nobody, questions whether all is well are not asked, all is closed, and what
    still stands at the door out leaves no more."""
    queued = Q(message__conversation__customer_id__in=customer_ids) | Q(customer_id__in=customer_ids)
    at_the_door = Outbound.objects.filter(queued, sent_at=None, ended_at=None).values_list("pk", flat=True)
    channels.stop(outbound_ids=list(at_the_door), at=at)
    rows = Conversation.objects.filter(customer_id__in=customer_ids)
    held = [
        locked_root(pk) for pk in rows.filter(closed_at=None, root=None).order_by("pk").values_list("pk", flat=True)
    ]
    owed = Promise.objects.filter(OWED, customer_id__in=customer_ids)
    for pk in owed.filter(kind=Kind.ANSWER).order_by("pk").values_list("pk", flat=True):
        ledger.release_by_rule(promise_id=pk, reason=ERASED, actor=by.actor, at=at)
    for conversation in held:
        conversation.close(by=by, at=at)
        update(conversation)
        fact = ConversationClosed(brand_id=conversation.brand_id, conversation_id=conversation.pk)
        record(fact, actor=by.actor, at=at)
    asked = FollowUp.objects.filter(customer_id__in=customer_ids, asked_at=None, off_at=None)
    for pk in asked.values_list("conversation_id", flat=True):
        follow_ups.call_off(conversation_id=pk, reason=ERASED, at=at)
    for pk in owed.filter(BY_THE_CLOCK).values_list("pk", flat=True):
        ledger.release_by_rule(promise_id=pk, reason=ERASED, actor=by.actor, at=at)
    for conversation in held:
        changed(conversation)
