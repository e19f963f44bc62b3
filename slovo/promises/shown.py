"""What a customer reads of what is promised to them, and the links by which they do."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from slovo.core.prepared import prepared
from slovo.people.models import Staff
from slovo.promises import queries
from slovo.promises.link_models import StatusLink, digest_of
from slovo.promises.models import BY_CUSTOMER, OWED, Promise
from slovo.promises.more_models import PromiseMove
from slovo.promises.rating_models import PromiseRating

PROMISES_MAX = 60  # on one page
DENIAL_DAYS_MAX = 30  # after which they write to us instead
RATED_WITHIN = timedelta(days=30)  # of the deed
CHANGED_WITHIN = timedelta(days=1)  # of the first mark

# An answer that nobody needs, and what was struck out: nothing that anybody waits for.
_TOLD = ~Q(released_at__isnull=False) | Q(release_reason=BY_CUSTOMER)


def links_visible_to(staff: Staff) -> models.QuerySet[StatusLink]:
    return StatusLink.objects.filter(brand_id__in=staff.brand_ids).select_related("customer", "made_by", "brand")


def links_of(customer_ids: Collection[int]) -> models.QuerySet[StatusLink]:
    """The newest first."""
    return StatusLink.objects.filter(customer_id__in=customer_ids).order_by("-pk")


def links_in_letters(brand_id: int) -> bool:
    """Whether what rules write to this brand's customers carries a link."""
    row = queries.notice_rules(brand_id)
    return row is None or row.links


def link_shown(token: str) -> StatusLink | None:
    """By its token, in whatever case it was typed, unless it is revoked. Whether it holds depends on what it shows."""
    return next(iter(_links_by(digest_of(token.lower()))), None)


@prepared
def _links_by(digest: str) -> models.QuerySet[StatusLink]:
    rows = StatusLink.objects.filter(token_sha256=digest, revoked_at=None)
    return rows.select_related("brand", "customer__root")


def promises_to(
    brand_id: int, customer_ids: Collection[int], about: Collection[str], *, since: datetime
) -> list[Promise]:
    """What is owed, and what was settled since then; of these matters, or, if none is named, of all. With who is
    responsible and with the moves."""
    if about:
        rows = _promises_about(brand_id, customer_ids, about, since)
    else:
        rows = _promises_to(brand_id, customer_ids, since)
    return rows


@prepared
def _promises_to(brand_id: int, customer_ids: Collection[int], since: datetime) -> models.QuerySet[Promise]:
    settled = Q(done_at__gte=since) | Q(released_at__gte=since)
    rows = Promise.objects.filter(OWED | settled, _TOLD, brand_id=brand_id, customer_id__in=customer_ids)
    return _with_all(rows)


@prepared
def _promises_about(
    brand_id: int, customer_ids: Collection[int], about: Collection[str], since: datetime
) -> models.QuerySet[Promise]:
    settled = Q(done_at__gte=since) | Q(released_at__gte=since)
    rows = Promise.objects.filter(
        OWED | settled, _TOLD, about__in=about, brand_id=brand_id, customer_id__in=customer_ids
    )
    return _with_all(rows)


def _with_all(rows: models.QuerySet[Promise]) -> models.QuerySet[Promise]:
    """What is owed first, by its deadline; then what was settled, the last first."""
    ordered = rows.order_by(
        models.F("released_at").desc(nulls_first=True),
        models.F("done_at").desc(nulls_first=True),
        models.F("due_at").asc(nulls_last=True),
        "pk",
    )
    return ordered.select_related("owner", "team", "rating")[:PROMISES_MAX]


@prepared
def moves_of(promise_ids: Collection[int]) -> models.QuerySet[PromiseMove]:
    """Those that were not taken back, the first one first."""
    return PromiseMove.objects.filter(promise_id__in=promise_ids, taken_back_at=None).order_by("pk")


def may_be_denied(promise: Promise, *, at: datetime) -> bool:
    """Whether its customer may say that it is not done."""
    if promise.is_answer or promise.done_at is None:
        return False
    return at - promise.done_at < timedelta(days=DENIAL_DAYS_MAX)


def rating_of(promise: Promise) -> PromiseRating | None:
    return getattr(promise, "rating", None)


def may_be_rated(promise: Promise, *, at: datetime) -> bool:
    """Something that was done, in time or not: of what was cancelled there is nothing to say here."""
    if row := rating_of(promise):
        return may_be_changed(row, at=at)
    return promise.done_at is not None and at - promise.done_at < RATED_WITHIN


def may_be_changed(rating: PromiseRating, *, at: datetime) -> bool:
    return at - rating.rated_at < CHANGED_WITHIN
