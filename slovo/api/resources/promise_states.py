"""In which states promises are asked for, and how each list of them is ordered."""

from typing import Literal

from django.db.models import Exists, OuterRef, Q

from slovo.api.access import ApiRequest
from slovo.promises import queries
from slovo.promises.models import CHANGED, OWED
from slovo.promises.more_models import Consent, PromiseMove
from slovo.promises.pages import AT_RISK, SOON

RUNNING = OWED & Q(broken_at=None, paused_at=None)
FORETOLD = AT_RISK.filter(promise=OuterRef("pk"), due_at=OuterRef("due_at"))
REFUSED = PromiseMove.objects.filter(promise=OuterRef("pk"), consent=Consent.REFUSED)
STATES = {
    "owed": OWED,
    "open": RUNNING & Q(moved_at=None),
    "moved": RUNNING & CHANGED & Q(moved_at__isnull=False),
    "paused": OWED & Q(broken_at=None, paused_at__isnull=False, due_at=None),
    "broken": Q(released_at=None, broken_at__isnull=False),
    "kept": Q(released_at=None, broken_at=None, done_at__isnull=False),
    "released": Q(released_at__isnull=False),
    "unanswered": OWED & Q(asked_at__isnull=False),
    "untold": CHANGED & Q(expected_at__isnull=False, broken_at=None),
    "refused": CHANGED & Q(Exists(REFUSED)),
}
States = Literal[
    "owed",
    "soon",
    "at_risk",
    "late",
    "unanswered",
    "silent",
    "open",
    "moved",
    "untold",
    "refused",
    "paused",
    "broken",
    "kept",
    "released",
]
DUE_FIRST = dict.fromkeys(("soon", "late", "at_risk", "unanswered", "moved", "untold", "refused"), "due_at")
ORDERS = DUE_FIRST | {"broken": "-broken_at", "released": "-released_at"}


def condition(name: str, request: ApiRequest) -> Q:
    at = request.at
    if name == "silent":
        return queries.silent(request.by.brand_ids, at=at)
    by_the_clock = {
        "soon": OWED & Q(due_at__gte=at, due_at__lt=at + SOON),
        "at_risk": RUNNING & Q(due_at__gte=at) & Q(Exists(FORETOLD)),
        "late": OWED & Q(due_at__lt=at),
    }
    return by_the_clock.get(name) or STATES[name]
