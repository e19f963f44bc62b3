"""The customer hears of what is given to them, in one message. Actions, as in `actions.py`."""

from datetime import datetime

from slovo.conversations import by_rule, informing
from slovo.core.db import locked, locked_together, transaction
from slovo.core.journal.recording import record
from slovo.customers.models import Customer
from slovo.facts.recovery import CompensationTold
from slovo.recovery import queries, saying
from slovo.recovery.giving import RULE, compensation_fact
from slovo.recovery.models import Compensation

MESSAGE = "message"


@transaction()
def tell(*, customer_id: int, at: datetime) -> None:
    """All that they do not know of yet. Who cannot be written to is shown to the colleagues instead."""
    rows = [row for row in _held(customer_id) if row.told_at is None]
    if not rows:
        return
    language = by_rule.language_for(customer=rows[0].customer, about=rows[0].case)
    text = saying.text_of(rows, language)
    message = informing.inform(customer_id=customer_id, about=rows[0].case, text=text, actor=RULE, at=at)
    if message is None:
        for row in rows:
            row.untold_since = row.untold_since or at
            row.save(update_fields=["untold_since"])
        return
    for row in rows:
        row.told_at, row.told_how, row.message = at, MESSAGE, message
        row.save(update_fields=["told_at", "told_how", "message"])
        record(compensation_fact(CompensationTold, row, how=MESSAGE), actor=RULE, at=at)


def _held(customer_id: int) -> list[Compensation]:
    locked(Customer, customer_id)  # of two who tell at once, the second finds nothing left
    return list(locked_together(Compensation, queries.to_tell(customer_id).values_list("pk", flat=True)).values())
