from datetime import datetime

from slovo.core.db import transaction
from slovo.core.live.actions import nudge
from slovo.core.presence import queries
from slovo.core.presence.models import LIFE, Kind, Presence

NUDGED = "presence:"  # before the key: the pages that show it ask for this alone, not for the thread


@transaction()
def beat(*, staff_id: int, name: str, brand_id: int, key: str, kind: Kind, at: datetime) -> None:
    """Somebody is still here. One row is written; pages are told only when somebody came or began or ceased to type."""
    before = Presence.objects.filter(key=key, staff_id=staff_id).values_list("kind", "at").first()
    Presence.objects.bulk_create(
        [Presence(staff_id=staff_id, name=name, brand_id=brand_id, key=key, kind=kind.value, at=at)],
        update_conflicts=True,
        unique_fields=["key", "staff_id"],
        update_fields=["name", "kind", "at"],
    )
    if before is None or before[0] != kind or before[1] <= at - LIFE:
        nudge(NUDGED + key, brand_id=brand_id)


@transaction()
def leave(*, staff_id: int, brand_id: int, key: str) -> None:
    gone, _kinds = Presence.objects.filter(key=key, staff_id=staff_id).delete()
    if gone:
        nudge(NUDGED + key, brand_id=brand_id)


@transaction()
def sweep(*, at: datetime) -> int:
    """Take away those who went without a word (a lid was closed, a line was cut), and tell the pages."""
    silent = queries.silent(at)
    gone = set(silent.values_list("key", "brand_id"))
    rows, _kinds = silent.delete()
    for key, brand_id in sorted(gone):
        nudge(NUDGED + key, brand_id=brand_id)
    return rows
