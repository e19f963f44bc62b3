"""When a shift ends, what is due before the next one is the team's; what is due later stays. By the clock, once."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from slovo.conversations.models import Conversation
from slovo.core.db import transaction
from slovo.people import actions as people
from slovo.people import jobs
from slovo.people.models import Staff, Team
from slovo.promises.models import Promise
from tests.api.programs import program_of
from tests.cast import Cast, arrives, at_one_instant, letter, the_conversation, work_at
from tests.promises.stories import facts_of, promised

MOSCOW = ZoneInfo("Europe/Moscow")
NEVER: dict[str, Any] = {"tz": "UTC", "week": {}}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def at(hour: int, minute: int = 0, *, day: int = 1) -> datetime:
    """In December, by the clocks in Moscow. The first is a Tuesday."""
    return datetime(2026, 12, day, hour, minute, tzinfo=MOSCOW)


@pytest.fixture
def team(cast: Cast) -> Team:
    """Anna and Pavel."""
    people.join_team(staff=cast.anna, brand=cast.chainik, name="Склад")
    return people.join_team(staff=cast.pavel, brand=cast.chainik, name="Склад")


def works(cast: Cast, who: Staff, *spans: tuple[str, str], moment: datetime) -> None:
    """They say so themselves, on the page: every day alike."""
    form = {}
    for day in DAYS:
        for number, (opens, closes) in enumerate(spans):
            form |= {f"{day}-{number}-opens": opens, f"{day}-{number}-closes": closes}
    with at_one_instant(moment):
        answer = cast.browser_of(who).post(f"/people/{who.public_id}/shifts", form)
        assert answer.status_code == 302, answer.content.decode()
    work_at(moment)


def the_clock_shows(moment: datetime) -> None:
    with transaction():
        jobs.end_shifts.enqueue()
    work_at(moment)
    work_at(moment)


def owed(cast: Cast, team: Team | None, *, due_at: datetime, made_at: datetime | None = None) -> Promise:
    made_at = made_at or at(10)
    given: dict[str, Any] = {"owner_id": cast.anna.pk, "team_id": team.pk if team else None}
    return promised(cast, at=made_at, due_at=due_at, **given)


def owner_of(promise: Promise) -> str:
    owner = Promise.objects.select_related("owner").get(pk=promise.pk).owner
    return owner.name if owner else ""


def test_what_is_due_before_the_next_shift_is_the_teams_and_the_rest_stays(cast: Cast, team: Team) -> None:
    works(cast, cast.anna, ("09:00", "18:00"), moment=at(10))
    tonight, first_thing, at_noon = (owed(cast, team, due_at=due) for due in (at(21), at(9, day=2), at(12, day=2)))
    the_clock_shows(at(17, 59))
    assert owner_of(tonight) == "Анна Белкина"

    the_clock_shows(at(18))

    assert [owner_of(one) for one in (tonight, first_thing, at_noon)] == ["", "Анна Белкина", "Анна Белкина"]
    assert facts_of(tonight)[-1] == "PromiseHandedOver"
    the_clock_shows(at(18, 1))
    assert facts_of(tonight).count("PromiseHandedOver") == 1


def test_an_hour_at_noon_is_a_pause_and_no_end(cast: Cast, team: Team) -> None:
    works(cast, cast.anna, ("09:00", "13:00"), ("14:00", "18:00"), moment=at(10))
    soon = owed(cast, team, due_at=at(13, 30))

    the_clock_shows(at(13, 5))

    assert owner_of(soon) == "Анна Белкина"


def test_after_a_night_in_which_everything_stood_still_she_is_there_again(cast: Cast, team: Team) -> None:
    works(cast, cast.anna, ("09:00", "18:00"), moment=at(10))
    late = owed(cast, team, due_at=at(21))

    the_clock_shows(at(10, day=2))

    assert owner_of(late) == "Анна Белкина"
    the_clock_shows(at(18, day=2))
    assert owner_of(late) == ""  # and it is still owed


def test_where_nobody_of_the_team_is_there_either_supervisors_see_it(cast: Cast, team: Team) -> None:
    for one in (cast.anna, cast.pavel):
        works(cast, one, ("09:00", "18:00"), moment=at(10))
    tonight, at_noon = owed(cast, team, due_at=at(21)), owed(cast, None, due_at=at(12, day=2))

    the_clock_shows(at(18))

    assert owner_of(tonight) == "Анна Белкина"
    with mock.patch.object(timezone, "now", return_value=at(18, 1)):
        page = cast.browser_of(cast.maria).get("/promises/unowned/").content.decode()
    assert (str(tonight.shown_id) in page, str(at_noon.shown_id) in page) == (True, False)
    assert page.count("следующая смена") == 2


def test_the_answer_goes_with_its_conversation_and_what_is_due_later_stays(cast: Cast, team: Team) -> None:
    arrives(letter(), cast.chainik_mail, at=at(10))
    talk = the_conversation()
    anna = cast.browser_of(cast.anna)
    with mock.patch.object(timezone, "now", return_value=at(10)):
        given = {"staff": str(cast.anna.pk), "team": str(team.pk)}
        anna.post(f"/conversations/{talk.public_id}/assignment", given)
    Promise.objects.filter(about=talk.key).update(owner=cast.anna)
    later = owed(cast, team, due_at=at(12, day=3))
    Promise.objects.filter(pk=later.pk).update(about=talk.key)
    works(cast, cast.anna, ("09:00", "10:30"), moment=at(10))

    the_clock_shows(at(10, 30))

    talk = Conversation.objects.get()
    answer = Promise.objects.get(kind="answer")
    assert (talk.assignee, talk.team, answer.owner, answer.team) == (None, team, None, team)
    assert owner_of(later) == "Анна Белкина"


@pytest.mark.parametrize(("night", "ends"), [(20, 4), (27, 3)])  # on the 28th of March clocks go forward at three
def test_a_night_shift_ends_by_the_clock_on_the_wall(cast: Cast, team: Team, night: int, ends: int) -> None:
    """From eight to six in Kyiv."""
    week = {"tz": "Europe/Kyiv", "week": {"sat": [["20:00", "06:00"]]}}
    given = program_of(cast.maria).ask("PUT", f"staff/{cast.anna.public_id}/shifts", {"hours": week})
    assert given.status_code == 200, given.content.decode()
    over = datetime(2027, 3, night + 1, ends, tzinfo=UTC)
    the_clock_shows(over - timedelta(hours=6))
    sunday = owed(cast, team, due_at=over + timedelta(hours=5), made_at=over - timedelta(hours=6))

    the_clock_shows(over - timedelta(minutes=1))
    assert owner_of(sunday) == "Анна Белкина"

    the_clock_shows(over)
    assert owner_of(sunday) == ""


def test_only_oneself_or_a_supervisor_says_when_somebody_works(cast: Cast) -> None:
    address = f"/people/{cast.anna.public_id}/shifts"
    assert cast.browser_of(cast.pavel).get(address).status_code == 403
    assert cast.browser_of(cast.taras).get(address).status_code == 404
    assert cast.browser_of(cast.maria).get(address).status_code == 200
    pavel = program_of(cast.pavel).ask("PUT", f"staff/{cast.anna.public_id}/shifts", {"hours": NEVER})
    assert pavel.status_code == 403

    nobody = program_of(cast.maria).ask("PUT", f"staff/{cast.anna.public_id}/shifts", {"hours": NEVER})

    assert (nobody.status_code, nobody.json()["rule"]) == (409, "shifts-have-hours")


def test_whoever_has_no_shifts_any_more_is_there(cast: Cast, team: Team) -> None:
    works(cast, cast.anna, ("09:00", "18:00"), moment=at(10))
    the_clock_shows(at(18))
    assert Staff.objects.get(pk=cast.anna.pk).is_off(at(19))

    with at_one_instant(at(19)):
        cast.browser_of(cast.anna).post(f"/people/{cast.anna.public_id}/shifts", {"none": "yes"})

    assert not Staff.objects.get(pk=cast.anna.pk).is_off(at(19))
