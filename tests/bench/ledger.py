"""A ledger of many promises, made quickly: a tenth of them owed, to customers with 1, 5 and 30 of them.

In each score of those that are owed, a few are paused, moved, moved without a word to the customer, refused, late, due
soon, or asked about; each fifth score is one person's. A page of each is full in the smaller ledger, too. What is over
was kept, broken or released.
"""

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from slovo.brands.models import Brand
from slovo.conversations.models import AFTER_ALL_PROMISES, Conversation
from slovo.core.bulk import write_rows
from slovo.core.ids import new_id
from slovo.customers.models import Customer, Identity
from slovo.promises.forecast_rows import PromiseForecast
from slovo.promises.link_models import StatusLink, digest_of
from slovo.promises.models import Promise
from slovo.promises.more_models import PromiseMove
from tests.bench import corpus
from tests.bench.corpus import Company

OF_CUSTOMERS = (1, 5, 30)
EACH = sum(OF_CUSTOMERS)  # promises to three customers
ENDS = tuple(accumulate(OF_CUSTOMERS))
NEW_SHARE, OWED_EVERY = 0.2, 2  # of the newest fifth every other one is owed
YEARS = 2
SMALL_BRAND_EVERY = 100
KINDS = ("answer", "delivery", "repair", "callback")
PAUSED, MOVED, UNTOLD, REFUSED, LATE, SOON, ASKED = 0, 1, 2, 3, (4, 5, 6), (7, 8), (9, 10)  # of twenty that are owed
HERS_EVERY = 5  # score: the first one's of the staff, whose own lists are read
LINKS_EACH = 20


@dataclass(frozen=True)
class Plan:
    """One promise before it becomes rows. `place`: of `count` that are made together."""

    pk: int
    place: int
    count: int
    customer: int
    first: bool  # to this customer: it alone may be an answer that is owed
    brand: Brand
    owner_id: int
    made_at: datetime
    at: datetime

    @property
    def owed(self) -> bool:
        return self.place >= self.count * (1 - NEW_SHARE) and self.place % OWED_EVERY == 0

    @property
    def how(self) -> int:
        """Of what is owed."""
        return self.place // OWED_EVERY % 20 if self.owed else -1

    @property
    def kind(self) -> str:
        if self.how == PAUSED:
            return "callback"
        return KINDS[0] if self.owed and self.first else KINDS[1 + self.pk % 3] if self.owed else KINDS[self.pk % 4]

    @property
    def due_was(self) -> datetime:
        if not self.owed:
            return self.made_at + timedelta(hours=8)
        if self.how in LATE:
            return self.at - timedelta(minutes=self.place % 5_000 + 1)
        if self.how in SOON:
            return self.at + timedelta(minutes=10, seconds=self.place * 7 % 3_000)
        return self.at + timedelta(hours=1, minutes=self.place * 7 % 80_000)

    @property
    def due_now(self) -> datetime:
        return self.due_was + timedelta(days=1)

    @property
    def moved(self) -> bool:
        """Another moment was named."""
        return self.how in {MOVED, UNTOLD, REFUSED}

    @property
    def told_at(self) -> datetime | None:
        return self.at - timedelta(hours=1) if self.how in {MOVED, REFUSED} else None


def build(company: Company, promises: int, *, at: datetime) -> None:
    """Beside those that are there; the customers of the newest have links to their pages."""
    plans = list(_plans(company, promises, at=at))
    gc.freeze()
    customers = {plan.customer: plan for plan in plans}
    write_rows(Customer, corpus.CUSTOMER, (_customer(plan) for plan in customers.values()))
    write_rows(Identity, corpus.IDENTITY, (_identity(plan) for plan in customers.values()))
    write_rows(Conversation, CONVERSATION, (_conversation(plan, company) for plan in customers.values()))
    write_rows(Promise, PROMISE, map(_promise, plans))
    write_rows(PromiseMove, MOVE, (_move(plan) for plan in plans if plan.moved))
    write_rows(PromiseForecast, FORECAST, (_forecast(plan) for plan in plans if _at_risk(plan)))
    for plan in list(customers.values())[-LINKS_EACH * len(OF_CUSTOMERS) :]:
        _link(plan)


def _plans(company: Company, promises: int, *, at: datetime) -> Iterator[Plan]:
    first_pk = _last(Promise) + 1
    first_customer = max(_last(Customer), _last(Conversation)) + 1
    step = timedelta(days=365 * YEARS) / promises
    for place in range(promises):
        block, position = divmod(place, EACH)
        which = next(number for number, end in enumerate(ENDS) if position < end)
        customer = first_customer + block * len(OF_CUSTOMERS) + which
        yield Plan(
            pk=first_pk + place,
            place=place,
            count=promises,
            customer=customer,
            first=position == ENDS[which] - OF_CUSTOMERS[which],
            brand=company.small if customer // len(OF_CUSTOMERS) % SMALL_BRAND_EVERY == 1 else company.large,
            owner_id=company.staff[0 if _hers(place) else place % len(company.staff)].pk,
            made_at=at - step * (promises - place) - timedelta(hours=12),
            at=at,
        )


