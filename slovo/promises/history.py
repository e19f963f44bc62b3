"""How much working time promises of a kind really needed, from being made to being done."""

import math
from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta

from slovo.brands.models import WorkingCalendar
from slovo.core.worktime import Calendar
from slovo.promises.models import OWED, Promise

HISTORY_DAYS = 90
CASES_MAX = 500  # the newest ones; more would cost time and say nothing else


@dataclass(frozen=True, slots=True)
class History:
    """`minutes`: of working time without pauses, the shortest first. `unfinished`: how many broke and are still owed:
    they need longer than anybody knows. `since`: when the first of these was made."""

    minutes: tuple[float, ...]
    unfinished: int = 0
    since: datetime | None = None

    @property
    def cases(self) -> int:
        return len(self.minutes) + self.unfinished

    def longer_than(self, minutes: float) -> int:
        """How many needed more."""
        return self.cases - bisect_right(self.minutes, minutes)

    def quantile(self, part: float) -> float:
        """The shortest time in which at least this part of them was done; infinite if fewer were."""
        place = math.ceil(part * self.cases) - 1
        return self.minutes[max(0, place)] if self.cases and place < len(self.minutes) else math.inf

    def beyond(self, minutes: float) -> "History":
        """Those that needed more."""
        return History(self.minutes[bisect_right(self.minutes, minutes) :], self.unfinished, self.since)


class Calendars:
    """Of a brand's promises: each is read once."""

    def __init__(self) -> None:
        self._known: dict[int, Calendar] = {}

    def of(self, pk: int) -> Calendar:
        if pk not in self._known:
            self._known[pk] = WorkingCalendar.objects.get(pk=pk).calendar
        return self._known[pk]

    def worked(self, promise: Promise, until: datetime) -> float:
        """Minutes of working time since it was made, without its pauses."""
        pauses = [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in promise.pauses]
        return self.of(promise.calendar_id).elapsed(promise.made_at, until, pauses)


FIELDS = ("made_at", "done_at", "pauses", "calendar_id")


def history_of(brand_id: int, kind: str, *, at: datetime, calendars: Calendars, team_id: int | None = None) -> History:
    """Of a kind, in time or late, in the last HISTORY_DAYS. With `team_id`, of that team alone."""
    since = at - timedelta(days=HISTORY_DAYS)
    rows = Promise.objects.filter(brand_id=brand_id, kind=kind)
    if team_id:
        rows = rows.filter(team_id=team_id)
    done = rows.filter(done_at__gte=since, done_at__lte=at).order_by("-done_at").only(*FIELDS)[:CASES_MAX]
    found = [(row.made_at, calendars.worked(row, row.done_at)) for row in done if row.done_at]
    late = rows.filter(OWED, due_at__gte=since, due_at__lt=at, broken_at__isnull=False)
    unfinished = late.order_by()[:CASES_MAX].count()
    began = min((made_at for made_at, _minutes in found), default=None)
    return History(tuple(sorted(minutes for _made_at, minutes in found)), unfinished, began)


class Histories:
    """As they are `at` this moment: each is asked for once, however many things a page says of it."""

    def __init__(self, at: datetime) -> None:
        self.at, self.calendars = at, Calendars()
        self._known: dict[tuple[int, str, int | None], History] = {}

    def of(self, brand_id: int, kind: str, team_id: int | None = None) -> History:
        key = brand_id, kind, team_id
        if key not in self._known:
            self._known[key] = history_of(brand_id, kind, at=self.at, calendars=self.calendars, team_id=team_id)
        return self._known[key]
