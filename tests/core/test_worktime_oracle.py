"""Working time against a clock that is watched tick by tick.

The watcher knows docs/calendars.md and nothing of the implementation: it walks through real time, reads the
clocks of the zone, keeps the latest time that they have shown (so that an hour shown twice passes once, and one
that is skipped never does), and looks that time up in the document.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from slovo.core.worktime import Calendar, UnableToCountWorkingTime

pytestmark = [pytest.mark.slow, pytest.mark.plain]

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
Pauses = Sequence[tuple[datetime, datetime]]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

NIGHTS = [
    ("Europe/Kyiv", "2026-03-29"),
    ("Europe/Kyiv", "2026-10-25"),
    ("Europe/Moscow", "2011-03-27"),
    ("Europe/Moscow", "2014-10-26"),
    ("Asia/Kolkata", "2026-01-01"),
    ("Australia/Lord_Howe", "2026-04-05"),
    ("Australia/Lord_Howe", "2026-10-04"),
    ("America/Sao_Paulo", "2018-11-04"),
    ("America/Sao_Paulo", "2019-02-17"),
    ("America/St_Johns", "2010-03-14"),
    ("America/St_Johns", "2010-11-07"),
    ("America/New_York", "2026-11-01"),
    ("Africa/Cairo", "2024-10-31"),
    ("Pacific/Apia", "2011-12-30"),
    ("Pacific/Chatham", "2026-09-27"),
    ("UTC", "2026-02-28"),
]


def is_open(document: dict, clock: datetime) -> bool:
    days = clock.date(), clock.date() - DAY
    opened = any(_is_in(interval, clock, day) for day in days for interval in hours(document, day))
    closed = document["closed"]
    return opened and not any(_is_in(cut, clock, day) for day in days for cut in closed.get(day.isoformat(), []))


def hours(document: dict, day: date) -> list[list[str]]:
    """The intervals that start on a day."""
    if day.isoformat() in document["holidays"]:
        return []
    usual = document["week"].get(WEEKDAYS[day.weekday()], [])
    return document["special"].get(day.isoformat(), usual)


def _is_in(interval: list[str], clock: datetime, day: date) -> bool:
    start, end = (_time(text) for text in interval)
    if end <= start:
        end += DAY
    midnight = datetime.combine(day, time.min)
    return midnight + start <= clock < midnight + end


def _time(text: str) -> timedelta:
    parts = [int(part) for part in text.split(":")] + [0]
    return timedelta(hours=parts[0], minutes=parts[1], seconds=parts[2])


def watched(document: dict, start: datetime, end: datetime, tick: timedelta) -> Iterator[tuple[datetime, bool]]:
    """Every tick from `start` to `end` and whether it is open."""
    zone = ZoneInfo(document["tz"])
    latest = datetime(1, 1, 1)  # noqa: DTZ001 - a wall time
    moment = start - 150 * MINUTE
    while moment < end:
        latest = max(latest, moment.astimezone(zone).replace(tzinfo=None))
        if moment >= start:
            yield moment, is_open(document, latest)
        moment += tick


@st.composite
def documents(draw: st.DrawFn, *, seconds: bool) -> tuple[dict, date]:
    """A calendar, and a day around which something happens to its clocks."""
    zone, night = draw(st.sampled_from(NIGHTS))
    day = date.fromisoformat(night)
    minute = st.sampled_from(["00", "15", "30", "45", "59"])
    second = st.integers(0, 59).map("{:02}".format) if seconds else st.just("00")
    hour = st.sampled_from([0, 1, 2, 3, 4, 12, 22, 23])  # clocks change at night
    start = st.builds("{:02}:{}:{}".format, hour, minute, second)
    interval = st.tuples(start, st.one_of(start, st.just("24:00"))).map(list)
    intervals = st.lists(interval, max_size=3)
    days = st.sampled_from([-3, -2, -1, -1, 0, 0, 1, 1, 2]).map(lambda offset: (day + offset * DAY).isoformat())
    document = {
        "tz": zone,
        "week": {weekday: draw(intervals) for weekday in WEEKDAYS},
        "holidays": draw(st.lists(days, max_size=1)),
        "special": draw(st.dictionaries(days, intervals, max_size=3)),
        "closed": draw(st.dictionaries(days, intervals, max_size=2)),
    }
    return document, day


def pauses_near(start: datetime, tick: timedelta) -> st.SearchStrategy[Pauses]:
    ends = st.integers(-600, 6_000)
    return st.lists(
        st.tuples(ends, ends).map(lambda pair: (start + min(pair) * tick, start + max(pair) * tick)), max_size=3
    )


def compare(
    document: dict, start: datetime, span: timedelta, tick: timedelta, pauses: Pauses = (), part: float = 1
) -> None:
    """`part`: of the minutes found open, those that the deadline is asked for."""
    calendar = Calendar.from_document(document)
    ticks = list(watched(document, start, start + span, tick))
    paused = [any(begun <= moment < ended for begun, ended in pauses) for moment, _ in ticks]
    counted = [moment + tick for (moment, opened), stopped in zip(ticks, paused, strict=True) if opened and not stopped]

    assert [calendar.is_open(moment) for moment, _ in ticks] == [opened for _, opened in ticks]
    assert calendar.elapsed(start, start + span, pauses) == len(counted) * tick / MINUTE
    first = next((moment for moment, opened in ticks if opened), None)
    if first is not None:
        assert calendar.next_open(start) == first
    if counted:
        number = max(1, int(len(counted) * part))
        minutes = number * tick / MINUTE
        deadline = calendar.deadline(start, minutes, pauses)
        assert deadline == counted[number - 1]
        assert calendar.elapsed(start, deadline, pauses) == minutes
        assert calendar.deadline(start, 0, pauses) == counted[0] - tick


@pytest.mark.parametrize(("tz", "night"), NIGHTS)
def test_every_minute_of_a_night_of_change_agrees_with_the_watcher(tz, night):
    shifts = [[f"{hour:02}:15", f"{hour:02}:45"] for hour in (0, 1, 2, 3, 23)]
    document = {"tz": tz, "week": dict.fromkeys(WEEKDAYS, shifts), "holidays": [], "special": {}, "closed": {}}
    compare(document, datetime.fromisoformat(f"{night}T00:00:00+00:00") - DAY, 2 * DAY, MINUTE)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), documents(seconds=False), st.integers(-2 * 1440, 360), st.floats(0, 1))
def test_every_minute_of_two_days_agrees_with_the_watcher(data, drawn, offset, part):
    document, day = drawn
    start = datetime.combine(day, time.min, UTC) + offset * MINUTE
    compare(document, start, 2 * DAY, MINUTE, data.draw(pauses_near(start, MINUTE)), part)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), documents(seconds=True), st.integers(-40_000, 40_000), st.floats(0, 1))
def test_every_second_of_two_hours_agrees_with_the_watcher(data, drawn, offset, part):
    document, day = drawn
    start = datetime.combine(day, time.min, UTC) + offset * SECOND
    compare(document, start, 120 * MINUTE, SECOND, data.draw(pauses_near(start, SECOND)), part)


@settings(max_examples=150, deadline=None)
@given(
    documents(seconds=True),
    st.integers(0, 10**9),
    st.one_of(st.integers(0, 200_000), st.floats(0.001, 200_000)),
)
def test_the_minutes_until_a_deadline_are_those_asked_for(drawn, offset, minutes):
    document, day = drawn
    calendar = Calendar.from_document(document)
    start = datetime.combine(day, time.min, UTC) + timedelta(microseconds=offset * 1_000)
    try:
        deadline = calendar.deadline(start, minutes)
    except UnableToCountWorkingTime:
        assume(False)
    assert abs(calendar.elapsed(start, deadline) - minutes) * 60_000_000 <= 1
    if minutes:
        assert calendar.elapsed(start, deadline - timedelta(microseconds=1)) < calendar.elapsed(start, deadline)
    else:
        assert deadline == calendar.next_open(start)


@settings(max_examples=100, deadline=None)
@given(documents(seconds=True), st.lists(st.integers(0, 4_000 * 86_400), min_size=3, max_size=3).map(sorted))
def test_working_time_adds_up_over_years(drawn, seconds):
    document, day = drawn
    calendar = Calendar.from_document(document)
    midnight = datetime.combine(day, time.min, UTC)
    first, middle, last = (midnight + timedelta(seconds=each) for each in seconds)
    parts = [calendar.elapsed(first, middle), calendar.elapsed(middle, last)]
    whole = calendar.elapsed(first, last)
    assert round(sum(parts) * 60) == round(whole * 60)
    assert calendar.elapsed(first, last, [(first, middle)]) == parts[1]
    day_by_day = calendar.open_intervals(first, min(last, first + 60 * DAY))
    drawn_minutes = sum((end - start for start, end in day_by_day), timedelta()) / MINUTE
    assert drawn_minutes == calendar.elapsed(first, min(last, first + 60 * DAY))
