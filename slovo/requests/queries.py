from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models

from slovo.brands.models import Brand
from slovo.core.prepared import prepared
from slovo.people.models import Staff
from slovo.requests.extra_models import Extra
from slovo.requests.form_models import Submission
from slovo.requests.models import Choice, OptionSlot, OptionVersion, RequestType
from slovo.requests.periods import Per, period_words, periods

ON_A_PAGE_MAX = 10  # of a customer’s own
GIVEN_LOOKED_AT_MAX, GIVEN_SHOWN_MAX = 200, 8
SILENT_HOURS = 24  # after which an extra that nobody told of counts as given in silence


def types_visible_to(staff: Staff) -> models.QuerySet[RequestType]:
    return RequestType.objects.filter(brand_id__in=staff.brand_ids)


def versions_visible_to(staff: Staff) -> models.QuerySet[OptionVersion]:
    return OptionVersion.objects.filter(option__request_type__brand_id__in=staff.brand_ids)


def choices_visible_to(staff: Staff) -> models.QuerySet[Choice]:
    return Choice.objects.filter(brand_id__in=staff.brand_ids)


def extras_visible_to(staff: Staff) -> models.QuerySet[Extra]:
    return Extra.objects.filter(brand_id__in=staff.brand_ids)


def open_type(brand_slug: str, slug: str) -> RequestType | None:
    """What stands under a public address."""
    rows = RequestType.objects.select_related("brand").filter(brand__slug=brand_slug, slug=slug, archived_at=None)
    return rows.first()


def offered(type_ids: Collection[int]) -> list[OptionVersion]:
    """The version that holds of each option, in the order in which the options were made."""
    newest = OptionVersion.objects.filter(option=models.OuterRef("option")).order_by("-number").values("pk")[:1]
    rows = OptionVersion.objects.filter(
        option__request_type_id__in=type_ids, option__archived_at=None, pk=models.Subquery(newest)
    )
    return list(rows.select_related("option").order_by("option_id"))


@dataclass(frozen=True, slots=True)
class Free:
    """Where the next place of an option is. `starts_on`: None when none is free as far as one may look ahead."""

    per: str
    starts_on: date | None
    left: int

    @property
    def words(self) -> str:
        return period_words(self.per, self.starts_on) if self.starts_on else ""


def free(versions: Iterable[OptionVersion], brand: Brand, at: datetime) -> dict[int, Free]:
    """By the id of the version; only of those that have a capacity."""
    limited = [one for one in versions if one.capacity]
    if not limited:
        return {}
    rows = OptionSlot.objects.filter(option_id__in=[one.option_id for one in limited])
    recent = models.Q(starts_on__gte=at.astimezone(brand.tz).date() - timedelta(days=7)) | models.Q(per=Per.ALL)
    taken = {(row.option_id, row.per, row.starts_on): row.taken for row in rows.filter(recent)}
    return {one.pk: _next_free(one, taken, brand, at) for one in limited}


def _next_free(version: OptionVersion, taken: dict[tuple[int, str, date], int], brand: Brand, at: datetime) -> Free:
    assert version.capacity
    for day in periods(version.per, at, brand.tz):
        left = version.capacity - taken.get((version.option_id, version.per, day), 0)
        if left > 0:
            return Free(version.per, day, left)
    return Free(version.per, None, 0)


def choices_about(*about: str) -> list[Choice]:
    """All that were made there, the first one first: those given back as well."""
    return _choices_about(about)


@prepared
def _choices_about(about: Collection[str]) -> models.QuerySet[Choice]:
    rows = Choice.objects.filter(about__in=about)
    return rows.select_related("request_type__brand", "version", "slot", "promise").order_by("pk")


def choices_of(brand_id: int, customer_ids: Collection[int], about: Collection[str]) -> list[Choice]:
    """For their customer to read: about these matters, or, if none is named, all; the newest first. What they read when
    they chose is shown for ever: however old it is, and given back or not."""
    return _choices_of(brand_id, customer_ids, about, all_of_them=not about)


@prepared
def _choices_of(
    brand_id: int, customer_ids: Collection[int], about: Collection[str], *, all_of_them: bool
) -> models.QuerySet[Choice]:
    rows = Choice.objects.filter(brand_id=brand_id, customer_id__in=customer_ids)
    if not all_of_them:
        rows = rows.filter(about__in=about)
    return rows.select_related("version").order_by("-pk")


def extras_of(brand_id: int, customer_ids: Collection[int], about: Collection[str]) -> list[Extra]:
    """For their customer to read: about these matters, or, if none is named, all; the newest first."""
    return _extras_of(brand_id, customer_ids, about, all_of_them=not about)


@prepared
def _extras_of(
    brand_id: int, customer_ids: Collection[int], about: Collection[str], *, all_of_them: bool
) -> models.QuerySet[Extra]:
    rows = Extra.objects.filter(brand_id=brand_id, customer_id__in=customer_ids, taken_back_at=None)
    if not all_of_them:
        rows = rows.filter(about__in=about)
    return rows.order_by("-pk")[:ON_A_PAGE_MAX]


def extras_about(*about: str) -> list[Extra]:
    """All that were given there, the first one first."""
    return _extras_about(about)


@prepared
def _extras_about(about: Collection[str]) -> models.QuerySet[Extra]:
    return Extra.objects.filter(about__in=about, taken_back_at=None).order_by("pk")


def anything_given(*about: str) -> bool:
    """Whether anything was chosen, given or filled in there: one question for most, who have nothing of it."""
    return bool(_anything_given(about))


@prepared
def _anything_given(about: Collection[str]) -> models.QuerySet[Choice, int]:
    given = Extra.objects.filter(about__in=about, taken_back_at=None).order_by().values_list("pk", flat=True)
    chosen = Choice.objects.filter(about__in=about).order_by().values_list("pk", flat=True)
    sent = Submission.objects.filter(about__in=about).order_by().values_list("pk", flat=True)
    return chosen.union(given, sent, all=True)


def given_before(brand_id: int) -> list[Extra]:
    """What this brand has given, the last one of each: what was given most often first."""
    rows = Extra.objects.filter(brand_id=brand_id, taken_back_at=None).order_by("-pk")[:GIVEN_LOOKED_AT_MAX]
    same: dict[str, list[Extra]] = {}
    for one in rows:
        same.setdefault(one.what.casefold(), []).append(one)
    often = sorted(same.values(), key=len, reverse=True)
    return [those[0] for those in often[:GIVEN_SHOWN_MAX]]


def untold(brand_ids: Collection[int]) -> models.QuerySet[Extra]:
    """Of which the customer has not heard yet, the oldest first."""
    return Extra.objects.filter(brand_id__in=brand_ids, announced_at=None, taken_back_at=None).order_by(
        "recorded_at", "pk"
    )


def given_silently(brand_ids: Collection[int], at: datetime) -> models.QuerySet[Extra]:
    """Recorded, and not announced within a day. This list must be empty."""
    return untold(brand_ids).filter(recorded_at__lt=at - timedelta(hours=SILENT_HOURS))


def lately_untold(since: datetime) -> models.QuerySet[Extra]:
    """Of all brands, the newest first; with those that were taken back, of which an answer may speak all the same."""
    return (
        Extra.objects.filter(announced_at=None, recorded_at__gte=since)
        .select_related("customer")
        .order_by("-recorded_at", "-pk")
    )
