"""What the company does to a visit at night is told in the morning: in one letter, which says what is true then."""

from email.message import EmailMessage
from typing import Any

import pytest

from slovo.conversations.models import Message
from slovo.core.tasks.models import Task
from slovo.promises.models import State as Promised
from slovo.visits import booking
from slovo.visits.models import Visit
from tests.cast import Cast, work_at
from tests.visits.stories import NOW, at, entry_of, facts_of, irina, letters, now_of, tasting

MIDNIGHT = at(0, day=2)  # in Moscow; the visit is on the third, at noon


@pytest.mark.parametrize("deed", ["move", "cancel"])
def test_what_the_company_does_to_a_visit_at_night_is_written_in_the_morning(
    cast: Cast, visit: Visit, deed: str
) -> None:
    if deed == "move":
        booking.move(visit_id=visit.pk, starts_at=at(15), reason="Анна заболела", by=cast.anna, at=MIDNIGHT)
    else:
        booking.cancel(visit_id=visit.pk, wished_by_customer=False, words="", how="", by=cast.anna, at=MIDNIGHT)
    work_at(MIDNIGHT)
    assert len(letters(cast)) == 1

    work_at(at(8, day=2))

    assert len(letters(cast)) == 2
    assert (now_of(visit).promise.due_at == at(16)) is (deed == "move")


@pytest.mark.parametrize(("was", "now"), [(9, 15), (15, 9)])
def test_where_the_morning_would_be_too_late_it_is_written_at_once(cast: Cast, was: int, now: int) -> None:
    """They would be on their way already."""
    type_ = tasting(cast)
    visit = booking.book(type_id=type_.pk, starts_at=at(was, day=2), customer=irina(cast), by=cast.anna, at=NOW)
    work_at(NOW)
    booking.move(visit_id=visit.pk, starts_at=at(now, day=2), reason="Замена", by=cast.anna, at=MIDNIGHT)

    work_at(MIDNIGHT)

    assert len(letters(cast)) == 2


def test_who_moves_it_themselves_at_night_reads_of_it_at_once(cast: Cast, visit: Visit) -> None:
    booking.move_by_customer(visit_id=visit.pk, starts_at=at(15), at=MIDNIGHT)

    work_at(MIDNIGHT)

    assert len(letters(cast)) == 2


@pytest.fixture
def visit(cast: Cast) -> Visit:
    """On the third at noon; Irina has her letter."""
    type_ = tasting(cast)
    booked = booking.book(type_id=type_.pk, starts_at=at(12), customer=irina(cast), by=cast.anna, at=NOW)
    work_at(NOW)
    return booked


def moves(cast: Cast, visit: Visit, hour: int, **more: Any) -> None:
    booking.move(visit_id=visit.pk, starts_at=at(hour), reason="Замена", by=cast.anna, at=MIDNIGHT, **more)
    work_at(MIDNIGHT)


def cancels(cast: Cast, visit: Visit) -> None:
    booking.cancel(visit_id=visit.pk, wished_by_customer=False, words="", how="", by=cast.anna, at=MIDNIGHT)
    work_at(MIDNIGHT)


def said_since(cast: Cast) -> list[EmailMessage]:
    """What has left after the first letter, by the morning."""
    work_at(at(8, day=2))
    return letters(cast)[1:]


def words_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body
    return str(body.get_content())


def test_moved_twice_in_a_night_is_one_letter_with_the_last_time(cast: Cast, visit: Visit) -> None:
    moves(cast, visit, 15)
    moves(cast, visit, 17)

    [letter] = said_since(cast)

    words = words_of(letter)
    assert ("12:00" in words, "15:00" in words, "17:00" in words) == (True, False, True)
    assert entry_of(letter)[1]["SEQUENCE"] == "2"
    assert (now_of(visit).promise.state, now_of(visit).promise.due_at) == (Promised.MOVED, at(18))
    [untold, told] = visit.promise.moves.order_by("pk")
    assert (untold.taken_back_at, untold.notice_sent_at, told.notice_sent_at) == (MIDNIGHT, None, at(8, day=2))


def test_moved_and_cancelled_in_a_night_is_one_letter_that_calls_off_the_time_they_know(
    cast: Cast, visit: Visit
) -> None:
    moves(cast, visit, 15)
    cancels(cast, visit)

    [letter] = said_since(cast)

    words = words_of(letter)
    assert ("12:00" in words, "15:00" in words, entry_of(letter)[0]) == (True, False, "CANCEL")
    assert entry_of(letter)[1]["DTSTART;TZID=Europe/Moscow"] == "20261203T120000"
    assert (now_of(visit).promise.due_at, now_of(visit).promise.expected_at) == (at(13), None)


def test_moved_and_moved_back_in_a_night_is_no_letter(cast: Cast, visit: Visit) -> None:
    moves(cast, visit, 15)
    moves(cast, visit, 12)

    assert said_since(cast) == []
    assert (now_of(visit).promise.state, now_of(visit).promise.expected_at) == (Promised.OPEN, None)
    talk = Message.objects.get().conversation
    assert facts_of(talk.key)[-1] == "NoticeWithdrawn"
    assert "12:00" in talk.preview  # the last word is that it is booked


def test_cancelled_and_put_back_in_a_night_is_no_letter(cast: Cast, visit: Visit) -> None:
    cancels(cast, visit)
    moves(cast, visit, 12)

    assert said_since(cast) == []
    assert now_of(visit).is_coming


def test_cancelled_and_then_moved_in_a_night_is_one_letter_with_the_new_time(cast: Cast, visit: Visit) -> None:
    cancels(cast, visit)
    moves(cast, visit, 16)

    [letter] = said_since(cast)

    assert ("16:00" in words_of(letter), entry_of(letter)[0]) == (True, "REQUEST")


def test_who_was_told_by_phone_of_the_first_change_hears_that_it_is_back(cast: Cast, visit: Visit) -> None:
    """They agreed to three o'clock at midnight, and wait for nothing but its letter."""
    moves(cast, visit, 15, agreed="phone")
    moves(cast, visit, 12)

    [letter] = said_since(cast)

    words = words_of(letter)
    assert ("15:00" in words, "12:00" in words) == (True, True)
    assert now_of(visit).promise.due_at == at(13)


def test_what_they_do_themselves_at_night_is_the_one_letter(cast: Cast, visit: Visit) -> None:
    moves(cast, visit, 15)
    booking.move_by_customer(visit_id=visit.pk, starts_at=at(12), at=MIDNIGHT)
    work_at(MIDNIGHT)
    assert len(letters(cast)) == 2

    [letter] = said_since(cast)

    assert "12:00" in words_of(letter)
    assert (now_of(visit).promise.due_at, now_of(visit).promise.expected_at) == (at(13), None)


@pytest.mark.parametrize("swapped", [False, True])
def test_whichever_of_two_workers_is_first_the_newer_time_is_told(cast: Cast, visit: Visit, swapped: bool) -> None:
    for hour in (15, 17):
        booking.move(visit_id=visit.pk, starts_at=at(hour), reason="Замена", by=cast.anna, at=MIDNIGHT)
    first, second = Task.objects.filter(name="conversations.tell_visit_moved@1").order_by("pk")
    if swapped:
        first.arguments, second.arguments = second.arguments, first.arguments
        Task.objects.bulk_update([first, second], ["arguments"])
    work_at(MIDNIGHT)

    [letter] = said_since(cast)

    assert ("15:00" in words_of(letter), "17:00" in words_of(letter)) == (False, True)
