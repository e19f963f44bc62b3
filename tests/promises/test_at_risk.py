"""What may not be done in time is said to whoever owes it, early and once for each deadline."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from slovo.people import actions as people
from slovo.promises import ledger, moving
from slovo.promises.forecast_rows import PromiseForecast
from slovo.promises.ladder_models import Reminder
from slovo.promises.models import Promise
from tests.cast import Cast, at_one_instant, work_at
from tests.promises.ladders import clock_strikes, ladder, owner, reminded
from tests.promises.stories import HOUR, foretells_at, promised
from tests.promises.test_forecast import done_in

NOW = timezone.now()
MINUTE = timedelta(minutes=1)


@pytest.fixture
def slow(cast: Cast) -> None:
    """Repairs have taken eight hours, or twelve."""
    done_in(cast, *([8.0] * 10 + [12.0] * 10))


def repair(cast: Cast, *, hours: int = 10, **more: Any) -> Promise:
    return promised(cast, at=NOW, due_at=NOW + hours * HOUR, kind="repair", **more)


def at_risk(promise: Promise) -> bool:
    return PromiseForecast.objects.get(promise=promise, latest=True).at_risk


def sees_all() -> None:
    Reminder.objects.update(seen_at=NOW)


@pytest.mark.usefixtures("slow")
def test_the_owner_is_told_once_for_each_deadline(cast: Cast) -> None:
    promise = repair(cast)

    foretells_at(NOW + HOUR)
    assert (at_risk(promise), reminded()) == (True, [("Анна Белкина", "at_risk")])
    with at_one_instant(NOW + HOUR):
        page = cast.browser_of(cast.anna).get("/promises/reminders/").content.decode()
    assert "It may not be done in time" in page

    sees_all()
    foretells_at(NOW + 6 * HOUR)
    assert Reminder.objects.filter(seen_at=None).count() == 0

    moved_at = NOW + 6 * HOUR
    moving.move(
        promise_id=promise.pk,
        due_at=NOW + 11 * HOUR,
        reason="Снег",
        told="phone",
        agreed=True,
        by=cast.anna,
        at=moved_at,
    )
    foretells_at(moved_at + MINUTE)
    assert Reminder.objects.filter(seen_at=None, why="at_risk").count() == 1


def test_what_is_not_at_risk_nudges_nobody(cast: Cast) -> None:
    done_in(cast, *([2.0] * 20))
    promise = repair(cast)

    foretells_at(NOW + HOUR)

    assert (at_risk(promise), reminded()) == (False, [])


@pytest.mark.usefixtures("slow")
def test_a_ladder_that_nudges_within_minutes_or_has_done_so_is_enough(cast: Cast) -> None:
    ladder(cast, owner(9 * 60 - 5), at=NOW, kind="repair")
    promise = repair(cast)

    foretells_at(NOW + HOUR)
    assert (at_risk(promise), reminded()) == (True, [])
    clock_strikes(NOW + HOUR + 5 * MINUTE)
    assert reminded() == [("Анна Белкина", "owner")]

    sees_all()
    foretells_at(NOW + 6 * HOUR)
    assert Reminder.objects.filter(seen_at=None).count() == 0


@pytest.mark.usefixtures("slow")
def test_a_ladder_that_comes_later_is_not_waited_for(cast: Cast) -> None:
    ladder(cast, owner(60), at=NOW, kind="repair")
    repair(cast)

    foretells_at(NOW + HOUR)

    assert reminded() == [("Анна Белкина", "at_risk")]


@pytest.mark.usefixtures("slow")
def test_who_is_away_is_not_told_but_their_team_is(cast: Cast) -> None:
    for one in (cast.anna, cast.pavel):
        team = people.join_team(staff=one, brand=cast.chainik, name="Мастерская")
    repair(cast, owner_id=cast.anna.pk, team_id=team.pk)
    people.go_away(staff=cast.anna, until=NOW + 20 * HOUR, by=cast.anna, at=NOW + MINUTE)
    work_at(NOW + MINUTE)

    foretells_at(NOW + HOUR)

    assert reminded() == [(cast.pavel.name, "at_risk")]


@pytest.mark.usefixtures("slow")
def test_what_was_kept_before_the_task_ran_reminds_nobody(cast: Cast) -> None:
    promise = repair(cast)
    ledger.keep(promise_id=promise.pk, by=cast.anna, at=NOW + HOUR)

    foretells_at(NOW + HOUR + MINUTE)

    assert reminded() == []
