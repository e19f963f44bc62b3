"""What is foretold of promises: by history, time left and load; written down at its moments, and judged."""

import random
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.people import actions as people
from slovo.promises import actions as clock
from slovo.promises import forecast, handing, ledger, moving
from slovo.promises.calibration import Calibration, calibration
from slovo.promises.figures import Period
from slovo.promises.forecast import PRIOR_RISK, assess, latest, unassessed
from slovo.promises.forecast_rows import BETWEEN, PromiseForecast
from slovo.promises.models import Promise
from slovo.promises.retention import FORECASTS
from tests.cast import Cast
from tests.privacy.nights import sweeps_at
from tests.promises.stories import HOUR, foretells_at, now_of, promised

NOW = timezone.now()
DAY = timedelta(days=1)


def done_in(cast: Cast, *hours: float, kind: str = "repair", **more: Any) -> None:
    """As many promises that were made a day apart and done after so many hours."""
    for number, needed in enumerate(hours):
        made_at = NOW - 60 * DAY + number * HOUR
        promise = promised(cast, at=made_at, due_at=made_at + 60 * DAY, kind=kind, **more)
        ledger.keep(promise_id=promise.pk, by=cast.anna, at=made_at + needed * HOUR)


def foretold(promise: Promise) -> list[tuple[int, int, bool]]:
    rows = PromiseForecast.objects.filter(promise=promise).order_by("pk")
    return [(row.percent, row.risk, row.at_risk) for row in rows]


def judged(cast: Cast, percent: int = 75, since: datetime = NOW - 80 * DAY) -> Calibration:
    return calibration([cast.chainik.pk], Period(since, NOW + 90 * DAY), percent=percent)


def test_the_less_time_is_left_the_likelier_it_breaks(cast: Cast) -> None:
    done_in(cast, *([2.0] * 4 + [7.0] * 4 + [9.5] * 8 + [12.0] * 4))
    promise = promised(cast, at=NOW, due_at=NOW + 10 * HOUR, kind="repair")

    for hours in (1, 6, 8, 9.75, 9.9):
        foretells_at(NOW + hours * HOUR)
    assert foretold(promise) == [(0, 192, False), (50, 230, False), (75, 288, False), (90, 575, True)]


def test_of_a_kind_without_history_nobody_knows_more_than_the_prior(cast: Cast) -> None:
    promise = promised(cast, at=NOW, due_at=NOW + 10 * HOUR, kind="visit")
    foretells_at(NOW + 8 * HOUR)

    assert foretold(promise) == [(75, round(1000 * PRIOR_RISK), False)]
    assert PromiseForecast.objects.get().cases == 0


def test_what_broke_and_is_still_owed_needs_longer_than_anybody_knows(cast: Cast) -> None:
    for number in range(8):
        promised(cast, at=NOW - 9 * DAY, due_at=NOW - 8 * DAY, kind="repair", what=str(number))
    clock.break_overdue(at=NOW - 7 * DAY)
    promise = promised(cast, at=NOW, due_at=NOW + 10 * HOUR, kind="repair", by=cast.pavel)
    foretells_at(NOW + 6 * HOUR)

    assert foretold(promise) == [(50, 717, True)]


def test_an_overloaded_person_is_flagged_before_others(cast: Cast) -> None:
    done_in(cast, *(hours / 2 for hours in range(1, 41)))
    for number in range(9):
        promised(cast, at=NOW, due_at=NOW + 18 * HOUR, kind="visit", what=str(number), by=cast.pavel)
    pavels, annas = (
        promised(cast, at=NOW, due_at=NOW + 20 * HOUR, kind="repair", by=who) for who in (cast.pavel, cast.anna)
    )
    foretells_at(NOW + 11 * HOUR)

    assert [flagged for _percent, _risk, flagged in foretold(pavels)] == [True]
    assert [flagged for _percent, _risk, flagged in foretold(annas)] == [False]
    assert PromiseForecast.objects.get(promise=pavels).ahead == 9


def test_the_queue_of_a_team_is_shared_by_those_who_are_there(cast: Cast) -> None:
    team = people.join_team(staff=cast.pavel, brand=cast.chainik, name="Склад")
    people.join_team(staff=cast.anna, brand=cast.chainik, name="Склад")
    of_team = {"kind": "visit", "by": cast.pavel, "owner_id": None, "team_id": team.pk}
    for number in range(8):
        promised(cast, at=NOW, due_at=NOW + 5 * HOUR, what=str(number), **of_team)
    last = promised(cast, at=NOW, due_at=NOW + 6 * HOUR, **of_team)
    people.go_away(staff=cast.pavel, until=NOW + DAY, by=cast.maria, at=NOW)
    foretells_at(NOW + 4 * HOUR)
    assert PromiseForecast.objects.get(promise=last).ahead == 8
    foretells_at(NOW + 2 * DAY)

    later = promised(cast, at=NOW + 2 * DAY, due_at=NOW + 2 * DAY + HOUR, **of_team)
    foretells_at(NOW + 2 * DAY + 0.6 * HOUR)
    assert PromiseForecast.objects.get(promise=later).ahead == 9 // 2