def _hers(place: int) -> bool:
    return place // OWED_EVERY // 20 % HERS_EVERY == 0


def _last(model: Any) -> int:
    row = model.objects.order_by("-pk").values_list("pk", flat=True).first()
    return row or 0


def _customer(plan: Plan) -> tuple[Any, ...]:
    name = corpus.customer_name(plan.customer)
    return plan.customer, new_id(), plan.brand.pk, name, name.casefold(), "ru", corpus.BEGAN


def _identity(plan: Plan) -> tuple[Any, ...]:
    value = f"customer{plan.customer}@example.com"
    return plan.customer, plan.brand.pk, Identity.EMAIL, value, corpus.BEGAN


CONVERSATION = (
    "id public_id reference brand_id customer_id channel mailbox_id subject language queue_position opened_at "
    "last_message_at preview closed_at"
).split()


def _conversation(plan: Plan, company: Company) -> tuple[Any, ...]:
    """One of each customer, in which all is promised."""
    at = plan.made_at
    position = AFTER_ALL_PROMISES - int(at.timestamp() * 1000)
    who = (plan.customer, new_id(), f"{plan.customer:08d}", plan.brand.pk, plan.customer, "email")
    return *who, company.mailboxes[plan.brand.pk].pk, "Посылка", "ru", position, at, at, "", at


PROMISE = (
    "id public_id brand_id customer_id about kind what owner_id made_by_kind made_by_id made_at calendar_id zone "
    "minutes warning_minutes pauses paused_at first_due_at due_at warn_at moved_at expected_at done_at broken_at "
    "released_at release_reason release_how asked_at"
).split()


def _promise(plan: Plan) -> tuple[Any, ...]:
    paused = plan.how == PAUSED
    what = "" if plan.kind == "answer" else f"Посылка {plan.pk}"
    about = (plan.brand.pk, plan.customer, f"conversation:{plan.customer}", plan.kind, what, plan.owner_id)
    terms = ("rule", "bench", plan.made_at, plan.brand.main_calendar.pk, "Europe/Moscow", 480 if paused else None)
    due_at = plan.due_now if plan.told_at else plan.due_was
    moments = (plan.made_at, None, None, None) if paused else (None, plan.due_was, due_at, due_at - timedelta(hours=1))
    expected_at = plan.due_now if plan.how == UNTOLD else None
    asked_at = plan.at - timedelta(hours=1) if plan.how in ASKED else None
    return plan.pk, new_id(), *about, *terms, 60, [], *moments, plan.told_at, expected_at, *_over(plan), asked_at


def _over(plan: Plan) -> tuple[Any, ...]:
    """When it was done, broke, was released, and why and how."""
    if plan.how in LATE:
        return None, plan.due_was, None, "", ""
    if plan.owed:
        return None, None, None, "", ""
    if plan.place % 25 == 1:
        return None, None, plan.due_was - timedelta(hours=1), "customer", "phone"
    if plan.place % 25 in {3, 5}:
        return plan.due_was + timedelta(hours=2), plan.due_was, None, "", ""
    return plan.due_was - timedelta(hours=2), None, None, "", ""


MOVE = (
    "promise_id due_was due_now zone reason made_at by_kind by_id notice_sent_at consent consented_at consent_how "
    "place places_max"
).split()


def _move(plan: Plan) -> tuple[Any, ...]:
    refused = plan.how == REFUSED
    consent = ("refused", plan.told_at, "phone") if refused else ("asked", None, "")
    made_at = plan.at - timedelta(hours=2)
    moved = (plan.pk, plan.due_was, plan.due_now, "Europe/Moscow", "Снег на дорогах", made_at, "rule", "bench")
    return *moved, plan.told_at, *consent, 1, 1


FORECAST = (
    "promise_id brand_id owner_id due_at assessed_at percent risk at_risk ahead left_minutes cases latest".split()
)


def _at_risk(plan: Plan) -> bool:
    return plan.owed and not plan.moved and plan.how != PAUSED and plan.how not in LATE and plan.pk % 3 != 0


def _forecast(plan: Plan) -> tuple[Any, ...]:
    whose = (plan.pk, plan.brand.pk, plan.owner_id)
    return *whose, plan.due_was, plan.at, 50, 700, True, 3, 60, 40, True


def _link(plan: Plan) -> None:
    """To all that is promised to its customer."""
    StatusLink.objects.create(
        brand=plan.brand,
        customer_id=plan.customer,
        token_sha256=digest_of(_token(plan.customer)),
        made_at=plan.at,
        made_by_rule="bench",
    )


def _token(customer_id: int) -> str:
    return f"bench{customer_id:022d}"


def tokens() -> dict[int, list[str]]:
    """Of the newest links, by how many promises their customer has."""
    newest = StatusLink.objects.order_by("-pk").values_list("customer_id", flat=True)
    found: dict[int, list[str]] = {}
    for customer_id in newest[: LINKS_EACH * len(OF_CUSTOMERS)]:
        number = Promise.objects.filter(customer_id=customer_id).count()
        found.setdefault(number, []).append(_token(customer_id))
    return {number: found[number] for number in OF_CUSTOMERS}
