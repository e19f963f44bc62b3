"""What the tests of the ledger say all the time."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

from django.utils import timezone

from slovo.core.db import transaction
from slovo.core.journal.models import JournalEntry
from slovo.core.tasks import drain
from slovo.customers.models import Customer
from slovo.people.models import Staff
from slovo.promises import actions as clock
from slovo.promises import jobs, ledger, moving
from slovo.promises.figures import Outcome
from slovo.promises.models import Promise
from slovo.promises.more_models import PromiseMove
from slovo.promises.replay import Row
from tests.cast import Cast

WHAT = "Чайник у вас дома"


def irina(cast: Cast) -> Customer:
    return Customer.objects.get_or_create(
        brand=cast.chainik, name="Ирина", defaults={"created_at": cast.chainik.created_at}
    )[0]


def promised(
    cast: Cast,
    *,
    at: datetime,
    due_at: datetime,
    by: Staff | None = None,
    customer: Customer | None = None,
    **more: Any,
) -> Promise:
    """Anna promises Irina, or another `customer`, their kettle by then."""
    customer = customer or irina(cast)
    given = {"about": f"customer:{customer.pk}", "kind": "delivery", "what": WHAT, **more}
    return ledger.make(brand=cast.chainik, customer_id=customer.pk, due_at=due_at, by=by or cast.anna, at=at, **given)


def now_of(promise: Promise) -> Promise:
    return Promise.objects.get(pk=promise.pk)


def foretells_at(moment: datetime) -> None:
    """The clock looks at what is to be expected, and shows that moment."""
    with mock.patch.object(timezone, "now", return_value=moment):
        with transaction():
            jobs.assess.enqueue()
        drain(moment, raise_errors=True)


def facts_of(promise: Promise) -> list[str]:
    rows = JournalEntry.objects.filter(data__promise_id=promise.pk).order_by("pk")
    return list(rows.values_list("kind", flat=True))


HOUR = timedelta(hours=1)


def known_by_hand(cast: Cast, *, at: datetime) -> dict[str, Promise]:
    """Ten promises of ten days ago that came due, one from which Irina released us, one struck out, and one that is
    open. Each was due in an hour. Of the time before: one that was kept."""
    began = at - timedelta(days=10)
    due = began + HOUR
    more: dict[str, dict[str, Any]] = {
        "kept": {},
        "kept too": {"kind": "callback"},
        "Pavel kept": {"by": cast.pavel},
        "agreed": {},
        "no answer": {},
        "refused": {"by": cast.pavel},
        "moved and broken": {"by": cast.pavel},
        "late": {},
        "never": {"by": cast.pavel, "kind": "repair"},
        "told too late": {},
        "released": {},
        "mistake": {},
    }
    made = {name: promised(cast, at=began, due_at=due, what=name, **given) for name, given in more.items()}

    def moves(name: str, minutes: int, *, agreed: bool = False) -> PromiseMove:
        later = began + timedelta(minutes=minutes)
        return moving.move(
            promise_id=made[name].pk,
            due_at=due + HOUR,
            reason="Снег",
            told="phone",
            agreed=agreed,
            by=cast.anna,
            at=later,
        )

    ledger.strike_out(promise_id=made["mistake"].pk, by=cast.anna, at=began)
    ledger.release(promise_id=made["released"].pk, words="Купила сама", how="phone", by=cast.anna, at=began)
    for name in ("kept", "kept too", "Pavel kept"):
        ledger.keep(promise_id=made[name].pk, by=cast.anna, at=began)
    moves("agreed", 30, agreed=True)
    moves("no answer", 45)
    refused = moves("refused", 15)
    moving.record_consent(move_id=refused.pk, agrees=False, how="phone", by=cast.anna, at=due)
    moves("moved and broken", 30)
    for name in ("agreed", "no answer", "refused"):
        ledger.keep(promise_id=made[name].pk, by=cast.anna, at=due + HOUR)
    clock.break_overdue(at=due + 2 * HOUR)
    ledger.keep(promise_id=made["late"].pk, by=cast.anna, at=due + 2 * HOUR)
    moving.move(
        promise_id=made["told too late"].pk,
        due_at=at + HOUR,
        reason="Снег",
        told="phone",
        by=cast.anna,
        at=due + 2 * HOUR,
    )
    made["open"] = promised(cast, at=at, due_at=at + HOUR, what="open")
    long_ago = at - timedelta(days=40)
    made["before"] = promised(cast, at=long_ago, due_at=long_ago + HOUR, what="before")
    ledger.keep(promise_id=made["before"].pk, by=cast.anna, at=long_ago)
    return made


def counted(promises: Iterable[Row], moves: Iterable[Row]) -> dict[Outcome, int]:
    """What became of them, row by row. Each move has its `promise_id`, each promise its `id`."""
    lacking = {
        move["promise_id"] for move in moves if move["notice_sent_at"] and move["consent"] in {"asked", "refused"}
    }
    found: Counter[Outcome] = Counter()
    for row in promises:
        if row["broken_at"]:
            found[Outcome.BROKEN if row["moved_at"] else Outcome.SILENT] += 1
        elif row["done_at"] and not row["moved_at"]:
            found[Outcome.KEPT] += 1
        elif row["done_at"]:
            found[Outcome.WITHOUT_CONSENT if row["id"] in lacking else Outcome.WITH_CONSENT] += 1
        elif row["released_at"]:
            found[Outcome.STRUCK_OUT if row["release_reason"] == "mistake" else Outcome.RELEASED] += 1
    return dict(found)
