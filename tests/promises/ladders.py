"""What the tests of ladders say all the time."""

from datetime import datetime

from django.utils import timezone

from slovo.brands.models import Brand
from slovo.core.db import transaction
from slovo.promises import jobs, kind_rules, ladders
from slovo.promises.ladder_models import Reminder
from slovo.promises.ladder_templates import TEMPLATES
from slovo.promises.ladders import Step
from tests.cast import Cast, work_at

REASONS = {"ru": "Снег на дорогах", "uk": "Сніг на дорогах", "en": "Snow on the roads"}


def owner(minutes: int) -> Step:
    return Step(minutes, "nudge_owner")


def lead(minutes: int) -> Step:
    return Step(minutes, "nudge_lead")


def tell(minutes: int, later: int = 30) -> Step:
    return Step(minutes, "tell_customer", later, REASONS, offers_choice=True)


def ladder(cast: Cast, *steps: Step, at: datetime, kind: str = "delivery", brand: Brand | None = None) -> None:
    ladders.set_ladder(brand=brand or cast.chainik, kind=kind, steps=steps, by=cast.orlov, at=at)


def at_any_hour(cast: Cast) -> None:
    """The shop has no quiet hours: whatever the time of the day, a letter leaves at once."""
    ladders.set_notice_rules(brand=cast.chainik, begins=0, ends=0, texts={}, by=cast.orlov, at=timezone.now())


def rides(cast: Cast, *, at: datetime) -> None:
    """The taxi firm: rides by day and by night, with the ladder of a dispatcher."""
    kind_rules.set_kind(
        brand=cast.chainik,
        slug="ride",
        names={"ru": "Поездка"},
        moves_without_consent_max=1,
        silence_minutes=None,
        told_at_night=True,
        by=cast.orlov,
        at=at,
    )
    ladder(cast, *TEMPLATES["taxi"].steps, at=at, kind="ride")


def clock_strikes(at: datetime) -> None:
    """And whatever follows is done."""
    with transaction():
        jobs.take_steps.enqueue()
    work_at(at)


def reminded() -> list[tuple[str, str]]:
    """Who, and why."""
    rows = Reminder.objects.order_by("at", "staff__name").select_related("staff")
    return [(row.staff.name, row.why) for row in rows]
