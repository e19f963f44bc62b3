"""Who is let in no more. Actions, as in `actions.py`."""

from datetime import datetime

from slovo.channels.chat.models import Visitor
from slovo.core.db import locked, transaction
from slovo.core.journal.recording import record
from slovo.facts.chat import VisitorBlocked, VisitorUnblocked
from slovo.people.models import Staff
from slovo.people.rights import Verb


@transaction()
def block(*, visitor_id: int, by: Staff, at: datetime) -> None:
    visitor = locked(Visitor, visitor_id, "chat")
    by.must_at(Verb.CLOSE, visitor.chat.brand_id)
    if visitor.blocked_at is None:
        Visitor.objects.filter(pk=visitor.pk).update(blocked_at=at, blocked_by=by)
        record(VisitorBlocked(brand_id=visitor.chat.brand_id, visitor_id=visitor.pk), actor=by.actor, at=at)


@transaction()
def unblock(*, visitor_id: int, by: Staff, at: datetime) -> None:
    visitor = locked(Visitor, visitor_id, "chat")
    by.must_at(Verb.CLOSE, visitor.chat.brand_id)
    if visitor.blocked_at:
        Visitor.objects.filter(pk=visitor.pk).update(blocked_at=None, blocked_by=None)
        record(VisitorUnblocked(brand_id=visitor.chat.brand_id, visitor_id=visitor.pk), actor=by.actor, at=at)
