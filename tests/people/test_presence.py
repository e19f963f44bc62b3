"""Whose shift is over has gone home: others are nudged, calls pass on, and what is left comes to who comes next."""

from datetime import datetime

import pytest

from slovo.callbacks import calling
from slovo.callbacks.calling import UnableToTakeCallback
from slovo.conversations import jobs as conversations_jobs
from slovo.conversations.models import Conversation
from slovo.core.db import transaction
from slovo.people import actions as people
from slovo.people.models import Staff, Team
from slovo.promises import jobs
from slovo.promises.handing import UnableToHandOver, hand_over
from slovo.promises.ladder_models import Reminder
from slovo.promises.models import Promise
from tests.callbacks.stories import missed, ruled
from tests.cast import Cast, arrives, at_one_instant, letter, the_conversation, work_at
from tests.people.test_shifts import at, owed, owner_of, the_clock_shows, works
from tests.promises.ladders import clock_strikes, ladder, lead, owner
from tests.promises.stories import now_of


@pytest.fixture
def team(cast: Cast) -> Team:
    """Anna and Pavel."""
    people.join_team(staff=cast.anna, brand=cast.chainik, name="Склад")
    return people.join_team(staff=cast.pavel, brand=cast.chainik, name="Склад")


def reminded(promise: Promise) -> list[str]:
    rows = Reminder.objects.filter(promise=promise).order_by("staff__email")
    return [row.staff.name.split()[0] for row in rows.select_related("staff")]


def the_minute_strikes(moment: datetime) -> None:
    with transaction():
        conversations_jobs.pass_left_behind.enqueue()
        jobs.pass_left_behind.enqueue()
    work_at(moment)


def goes_away(who: Staff, *, until: datetime, moment: datetime) -> None:
    people.go_away(staff=who, until=until, by=who, at=moment)
    work_at(moment)


def test_the_nudge_goes_to_who_is_on_duty_and_waits_for_who_comes_in_time(cast: Cast, team: Team) -> None:
    """Nobody at night takes it for granted that Anna reads it at nine; nor does Anna miss it."""
    works(cast, cast.anna, ("09:00", "18:00"), moment=at(10))
    ladder(cast, owner(15 * 60), at=at(10))
    at_noon = owed(cast, team, due_at=at(12, day=2))
    the_clock_shows(at(18))

    clock_strikes(at(21))

    assert owner_of(at_noon) == "Анна Белкина"
    assert reminded(at_noon) == ["Анна", "Павел"]


def test_who_comes_too_late_for_it_is_not_nudged_but_the_leads_are(cast: Cast) -> None:
    works(cast, cast.anna, ("09:00", "18:00"), moment=at(10))
    ladder(cast, owner(60), at=at(10))
    tonight = owed(cast, None, due_at=at(22))
    the_clock_shows(at(18))

    clock_strikes(at(21))

    assert reminded(tonight) == ["Мария", "Дмитрий"]


def test_a_lead_of_the_team_who_has_gone_home_hides_nobody(cast: Cast, team: Team) -> None:
    people.join_team(staff=cast.maria, brand=cast.chainik, name="Склад")
    works(cast, cast.maria, ("09:00", "18:00"), moment=at(10))
    ladder(cast, lead(60), at=at(10))
    tonight = owed(cast, team, due_at=at(22))
    the_clock_shows(at(18))

    clock_strikes(at(21))

    assert reminded(tonight) == ["Дмитрий"]


def test_where_everybody_has_gone_home_they_see_it_when_they_come(cast: Cast) -> None:
    for one in (cast.anna, cast.pavel, cast.maria, cast.orlov):
        works(cast, one, ("09:00", "18:00"), moment=at(10))
    ladder(cast, owner(60), at=at(10))
    tonight = owed(cast, None, due_at=at(22))
    the_clock_shows(at(18))

    clock_strikes(at(21))

    assert reminded(tonight) == ["Анна"]


