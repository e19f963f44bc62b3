from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models.functions import Coalesce

from slovo.brands.models import Brand
from slovo.core.prepared import prepared
from slovo.people.models import Invitation, Membership, Staff, Team, Token
from slovo.people.rights import Verb

TOKEN_USE_NOTED_EVERY = timedelta(minutes=1)  # the moment of the last use is written no more often


def by_email(email: str) -> Staff | None:
    return Staff.objects.filter(email=email.strip().lower()).first()


def invited(*, token: str, at: datetime) -> Staff | None:
    """Whose one-time link it is, if it still holds."""
    links = Invitation.objects.select_related("staff").filter(used_at=None, expires_at__gt=at, staff__left_at=None)
    invitation = links.filter(token_sha256=Invitation.digest_of(token)).first()
    return invitation.staff if invitation else None


def runs_the_house(staff: Staff, verb: Verb) -> bool:
    """Has this right at every brand there is: what belongs to no brand, and may speak of any, is theirs to read."""
    return all(staff.may_at(verb, brand_id) for brand_id in Brand.objects.values_list("pk", flat=True))


def colleagues_at(brand_id: int) -> models.QuerySet[Staff]:
    return Staff.objects.filter(memberships__brand_id=brand_id, left_at=None).order_by("name", "pk")


def present_at(brand_id: Any, at: datetime) -> models.QuerySet[Staff]:
    """Who works for the brand and is there at this moment, as `Staff.is_there`. `brand_id` may be the outer
    question's."""
    return not_away_at(brand_id, at).exclude(off_until__gt=at)


def in_time_for(due_at: Any, brand_id: Any, at: datetime) -> models.QuerySet[Staff]:
    """Who is there, or will be before that deadline, if there is one: as `Staff.comes_by`. Both may be the outer
    question's."""
    due_before = models.Q(off_until__gt=Coalesce(due_at, models.F("off_until")))
    return not_away_at(brand_id, at).exclude(due_before, off_until__gt=at)


def not_away_at(brand_id: Any, at: datetime) -> models.QuerySet[Staff]:
    """Who works for the brand and is not away: on shift, or at home until the next one."""
    away = models.Q(away_until__gt=at)
    return Staff.objects.filter(memberships__brand_id=brand_id, left_at=None, integration_at=None).exclude(away)


def not_there(at: datetime) -> models.QuerySet[Staff]:
    """Who has left, is away or off at this moment."""
    absent = models.Q(left_at__isnull=False) | models.Q(away_until__gt=at) | models.Q(off_until__gt=at)
    return Staff.objects.filter(absent)


def off_until(staff_id: int, at: datetime) -> datetime | None:
    """When their next shift begins; None of who is there, or away altogether."""
    rows = Staff.objects.filter(pk=staff_id, off_until__gt=at).exclude(away_until__gt=at)
    return rows.values_list("off_until", flat=True).first()


def shifts_over(at: datetime) -> models.QuerySet[Staff]:
    """The first one first."""
    return Staff.objects.filter(shift_ends_at__lte=at, left_at=None).order_by("shift_ends_at", "pk")


@prepared
def colleague_names_at(brand_id: int) -> models.QuerySet[Staff, tuple[int, str]]:
    """Id and name of each, for a choice in every page: objects of fifty people cost more than their query."""
    return colleagues_at(brand_id).values_list("pk", "name")


def colleagues_of(brand_ids: Collection[int]) -> models.QuerySet[Staff]:
    """All who work for one of these brands now."""
    here = Membership.objects.filter(brand_id__in=brand_ids).values("staff_id")
    return Staff.objects.filter(pk__in=here, left_at=None).order_by("name", "pk")


def by_ids(ids: Collection[int]) -> dict[int, Staff]:
    """Whoever they are: what somebody did stays theirs."""
    return Staff.objects.in_bulk(ids)


def teams_by_ids(ids: Collection[int]) -> dict[int, Team]:
    return Team.objects.in_bulk(ids)


