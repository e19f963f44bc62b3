"""What is held of somebody, what stands against erasing them, and within which time the company answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from slovo.brands.models import Brand
from slovo.conversations.models import Conversation
from slovo.core.personal import Holding, Person
from slovo.customers import queries as customers
from slovo.customers.models import Customer, Identity
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.privacy import registry
from slovo.privacy.models import Copy, Erasure, PrivacyRule
from slovo.promises.models import BY_THE_CLOCK, OWED, Kind, Promise

DAYS_AHEAD_MAX = 200  # in which so many working days are looked for
WORKING_DAYS_RU, DAYS = 10, 30  # 152-FZ art. 20; GDPR art. 12(3), Ukrainian law: docs/personal-data.md


@dataclass(frozen=True, slots=True)
class Line:
    """`count` rows of a kind that are held. `goes`: they are deleted; else emptied, or kept, as `stays` says."""

    holding: Holding
    count: int

    @property
    def name(self) -> str:
        return str(self.holding.name)

    @property
    def goes(self) -> bool:
        return self.holding.goes

    @property
    def stays(self) -> str:
        return str(self.holding.stays)


@dataclass(frozen=True, slots=True)
class Term:
    days: int
    working: bool


def person_of(customer: Customer) -> Person:
    ids = tuple(customers.family_ids(customer))
    rows = Customer.objects.filter(pk__in=ids).exclude(name="")
    keys = Conversation.objects.filter(customer_id__in=ids).order_by("pk").values_list("pk", flat=True)
    return Person(
        brand_id=customer.brand_id,
        ids=ids,
        identities=tuple((one.kind, one.value) for one in customers.identities_of(ids)),
        spoken=Identity.SPOKEN,
        names=tuple(rows.order_by("pk").values_list("name", flat=True)),
        keys=tuple(f"conversation:{pk}" for pk in keys),
    )


def known_of(person: Person) -> dict[str, Any]:
    return {
        "ids": list(person.ids),
        "identities": [list(one) for one in person.identities],
        "names": list(person.names),
    }


def person_in(brand_id: int, known: Mapping[str, Any]) -> Person:
    keys = Conversation.objects.filter(customer_id__in=known["ids"]).order_by("pk").values_list("pk", flat=True)
    return Person(
        brand_id=brand_id,
        ids=tuple(known["ids"]),
        identities=tuple((kind, value) for kind, value in known["identities"]),
        spoken=Identity.SPOKEN,
        names=tuple(known["names"]),
        keys=tuple(f"conversation:{pk}" for pk in keys),
    )


def held(person: Person) -> list[Line]:
    """All that there is, kind by kind."""
    lines = [Line(holding, holding.rows(person).count()) for holding in registry.holdings()]
    return [line for line in lines if line.count]


def held_plainly(customer: Customer) -> list[Line]:
    """What a customer is told of on a page of their own: what colleagues keep among themselves is theirs to ask for."""
    person = person_of(customer)
    lines = [Line(one, one.told_to_customer(person).count()) for one in registry.holdings() if one.told]
    return [line for line in lines if line.count]


def obstacles(customer_ids: tuple[int, ...]) -> QuerySet[Promise]:
    """What is still owed to them and would be broken in silence. An answer and a question whether all is well go along:
    there will be nobody to get them; what was promised about their data is kept by erasing."""
    rows = Promise.objects.filter(OWED, customer_id__in=customer_ids)
    return rows.exclude(kind__in=[Kind.ANSWER, Kind.PERSONAL_DATA]).exclude(BY_THE_CLOCK).order_by("due_at", "pk")


def asked(customer_ids: tuple[int, ...]) -> Promise | None:
    """What is owed to them because they asked to be erased."""
    rows = Promise.objects.filter(OWED, customer_id__in=customer_ids, kind=Kind.PERSONAL_DATA)
    return rows.order_by("pk").first()


def wishes(staff: Staff) -> QuerySet[Promise]:
    """Who asked to be erased, at the brands where this colleague may do it; what is due next first."""
    brand_ids = [pk for pk in staff.brand_ids if staff.may_at(Verb.MANAGE_PERSONAL_DATA, pk)]
    rows = Promise.objects.filter(OWED, kind=Kind.PERSONAL_DATA, brand_id__in=brand_ids)
    return (
        rows.select_related("customer__root", "brand").prefetch_related("customer__identities").order_by("due_at", "pk")
    )


def erasures(staff: Staff) -> QuerySet[Erasure]:
    brand_ids = [pk for pk in staff.brand_ids if staff.may_at(Verb.MANAGE_PERSONAL_DATA, pk)]
    return Erasure.objects.filter(brand_id__in=brand_ids).select_related("customer", "brand").order_by("-pk")


def copies(staff: Staff) -> QuerySet[Copy]:
    """Those that the company has asked for. Whoever is the customer finds theirs on their own page."""
    brand_ids = [pk for pk in staff.brand_ids if staff.may_at(Verb.MANAGE_PERSONAL_DATA, pk)]
    return Copy.objects.filter(brand_id__in=brand_ids, by_themselves=False).prefetch_related("parts")


def copies_of(customer: Customer, *, by_themselves: bool, at: datetime) -> list[Copy]:
    rows = Copy.objects.filter(customer_id__in=customers.family_ids(customer), by_themselves=by_themselves)
    return list(rows.filter(expires_at__gt=at).prefetch_related("parts"))


def term_of(brand: Brand) -> Term:
    """As the brand has set it, else as the law has it where its language is spoken."""
    rule = PrivacyRule.objects.filter(brand=brand).first()
    if rule:
        return Term(rule.days, rule.working)
    return Term(WORKING_DAYS_RU, working=True) if brand.language == "ru" else Term(DAYS, working=False)


def due_at(brand: Brand, at: datetime) -> datetime:
    """The end of the last day of the term, by the brand's clock."""
    term, zone = term_of(brand), ZoneInfo(brand.zone)
    today = at.astimezone(zone)
    last = today + timedelta(days=term.days)
    if term.working:
        ahead = brand.main_calendar.calendar.open_intervals(at, at + timedelta(days=DAYS_AHEAD_MAX))
        open_days = sorted({opened.astimezone(zone).date() for opened, _closed in ahead} - {today.date()})
        if len(open_days) >= term.days:
            last = datetime.combine(open_days[term.days - 1], time(), tzinfo=zone)
    return last.replace(hour=23, minute=59, second=0, microsecond=0)
