"""How likely it is that a promise is not done by its deadline, from a simple model that is stated here.

A promise of a kind needs as much working time as those of the last 90 days did (`history.py`), longer when more comes
before it than its person gets done until then:

    ahead     = what its person owes and is due before it; where it has none, what its team owes for each who is there
    meanwhile = what they will have done by its deadline, as fast as in the last PACE_DAYS days of working time
    load      = 1 + LOAD_A_THING * max(0, ahead - USUAL_AHEAD - meanwhile), LOAD_MAX at most
    alive     = how many of the history needed more than age / load, age: the working minutes since it was made
    late      = how many of the history needed more than (age + left) / load, left: those until its deadline
    risk      = (late + PRIOR_CASES * PRIOR_RISK) / (alive + PRIOR_CASES)

That is the share of those which were not done at its age either that needed longer than what it is given. The prior
draws it towards what is common where few cases are known: without any history the risk is PRIOR_RISK. From
AT_RISK_FROM on a promise is called at risk.

Each open promise with a deadline has one: when it is made, at each of MOMENTS, when it has another deadline, person or
team, and else REFRESHED after the last. What was said at MOMENTS is kept and judged (`calibration.py`).
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.lookups import IsNull

from slovo.core.db import transaction
from slovo.people.models import Staff
from slovo.promises.forecast_rows import BETWEEN, PER_MILLE, PromiseForecast
from slovo.promises.history import Calendars, History, history_of
from slovo.promises.models import OWED, Promise

USUAL_AHEAD = 2
LOAD_A_THING, LOAD_MAX = 0.15, 3.0
PACE_DAYS = 14
PRIOR_CASES, PRIOR_RISK = 4, 0.15
AT_RISK_FROM = 300  # per mille
MOMENTS = (0, 50, 75, 90)  # percent of the time from being made to the deadline, at which the risk is written down
REFRESHED = timedelta(days=1)
BATCH = 500


STANDS = ("due_at", "owner_id", "team_id")  # what a forecast is of


def load_of(ahead: int, meanwhile: float = 0.0) -> float:
    return min(LOAD_MAX, 1 + LOAD_A_THING * max(0, ahead - USUAL_AHEAD - meanwhile))


def risk(history: History, *, age: float, left: float, load: float) -> float:
    """By the formula above."""
    alive, late = history.longer_than(age / load), history.longer_than((age + left) / load)
    return (late + PRIOR_CASES * PRIOR_RISK) / (alive + PRIOR_CASES)


@dataclass(frozen=True, slots=True)
class Queue:
    """Before a promise: what is due earlier, and how much its people did in PACE_DAYS."""

    ahead: int = 0
    done: float = 0.0


@dataclass(slots=True)
class Known:
    """What assessing many promises at one moment asks only once."""

    at: datetime
    calendars: Calendars = field(default_factory=Calendars)
    histories: dict[tuple[int, str], History] = field(default_factory=dict)
    paces: dict[int, float] = field(default_factory=dict)

    def history(self, promise: Promise) -> History:
        key = (promise.brand_id, promise.kind)
        if key not in self.histories:
            self.histories[key] = history_of(*key, at=self.at, calendars=self.calendars)
        return self.histories[key]

    def paced(self, calendar_id: int) -> float:
        """Minutes of working time in PACE_DAYS."""
        if calendar_id not in self.paces:
            began = self.at - timedelta(days=PACE_DAYS)
            self.paces[calendar_id] = self.calendars.of(calendar_id).elapsed(began, self.at)
        return self.paces[calendar_id]


def forecasts(promises: Sequence[Promise], *, at: datetime) -> list[PromiseForecast]:
    """Of promises that are owed and not yet due: rows that are not saved."""
    known, queues = Known(at), _queues(promises, at=at)
    return [_forecast(promise, queues[promise.pk], known) for promise in promises if promise.due_at]


def _forecast(promise: Promise, queue: Queue, known: Known) -> PromiseForecast:
    assert promise.due_at
    history = known.history(promise)
    age = known.calendars.worked(promise, known.at)
    left = known.calendars.worked(promise, promise.due_at) - age
    paced = known.paced(promise.calendar_id)
    meanwhile = int(queue.done * left / paced) if paced else 0
    load = load_of(queue.ahead, meanwhile)
    per_mille = round(PER_MILLE * risk(history, age=age, left=left, load=load))
    return PromiseForecast(
        promise=promise,
        brand_id=promise.brand_id,
        owner_id=promise.owner_id,
        team_id=promise.team_id,
        due_at=promise.due_at,
        assessed_at=known.at,
        again_at=_again_at(promise.made_at, promise.due_at, known.at),
        percent=_moment(promise.made_at, promise.due_at, known.at),
        risk=per_mille,
        at_risk=per_mille >= AT_RISK_FROM,
        ahead=queue.ahead,
        meanwhile=meanwhile,
        left_minutes=int(left),
        cases=history.cases,
    )


def _moment(made_at: datetime, due_at: datetime, at: datetime) -> int:
    """The last of MOMENTS that has come."""
    return max((percent for percent in MOMENTS if _when(percent, made_at, due_at) <= at), default=MOMENTS[0])


def _again_at(made_at: datetime, due_at: datetime, at: datetime) -> datetime:
    moments = (_when(percent, made_at, due_at) for percent in MOMENTS)
    return min(moment for moment in (*moments, at + REFRESHED) if moment > at)


def _when(percent: int, made_at: datetime, due_at: datetime) -> datetime:
    return made_at + (due_at - made_at) * percent / 100


def _queues(promises: Iterable[Promise], *, at: datetime) -> dict[int, Queue]:
    due = {one: one.due_at for one in promises if one.due_at}
    owners = _lines("owner_id", {one.owner_id for one in due if one.owner_id}, due.values(), at)
    team_ids = {one.team_id for one in due if one.team_id and not one.owner_id}
    teams, there = _lines("team_id", team_ids, due.values(), at), _there(team_ids, at)
    found = dict.fromkeys((one.pk for one in due), Queue())
    for one, due_at in due.items():
        if one.owner_id:
            found[one.pk] = owners(one.owner_id, due_at)
        elif one.team_id:
            queue, people = teams(one.team_id, due_at), max(1, there.get(one.team_id, 0))
            found[one.pk] = Queue(queue.ahead // people, queue.done / people)
    return found


def _lines(
    name: str, ids: Collection[int], dues: Collection[datetime], at: datetime
) -> Callable[[int, datetime], Queue]:
    """What stands before a moment in the line of each of these people or teams. What is due before all of `dues` is
    counted by the database."""
    since, until = min(dues, default=at), max(dues, default=at)
    theirs = Promise.objects.filter(**{f"{name}__in": ids, f"{name[:-3]}__isnull": False}).order_by()
    before = _counted(theirs.filter(OWED, due_at__lt=since), name)
    done = _counted(theirs.filter(done_at__gte=at - timedelta(days=PACE_DAYS), done_at__lte=at), name)
    among: dict[int, list[datetime]] = defaultdict(list)
    rows = theirs.filter(OWED, due_at__gte=since, due_at__lt=until).order_by("due_at")
    for pk, due_at in rows.values_list(name, "due_at"):
        among[pk].append(due_at)
    return lambda pk, due_at: Queue(before.get(pk, 0) + bisect_left(among[pk], due_at), done.get(pk, 0))


def _counted(rows: QuerySet[Promise], name: str) -> Mapping[int, int]:
    return dict(rows.values_list(name).annotate(number=Count("pk")))


def _there(team_ids: Collection[int], at: datetime) -> dict[int, int]:
    """How many of each team are there."""
    here = Staff.objects.filter(teams__in=team_ids, left_at=None, integration_at=None).exclude(away_until__gt=at)
    return dict(here.order_by().values_list("teams").annotate(number=Count("pk")))


def unassessed(at: datetime, number_max: int, *, since: datetime | None = None) -> list[tuple[int, datetime]]:
    """Ids of open promises of which nothing is foretold, or not as they stand now, or something is to be anew; the
    first due first, with when they are due. `since`: those that are due before it have been looked at."""
    same = Q(due_at=OuterRef("due_at")) & _both("owner_id") & _both("team_id")
    told = PromiseForecast.objects.filter(same, latest=True, promise=OuterRef("pk"), again_at__gt=at)
    rows = Promise.objects.filter(OWED, ~Exists(told), broken_at=None, due_at__gt=at, due_at__gte=since or at)
    return [(pk, due_at) for pk, due_at in rows.order_by("due_at").values_list("pk", "due_at")[:number_max] if due_at]


def _both(name: str) -> Q:
    """The same on both sides, or nobody on both."""
    return Q(**{name: OuterRef(name)}) | Q(IsNull(OuterRef(name), True), **{f"{name}__isnull": True})


def latest(promises: Iterable[Promise]) -> dict[int, PromiseForecast]:
    """By promise, what was last said of each that is still owed in time, if it is of it as it stands now."""
    running = {one.pk: one for one in promises if one.owed and not one.broken_at and one.due_at}
    rows = PromiseForecast.objects.filter(latest=True, promise_id__in=running).select_related("owner")
    return {row.promise_id: row for row in rows if row.stood == stands(running[row.promise_id])}


def stands(promise: Promise) -> tuple[datetime | None, int | None, int | None]:
    return promise.due_at, promise.owner_id, promise.team_id


def assess(*, promise_ids: Collection[int], at: datetime) -> int:
    """Write down what is to be expected of these; the number of those of which something was said."""
    return write_down(foretold(promise_ids=promise_ids, at=at))


def foretold(*, promise_ids: Collection[int], at: datetime) -> list[PromiseForecast]:
    """Reckoned outside of any transaction: it takes some time."""
    rows = Promise.objects.filter(OWED, pk__in=promise_ids, broken_at=None, due_at__gt=at)
    return forecasts(list(rows.only(*STANDS, "brand_id", "kind", "made_at", "pauses", "calendar_id")), at=at)


@transaction()
def write_down(rows: Sequence[PromiseForecast]) -> int:
    """Of those that still stand as they did. What was said at one of MOMENTS before is kept as it was said."""
    running = Promise.objects.filter(OWED, broken_at=None, pk__in=[row.promise_id for row in rows])
    now = {pk: stands for pk, *stands in running.values_list("pk", *STANDS)}
    stand = [row for row in rows if now.get(row.promise_id) == list(row.stood)]
    of_these = PromiseForecast.objects.filter(promise_id__in=[row.promise_id for row in stand])
    of_these.filter(latest=True, percent=BETWEEN).delete()
    of_these.filter(latest=True).update(latest=False)
    said = set(of_these.values_list("promise_id", "due_at", "percent"))
    for row in stand:
        if (row.promise_id, row.due_at, row.percent) in said:
            row.percent = BETWEEN
    # Who looked in the same moment, on PostgreSQL, has said it: that stands.
    PromiseForecast.objects.bulk_create(stand, ignore_conflicts=True)
    return len(stand)
