from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from slovo.core.prepared import prepared
from slovo.core.secrets import unsealed
from slovo.customers import queries as customers
from slovo.orders import queries as orders
from slovo.people.models import Staff
from slovo.promises.models import Promise
from slovo.recovery.models import Compensation, Overrun, PromiseValue, RecoveryTask, State
from slovo.recovery.rule_models import CodePool, NoticeWords, OverrunRule, RuleTerms

ON_A_PAGE_MAX = 10  # of a customer’s own
OVERRUN = "overrun"  # the rule as whom it acts
SETTLED_WITHIN = timedelta(minutes=1)  # the clock looks every other second


def compensations_visible_to(staff: Staff) -> models.QuerySet[Compensation]:
    return Compensation.objects.filter(brand_id__in=staff.brand_ids)


def tasks_visible_to(staff: Staff) -> models.QuerySet[RecoveryTask]:
    return RecoveryTask.objects.filter(brand_id__in=staff.brand_ids)


def rules_visible_to(staff: Staff) -> models.QuerySet[OverrunRule]:
    return OverrunRule.objects.filter(brand_id__in=staff.brand_ids)


def pools_visible_to(staff: Staff) -> models.QuerySet[CodePool]:
    return CodePool.objects.filter(brand_id__in=staff.brand_ids)


def pools_of(brand_id: int) -> models.QuerySet[CodePool]:
    return CodePool.objects.filter(brand_id=brand_id)


def pools_with_counts(brand_ids: Collection[int]) -> models.QuerySet[CodePool]:
    """`left`: how many codes nobody has got yet."""
    free = Q(codes__isnull=False, codes__taken_by=None)
    return CodePool.objects.filter(brand_id__in=brand_ids).annotate(left=models.Count("codes", filter=free))


def terms_in_force(brand_ids: Collection[int]) -> models.QuerySet[RuleTerms]:
    """One for each rule that is not archived, in the order in which the steps come."""
    rows = RuleTerms.objects.filter(until=None, rule__archived_at=None, rule__brand_id__in=brand_ids)
    rows = rows.select_related("rule__brand", "team", "pool")
    return rows.order_by("rule__brand_id", "rule__kind", "after_minutes", "after_percent", "pk")


def terms_for(promise: Promise) -> list[RuleTerms]:
    """The steps that held when it broke: of its kind, or, where that has none, those for all kinds."""
    assert promise.broken_at
    held = Q(until=None) | Q(until__gt=promise.broken_at)
    rows = RuleTerms.objects.filter(held, since__lte=promise.broken_at, rule__brand_id=promise.brand_id)
    found = list(rows.filter(rule__kind__in=[promise.kind, ""]).select_related("rule").order_by("pk"))
    own = [terms for terms in found if terms.rule.kind]
    return own or found


def is_our_own(promise: Promise) -> bool:
    """A refund that was promised for a delay: it gives nothing more by itself, or it would never end."""
    return (promise.made_by_kind, promise.made_by_id) == ("rule", OVERRUN)


def falls_at(terms: RuleTerms, promise: Promise) -> datetime:
    """When the step is reached."""
    assert promise.broken_at
    if terms.after_minutes is not None:
        return promise.broken_at + timedelta(minutes=terms.after_minutes)
    assert terms.after_percent is not None
    return promise.broken_at + (promise.broken_at - promise.made_at) * (terms.after_percent / 100)


def to_settle(at: datetime) -> models.QuerySet[Overrun]:
    """The oldest first."""
    return Overrun.objects.filter(settled_at=None, falls_at__lte=at).order_by("falls_at", "pk")


def value_of(promise: Promise) -> tuple[int, str] | None:
    """What the thing costs that was promised, if anybody has said so: a person or a program of the promise itself, else
    the shop of what was ordered."""
    row = PromiseValue.objects.filter(promise=promise).first()
    return (row.amount_minor, row.currency) if row else orders.price_of(promise.pk)


_STANDS = Q(given_at__isnull=False) & ~Q(state=State.TAKEN_BACK.value)


def given_in_case(case: str) -> int:
    return Compensation.objects.filter(_STANDS, case=case, owed=False).count()


def given_to(customer_id: int, since: datetime) -> int:
    """To this person, whatever names they have here."""
    rows = Compensation.objects.filter(_STANDS, customer__in=customers.family_of(customer_id), owed=False)
    return rows.filter(given_at__gte=since).count()


