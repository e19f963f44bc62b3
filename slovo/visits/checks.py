"""What is asked of a moment before a visit is booked, moved or cancelled. Parts of the actions."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from slovo.core.errors import UnableTo
from slovo.core.rules import Rule
from slovo.visits import slots
from slovo.visits.models import Visit, VisitType

AHEAD_DAYS_MAX = 366


def check_bookable(type_: VisitType, starts_at: datetime, *, at: datetime, refusal: type[UnableTo]) -> None:
    first, last = slots.bookable(type_, at)
    if not first <= starts_at <= last:
        raise refusal(
            _("This cannot be booked so soon or so far ahead. Choose one of the free slots, or write to us."),
            rule=Rule.SLOT_IS_OFFERED_ONLINE,
        )


def check_near(starts_at: datetime, *, at: datetime, refusal: type[UnableTo]) -> None:
    if starts_at <= at:
        raise refusal(_("This moment has passed. Choose one that is to come."), rule=Rule.MOMENT_IS_TO_COME)
    if starts_at > at + timedelta(days=AHEAD_DAYS_MAX):
        raise refusal(_("This is more than a year ahead. Choose an earlier moment."), rule=Rule.SLOT_WITHIN_A_YEAR)


def check_coming(visit: Visit, *, at: datetime, refusal: type[UnableTo]) -> None:
    if not visit.is_coming or at >= visit.ends_at:
        raise refusal(_("This visit is over or cancelled. Book another one."), rule=Rule.VISIT_IS_COMING)


def check_changeable(visit: Visit, *, at: datetime, refusal: type[UnableTo]) -> None:
    check_coming(visit, at=at, refusal=refusal)
    if at > visit.changeable_until:
        raise refusal(
            _("It is too late to change this visit here. Write or call us, and we will find a way."),
            rule=Rule.VISIT_IS_CHANGED_IN_TIME,
        )
