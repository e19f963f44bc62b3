"""How likely it is that a promise is not done by its deadline, from a simple model that is stated here.

A promise of a kind needs as much working time as those of the last 90 days did (`history.py`), longer when much else
comes before it:

    load  = 1 + LOAD_A_THING * max(0, ahead - USUAL_AHEAD), LOAD_MAX at most
    ahead = what its person owes and is due before it; where it has none, what its team owes for each who is there
    alive = how many of the history needed more than age / load, age: the working minutes since it was made
    late  = how many of the history needed more than (age + left) / load, left: those until its deadline
    risk  = (late + PRIOR_CASES * PRIOR_RISK) / (alive + PRIOR_CASES)

That is the share of those which were not done at its age either that needed longer than what it is given. The prior
draws it towards what is common where few cases are known: without any history the risk is PRIOR_RISK. From
AT_RISK_FROM on a promise is called at risk. What was said is kept and judged (`calibration.py`).
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count

from slovo.core.db import transaction
from slovo.people.models import Staff
from slovo.promises.forecast_rows import PER_MILLE, PromiseForecast
from slovo.promises.history import Calendars, History, history_of
from slovo.promises.models import OWED, Promise

USUAL_AHEAD = 2
LOAD_A_THING, LOAD_MAX = 0.15, 3.0
PRIOR_CASES, PRIOR_RISK = 4, 0.15
AT_RISK_FROM = 300  # per mille
MOMENTS = (50, 75, 90)  # percent of the time from being made to the deadline, at which the risk is written down
HORIZON = timedelta(days=14)
BATCH = 1_000
FORECASTS_KEPT = timedelta(days=400)


def load_of(ahead: int) -> float:
    return min(LOAD_MAX, 1 + LOAD_A_THING * max(0, ahead - USUAL_AHEAD))


def risk(history: History, *, age: float, left: float, ahead: int) -> float:
    """By the formula above."""
    load = load_of(ahead)
    alive, late = history.longer_than(age / load), history.longer_than((age + left) / load)
    return (late + PRIOR_CASES * PRIOR_RISK) / (alive + PRIOR_CASES)


@dataclass(slots=True)
class Known:
    """What assessing many promises at one moment asks only once."""

    at: datetime
    calendars: Calendars = field(default_factory=Calendars)
    histories: dict[tuple[int, str], History] = field(default_factory=dict)

    def history(self, promise: Promise) -> History:
        key = (promise.brand_id, promise.kind)
        if key not in self.histories:
            self.histories[key] = history_of(*key, at=self.at, calendars=self.calendars)
        return self.histories[key]


def forecasts(promises: Sequence[Promise], *, at: datetime) -> list[PromiseForecast]:
    """Of promises that are owed and not yet due: rows that are not saved."""
    known, ahead = Known(at), _ahead(promises, at=at)
    return [_forecast(promise, ahead[promise.pk], known) for promise in promises if promise.due_at]


def _forecast(promise: Promise, ahead: int, known: Known) -> PromiseForecast:
    assert promise.due_at
    history = known.history(promise)
    age = known.calendars.worked(promise, known.at)
    left = known.calendars.worked(promise, promise.due_at) - age
    per_mille = round(PER_MILLE * risk(history, age=age, left=left, ahead=ahead))
    return PromiseForecast(
        promise=promise,
        brand_id=promise.brand_id,
        owner_id=promise.owner_id,
        due_at=promise.due_at,
        assessed_at=known.at,
        percent=_moment(promise.made_at, promise.due_at, known.at),
        risk=per_mille,
        at_risk=per_mille >= AT_RISK_FROM,
        ahead=ahead,
        left_minutes=int(left),
        cases=history.cases,
    )


def _moment(made_at: datetime, due_at: datetime, at: datetime) -> int:
    """The last of MOMENTS that has come; 0 if none has."""
    percent = 100 * ((at - made_at) / (due_at - made_at)) if due_at > made_at else 100
    return max((moment for moment in MOMENTS if moment <= percent), default=0)


def _ahead(promises: Iterable[Promise], *, at: datetime) -> dict[int, int]:
    due = {one: one.due_at for one in promises if one.due_at}
    until = max(due.values(), default=at)
    owners = _dues("owner_id", {one.owner_id for one in due if one.owner_id}, until)
    team_ids = {one.team_id for one in due if one.team_id and not one.owner_id}
    teams, there = _dues("team_id", team_ids, until), _there(team_ids, at)
    found = dict.fromkeys((one.pk for one in due), 0)
    for one, due_at in due.items():
        if one.owner_id:
            found[one.pk] = bisect_left(owners[one.owner_id], due_at)
        elif one.team_id:
            found[one.pk] = bisect_left(teams[one.team_id], due_at) // max(1, there.get(one.team_id, 0))
    return found


def _dues(name: str, ids: Collection[int], until: datetime) -> Mapping[int, list[datetime]]:
    """By person or team, when what they owe is due, the earliest first."""
    found: dict[int, list[datetime]] = defaultdict(list)
    rows = Promise.objects.filter(OWED, due_at__lt=until, **{f"{name}__in": ids, f"{name[:-3]}__isnull": False})
    for pk, due_at in rows.order_by("due_at").values_list(name, "due_at"):
        found[pk].append(due_at)
    return found


def _there(team_ids: Collection[int], at: datetime) -> dict[int, int]:
    """How many of each team are there."""
    here = Staff.objects.filter(teams__in=team_ids, left_at=None, integration_at=None).exclude(away_until__gt=at)
    return dict(here.order_by().values_list("teams").annotate(number=Count("pk")))


def unassessed(at: datetime) -> list[int]:
    """Ids of those for which one of MOMENTS has come since something was last foretold, the first due first."""
    window = {"due_at__gt": at, "due_at__lt": at + HORIZON}
    told = PromiseForecast.objects.filter(latest=True, **window).values_list("promise_id", "due_at", "percent")
    known = {(pk, due_at): percent for pk, due_at, percent in told}
    rows = Promise.objects.filter(OWED, broken_at=None, **window).order_by("due_at")
    found = []
    for pk, made_at, due_at in rows.values_list("pk", "made_at", "due_at").iterator():
        assert due_at
        if _moment(made_at, due_at, at) > known.get((pk, due_at), 0):
            found.append(pk)
    return found


def latest(promises: Iterable[Promise]) -> dict[int, PromiseForecast]:
    """By promise, what was last said of each that is still owed in time, if it is of its deadline and its person."""
    running = {one.pk: one for one in promises if one.owed and not one.broken_at and one.due_at}
    rows = PromiseForecast.objects.filter(latest=True, promise_id__in=running).select_related("owner")
    return {
        row.promise_id: row
        for row in rows
        if (row.due_at, row.owner_id) == (running[row.promise_id].due_at, running[row.promise_id].owner_id)
    }


@transaction()
def assess(*, promise_ids: Collection[int], at: datetime) -> int:
    """Write down what is to be expected of these; the number of those that were still to be foretold."""
    rows = Promise.objects.filter(OWED, pk__in=promise_ids, broken_at=None, due_at__gt=at)
    told = [row for row in forecasts(list(rows), at=at) if row.percent]
    PromiseForecast.objects.filter(latest=True, promise_id__in=[row.promise_id for row in told]).update(latest=False)
    PromiseForecast.objects.bulk_create(told, update_conflicts=False)
    return len(told)


@transaction()
def forget_forecasts(*, at: datetime) -> None:
    """What was foretold long ago has been judged."""
    PromiseForecast.objects.filter(due_at__lt=at - FORECASTS_KEPT).delete()
