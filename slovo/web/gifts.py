"""An extra is announced when an answer that holds its phrase has left: in the conversation in which it was given; of
what is given with an order or at a visit that has none, in any with this customer."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from slovo.conversations import sent
from slovo.core.tasks import task
from slovo.customers import queries as customers
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
    texts: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for about, sent_at, text in sent.in_conversations({one.about for one in wanted}, since):
        texts[about].append((sent_at, text))
    found: dict[int, datetime] = {}
    for one in wanted:
        said = texts[one.about] if one.about.startswith("conversation:") else _sent_to_customer_of(one)
        for sent_at, text in said:
            if sent_at >= one.recorded_at and one.phrase in " ".join(text.split()):
                found.setdefault(one.pk, sent_at)
    return found


def _sent_to_customer_of(extra: Extra) -> list[tuple[datetime, str]]:
    return sent.to_customers(customers.family_ids(extra.customer), extra.recorded_at)
