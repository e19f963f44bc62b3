from datetime import datetime

from django.utils.translation import gettext as _

from slovo.brands.models import WorkingCalendar
from slovo.core.db import transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.facts.standards import ServiceLevelSet
from slovo.standards.models import ServiceLevel


class UnableToSetServiceLevel(UnableTo):
    pass


@transaction()
def set_service_level(
    *,
    channel: str,
    calendar: WorkingCalendar,
    first_answer_minutes: int,
    next_answer_minutes: int,
    warning_minutes: int,
    actor: Actor,
    at: datetime,
) -> ServiceLevel:
    """In working minutes of the calendar. `warning_minutes` before the time is up the desk warns."""
    if min(first_answer_minutes, next_answer_minutes) < 1:
        raise UnableToSetServiceLevel(
            _("An answer takes at least a minute: give 1 or more."), rule=Rule.ANSWER_TIMES_WITHIN_LIMITS
        )
    if warning_minutes >= min(first_answer_minutes, next_answer_minutes):
        raise UnableToSetServiceLevel(
            _("The warning comes before the time is up: give fewer minutes than an answer has."),
            rule=Rule.ANSWER_TIMES_WITHIN_LIMITS,
        )
    level, _created = ServiceLevel.objects.update_or_create(
        brand=calendar.brand,
        channel=channel,
        defaults={
            "calendar": calendar,
            "first_answer_minutes": first_answer_minutes,
            "next_answer_minutes": next_answer_minutes,
            "warning_minutes": warning_minutes,
        },
    )
    fact = ServiceLevelSet(
        brand_id=calendar.brand_id,
        channel=channel,
        first_answer_minutes=first_answer_minutes,
        next_answer_minutes=next_answer_minutes,
        warning_minutes=warning_minutes,
    )
    record(fact, actor=actor, at=at)
    return level