def given_on(brand_id: int, since: datetime, currency: str) -> int:
    """How much money, without what is owed anyway."""
    rows = Compensation.objects.filter(_STANDS, brand_id=brand_id, given_at__gte=since, currency=currency, owed=False)
    return rows.aggregate(sum=Sum("amount_minor"))["sum"] or 0


def waiting(brand_ids: Collection[int]) -> models.QuerySet[Compensation]:
    """For a decision, the oldest first. By their moment, not by their id: PostgreSQL would walk along all others."""
    return Compensation.objects.filter(brand_id__in=brand_ids, state=State.WAITS.value).order_by("made_at", "pk")


def untold(brand_ids: Collection[int]) -> models.QuerySet[Compensation]:
    """Given, and the customer does not know, because nobody knows where to write."""
    rows = Compensation.objects.filter(_STANDS, brand_id__in=brand_ids, untold_since__isnull=False, told_at=None)
    return rows.order_by("untold_since", "pk")


def to_tell(customer_id: int) -> models.QuerySet[Compensation]:
    """To them, by whatever names we know them."""
    theirs = customers.family_of(customer_id)
    rows = Compensation.objects.filter(_STANDS, customer__in=theirs, told_at=None)
    return rows.filter(message=None).order_by("pk")


def given_for(brand_id: int, customer_ids: Collection[int], cases: Collection[str]) -> list[Compensation]:
    """For their customer to read: in these cases, or, if none is named, in all; the newest first."""
    return _given_for(brand_id, customer_ids, cases, all_of_them=not cases)


@prepared
def _given_for(
    brand_id: int, customer_ids: Collection[int], cases: Collection[str], *, all_of_them: bool
) -> models.QuerySet[Compensation]:
    rows = Compensation.objects.filter(_STANDS, brand_id=brand_id, customer_id__in=customer_ids)
    if not all_of_them:
        rows = rows.filter(case__in=cases)
    return rows.select_related("promise__brand", "refund").order_by("-pk")[:ON_A_PAGE_MAX]


def open_tasks(brand_ids: Collection[int]) -> models.QuerySet[RecoveryTask]:
    """The oldest first. By their moment, not by their id: PostgreSQL would walk along all that are done."""
    return RecoveryTask.objects.filter(brand_id__in=brand_ids, done_at=None).order_by("opened_at", "pk")


def somebody_sees_to(promise: Promise) -> bool:
    """A task for it is open: for another step of the same delay nobody else need be asked."""
    return RecoveryTask.objects.filter(promise=promise, done_at=None).exists()


def done_tasks(brand_ids: Collection[int]) -> models.QuerySet[RecoveryTask]:
    return RecoveryTask.objects.filter(brand_id__in=brand_ids, done_at__isnull=False).order_by("-done_at", "-pk")


def forgotten(brand_ids: Collection[int], *, since: datetime, at: datetime) -> models.QuerySet[Promise]:
    """Broken since then, and a rule that held gives something for it that nobody has worked out. Always empty, or
    something is wrong. The clock has a minute."""
    held = Q(until=None) | Q(until__gt=OuterRef("broken_at"))
    terms = RuleTerms.objects.filter(held, since__lte=OuterRef("broken_at"), rule__brand_id=OuterRef("brand_id"))
    steps = Overrun.objects.filter(promise_id=OuterRef("pk"))
    late = steps.filter(settled_at=None, falls_at__lt=at - SETTLED_WITHIN)
    step = {"promise_id": OuterRef("promise_id"), "rule_id": OuterRef("rule_id")}
    followed = Exists(Compensation.objects.filter(**step)) | Exists(RecoveryTask.objects.filter(**step))
    ended = Coalesce("promise__done_at", "promise__released_at", "settled_at")
    in_vain = steps.filter(~followed, settled_at__isnull=False, falls_at__lt=ended)
    rows = Promise.objects.filter(brand_id__in=brand_ids, broken_at__gte=since, broken_at__lt=at - SETTLED_WITHIN)
    rows = rows.exclude(made_by_kind="rule", made_by_id=OVERRUN)
    rows = rows.filter(Exists(terms.filter(rule__kind__in=[OuterRef("kind"), ""])))
    return rows.filter(~Exists(steps) | Exists(late) | Exists(in_vain)).order_by("broken_at", "pk")


def compensation_shown_as(staff: Staff, shown: UUID) -> Compensation | None:
    return compensations_visible_to(staff).filter(pk=unsealed("compensation", shown) or 0).first()


def words_of(brand_id: int, language: str) -> str:
    """The brand's own around what is given, "" where it has none."""
    row = NoticeWords.objects.filter(brand_id=brand_id, language=language).first()
    return row.text if row else ""
