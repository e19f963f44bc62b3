"""What a chat holds of people, and how it goes: after so many days of silence, or with the customer whose it is.
Actions, as in `actions.py`.

What was said stands in the conversation as well, and has a retention of its own. What goes here is the browser's side
of it: who it was, its keys, what it agreed to, the pages on which it was, its lines with their ids, and what its lines
were as they arrived. Who is blocked stays: it would be let in again.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import models

from slovo.channels import personal_data
from slovo.channels.chat import queries
from slovo.channels.chat.desk_models import PageSeen
from slovo.channels.chat.models import Consent, Line, LineFile, Visitor, VisitorKey
from slovo.core.db import locked_together, transaction
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.customers.models import Customer
from slovo.facts.chat import VisitorForgotten

HELD: dict[type[models.Model], str] = {  # by which way each belongs to a visitor
    Visitor: "pk",
    VisitorKey: "visitor",
    Consent: "visitor",
    Line: "visitor",
    LineFile: "line__visitor",
    PageSeen: "visitor",
}
RETENTION = Actor("rule", "chat_retention")
VISITORS_MAX = 200  # at a time


@transaction()
def forget_silent(*, at: datetime) -> int:
    """The first of them. How many."""
    ids = list(queries.silent_for_long(at).order_by("pk").values_list("pk", flat=True)[:VISITORS_MAX])
    return _forget(ids, actor=RETENTION, at=at)


@transaction()
def erase(*, customer: Customer, actor: Actor, at: datetime) -> int:
    """Part of erasing a customer: all the browsers that were theirs. How many."""
    return _forget([visitor.pk for visitor in queries.of_customer(customer)], actor=actor, at=at)


def _forget(visitor_ids: Collection[int], *, actor: Actor, at: datetime) -> int:
    held = locked_together(Visitor, visitor_ids)
    brands = dict(Visitor.objects.filter(pk__in=held).values_list("pk", "chat__brand_id"))
    lines = Line.objects.filter(visitor_id__in=held, inbound__isnull=False)
    inbound_ids = list(lines.values_list("inbound_id", flat=True))
    Visitor.objects.filter(pk__in=held).delete()
    personal_data.empty(inbound_ids=inbound_ids, at=at)
    for pk, brand_id in sorted(brands.items()):
        record(VisitorForgotten(brand_id=brand_id, visitor_id=pk), actor=actor, at=at)
    return len(brands)
