"""What is foretold of promises: by history, time left and load; written down at its moments, and judged."""

import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from slovo.people import actions as people
from slovo.promises import actions as clock
from slovo.promises import ledger, moving
from slovo.promises.calibration import Calibration, calibration
from slovo.promises.figures import Period
from slovo.promises.forecast import FORECASTS_KEPT, PRIOR_RISK, forget_forecasts
from slovo.promises.forecast_rows import PromiseForecast
from slovo.promises.models import Promise
from tests.cast import Cast
from tests.promises.stories import HOUR, foretells_at, promised

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
    assert foretold(promise) == [(50, 230, False), (75, 288, False), (90, 575, True)]


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
    assert len(foretold(promise)) == 1
    foretells_at(NOW + 11 * HOUR)
    assert [percent for percent, _risk, _flagged in foretold(promise)] == [50, 50]
    assert PromiseForecast.objects.get(latest=True).due_at == NOW + 20 * HOUR


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


def test_where_the_assumptions_hold_the_report_is_calibrated(cast: Cast) -> None:
    """One thing after another, each needing a time at random that nobody knows before."""
    chance = random.Random(7)
    at, number = NOW - 80 * DAY, 0
    while number < 200:
        needed, given = chance.expovariate(1 / 10) * HOUR, chance.choice([4, 12, 30]) * HOUR
        promise = promised(cast, at=at, due_at=at + given, kind="repair")
        if number >= 50 and needed > 0.76 * given:
            foretells_at(at + 0.76 * given)
        if needed > given:
            clock.break_overdue(at=at + given + timedelta(seconds=1))
        ledger.keep(promise_id=promise.pk, by=cast.anna, at=at + needed)
        at, number = at + max(needed, given) * 0.2 + HOUR, number + 1

    found = judged(cast)
    assert found.late.of > 50
    told = [band for band in found.bands if band.predicted is not None]
    assert len(told) >= 2
    for band in told:
        assert band.happened.low <= (band.predicted or 0) <= band.happened.high
    assert found.brier is not None and found.brier_of_the_mean is not None
    assert found.brier < found.brier_of_the_mean + 0.02


def test_what_was_foretold_long_ago_is_forgotten(cast: Cast) -> None:
    promised(cast, at=NOW, due_at=NOW + 10 * HOUR)
    foretells_at(NOW + 8 * HOUR)
    forget_forecasts(at=NOW + FORECASTS_KEPT)
    assert PromiseForecast.objects.count() == 1
    forget_forecasts(at=NOW + FORECASTS_KEPT + 2 * DAY)
    assert PromiseForecast.objects.count() == 0
