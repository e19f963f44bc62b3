"""Ready moments for «send later» and «put off», by the brand's own hours."""

from datetime import datetime, timedelta

from slovo.brands.models import Brand
from slovo.core.worktime import Calendar, UnableToCountWorkingTime

MORNING_HOUR = 9
LATER_TODAY = timedelta(hours=3)

Moments = list[tuple[str, datetime]]  # a code, and when it is


def moments(brand: Brand, *, at: datetime) -> Moments:
    """Mornings on which the brand works: 09:00, or when it opens if that is later."""
    calendar = brand.main_calendar.calendar
    today = at.astimezone(brand.tz).replace(hour=MORNING_HOUR, minute=0, second=0, microsecond=0, tzinfo=None)
    tomorrow, monday, week = (today + timedelta(days=days) for days in (1, 7 - today.weekday(), 7))
    mornings = {"tomorrow": tomorrow, "monday": monday, "week": week}
    found = {code: _when_open(calendar, morning) for code, morning in mornings.items()}
    return [(code, moment) for code, moment in found.items() if moment not in _before(found, code)]


def moments_to_put_off(brand: Brand, *, at: datetime) -> Moments:
    return [("today", at + LATER_TODAY), *moments(brand, at=at)]


def _when_open(calendar: Calendar, wall: datetime) -> datetime:
    try:
        return calendar.next_open(calendar.moment(wall))
    except UnableToCountWorkingTime:  # a calendar that never opens
        return calendar.moment(wall)


def _before(found: dict[str, datetime], code: str) -> list[datetime]:
    codes = list(found)
    return [found[one] for one in codes[: codes.index(code)]]