def test_who_comes_to_the_team_later_has_what_was_left(cast: Cast, team: Team) -> None:
    """Anna goes at six while nobody of the team is there; Pavel is back at eight."""
    goes_away(cast.pavel, until=at(20), moment=at(17))
    works(cast, cast.anna, ("09:00", "18:00"), moment=at(10))
    ladder(cast, owner(60), at=at(10))
    tonight, at_noon = owed(cast, team, due_at=at(22)), owed(cast, team, due_at=at(12, day=2))
    the_clock_shows(at(18))
    the_minute_strikes(at(19, 59))
    assert owner_of(tonight) == "Анна Белкина"

    the_minute_strikes(at(20, 1))

    assert [owner_of(one) for one in (tonight, at_noon)] == ["", "Анна Белкина"]
    clock_strikes(at(21))
    assert reminded(tonight) == ["Павел"]


def test_a_conversation_that_was_left_is_its_teams_when_somebody_comes(cast: Cast, team: Team) -> None:
    arrives(letter(), cast.chainik_mail, at=at(10))
    talk = the_conversation()
    with at_one_instant(at(10)):
        given = {"staff": str(cast.anna.pk), "team": str(team.pk)}
        cast.browser_of(cast.anna).post(f"/conversations/{talk.public_id}/assignment", given)
    goes_away(cast.pavel, until=at(14), moment=at(10))
    goes_away(cast.anna, until=at(10, day=3), moment=at(11))
    assert Conversation.objects.get().assignee == cast.anna

    the_minute_strikes(at(14, 1))

    talk = Conversation.objects.get()
    assert (talk.assignee, talk.team, Promise.objects.get(kind="answer").owner) == (None, team, None)


def test_a_call_that_somebody_took_who_has_gone_home_is_taken_by_another(cast: Cast) -> None:
    ruled(cast, at=at(10))
    works(cast, cast.anna, ("09:00", "18:00"), moment=at(10))
    callback = missed(cast, at=at(17, 50))
    calling.take(callback_id=callback.pk, by=cast.anna, at=at(17, 55))
    with pytest.raises(UnableToTakeCallback):
        calling.take(callback_id=callback.pk, by=cast.pavel, at=at(17, 56))
    the_clock_shows(at(18))

    calling.take(callback_id=callback.pk, by=cast.pavel, at=at(18, 1))

    callback.refresh_from_db()
    assert callback.taken_by == cast.pavel


def test_the_lead_who_calls_is_one_who_is_there(cast: Cast) -> None:
    """Without another channel the last attempt is a lead's: the supervisor has gone home, the administrator has not."""
    ruled(cast, at=at(10), attempts_max=1)
    works(cast, cast.maria, ("09:00", "18:00"), moment=at(10))
    the_clock_shows(at(18))
    callback = missed(cast, at=at(19))

    calling.log_attempt(callback_id=callback.pk, outcome="no_answer", by=cast.anna, at=at(19, 1))

    callback.refresh_from_db()
    assert callback.promise.owner == cast.orlov


def test_nobody_is_given_what_is_due_while_they_are_at_home(cast: Cast) -> None:
    works(cast, cast.anna, ("09:00", "18:00"), moment=at(10))
    the_clock_shows(at(18))
    tonight, at_noon = (owed(cast, None, due_at=due, made_at=at(10)) for due in (at(22), at(12, day=2)))
    Promise.objects.all().update(owner=cast.pavel)

    hand_over(promise_ids=[at_noon.pk], owner_id=cast.anna.pk, team_id=None, by=cast.maria, at=at(19))
    with pytest.raises(UnableToHandOver):
        hand_over(promise_ids=[tonight.pk], owner_id=cast.anna.pk, team_id=None, by=cast.maria, at=at(19))
    hand_over(promise_ids=[tonight.pk], owner_id=cast.anna.pk, team_id=None, by=cast.anna, at=at(19))

    assert [now_of(one).owner for one in (tonight, at_noon)] == [cast.anna, cast.anna]
