from collections.abc import Collection
from datetime import datetime

from django.db import models

from slovo.core.prepared import prepared
from slovo.people.models import Staff
from slovo.promises.models import Kind, Promise


def visible_to(staff: Staff) -> models.QuerySet[Promise]:
    return Promise.objects.filter(brand_id__in=staff.brand_ids)


def owed(*about: str) -> models.QuerySet[Promise]:
    """What the customer still waits for, the earliest first; paused ones last."""
    return _owed(about)


def _owed(about: Collection[str]) -> models.QuerySet[Promise]:
    rows = Promise.objects.filter(about__in=about, done_at=None, released_at=None)
    return rows.order_by(models.F("due_at").asc(nulls_last=True), "pk")


def next_owed(*about: str) -> Promise | None:
    return next(iter(_next_owed(about)), None)


@prepared
def _next_owed(about: Collection[str]) -> models.QuerySet[Promise]:
    return _owed(about)[:1]


@prepared
def ids_of_owed_answers(about: Collection[str]) -> models.QuerySet[Promise, int]:
    return _owed(about).filter(kind=Kind.ANSWER).values_list("pk", flat=True)


def owed_answer(about: str) -> Promise | None:
    return owed(about).filter(kind=Kind.ANSWER).first()


def history(*about: str) -> list[Promise]:
    """All that were made, with their owners."""
    return _history(about)


@prepared
def _history(about: Collection[str]) -> models.QuerySet[Promise]:
    return Promise.objects.filter(about__in=about).select_related("owner").order_by("made_at", "pk")


def overdue(at: datetime) -> models.QuerySet[Promise]:
    """Owed, late, and not yet marked as broken."""
    return Promise.objects.filter(done_at=None, released_at=None, broken_at=None, due_at__lt=at).order_by("due_at")


def broken_since(brand_ids: Collection[int], moment: datetime) -> dict[int, int]:
    """How many broke since then, by brand."""
    rows = Promise.objects.filter(brand_id__in=brand_ids, broken_at__gte=moment)
    return dict(rows.order_by().values_list("brand_id").annotate(number=models.Count("pk")))
