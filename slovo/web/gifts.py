"""An extra is announced when an answer that holds its phrase has left."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from slovo.conversations import queries as conversations
from slovo.core.tasks import task
from slovo.requests import extras, queries
from slovo.requests.extra_models import Extra

LOOKED_FOR_DAYS = 30  # after which an announcement is not looked for any more
LOOKED_FOR_MAX = 500  # at once, the newest first


@task("web.note_announced@1", queue="clock")
def note_announced() -> Callable[[], None] | None:
    found = _announced(timezone.now())
    return partial(_note, found) if found else None


def _note(found: dict[int, datetime]) -> None:
    for extra_id, sent_at in found.items():
        extras.note_announced(extra_id=extra_id, sent_at=sent_at)


def _announced(at: datetime) -> dict[int, datetime]:
    """Which extras, and when the first answer that names each left."""
    wanted: list[Extra] = list(queries.lately_untold(at - timedelta(days=LOOKED_FOR_DAYS))[:LOOKED_FOR_MAX])
    if not wanted:
        return {}
    since = min(one.recorded_at for one in wanted)
    texts = conversations.sent_in({one.about for one in wanted}, since)
    found: dict[int, datetime] = {}
    for one in wanted:
        for about, sent_at, text in texts:
            if about == one.about and sent_at >= one.recorded_at and one.phrase in " ".join(text.split()):
                found.setdefault(one.pk, sent_at)
    return found