def test_each_moment_is_written_down_once_and_anew_for_another_deadline(cast: Cast) -> None:
    promise = promised(cast, at=NOW, due_at=NOW + 10 * HOUR)
    for _again in range(2):
        foretells_at(NOW + 6 * HOUR)
    assert [percent for percent, _risk, _flagged in foretold(promise)] == [50]

    moving.move(
        promise_id=promise.pk,
        due_at=NOW + 20 * HOUR,
        reason="Снег",
        told="phone",
        by=cast.anna,
        at=NOW + 7 * HOUR,
    )
    foretells_at(NOW + 8 * HOUR)
    assert [percent for percent, _risk, _flagged in foretold(promise)] == [50, 0]
    foretells_at(NOW + 11 * HOUR)
    assert [percent for percent, _risk, _flagged in foretold(promise)] == [50, 0, 50]
    assert PromiseForecast.objects.get(latest=True).due_at == NOW + 20 * HOUR


def test_each_open_promise_has_one_from_the_first_minute_however_far_its_deadline_is(cast: Cast) -> None:
    done_in(cast, *([20.0] * 6 + [1_000.0] * 4), kind="repair")
    far = promised(cast, at=NOW, due_at=NOW + 20 * DAY, kind="repair")
    near = promised(cast, at=NOW, due_at=NOW + HOUR, kind="repair", what="За час")
    foretells_at(NOW + timedelta(minutes=1))

    known = latest([far, near])
    assert (known[far.pk].risk, known[near.pk].risk) == (329, 757)
    assert (known[far.pk].at_risk, known[near.pk].at_risk) == (True, True)
    assert unassessed(NOW + timedelta(minutes=2), 10) == []


def test_it_is_said_anew_for_another_person_and_once_a_day_and_only_named_moments_are_kept(cast: Cast) -> None:
    promise = promised(cast, at=NOW, due_at=NOW + 60 * DAY, kind="repair")
    foretells_at(NOW)
    handing.hand_over(promise_ids=[promise.pk], owner_id=cast.pavel.pk, team_id=None, by=cast.maria, at=NOW)
    assert latest([now_of(promise)]) == {}
    foretells_at(NOW + HOUR)
    assert latest([now_of(promise)])[promise.pk].owner == cast.pavel

    for day in range(1, 4):
        foretells_at(NOW + day * DAY + 2 * HOUR)
    assert latest([now_of(promise)])[promise.pk].assessed_at == NOW + 3 * DAY + 2 * HOUR
    assert [percent for percent, _risk, _flagged in foretold(promise)] == [0, BETWEEN]


def test_many_things_ahead_are_no_risk_for_whoever_gets_them_done_in_time(cast: Cast) -> None:
    done_in(cast, *([30.0] * 10), kind="repair", by=cast.maria)
    for number in range(28):  # two a day in the last fortnight
        done = promised(cast, at=NOW - 14 * DAY, due_at=NOW, kind="visit", what=str(number), by=cast.anna)
        ledger.keep(promise_id=done.pk, by=cast.anna, at=NOW - 13 * DAY + number * 10 * HOUR)
    for number in range(20):
        for who in (cast.anna, cast.pavel):
            promised(cast, at=NOW, due_at=NOW + 6 * DAY, kind="visit", what=str(number), by=who)
    annas, pavels = (
        promised(cast, at=NOW, due_at=NOW + 100 * HOUR + 7 * DAY, kind="repair", by=who)
        for who in (cast.anna, cast.pavel)
    )
    foretells_at(NOW + timedelta(minutes=1))

    known = latest([annas, pavels])
    assert [(known[one.pk].ahead, known[one.pk].meanwhile) for one in (annas, pavels)] == [(20, 22), (20, 0)]
    assert [known[one.pk].risk for one in (annas, pavels)] == [43, 43]


