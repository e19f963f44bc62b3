"""The shop names another date, or cancels: Irina hears of it in time, or somebody is asked to speak with her."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from slovo.people import actions as people
from slovo.promises import moving, reminding
from slovo.promises.ladder_models import CustomerNotice, Reminder
from slovo.promises.models import State
from tests.api.programs import Program, shop
from tests.cast import Cast, at_one_instant, work_at
from tests.orders.test_orders import KETTLE, fed, the_promise
from tests.promises.ladders import at_any_hour, clock_strikes, ladder, reminded, tell
from tests.web.portal.test_delays_together import letters

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
NOON = (timezone.now() + DAY).replace(hour=9, minute=0, second=0, microsecond=0)  # in Moscow
SOON, LATER, LATEST = NOON + 2 * DAY, NOON + 5 * DAY, NOON + 9 * DAY
REASON = "Машина сломалась."


@pytest.fixture
def program(cast: Cast) -> Program:
    people.join_team(staff=cast.pavel, brand=cast.chainik, name="Доставка")
    return shop(cast)


def told(program: Program, due_at: datetime | None = None, *, at: datetime, status: int = 200, **more: Any) -> None:
    """The shop tells of the kettle, due at that moment; a little later whatever follows is done."""
    lines = [KETTLE | {"promised_at": due_at.isoformat()}] if due_at else [KETTLE]
    with at_one_instant(at):
        fed(program, status, **{"as_of": at.isoformat(), "lines": lines, "reason": REASON, **more})
    work_at(at + MINUTE)


def test_another_date_is_told_to_the_customer_with_the_choice_and_the_deadline_moves(
    cast: Cast, program: Program
) -> None:
    told(program, SOON, at=NOON, status=201)
    told(program, LATER, at=NOON + HOUR)
    assert (letters(cast), the_promise().due_at) == ([], SOON)

    work_at(NOON + HOUR + 3 * MINUTE)

    [text] = letters(cast)
    assert "Чайник «Лето»: мы обещали" in text
    assert REASON in text
    assert "«отменяйте»" in text
    promise = the_promise()
    assert (promise.state, promise.due_at, promise.expected_at) == (State.MOVED, LATER, None)
    assert reminded() == []


def test_two_things_that_are_moved_one_after_the_other_are_one_letter(cast: Cast, program: Program) -> None:
    cup = {"title": "Чашка", "quantity": 1, "price_minor": 50_000}
    both = [[one | {"promised_at": at.isoformat()} for one in (KETTLE, cup)] for at in (SOON, LATER, LATEST)]
    told(program, at=NOON, status=201, lines=both[0])
    told(program, at=NOON + HOUR, lines=both[1])
    told(program, at=NOON + HOUR + MINUTE, lines=both[2])
    work_at(NOON + HOUR + 4 * MINUTE)

    [text] = letters(cast)
    assert [f"{thing}: мы обещали" in text for thing in ("Чайник «Лето»", "Чашка")] == [True, True]


def test_at_night_it_waits_for_the_morning(cast: Cast, program: Program) -> None:
    told(program, SOON, at=NOON, status=201)
    told(program, LATER, at=NOON + 12 * HOUR)
    work_at(NOON + 19 * HOUR)
    assert letters(cast) == []

    work_at(NOON + 20 * HOUR + MINUTE)  # one minute past eight

    assert len(letters(cast)) == 1
    assert the_promise().due_at == LATER


def test_at_night_before_a_deadline_that_comes_before_the_morning_a_person_decides(
    cast: Cast, program: Program
) -> None:
    told(program, NOON + 18 * HOUR, at=NOON, status=201)
    told(program, LATER, at=NOON + 12 * HOUR)
    work_at(NOON + 21 * HOUR)

    assert letters(cast) == []
    assert reminded() == [("Дмитрий Орлов", "untold"), ("Мария Ветрова", "untold")]


def test_a_date_that_nobody_has_told_yet_makes_way_for_the_next(cast: Cast, program: Program) -> None:
    told(program, SOON, at=NOON, status=201)
    told(program, LATER, at=NOON + HOUR)
    told(program, LATEST, at=NOON + HOUR + MINUTE)
    work_at(NOON + HOUR + 5 * MINUTE)

    assert len(letters(cast)) == 1
    assert the_promise().due_at == LATEST
    assert CustomerNotice.objects.filter(sent_at__isnull=False).count() == 1


def test_back_at_the_first_date_before_anybody_was_told_there_is_nothing_to_tell(cast: Cast, program: Program) -> None:
    told(program, SOON, at=NOON, status=201)
    told(program, LATER, at=NOON + HOUR)
    told(program, SOON, at=NOON + HOUR + MINUTE)
    work_at(NOON + HOUR + 5 * MINUTE)

    promise = the_promise()
    assert (letters(cast), reminded()) == ([], [])
    assert (promise.state, promise.due_at, promise.expected_at) == (State.OPEN, SOON, None)


def test_what_comes_sooner_is_told_without_an_apology(cast: Cast, program: Program) -> None:
    told(program, SOON, at=NOON, status=201)
    told(program, SOON - DAY, at=NOON + HOUR)
    work_at(NOON + HOUR + 3 * MINUTE)

    [text] = letters(cast)
    assert "но будет раньше" in text
    assert [words in text for words in ("не успеваем", "Простите", "«отменяйте»")] == [False, False, False]
    assert the_promise().due_at == SOON - DAY


def test_where_no_rule_may_move_it_once_more_somebody_is_asked_to_speak_with_the_customer(
    cast: Cast, program: Program
) -> None:
    told(program, SOON, at=NOON, status=201)
    told(program, LATER, at=NOON + HOUR)
    work_at(NOON + HOUR + 3 * MINUTE)
    told(program, LATEST, at=NOON + 2 * HOUR)
    work_at(NOON + 2 * HOUR + 3 * MINUTE)

    assert len(letters(cast)) == 1
    assert the_promise().due_at == LATER
    assert reminded() == [("Павел Громов", "speak")]


def test_what_the_company_cancels_somebody_is_asked_to_tell_the_customer_once(cast: Cast, program: Program) -> None:
    told(program, SOON, at=NOON, status=201)
    told(program, LATER, at=NOON + HOUR)
    cancelled = {"delivery": "cancelled", "cancelled_by": "company", "payment": "unpaid"}
    told(program, LATER, at=NOON + HOUR + MINUTE, **cancelled)
    work_at(NOON + HOUR + 5 * MINUTE)

    assert (letters(cast), the_promise().owed) == ([], True)  # nobody names her a date of what will not come
    assert reminded() == [("Павел Громов", "ours")]

    reminding.see(promise_id=the_promise().pk, by=cast.pavel, at=NOON + 2 * HOUR)
    told(program, LATER, at=NOON + 3 * HOUR, **cancelled)
    assert not Reminder.objects.filter(seen_at=None).exists()


def test_of_what_the_company_has_cancelled_no_ladder_names_another_time(cast: Cast, program: Program) -> None:
    at_any_hour(cast)
    ladder(cast, tell(60, later=120), at=NOON)
    told(program, SOON, at=NOON, status=201)
    told(program, SOON, at=NOON + HOUR, delivery="cancelled", cancelled_by="company", payment="unpaid")

    clock_strikes(SOON - HOUR + MINUTE)

    assert letters(cast) == []
    assert reminded() == [("Павел Громов", "ours")]


def test_nor_does_one_that_is_changed_afterwards(cast: Cast, program: Program) -> None:
    at_any_hour(cast)
    ladder(cast, tell(60, later=120), at=NOON)
    told(program, SOON, at=NOON, status=201)
    told(program, SOON, at=NOON + HOUR, delivery="cancelled", cancelled_by="company", payment="unpaid")

    ladder(cast, tell(90, later=120), at=NOON + 2 * HOUR)
    work_at(NOON + 2 * HOUR + MINUTE)
    clock_strikes(SOON - HOUR + MINUTE)

    assert letters(cast) == []
    assert reminded() == [("Павел Громов", "ours")]


def test_what_the_shop_takes_up_again_is_before_the_clock_again(cast: Cast, program: Program) -> None:
    at_any_hour(cast)
    ladder(cast, tell(60, later=120), at=NOON)
    told(program, SOON, at=NOON, status=201)
    told(program, SOON, at=NOON + HOUR, delivery="cancelled", cancelled_by="company", payment="unpaid")
    told(program, SOON, at=NOON + 2 * HOUR, delivery="packed")

    clock_strikes(SOON - HOUR + MINUTE)

    assert len(letters(cast)) == 1


def test_the_shops_old_date_told_again_takes_back_nothing_that_a_person_has_agreed_upon(
    cast: Cast, program: Program
) -> None:
    told(program, SOON, at=NOON, status=201)
    promise_id, agreed = the_promise().pk, {"told": "phone", "agreed": True}
    at = NOON + HOUR
    moving.move(promise_id=promise_id, due_at=LATER, reason="Снег", by=cast.pavel, at=at, **agreed)
    told(program, SOON, at=NOON + 2 * HOUR, delivery="packed")
    work_at(NOON + 3 * HOUR)

    assert (the_promise().due_at, the_promise().expected_at, letters(cast)) == (LATER, None, [])
