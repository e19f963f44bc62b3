"""Working time: minutes to deadlines and back, by opening hours. `docs/calendars.md` is the contract."""

from slovo.core.worktime.calendar import HORIZON_YEARS, Calendar, Pause
from slovo.core.worktime.document import WEEKDAYS, from_text
from slovo.core.worktime.errors import UnableToCountWorkingTime, UnableToReadCalendar

__all__ = [
    "HORIZON_YEARS",
    "WEEKDAYS",
    "Calendar",
    "Pause",
    "UnableToCountWorkingTime",
    "UnableToReadCalendar",
    "from_text",
]