def test_however_many_are_open_the_clock_asks_as_often_for_each_batch(cast: Cast) -> None:
    """And goes on until all have one."""

    def assessed(number: int) -> int:
        for one in range(number):
            promised(cast, at=NOW, due_at=NOW + 40 * DAY, kind="repair", what=f"{number}/{one}")
        with CaptureQueriesContext(connection) as asked:
            assert assess(promise_ids=[pk for pk, _due_at in unassessed(NOW, 100)], at=NOW) == number
        return len(asked)

    assert assessed(2) == assessed(20)
    for one in range(7):
        promised(cast, at=NOW, due_at=NOW + 40 * DAY, what=f"more {one}")
    with mock.patch.object(forecast, "BATCH", 3):
        foretells_at(NOW)
    assert PromiseForecast.objects.filter(latest=True).count() == 29


def test_what_was_changed_while_it_was_reckoned_is_not_written_down(cast: Cast) -> None:
    kept, given, stays = (promised(cast, at=NOW, due_at=NOW + DAY, what=what) for what in ("kept", "given", "stays"))
    told = forecast.foretold(promise_ids=[kept.pk, given.pk, stays.pk], at=NOW)
    ledger.keep(promise_id=kept.pk, by=cast.anna, at=NOW)
    handing.hand_over(promise_ids=[given.pk], owner_id=cast.pavel.pk, team_id=None, by=cast.maria, at=NOW)

    assert forecast.write_down(told) == 1
    assert [row.promise_id for row in PromiseForecast.objects.all()] == [stays.pk]


def test_what_became_of_it_is_broken_or_moved_later_or_in_time(cast: Cast) -> None:
    made = {
        name: promised(cast, at=NOW, due_at=NOW + 10 * HOUR, what=name)
        for name in ("kept", "broken", "late", "later", "earlier", "released", "open")
    }
    at = NOW + 8 * HOUR
    foretells_at(at)
    ledger.keep(promise_id=made["kept"].pk, by=cast.anna, at=at)
    ledger.release(promise_id=made["released"].pk, words="Купила сама", how="phone", by=cast.anna, at=at)
    for name, hours in (("later", 30), ("earlier", 9)):
        due_at = NOW + hours * HOUR
        moving.move(promise_id=made[name].pk, due_at=due_at, reason="Снег", told="phone", by=cast.anna, at=at)
    assert (judged(cast).late.count, judged(cast).late.of) == (1, 2)  # moved later; kept
    clock.break_overdue(at=NOW + 11 * HOUR)
    ledger.keep(promise_id=made["late"].pk, by=cast.anna, at=NOW + 11 * HOUR)

    found = judged(cast)
    assert (found.late.count, found.late.of) == (4, 5)  # with the three that broke: late, broken, open
    risk = PromiseForecast.objects.filter(percent=75).values_list("risk", flat=True)[0] / 1000
    assert found.brier == pytest.approx((4 * (1 - risk) ** 2 + risk**2) / 5)
    assert (found.recall.count, found.recall.of, found.precision.of) == (0, 4, 0)
    assert judged(cast, percent=90).late.of == 0


@pytest.mark.parametrize("percent", [0, 75])
def test_where_the_assumptions_hold_the_report_is_calibrated(cast: Cast, percent: int) -> None:
    """One thing after another, each needing a time at random that nobody knows before."""
    chance = random.Random(7)
    at, number = NOW - 80 * DAY, 0
    while number < 200:
        needed, given = chance.expovariate(1) * HOUR, chance.choice([0.4, 1.2, 3.0]) * HOUR
        promise = promised(cast, at=at, due_at=at + given, kind="repair")
        passed = (percent + 1) / 100 * given
        if number >= 50 and needed > passed:
            foretells_at(at + passed)
        if needed > given:
            clock.break_overdue(at=at + given + timedelta(seconds=1))
        ledger.keep(promise_id=promise.pk, by=cast.anna, at=at + needed)
        at, number = at + max(needed, given) + HOUR, number + 1

    found = judged(cast, percent)
    assert found.late.of > 50
    told = [band for band in found.bands if band.predicted is not None]
    assert len(told) >= 2
    mean = sum((band.predicted or 0) * band.happened.of for band in told) / found.late.of
    assert found.late.low <= mean <= found.late.high
    for band in told:  # a history of a hundred is itself known to some percent only
        assert band.happened.low - 0.05 <= (band.predicted or 0) <= band.happened.high + 0.05
    assert found.brier is not None and found.brier_of_the_mean is not None
    assert found.brier < found.brier_of_the_mean + 0.02
    assert (found.precision.value or 0) >= (found.late.value or 0)


def test_what_was_foretold_long_ago_is_forgotten(cast: Cast) -> None:
    promised(cast, at=NOW, due_at=NOW + 10 * HOUR)
    foretells_at(NOW + 8 * HOUR)
    sweeps_at(NOW + FORECASTS.life)
    assert PromiseForecast.objects.count() == 1
    sweeps_at(NOW + FORECASTS.life + 2 * DAY)
    assert PromiseForecast.objects.count() == 0
