"""What a promise may say of its moment, its zone and who is responsible. Each raises the refusal that it is given."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from slovo.core.errors import UnableTo
from slovo.core.rules import Rule
from slovo.core.worktime.zones import is_zone
from slovo.people import queries as people
from slovo.people.models import Staff

DUE_DAYS_MAX = 3 * 366
CHECK_INS_MAX = 10


def check_moment(due_at: datetime, *, at: datetime, refusal: type[UnableTo]) -> None:
    if due_at <= at:
        raise refusal(_("This moment has passed. Choose one that is to come."), rule=Rule.MOMENT_IS_TO_COME)
    if due_at > at + timedelta(days=DUE_DAYS_MAX):
        raise refusal(
            _("This is more than three years away. Promise something nearer."), rule=Rule.MOMENT_WITHIN_THREE_YEARS
        )


def check_check_ins(moments: Collection[datetime], *, due_at: datetime, at: datetime, refusal: type[UnableTo]) -> None:
    if len(moments) > CHECK_INS_MAX:
        words = _("Whoever owes it is asked %(count)d times at most.") % {"count": CHECK_INS_MAX}
        raise refusal(words, rule=Rule.CHECK_INS_BEFORE_IT_IS_DUE)
    if any(not at < moment < due_at for moment in moments):
        raise refusal(
            _("They are asked between now and the deadline. Choose another moment."),
            rule=Rule.CHECK_INS_BEFORE_IT_IS_DUE,
        )


def check_zone(zone: str, *, refusal: type[UnableTo]) -> None:
    if not is_zone(zone):
        raise refusal(_("There is no such time zone. Choose one like Europe/Kyiv."), rule=Rule.ZONE_IS_KNOWN)


def check_responsible(
    brand_id: int,
    *,
    owner_id: int | None,
    team_id: int | None,
    at: datetime,
    refusal: type[UnableTo],
    due_at: datetime | None = None,
) -> None:
    """A person who is here, else a team. `due_at`: they are at work by then; what a rule gives to somebody at home
    stands before the supervisors' eyes."""
    if owner_id is None and team_id is None:
        raise refusal(_("Say who is responsible: a person or a team."), rule=Rule.SOMEBODY_IS_RESPONSIBLE)
    if team_id and not people.teams_of([brand_id]).filter(pk=team_id).exists():
        raise refusal(_("This team belongs to another brand. Choose one of this brand."), rule=Rule.TEAM_OF_THE_BRAND)
    if owner_id is None:
        return
    owner = people.colleagues_at(brand_id).filter(pk=owner_id).first()
    if owner is None:
        raise refusal(
            _("This person does not work for this brand. Choose somebody who does."), rule=Rule.PERSON_OF_THE_BRAND
        )
    if team_id is None and not (owner.comes_by(due_at, at) if due_at else not owner.is_away(at)):
        raise refusal(
            _("%(name)s is away. Choose somebody who is here, or a team that stands in.") % {"name": owner.name},
            rule=Rule.OWNER_IS_HERE,
        )


def check_chosen(
    brand_id: int,
    owner_id: int | None,
    team_id: int | None,
    *,
    by: Staff,
    due_at: datetime | None,
    at: datetime,
    refusal: type[UnableTo],
) -> None:
    """As `check_responsible`, of whom somebody chooses. Whoever takes it themselves is there, whatever their shifts
    say."""
    by_then = due_at and max(at, due_at) if owner_id != by.pk else None
    check_responsible(brand_id, owner_id=owner_id, team_id=team_id, at=at, refusal=refusal, due_at=by_then)
