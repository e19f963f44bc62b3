import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.facts.people import (
    MembershipGiven,
    MembershipTaken,
    StaffAway,
    StaffBack,
    StaffInvited,
    StaffJoined,
    StaffLeft,
    StaffPreferencesChanged,
    StaffSignedIn,
    TeamsChanged,
)
from slovo.people.models import Invitation, Membership, Staff, Team
from slovo.people.rights import Role, Verb

INVITATION_LIFE = timedelta(days=3)
TEAM_NAME_CHARACTERS_MAX = 80
AWAY_DAYS_MAX = 366


class UnableToInvite(UnableTo):
    pass


class UnableToChangeRole(UnableTo):
    pass


class UnableToGoAway(UnableTo):
    pass


@transaction()
def add_staff(*, email: str, name: str, actor: Actor, at: datetime, language: str = "", zone: str = "") -> Staff:
    """Somebody new, still without a password and without rights."""
    email = email.strip().lower()
    if Staff.objects.filter(email=email).exists():
        raise UnableToInvite(_("Somebody with this address is here already. Give that person another role instead."))
    staff = Staff(email=email, name=name, language=language, zone=zone, joined_at=at)
    staff.set_unusable_password()
    staff.save()
    record(StaffJoined(brand_id=None, staff_id=staff.pk), actor=actor, at=at)
    return staff


@transaction()
def introduce(*, staff: Staff, name: str, email: str, at: datetime) -> None:
    """Somebody invited without a name says who they are."""
    email = email.strip().lower()
    if Staff.objects.filter(email=email).exclude(pk=staff.pk).exists():
        raise UnableToInvite(_("Somebody with this address is here already. Give that person another role instead."))
    staff.name, staff.email = name, email
    staff.save(update_fields=["name", "email"])
    record(StaffPreferencesChanged(brand_id=None, staff_id=staff.pk), actor=staff.actor, at=at)


@transaction()
def give_role(*, staff: Staff, brand: Brand, role: Role, actor: Actor, at: datetime) -> None:
    Membership.objects.update_or_create(staff=staff, brand=brand, defaults={"role": role.value})
    record(MembershipGiven(brand_id=brand.pk, staff_id=staff.pk, role=role.value), actor=actor, at=at)


@transaction()
def invite_colleague(*, brand: Brand, role: Role, name: str, email: str, by: Staff, at: datetime) -> tuple[Staff, str]:
    """Somebody new with a role, and the token of the link that lets them in. Who works for another brand already
    gets the role here too, signs in as before and needs no token (""). Who had left comes back."""
    by.must(Verb.MANAGE_PEOPLE, brand)
    staff = Staff.objects.filter(email=email.strip().lower()).first()
    if staff and staff.left_at:
        return _take_back(staff, brand, role=role, by=by, at=at)
    if staff and staff.memberships.filter(brand=brand).exists():
        raise UnableToInvite(_("Somebody with this address is here already. Give that person another role instead."))
    token = ""
    if staff is None:
        staff = add_staff(email=email, name=name, actor=by.actor, at=at)
        token = invite(staff=staff, at=at)
    give_role(staff=staff, brand=brand, role=role, actor=by.actor, at=at)
    return staff, token


def _take_back(staff: Staff, brand: Brand, *, role: Role, by: Staff, at: datetime) -> tuple[Staff, str]:
    """Who comes back begins anew: with this role only, and no way in but the link."""
    staff.memberships.all().delete()
    staff.teams.clear()
    staff.tokens.filter(revoked_at=None).update(revoked_at=at, revoked_by=by)
    Authenticator.objects.filter(user=staff).delete()
    staff.left_at = staff.left_by = staff.away_until = None
    staff.set_unusable_password()
    staff.save(update_fields=["left_at", "left_by", "away_until", "password"])
    record(StaffJoined(brand_id=None, staff_id=staff.pk), actor=by.actor, at=at)
    give_role(staff=staff, brand=brand, role=role, actor=by.actor, at=at)
    return staff, invite(staff=staff, at=at)


@transaction()
def invite_again(*, staff: Staff, by: Staff, at: datetime) -> str:
    """A new link for who lost theirs, or their password. The password they have goes on until it is used."""
    by.must_wholly(Verb.MANAGE_PEOPLE, staff)
    record(StaffInvited(brand_id=None, staff_id=staff.pk), actor=by.actor, at=at)
    return invite(staff=staff, at=at)


@transaction()
def change_work(
    *, staff: Staff, brand: Brand, role: Role | None, teams: Collection[str], by: Staff, at: datetime
) -> None:
    """What somebody is at a brand: a role (None takes the brand from them) and exactly these teams, by name. A team
    that does not exist begins."""
    by.must(Verb.MANAGE_PEOPLE, brand)
    if role != Role.ADMINISTRATOR:
        _must_leave_an_administrator(brand, without=staff)
    if role is None:
        Membership.objects.filter(staff=staff, brand=brand).delete()
        record(MembershipTaken(brand_id=brand.pk, staff_id=staff.pk), actor=by.actor, at=at)
    elif not Membership.objects.filter(staff=staff, brand=brand, role=role.value).exists():
        give_role(staff=staff, brand=brand, role=role, actor=by.actor, at=at)
    _choose_teams(staff, brand, teams if role else (), by=by, at=at)


