"""Who comes without a visit: a number, a place, and an honest word of how long it takes."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from slovo.brands import actions as brands
from slovo.core.journal.actor import SYSTEM
from slovo.promises.models import State as Promised
from slovo.visits import waiting, walk_in, walk_in_queries
from slovo.visits.queue_setting import close_queue, set_queue
from slovo.visits.waiting import Wait
from slovo.visits.walk_in import QueueIsFull, UnableToCall, UnableToMarkTicket, UnableToTakeTicket
from slovo.visits.walk_in_models import Ticket, TicketState, WalkInQueue
from tests.cast import Cast
from tests.visits.stories import DAYS, NOW, at, facts_of, hours

MINUTE = timedelta(minutes=1)


def repair(cast: Cast, **more: Any) -> WalkInQueue:
    hours(cast)
    given = {"name": "Ремонт", "prefix": "a", "length_max": 10, "staff_id": cast.anna.pk, **more}
    return set_queue(brand=cast.chainik, by=cast.orlov, at=NOW, **given)


def take(queue: WalkInQueue, minute: int = 0, name: str = "") -> Ticket:
    return walk_in.take_by_visitor(queue_id=queue.pk, name=name, at=NOW + minute * MINUTE)


def five_were_called(cast: Cast, queue: WalkInQueue) -> None:
    """Each stood alone and waited four minutes."""
    for number in range(5):
        take(queue, 10 * number)
        called = walk_in.call_next(queue_id=queue.pk, by=cast.anna, at=NOW + (10 * number + 4) * MINUTE)
        walk_in.serve(ticket_id=called.pk, by=cast.anna, at=NOW + (10 * number + 9) * MINUTE)


def now_of(ticket: Ticket) -> Ticket:
    return Ticket.objects.select_related("promise", "queue").get(pk=ticket.pk)


def test_tickets_are_numbered_by_the_day(cast: Cast) -> None:
    queue = repair(cast)

    assert [take(queue).shown for _time in range(2)] == ["A1", "A2"]
    assert walk_in.take(queue_id=queue.pk, name="", by=cast.anna, at=at(12, day=2)).shown == "A1"


def at_night(cast: Cast) -> WalkInQueue:
    """From eight in the evening to four."""
    queue = repair(cast)
    week = {day: [["20:00", "04:00"]] for day in DAYS}
    brands.change_hours(brand=cast.chainik, calendar={"tz": "Europe/Moscow", "week": week}, actor=SYSTEM, at=NOW)
    return WalkInQueue.objects.get(pk=queue.pk)


def test_who_came_before_midnight_still_waits_after_it(cast: Cast) -> None:
    queue = at_night(cast)
    first = walk_in.take_by_visitor(queue_id=queue.pk, name="", at=at(23, 55, day=2))
    second = walk_in.take_by_visitor(queue_id=queue.pk, name="", at=at(0, 5))

    assert (first.shown, second.shown, second.ahead) == ("A1", "A1", 1)
    assert walk_in_queries.waiting_numbers([queue], at(0, 10)) == {queue.pk: 2}
    with mock.patch.object(timezone, "now", return_value=at(0, 10)):
        page = Client().get(f"/q/t/{first.token}?lang=ru").content.decode()
        assert "Вы следующий" in page, page
    assert walk_in.call_next(queue_id=queue.pk, by=cast.anna, at=at(0, 10)) == first
    assert list(walk_in_queries.at_the_counter(queue, at(0, 10))) == [first]
    assert walk_in.call_next(queue_id=queue.pk, by=cast.anna, at=at(4, 30)) == second  # closed, and worked off


def test_who_was_not_called_when_the_night_was_over_does_not_wait_in_the_next(cast: Cast) -> None:
    queue = at_night(cast)
    walk_in.take_by_visitor(queue_id=queue.pk, name="", at=at(23, 55, day=2))

    with pytest.raises(UnableToCall):
        walk_in.call_next(queue_id=queue.pk, by=cast.anna, at=at(20))


def test_nobody_knows_how_long_it_takes_until_five_were_called(cast: Cast) -> None:
    queue = repair(cast)
    first = take(queue)
    assert (first.said_until, first.promise) == (None, None)
    walk_in.leave(ticket_id=first.pk, at=NOW)

    five_were_called(cast, queue)

    assert waiting.expected(queue, 0) == Wait(4, 5, 5)
    assert waiting.expected(queue, 2) == Wait(12, 15, 5)


def test_what_is_said_is_promised_and_kept_by_calling(cast: Cast) -> None:
    queue = repair(cast)
    five_were_called(cast, queue)

    ticket = take(queue, 60, "Борис")

    assert ticket.said_until == NOW + 65 * MINUTE
    assert ticket.promise
    assert (ticket.promise.kind, ticket.promise.about, ticket.promise.due_at) == (
        "walk_in",
        ticket.key,
        ticket.said_until,
    )
    walk_in.call_next(queue_id=queue.pk, by=cast.anna, at=NOW + 63 * MINUTE)
    promise = now_of(ticket).promise
    assert promise
    assert promise.state == Promised.KEPT


def test_who_waits_longer_than_was_said_is_told_of_once(cast: Cast) -> None:
    queue = repair(cast)
    five_were_called(cast, queue)
    ticket = take(queue, 60)

    counts = [walk_in.note_overruns(at=NOW + minute * MINUTE) for minute in (65, 66, 67)]

    assert counts == [0, 1, 0]
    assert facts_of(ticket.key) == ["PromiseMade", "TicketTaken", "TicketOverrun"]


def test_a_full_queue_sends_nobody_away_without_a_word(cast: Cast) -> None:
    queue = repair(cast, length_max=1)
    take(queue)

    with pytest.raises(QueueIsFull) as refused:
        take(queue)
    assert "Book a visit" in str(refused.value)

    walk_in.call_next(queue_id=queue.pk, by=cast.anna, at=NOW)
    assert take(queue).ahead == 0


def test_nobody_takes_a_ticket_at_night_or_of_a_closed_queue(cast: Cast) -> None:
    queue = repair(cast)
    with pytest.raises(UnableToTakeTicket):
        take(queue, 12 * 60)

    close_queue(queue_id=queue.pk, closed=True, by=cast.orlov, at=NOW)
    with pytest.raises(UnableToTakeTicket):
        take(queue)


def test_the_place_moves_up_when_somebody_goes(cast: Cast) -> None:
    queue = repair(cast)
    first, second = take(queue), take(queue)
    assert walk_in_queries.ahead_of(second, NOW) == 1

    walk_in.leave(ticket_id=first.pk, at=NOW)

    assert walk_in_queries.ahead_of(second, NOW) == 0
    with pytest.raises(UnableToMarkTicket):
        walk_in.leave(ticket_id=first.pk, at=NOW)


def test_each_step_of_paperwork_is_timed(cast: Cast) -> None:
    queue = repair(cast)
    for minutes in (4, 6, 20):
        take(queue)
        ticket = walk_in.call_next(queue_id=queue.pk, by=cast.anna, at=NOW)
        walk_in.begin_step(ticket_id=ticket.pk, name="Договор", by=cast.anna, at=NOW)
        walk_in.begin_step(ticket_id=ticket.pk, name="Оплата", by=cast.anna, at=NOW + minutes * MINUTE)
        walk_in.serve(ticket_id=ticket.pk, by=cast.anna, at=NOW + (minutes + 2) * MINUTE)

    times = waiting.step_times(walk_in_queries.steps_timed(queue))

    assert [(one.name, one.minutes, one.count) for one in times] == [("Договор", 6.0, 3), ("Оплата", 2.0, 3)]


def test_who_does_not_come_to_the_counter_is_marked_so(cast: Cast) -> None:
    queue = repair(cast)
    ticket = take(queue)
    with pytest.raises(UnableToMarkTicket):
        walk_in.miss(ticket_id=ticket.pk, by=cast.anna, at=NOW)

    walk_in.call_next(queue_id=queue.pk, by=cast.anna, at=NOW)
    walk_in.miss(ticket_id=ticket.pk, by=cast.anna, at=NOW)

    assert now_of(ticket).state == TicketState.DID_NOT_COME
