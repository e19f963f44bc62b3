"""Notices to customers: parts of the actions that make, say and drop them."""

from datetime import datetime
from typing import Any

from django.db import models

from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rows import insert
from slovo.facts.notices import CustomerNoticeDue
from slovo.promises import queries
from slovo.promises.ladder_models import CustomerNotice, NoticeLine
from slovo.promises.models import Promise
from slovo.promises.more_models import PromiseMove


def pending(promise: Promise) -> PromiseMove | None:
    """The move of which the customer has not been told."""
    return next((one for one in queries.standing_moves(promise.pk) if one.awaits_notice), None)


def begin(promise: Promise, *, at: datetime) -> CustomerNotice:
    whose = {"brand_id": promise.brand_id, "customer_id": promise.customer_id}
    return insert(CustomerNotice(**whose, about=promise.about, made_at=at))


def due(notice: CustomerNotice, *, actor: Actor, at: datetime, tell_at: datetime | None = None) -> None:
    """`tell_at`: it waits until then for more that goes into the same letter. Due once more without it: now."""
    later = tell_at.isoformat() if tell_at else ""
    record(CustomerNoticeDue(**named(notice), tell_at=later), actor=actor, at=at)


def unsaid_lines(since: datetime) -> models.QuerySet[NoticeLine]:
    """Of moves that no customer has been told of yet, in letters that were begun since then."""
    rows = NoticeLine.objects.filter(move__notice_sent_at=None, move__taken_back_at=None)
    return rows.filter(notice__said_at=None, notice__dropped_at=None, notice__made_at__gte=since)


def still_true(notice: CustomerNotice) -> list[NoticeLine]:
    """What nobody has told them meanwhile, of promises that are still owed, with these."""
    lines = notice.lines.select_related("move__promise__brand")
    return [line for line in lines if line.move.awaits_notice and line.move.promise.owed]


def named(notice: CustomerNotice) -> dict[str, Any]:
    return {
        "brand_id": notice.brand_id,
        "notice_id": notice.pk,
        "customer_id": notice.customer_id,
        "regarding": notice.about,
    }
