"""The customer hears of what is given in one message, and knows when it has left. Actions, as in `actions.py`."""

from datetime import datetime

from django.db.models import Q

from slovo.conversations import by_rule, informing, withdrawing
from slovo.conversations.models import Message
from slovo.core.db import locked, locked_together, transaction
from slovo.core.journal.recording import record
from slovo.customers.models import Customer
from slovo.facts.recovery import CompensationTold
from slovo.recovery import queries, saying
from slovo.recovery.giving import RULE, compensation_fact
from slovo.recovery.models import Compensation

MESSAGE = "message"
TELLS = "tells_ids"  # what the message remembers of it


@transaction()
def tell(*, customer_id: int, at: datetime) -> None:
    """All that they do not know of yet, and that stands in no letter. Who cannot be written to is shown to the
    colleagues instead."""
    rows = [row for row in _held(customer_id) if row.told_at is None and row.message_id is None]
    if not rows:
        return
    language = by_rule.language_for(customer=rows[0].customer, about=rows[0].case)
    text = saying.text_of(rows, language)
    told = {TELLS: [row.pk for row in rows], withdrawing.OF: f"compensation:{rows[0].pk}"}
    message = informing.inform(customer_id=customer_id, about=rows[0].case, text=text, actor=RULE, at=at, then=told)
    if message is None:
        for row in rows:
            row.untold_since = row.untold_since or at
            row.save(update_fields=["untold_since"])
        return
    for row in rows:
        row.message = message
        row.save(update_fields=["message"])


@transaction()
def note_left(*, outbound_id: int, sent_at: datetime) -> None:
    """The letter that tells of it has left the house. What a person has told them meanwhile, they know since then."""
    for row in _told_by(Q(outbound_id=outbound_id)):
        row.told_at, row.told_how = sent_at, MESSAGE
        row.save(update_fields=["told_at", "told_how"])
        record(compensation_fact(CompensationTold, row, how=MESSAGE), actor=RULE, at=sent_at)


@transaction()
def note_not_left(*, message_id: int, at: datetime) -> None:
    """It has not, or nobody knows: a colleague tells them."""
    for row in _told_by(Q(pk=message_id)):
        row.untold_since = row.untold_since or at
        row.save(update_fields=["untold_since"])


def _told_by(which: Q) -> list[Compensation]:
    """What that message tells of, if it is such a one, as far as they do not know yet."""
    before = Message.objects.filter(which, automatic=True).values_list("before", flat=True).first()
    ids = (before or {}).get(TELLS, [])
    rows = locked_together(Compensation, Compensation.objects.filter(pk__in=ids).values_list("pk", flat=True))
    return [row for row in rows.values() if row.told_at is None]


def _held(customer_id: int) -> list[Compensation]:
    customer = Customer.objects.only("root_id").get(pk=customer_id)
    locked(Customer, customer.root_id or customer_id)  # of two who tell at once, the second finds nothing left
    return list(locked_together(Compensation, queries.to_tell(customer_id).values_list("pk", flat=True)).values())
