"""Times to choose: cut from the brand's calendar, and never given to more than there are places for."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.utils import timezone

from slovo.brands import actions as brands
from slovo.callbacks import actions, choosing, queries
from slovo.callbacks.actions import NoSlotLeft
from slovo.callbacks.models import Callback, State
from slovo.core.journal.actor import SYSTEM
from slovo.promises.models import State as Stands
from tests.callbacks.stories import MINUTE, now_of, ruled
from tests.cast import Cast
from tests.together import at_once

MONDAY = datetime(2026, 3, 9, 6, 10, tzinfo=UTC)  # ten past nine in Moscow
HANDS, CAPACITY = 6, 2


def office_hours(cast: Cast) -> None:
    calendar = {"tz": "Europe/Moscow", "week": {"mon": [["09:00", "10:45"], ["12:00", "13:00"]]}}
    brands.change_hours(brand=cast.chainik, calendar=calendar, actor=SYSTEM, at=MONDAY)


def shown(cast: Cast, *, at: datetime) -> list[tuple[str, int]]:
    found = queries.slots(cast.chainik, queries.rule_of(cast.chainik), at=at)
    return [(f"{slot.starts_at.astimezone(cast.chainik.tz):%H:%M}", slot.left) for slot in found]


def asks(cast: Cast, number: int, start: datetime | None, *, at: datetime) -> Callback:
    phone = f"+7900000{number:04}"
    return actions.ask_by_customer(brand=cast.chainik, phone=phone, slot_starts_at=start, at=at)[0]


def test_times_are_whole_within_working_hours_and_none_that_has_begun(cast: Cast) -> None:
    office_hours(cast)
    ruled(cast, at=MONDAY, slot_capacity=2)
    assert shown(cast, at=MONDAY) == [("09:30", 2), ("10:00", 2), ("12:00", 2), ("12:30", 2)]


def test_what_begins_in_a_minute_is_not_offered_and_still_given(cast: Cast) -> None:
    office_hours(cast)
    ruled(cast, at=MONDAY)
    soon = MONDAY.replace(minute=30)

    assert shown(cast, at=soon - 11 * MINUTE)[0] == ("09:30", 1)
    assert shown(cast, at=soon - MINUTE)[0] == ("10:00", 1)
    assert asks(cast, 1, soon, at=soon - MINUTE).slot_starts_at == soon


def test_a_chosen_time_is_promised_by_its_end_and_called_from_its_beginning(cast: Cast) -> None:
    office_hours(cast)
    ruled(cast, at=MONDAY)
    start = MONDAY.replace(minute=30)

    callback = asks(cast, 1, start, at=MONDAY)

    assert (callback.next_call_at, callback.promise.due_at) == (start, start + 30 * MINUTE)
    assert shown(cast, at=MONDAY) == [("10:00", 1), ("12:00", 1), ("12:30", 1)]
    with pytest.raises(NoSlotLeft, match="just been taken"):
        asks(cast, 2, start, at=MONDAY)
    choosing.cancel_by_customer(callback_id=callback.pk, words="", at=MONDAY)
    assert asks(cast, 2, start, at=MONDAY).slot_place == 1


@pytest.mark.parametrize("minutes", [-10, 1, 80, 24 * 60])
def test_a_time_that_is_made_up_is_refused(cast: Cast, minutes: int) -> None:
    office_hours(cast)
    ruled(cast, at=MONDAY)
    with pytest.raises(NoSlotLeft, match="no such time"):
        asks(cast, 1, MONDAY.replace(minute=30) + minutes * MINUTE, at=MONDAY)


def test_times_cut_by_an_older_rule_keep_their_places(cast: Cast) -> None:
    office_hours(cast)
    ruled(cast, at=MONDAY)
    asks(cast, 1, MONDAY.replace(minute=30), at=MONDAY)

    ruled(cast, at=MONDAY, slot_minutes=45)
    assert shown(cast, at=MONDAY) == [("12:00", 1)]


def test_the_customer_chooses_another_time(cast: Cast) -> None:
    office_hours(cast)
    ruled(cast, at=MONDAY)
    callback = asks(cast, 1, None, at=MONDAY)
    old = callback.promise

    noon = MONDAY.replace(hour=9, minute=0)
    choosing.choose_time(callback_id=callback.pk, slot_starts_at=noon, at=MONDAY + MINUTE)

    old.refresh_from_db()
    stands = now_of(callback)
    assert (stands.state, stands.next_call_at, stands.promise.due_at) == (State.WAITS, noon, noon + 30 * MINUTE)
    assert (old.state, stands.promise.state) == (Stands.RELEASED, Stands.OPEN)


def test_outside_working_hours_the_minutes_begin_with_them(cast: Cast) -> None:
    office_hours(cast)
    ruled(cast, at=MONDAY)
    evening = MONDAY.replace(hour=15)

    callback = asks(cast, 1, None, at=evening)

    opens = MONDAY.replace(minute=0) + timedelta(days=7)
    assert (callback.next_call_at, callback.promise.due_at) == (opens, opens + 10 * MINUTE)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_many_hands_at_once_get_no_more_than_there_is(cast: Cast) -> None:
    at = timezone.now()
    ruled(cast, at=at, slot_capacity=CAPACITY)
    start = queries.slots(cast.chainik, queries.rule_of(cast.chainik), at=at)[3].starts_at

    problems = at_once([partial(asks, cast, number, start, at=at) for number in range(HANDS)])

    assert [type(problem) for problem in problems] == [NoSlotLeft] * (HANDS - CAPACITY)
    assert sorted(Callback.objects.values_list("slot_place", flat=True)) == [1, 2]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_same_number_at_once_is_one_call(cast: Cast) -> None:
    at = timezone.now()

    assert at_once([partial(asks, cast, 7, None, at=at)] * HANDS) == []
    assert [callback.asked_times for callback in Callback.objects.all()] == [HANDS]