def _choose_teams(staff: Staff, brand: Brand, names: Collection[str], *, by: Staff, at: datetime) -> None:
    wanted = {name.strip()[:TEAM_NAME_CHARACTERS_MAX] for name in names if name.strip()}
    Team.objects.bulk_create([Team(brand=brand, name=name) for name in sorted(wanted)], ignore_conflicts=True)
    teams = Team.objects.filter(brand=brand, name__in=wanted)
    now = staff.teams.filter(brand=brand)
    if set(now) == set(teams):
        return
    staff.teams.remove(*now)
    staff.teams.add(*teams)
    fact = TeamsChanged(brand_id=brand.pk, staff_id=staff.pk, team_ids=tuple(team.pk for team in teams))
    record(fact, actor=by.actor, at=at)


@transaction()
def join_team(*, staff: Staff, brand: Brand, name: str) -> Team:
    team, _created = Team.objects.get_or_create(brand=brand, name=name)
    team.members.add(staff)
    return team


@transaction()
def invite(*, staff: Staff, at: datetime) -> str:
    """The token of a one-time link to choose a password. Only its digest is stored. Older links end."""
    Invitation.objects.filter(staff=staff, used_at=None, expires_at__gt=at).update(expires_at=at)
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(staff=staff, token_sha256=Invitation.digest_of(token), expires_at=at + INVITATION_LIFE)
    return token


@transaction()
def accept_invitation(*, token: str, password: str, at: datetime) -> Staff:
    claimed = Invitation.objects.filter(
        token_sha256=Invitation.digest_of(token), used_at=None, expires_at__gt=at, staff__left_at=None
    ).update(used_at=at)
    if not claimed:
        raise UnableToInvite(_("This link has been used or has run out. Ask your administrator for a new one."))
    staff = Invitation.objects.select_related("staff").get(token_sha256=Invitation.digest_of(token)).staff
    staff.set_password(password)
    staff.save(update_fields=["password"])
    return staff


@transaction()
def note_signed_in(*, staff: Staff, at: datetime) -> None:
    record(StaffSignedIn(brand_id=None, staff_id=staff.pk), actor=staff.actor, at=at)


@transaction()
def dismiss(*, staff: Staff, by: Staff, at: datetime) -> None:
    """They leave: the sign-in ends at once; what they wrote stays theirs."""
    by.must_wholly(Verb.MANAGE_PEOPLE, staff)
    for membership in staff.memberships.select_related("brand").order_by("brand_id"):
        _must_leave_an_administrator(membership.brand, without=staff)
    Staff.objects.filter(pk=staff.pk, left_at=None).update(left_at=at, left_by=by)
    record(StaffLeft(brand_id=None, staff_id=staff.pk), actor=by.actor, at=at)


@transaction()
def go_away(*, staff: Staff, until: datetime, by: Staff, at: datetime) -> None:
    """Ill, on leave, or the shift is over: said by themselves or by a supervisor. Whoever is away gets no work."""
    by.must_say_for(Verb.SET_AWAY, staff)
    if not at < until <= at + timedelta(days=AWAY_DAYS_MAX):
        raise UnableToGoAway(
            _("Choose a moment within the next year at which they are back."), rule=Rule.BACK_WITHIN_A_YEAR
        )
    Staff.objects.filter(pk=staff.pk).update(away_until=until)
    record(StaffAway(brand_id=None, staff_id=staff.pk, until=until.isoformat()), actor=by.actor, at=at)


@transaction()
def come_back(*, staff: Staff, by: Staff, at: datetime) -> None:
    """Earlier than was said. What has passed to others stays with them."""
    by.must_say_for(Verb.SET_AWAY, staff)
    if Staff.objects.filter(pk=staff.pk, away_until__gt=at).update(away_until=None):
        record(StaffBack(brand_id=None, staff_id=staff.pk), actor=by.actor, at=at)


@transaction()
def choose_preferences(*, staff: Staff, language: str, theme: str, zone: str, single_keys: bool, at: datetime) -> None:
    """`single_keys`: whether one letter without Ctrl does something. Who speaks to the machine switches them off."""
    Staff.objects.filter(pk=staff.pk).update(language=language, theme=theme, zone=zone, single_keys=single_keys)
    record(StaffPreferencesChanged(brand_id=None, staff_id=staff.pk), actor=staff.actor, at=at)


@transaction()
def choose_language(*, staff: Staff, language: str, at: datetime) -> None:
    Staff.objects.filter(pk=staff.pk).update(language=language)
    record(StaffPreferencesChanged(brand_id=None, staff_id=staff.pk), actor=staff.actor, at=at)


@transaction()
def dismiss_guide(*, staff: Staff, at: datetime) -> None:
    """They know their way: the first steps are no longer shown to them by themselves."""
    Staff.objects.filter(pk=staff.pk, guide_dismissed_at=None).update(guide_dismissed_at=at)
    record(StaffPreferencesChanged(brand_id=None, staff_id=staff.pk), actor=staff.actor, at=at)


def _must_leave_an_administrator(brand: Brand, *, without: Staff) -> None:
    locked(Brand, brand.pk)  # two administrators must not take the role from each other at the same moment
    administrators = Membership.objects.filter(brand=brand, role=Role.ADMINISTRATOR.value, staff__left_at=None)
    if not administrators.exclude(staff=without).exists():
        raise UnableToChangeRole(_("A brand needs an administrator. Give somebody else that role first."))
