"""Whoever owes something is asked what is true now, at moments that were said or that a kind's ladder has."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from slovo.brands.models import WorkingCalendar
from slovo.core.rules import Rule
from slovo.promises import checking, ledger, moving, replay
from slovo.promises.checking import UnableToCheckIn
from slovo.promises.ladders import Step
from slovo.promises.ledger import UnableToPromise
from slovo.promises.models import Promise
from tests.api.programs import files, program_of
from tests.cast import Cast
from tests.promises.ladders import clock_strikes, ladder, owner, reminded
from tests.promises.stories import facts_of, now_of, promised

HOUR = timedelta(hours=1)
MOSCOW = ZoneInfo("Europe/Moscow")
OFFICE_HOURS = {day: [["09:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
MONDAY = datetime(2026, 11, 30, 10, tzinfo=MOSCOW)


def asked(cast: Cast) -> Promise:
    """Anna has been asked an hour after she promised it."""
    promise = promised(cast, at=MONDAY, due_at=MONDAY + 5 * HOUR, check_ins=[MONDAY + HOUR])
    clock_strikes(MONDAY + HOUR)
    return now_of(promise)


def text_of(cast: Cast, address: str, who: str = "anna") -> str:
    answer = cast.browser_of(getattr(cast, who)).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_its_owner_is_asked_at_the_moment_that_was_said_and_not_before(cast: Cast) -> None:
    promise = promised(cast, at=MONDAY, due_at=MONDAY + 5 * HOUR, check_ins=[MONDAY + HOUR, MONDAY + 3 * HOUR])
    clock_strikes(MONDAY + HOUR - timedelta(seconds=1))
    assert reminded() == []

    clock_strikes(MONDAY + HOUR)
    clock_strikes(MONDAY + 2 * HOUR)

    assert reminded() == [("Анна Белкина", "check_in")]
    assert facts_of(promise) == ["PromiseMade", "PromiseCheckInAsked"]
    assert (now_of(promise).asked_at, now_of(promise).next_step_at) == (MONDAY + HOUR, MONDAY + 3 * HOUR)


def test_asked_again_without_an_answer_it_is_owed_since_the_first_time(cast: Cast) -> None:
    promise = promised(cast, at=MONDAY, due_at=MONDAY + 5 * HOUR, check_ins=[MONDAY + HOUR, MONDAY + 3 * HOUR])
    clock_strikes(MONDAY + HOUR)
    clock_strikes(MONDAY + 3 * HOUR)

    assert facts_of(promise).count("PromiseCheckInAsked") == 2
    assert now_of(promise).asked_at == MONDAY + HOUR


def test_a_kind_asks_so_much_working_time_before_the_deadline(cast: Cast) -> None:
    """From nine to six: two hours of work before ten on Tuesday is five on Monday. A reminder stands by the clock."""
    WorkingCalendar.objects.filter(brand=cast.chainik).update(document={"tz": "Europe/Moscow", "week": OFFICE_HOURS})
    tuesday_at_ten, monday_at_five = MONDAY + 24 * HOUR, MONDAY + 7 * HOUR
    ladder(cast, Step(120, "check_in"), owner(60), at=MONDAY)
    promise = promised(cast, at=MONDAY, due_at=tuesday_at_ten)
    assert promise.next_step_at == monday_at_five

    clock_strikes(monday_at_five)

    assert facts_of(promise) == ["PromiseMade", "PromiseCheckInAsked"]
    assert now_of(promise).next_step_at == tuesday_at_ten - HOUR


def test_one_key_says_that_all_is_as_it_was_and_the_customer_is_told_nothing(cast: Cast) -> None:
    promise = asked(cast)
    page = text_of(cast, "/promises/reminders/")
    assert 'data-key="1"' in page
    assert "All is as it was" in page

    cast.browser_of(cast.anna).post(f"/promises/{promise.shown_id}/check-in", {"reminders": "yes"})

    assert facts_of(promise)[-1:] == ["PromiseCheckInAnswered"]
    assert (now_of(promise).asked_at, now_of(promise).news_at) == (None, None)
    assert 'data-key="1"' not in text_of(cast, "/promises/reminders/")


def test_what_is_new_becomes_what_the_customer_reads(cast: Cast) -> None:
    promise = asked(cast)
    address = f"/promises/{promise.shown_id}/check-in"
    cast.browser_of(cast.anna).post(address, {"now": "Чайник собран", "next": "Курьер выезжает"})

    assert facts_of(promise)[-2:] == ["PromiseNewsSaid", "PromiseCheckInAnswered"]
    now = now_of(promise)
    assert (now.now, now.next, now.asked_at) == ("Чайник собран", "Курьер выезжает", None)
    assert now.news_at


def test_the_words_of_before_are_no_news(cast: Cast) -> None:
    promise = asked(cast)
    ledger.say_news(promise_id=promise.pk, now="Собираем", next="", by=cast.anna, at=MONDAY + HOUR)
    said_at = now_of(promise).news_at
    Promise.objects.filter(pk=promise.pk).update(asked_at=MONDAY + 2 * HOUR)

    news = checking.check_in(promise_id=promise.pk, now="Собираем ", next="", by=cast.anna, at=MONDAY + 2 * HOUR)

    assert (news, now_of(promise).news_at) == (False, said_at)


def test_who_has_not_answered_is_seen_in_the_ledger_and_in_the_room(cast: Cast) -> None:
    promise = asked(cast)
    for address, who in (("/promises/?state=unanswered", "anna"), ("/room/", "maria")):
        assert str(promise.shown_id) in text_of(cast, address, who)

    checking.check_in(promise_id=promise.pk, now="", next="", by=cast.anna, at=timezone.now())

    for address, who in (("/promises/?state=unanswered", "anna"), ("/room/", "maria")):
        assert str(promise.shown_id) not in text_of(cast, address, who)


def test_only_who_was_asked_answers_and_only_what_is_owed(cast: Cast) -> None:
    promise = asked(cast)
    checking.check_in(promise_id=promise.pk, now="", next="", by=cast.anna, at=MONDAY + HOUR)
    with pytest.raises(UnableToCheckIn) as refused:
        checking.check_in(promise_id=promise.pk, now="", next="", by=cast.anna, at=MONDAY + HOUR)
    assert refused.value.rule == Rule.CHECK_IN_IS_OPEN

    ledger.keep(promise_id=promise.pk, by=cast.anna, at=MONDAY + HOUR)
    with pytest.raises(UnableToCheckIn) as refused:
        checking.check_in(promise_id=promise.pk, now="", next="", by=cast.anna, at=MONDAY + HOUR)
    assert refused.value.rule == Rule.PROMISE_IS_OWED


@pytest.mark.parametrize("moments", [[MONDAY], [MONDAY + 5 * HOUR], [MONDAY + HOUR * n / 4 for n in range(1, 12)]])
def test_they_are_asked_between_now_and_the_deadline_ten_times_at_most(cast: Cast, moments: list[datetime]) -> None:
    with pytest.raises(UnableToPromise) as refused:
        promised(cast, at=MONDAY, due_at=MONDAY + 5 * HOUR, check_ins=moments)
    assert refused.value.rule == Rule.CHECK_INS_BEFORE_IT_IS_DUE


def test_a_customer_who_knows_of_a_new_moment_is_an_answer_and_what_was_said_for_later_stands(cast: Cast) -> None:
    promise = asked(cast)
    moving.move(
        promise_id=promise.pk,
        due_at=MONDAY + 9 * HOUR,
        reason="Снег",
        told="phone",
        by=cast.anna,
        at=MONDAY + 2 * HOUR,
    )
    assert now_of(promise).asked_at is None


def test_the_journal_tells_it_all(cast: Cast) -> None:
    asked(cast)
    answered = asked(cast)
    checking.check_in(promise_id=answered.pk, now="Едет", next="", by=cast.anna, at=MONDAY + HOUR)

    found = replay.compare()
    assert (found.differing, found.unknown, found.compared) == ([], 0, 2)


def test_programs_say_when_to_ask_and_answer(cast: Cast) -> None:
    program = program_of(cast.anna)
    now = timezone.now()
    given = {"conversation": files(program)["conversation"], "kind": "delivery", "what": "Чайник у вас дома"}
    given |= {"due_at": (now + 5 * HOUR).isoformat(), "check_ins": [(now + HOUR).isoformat()]}
    made = program.post("promises", given).json()
    assert (len(made["check_ins"]), made["asked_at"]) == (1, None)
    path = f"promises/{made['id']}"
    early = program.ask("PUT", f"{path}/check-in", {})
    assert (early.status_code, early.json()["rule"]) == (409, Rule.CHECK_IN_IS_OPEN)

    clock_strikes(now + HOUR)

    assert [one["id"] for one in program.get("promises?state=unanswered").json()["data"]] == [made["id"]]
    answered = program.ask("PUT", f"{path}/check-in", {"now": "Едет"}).json()
    assert (answered["now"], answered["asked_at"]) == ("Едет", None)
    assert program.get("promises?state=unanswered").json()["data"] == []
