"""What the tests of the ledger say all the time."""

from datetime import datetime
from typing import Any

from slovo.core.journal.models import JournalEntry
from slovo.customers.models import Customer
from slovo.people.models import Staff
from slovo.promises import ledger
from slovo.promises.models import Promise
from tests.cast import Cast

WHAT = "Чайник у вас дома"


def irina(cast: Cast) -> Customer:
    return Customer.objects.get_or_create(
        brand=cast.chainik, name="Ирина", defaults={"created_at": cast.chainik.created_at}
    )[0]


def promised(cast: Cast, *, at: datetime, due_at: datetime, by: Staff | None = None, **more: Any) -> Promise:
    """Anna promises Irina her kettle by then."""
    customer = irina(cast)
    given = {"about": f"customer:{customer.pk}", "kind": "delivery", "what": WHAT, **more}
    return ledger.make(brand=cast.chainik, customer_id=customer.pk, due_at=due_at, by=by or cast.anna, at=at, **given)


def now_of(promise: Promise) -> Promise:
    return Promise.objects.get(pk=promise.pk)


def facts_of(promise: Promise) -> list[str]:
    rows = JournalEntry.objects.filter(data__promise_id=promise.pk).order_by("pk")
    return list(rows.values_list("kind", flat=True))
