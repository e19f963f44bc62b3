from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import models

from slovo.core.prepared import prepared
from slovo.core.presence.models import LIFE, Presence


def present(
    keys: Collection[str], *, brand_ids: Collection[int], besides: int, at: datetime
) -> dict[str, list[Presence]]:
    """Who is at each of these, of these brands; `besides` is the reader. Who types stands first."""
    return _by_key(_present(keys, brand_ids, besides, at - LIFE)) if keys else {}


def present_at(brand_ids: Collection[int], *, at: datetime) -> dict[str, list[Presence]]:
    """Who is at anything of these brands, in the same order; nobody is left out."""
    return _by_key(_present_at(brand_ids, at - LIFE))


def _by_key(rows: Iterable[Presence]) -> dict[str, list[Presence]]:
    found: dict[str, list[Presence]] = {}
    for row in rows:
        found.setdefault(row.key, []).append(row)
    return found


@prepared
def _present_at(brand_ids: Collection[int], since: datetime) -> models.QuerySet[Presence]:
    return Presence.objects.filter(brand_id__in=brand_ids, at__gt=since).order_by("kind", "name", "pk")


@prepared
def _present(
    keys: Collection[str], brand_ids: Collection[int], besides: int, since: datetime
) -> models.QuerySet[Presence]:
    rows = Presence.objects.filter(key__in=keys, brand_id__in=brand_ids, at__gt=since).exclude(staff_id=besides)
    return rows.order_by("kind", "name", "pk")  # "typing" before "viewing"


def silent(at: datetime) -> models.QuerySet[Presence]:
    """Whose life is over."""
    return Presence.objects.filter(at__lte=at - LIFE)