def teams_of(brand_ids: Collection[int]) -> models.QuerySet[Team]:
    return Team.objects.filter(brand_id__in=brand_ids).order_by("name", "pk")


@prepared
def teams_at(brand_id: int) -> models.QuerySet[Team]:
    return Team.objects.filter(brand_id=brand_id)


def everybody_at(brand_ids: Collection[int]) -> models.QuerySet[Staff]:
    """All who work for one of these brands, or did until they left: what they did stays theirs."""
    return Staff.objects.filter(memberships__brand_id__in=brand_ids).distinct().order_by("name", "pk")


def visible_to(staff: Staff) -> models.QuerySet[Staff]:
    """Whom this person administers: all who work for a brand where they may. Each has `work_here` (memberships)
    and `teams_here`, of those brands alone: what else somebody does is not this reader's to know."""
    managed = _managed(staff)
    memberships = Membership.objects.filter(brand_id__in=managed).select_related("brand").order_by("brand_id")
    teams = Team.objects.filter(brand_id__in=managed)
    people = Staff.objects.filter(memberships__brand_id__in=managed, left_at=None).distinct().order_by("name", "pk")
    return people.prefetch_related(
        models.Prefetch("memberships", memberships, to_attr="work_here"),
        models.Prefetch("teams", teams, to_attr="teams_here"),
    )


def brands_managed_by(staff: Staff, verb: Verb) -> models.QuerySet[Brand]:
    return Brand.objects.filter(pk__in=[brand_id for brand_id in staff.brand_ids if staff.may_at(verb, brand_id)])


def brands_where(staff: Staff, verb: Verb) -> list[Brand]:
    """As `brands_managed_by`, for what every request asks."""
    return _brands([brand_id for brand_id in staff.brand_ids if staff.may_at(verb, brand_id)])


@prepared
def _brands(brand_ids: Collection[int]) -> models.QuerySet[Brand]:
    return Brand.objects.filter(pk__in=brand_ids)


def _managed(staff: Staff) -> list[int]:
    return [brand_id for brand_id in staff.brand_ids if staff.may_at(Verb.MANAGE_PEOPLE, brand_id)]


def brands(staff: Staff) -> models.QuerySet[Brand]:
    return Brand.objects.filter(pk__in=staff.brand_ids)


def token_shown(text: str, *, at: datetime) -> Token | None:
    """The token that somebody shows, if it still opens the door: its `staff` then acts with its scopes."""
    token = next(iter(_token(Token.digest_of(text))), None)
    if token is None or not token.holds(at) or token.staff.left_at:
        return None
    token.staff.scopes = token.verbs
    return token


@prepared
def _token(sha256: str) -> models.QuerySet[Token]:
    return Token.objects.select_related("staff").filter(sha256=sha256)


def token_use_is_due(token: Token, *, at: datetime) -> bool:
    return token.last_used_at is None or at - token.last_used_at >= TOKEN_USE_NOTED_EVERY


def tokens_of(staff: Staff) -> models.QuerySet[Token]:
    return Token.objects.filter(staff=staff, revoked_at=None)


def tokens_revocable_by(staff: Staff) -> models.QuerySet[Token]:
    """One's own, and those of the integrations of brands that one administers."""
    managed = [brand_id for brand_id in staff.brand_ids if staff.may_at(Verb.MANAGE_BRAND, brand_id)]
    allowed = models.Q(staff=staff) | models.Q(staff__integration_at__in=managed)
    return Token.objects.filter(allowed, revoked_at=None).select_related("staff")


def tokens_of_integrations(brand: Brand) -> models.QuerySet[Token]:
    rows = Token.objects.filter(staff__integration_at=brand, revoked_at=None)
    return rows.select_related("staff", "created_by")


def may_customers_see(staff: Staff | None, brand: Brand) -> bool:
    """How they look: both have said yes, there is a photo, and they still work here."""
    if staff is None or staff.photo_id is None or staff.left_at:
        return False
    return staff.photo_shown_since is not None and brand.staff_shown_since is not None
