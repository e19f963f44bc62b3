from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from slovo.core.db import in_transaction, is_postgresql, transaction
from slovo.core.live.models import Nudge
from slovo.core.rows import insert

NUDGE_LIFE = timedelta(hours=1)  # a page that slept longer refreshes itself whole
CHANNEL = "slovo_nudge"
ABOUT = "#"  # what stands behind it in a key is what is new there


def about(key: str, thing: UUID) -> str:
    """The same, and what is new: whoever has that already need not ask for it."""
    return f"{key}{ABOUT}{thing.hex}"


def nudge(key: str, *, brand_id: int) -> None:
    """Tell open pages that `key` changed, once the change is committed. When it is told, not when it changed: a
    fact may be about a moment long past, and a page asks what was told since it was made.
    """
    assert in_transaction()
    row = Nudge(brand_id=brand_id, key=key, at=timezone.now())
    insert(row, telling=CHANNEL if is_postgresql() else "")


@transaction()
def sweep(*, at: datetime) -> int:
    gone, _ = Nudge.objects.filter(at__lt=at - NUDGE_LIFE).delete()
    return gone
