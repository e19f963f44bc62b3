"""Deadlines across daylight saving, year end and leap day, in several zones: a moment that was said is that moment."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from slovo.brands.models import WorkingCalendar
from slovo.promises import actions, ledger, moving
from slovo.promises.models import Promise, State
from tests.cast import Cast
from tests.promises.stories import irina, now_of, promised

OFFICE_HOURS = {day: [["09:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
SECOND = timedelta(seconds=1)


def local(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


SAID = [  # promised at, for, in; what that is in UTC
    (
        "2026-03-28T20:00",
        "2026-03-29T03:30",
        "Europe/Kyiv",
        "2026-03-29T01:30",
    ),  # clocks go forward: 3 is 4
    ("2026-10-24T20:00", "2026-10-25T03:30", "Europe/Kyiv", "2026-10-25T00:30"),  # and back: 3:30 comes twice
    ("2026-12-31T22:00", "2027-01-01T00:30", "Europe/Moscow", "2026-12-31T21:30"),
    ("2028-02-28T12:00", "2028-02-29T12:00", "Europe/London", "2028-02-29T12:00"),
    ("2026-06-01T12:00", "2026-06-02T00:15", "Asia/Kathmandu", "2026-06-01T18:30"),
    (
        "2026-11-01T00:30",
        "2026-11-01T02:00",
        "America/New_York",
        "2026-11-01T07:00",
    ),  # 1 to 2 comes twice
]


@pytest.mark.parametrize(("made", "due", "zone", "utc"), SAID)
def test_a_moment_that_was_said_is_kept_to_its_second_and_broken_after_it(
    cast: Cast, made: str, due: str, zone: str, utc: str
) -> None:
    moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    promise = promised(cast, at=local(made, zone), due_at=local(due, zone), zone=zone)
    other = promised(cast, at=local(made, zone), due_at=local(due, zone), zone=zone)

    assert now_of(promise).due_at == moment
    actions.break_overdue(at=moment)
    ledger.keep(promise_id=promise.pk, by=cast.anna, at=moment)
    actions.break_overdue(at=moment + SECOND)
    assert (now_of(promise).state, now_of(other).state) == (State.KEPT, State.BROKEN)


ANSWERS = [  # a letter at, answered within 120 working minutes by
    ("Europe/Kyiv", "2026-03-27T17:00", "2026-03-30T10:00"),  # over the weekend of summer time
    ("Europe/Kyiv", "2026-10-23T17:00", "2026-10-26T10:00"),
    ("Europe/Moscow", "2026-12-31T17:30", "2027-01-01T10:30"),  # a Thursday and a Friday
    ("Europe/London", "2028-02-28T17:30", "2028-02-29T10:30"),
    ("America/New_York", "2026-11-06T17:59", "2026-11-09T10:59"),
]


@pytest.mark.parametrize(("zone", "made", "due"), ANSWERS)
def test_an_answer_is_due_by_the_hours_of_its_calendar(cast: Cast, zone: str, made: str, due: str) -> None:
    calendar = cast.chainik.main_calendar
    WorkingCalendar.objects.filter(pk=calendar.pk).update(document={"tz": zone, "week": OFFICE_HOURS})
    calendar.refresh_from_db()

    promise = actions.promise_answer(
        brand_id=cast.chainik.pk,
        customer_id=irina(cast).pk,
        about="conversation:1",
        owner_id=None,
        team_id=None,
        calendar=calendar,
        minutes=120,
        warning_minutes=30,
        at=local(made, zone),
    )

    assert now_of(promise).due_at == local(due, zone)


def test_a_move_into_the_new_year_counts_by_the_instant_of_the_notice(cast: Cast) -> None:
    """Told at 23:59:59 in Moscow of a deadline at midnight; the same instant in Kyiv is an hour earlier."""
    midnight = local("2027-01-01T00:00", "Europe/Moscow")
    promise = promised(cast, at=midnight - timedelta(hours=5), due_at=midnight)
    moved = moving.move(
        promise_id=promise.pk,
        due_at=local("2027-01-01T12:00", "Europe/Kyiv"),
        zone="Europe/Kyiv",
        reason="Курьер встретит Новый год в пути",
        by=cast.anna,
        at=midnight - timedelta(minutes=1),
    )

    moving.note_notice(move_id=moved.pk, sent_at=local("2026-12-31T22:59:59", "Europe/Kyiv"), actor=cast.anna.actor)

    now = Promise.objects.get(pk=promise.pk)
    assert (now.state, now.zone, now.due_at) == (State.MOVED, "Europe/Kyiv", local("2027-01-01T13:00", "Europe/Moscow"))
