"""Notices to customers: parts of the actions that make, say and drop them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import models

from slovo.core.db import locked
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.prepared import prepared
from slovo.core.rows import insert
from slovo.customers import queries as customers
from slovo.customers.models import Customer
from slovo.facts.notices import CustomerNoticeDue
from slovo.promises import queries
from slovo.promises.ladder_models import CustomerNotice, NewsLine, NoticeLine
from slovo.promises.models import Promise
from slovo.promises.more_models import PromiseMove

GATHER_SECONDS = 120
LINES_MAX = 5


def pending(promise: Promise) -> PromiseMove | None:
    """The move of which the customer has not been told."""
    return next((one for one in queries.standing_moves(promise.pk) if one.awaits_notice), None)


def begin(promise: Promise, *, at: datetime, tell_at: datetime | None = None) -> CustomerNotice:
    whose = {"brand_id": promise.brand_id, "customer_id": promise.customer_id}
    return insert(CustomerNotice(**whose, about=promise.about, made_at=at, tell_at=tell_at))


def due(notice: CustomerNotice, *, actor: Actor, at: datetime, tell_at: datetime | None = None) -> None:
    """`tell_at`: it waits until then for more that goes into the same letter. Due once more without it: now."""
    later = tell_at.isoformat() if tell_at else ""
    record(CustomerNoticeDue(**named(notice), tell_at=later), actor=actor, at=at)


def begun(promise: Promise, *, at: datetime) -> CustomerNotice | None:
    """A letter to the same customer, by whatever names we know them, that was begun a moment ago, or waits, and that
    nobody has written yet. Held, so that whoever writes it now has either the next line in it, or is not waited for."""
    since = at - timedelta(seconds=GATHER_SECONDS)
    for notice_id in _unwritten(promise.brand_id, customers.family_ids(promise.customer), since, at):
        notice = locked(CustomerNotice, notice_id)
        if not notice.said_at and not notice.dropped_at and room_in(notice) > 0:
            return notice
    return None


def hold_customer(promise: Promise) -> None:
    """Whoever has been merged is the one into whom: two who tell them something at once find one letter."""
    locked(Customer, promise.customer.root_id or promise.customer_id)


def room_in(notice: CustomerNotice) -> int:
    return LINES_MAX - notice.lines.count() - notice.news.count()


@prepared
def _unwritten(
    brand_id: int, customer_ids: Collection[int], since: datetime, waits_until: datetime
) -> models.QuerySet[CustomerNotice, int]:
    fresh = models.Q(made_at__gte=since) | models.Q(tell_at__gte=waits_until)
    rows = CustomerNotice.objects.filter(fresh, customer_id__in=customer_ids, brand_id=brand_id)
    return rows.filter(said_at=None, dropped_at=None).order_by("pk").values_list("pk", flat=True)


def still_true(notice: CustomerNotice) -> list[NoticeLine]:
    """What nobody has told them meanwhile, of promises that are still owed, with these."""
    return [line for line in lines_of(notice.pk) if line.move.awaits_notice and line.move.promise.owed]


def at_the_door(promise_id: int) -> models.QuerySet[CustomerNotice]:
    """What was written of it and has not left, as far as is known."""
    moves = NoticeLine.objects.filter(move__promise_id=promise_id).values("notice_id")
    news = NewsLine.objects.filter(promise_id=promise_id).values("notice_id")
    rows = CustomerNotice.objects.filter(models.Q(pk__in=moves) | models.Q(pk__in=news), said_at__isnull=False)
    return rows.filter(sent_at=None, dropped_at=None).select_related("brand", "customer").order_by("pk")


@prepared
def lines_of(notice_id: int) -> models.QuerySet[NoticeLine]:
    """With what each is about."""
    return NoticeLine.objects.filter(notice_id=notice_id).select_related("move__promise__brand")


def named(notice: CustomerNotice) -> dict[str, Any]:
    return {
        "brand_id": notice.brand_id,
        "notice_id": notice.pk,
        "customer_id": notice.customer_id,
        "regarding": notice.about,
    }
