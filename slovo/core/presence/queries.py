from collections.abc import Collection
from datetime import datetime

from django.db import models

from slovo.core.presence.models import LIFE, Presence


def present(
    keys: Collection[str], *, brand_ids: Collection[int], besides: int, at: datetime
) -> dict[str, list[Presence]]:
    """Who is at each of these, of these brands; `besides` is the reader. Who types stands first."""
    if not keys:
        return {}
    rows = Presence.objects.filter(key__in=keys, brand_id__in=brand_ids, at__gt=at - LIFE)
    found: dict[str, list[Presence]] = {}
    for row in rows.exclude(staff_id=besides).order_by("kind", "name", "pk"):  # "typing" before "viewing"
        found.setdefault(row.key, []).append(row)
    return found


def silent(at: datetime) -> models.QuerySet[Presence]:
    """Whose life is over."""
    return Presence.objects.filter(at__lte=at - LIFE)
