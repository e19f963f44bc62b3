"""What the demo company kept and did not keep: enough to foretell from, something sooner, and delays to make good."""

from datetime import datetime, timedelta

from slovo.brands.models import Brand
from slovo.customers.models import Customer
from slovo.people.models import Staff, Team
from slovo.promises import actions as clock
from slovo.promises import forecast, ledger, sooner
from slovo.promises.kinds import Kind
from slovo.promises.models import Promise
from slovo.recovery import actions as recovery
from slovo.recovery import rules
from slovo.recovery.terms import Terms

WAVES_DAYS_AGO = (24, 15, 6)
A_WAVE = 6
PROMISED = timedelta(days=2)
FORETOLD_AT = 0.8  # of its time
LATE_AT = -1  # which of a wave
EARLY_HOURS = 5
THINGS = ("Чайник «Лето» с доставкой", "Чашки, набор из шести", "Заварник с ситом")
SOONER = {
    "ru": "Забрать с витрины на Арбате",
    "uk": "Забрати з вітрини на Арбаті",
    "en": "Collect it from the Arbat shop",
}


def keep(brand: Brand, *, administrator: Staff, agent: Staff, at: datetime) -> None:
    customers = list(Customer.objects.filter(brand=brand, root=None).order_by("pk")[:A_WAVE])
    if not customers:
        return
    for days in WAVES_DAYS_AGO:
        _wave(brand, customers, agent, at=at - timedelta(days=days))
    sooner.offer_sooner(brand=brand, kind=Kind.DELIVERY, names=SOONER, minutes=60, by=administrator, at=at)
    _delays(brand, customers[0], administrator=administrator, agent=agent, at=at)


def _wave(brand: Brand, customers: list[Customer], agent: Staff, *, at: datetime) -> None:
    """Half is done in half the time, the rest in time, but for one."""
    due_at = at + PROMISED
    made = [
        _promised(brand, customer, Kind.DELIVERY, THINGS[number % len(THINGS)], due_at, agent, at=at)
        for number, customer in enumerate(customers)
    ]
    soon = made[: len(made) // 2]
    for promise in soon:
        ledger.keep(promise_id=promise.pk, by=agent, at=at + PROMISED / 2)
    forecast.assess(promise_ids=[one.pk for one in made], at=at + PROMISED * FORETOLD_AT)
    for promise in made[len(soon) : LATE_AT]:
        ledger.keep(promise_id=promise.pk, by=agent, at=due_at - timedelta(hours=EARLY_HOURS))
    clock.break_overdue(at=due_at + timedelta(minutes=1))
    ledger.keep(promise_id=made[LATE_AT].pk, by=agent, at=due_at + timedelta(hours=3))


def _delays(brand: Brand, customer: Customer, *, administrator: Staff, agent: Staff, at: datetime) -> None:
    """A code and a task for a delivery that is late, a refund for a repair that waits for somebody's word."""
    began = at - timedelta(days=2)
    workshop = Team.objects.filter(brand=brand).order_by("pk").last()
    code = Terms(after_minutes=30, gives="code", percent=10, valid_days=60)
    refund = Terms(
        after_minutes=60,
        gives="refund",
        amount_minor=50_000,
        currency="RUB",
        refund_days=5,
        team_id=workshop.pk if workshop else None,
        approval_above_minor=30_000,
    )
    late = []
    for kind, terms, what in (
        (Kind.DELIVERY, code, "Чайник «Осень» у вас дома"),
        (Kind.REPAIR, refund, "Ваш чайник починен"),
    ):
        rules.set_rule(brand=brand, kind=kind, terms=terms, by=administrator, at=began)
        due_at = at - timedelta(hours=2)
        late.append(_promised(brand, customer, kind, what, due_at, agent, at=at - timedelta(hours=26)))
    while clock.break_overdue(at=at):
        pass
    for promise in late:
        recovery.begin(promise_id=promise.pk, at=at)


def _promised(
    brand: Brand, customer: Customer, kind: str, what: str, due_at: datetime, by: Staff, *, at: datetime
) -> Promise:
    return ledger.make(
        brand=brand,
        customer_id=customer.pk,
        about=f"customer:{customer.pk}",
        kind=kind,
        what=what,
        due_at=due_at,
        by=by,
        at=at,
    )
