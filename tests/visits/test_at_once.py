"""Many hands at once: on PostgreSQL they really are, on SQLite they stand in line."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from slovo.core.journal.models import JournalEntry
from slovo.customers.models import Customer
from slovo.visits import booking, reminding, walk_in
from slovo.visits.booking import UnableToBook, UnableToMoveVisit
from slovo.visits.models import Engaged, Taken, Visit
from slovo.visits.queue_setting import set_queue
from slovo.visits.walk_in import QueueIsFull, UnableToCall
from slovo.visits.walk_in_models import Ticket
from tests.cast import Cast
from tests.together import at_once
from tests.visits.stories import NOW, at, irina, resource, tasting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
HANDS = 8


def together(deeds: list[Callable[[], object]]) -> Counter[str]:
    """How each ended: "done", or the name of the refusal."""
    refused = [type(problem).__name__ for problem in at_once(deeds)]
    return Counter(refused + ["done"] * (len(deeds) - len(refused)))


def test_eight_want_one_slot_and_one_has_it(cast: Cast) -> None:
    type_, customer = tasting(cast), irina(cast)

    def book() -> Visit:
        return booking.book_by_customer(type_id=type_.pk, starts_at=at(12), customer=customer, at=NOW)

    assert together([book] * HANDS) == {"done": 1, UnableToBook.__name__: HANDS - 1}
    assert (Visit.objects.count(), Taken.objects.count()) == (1, 12)


def test_one_master_of_two_bays_is_with_one_of_eight(cast: Cast) -> None:
    bays = [resource(cast, "Бокс 1"), resource(cast, "Бокс 2")]
    type_, customer = tasting(cast, *bays), irina(cast)

    def book(bay: int) -> Callable[[], Visit]:
        return lambda: booking.book_by_customer(
            type_id=type_.pk, starts_at=at(12), customer=customer, resource_id=bay, at=NOW
        )

    ends = together([book(bays[number % 2].pk) for number in range(HANDS)])

    assert ends == {"done": 1, UnableToBook.__name__: HANDS - 1}
    assert (Visit.objects.count(), Engaged.objects.count()) == (1, 12)


def test_two_who_change_places_never_wait_for_each_other(cast: Cast) -> None:
    anna, pavel = resource(cast), resource(cast, "Павел", staff_id=cast.pavel.pk)
    type_, customer = tasting(cast, anna, pavel), irina(cast)
    visits = [
        booking.book_by_customer(type_id=type_.pk, starts_at=moment, customer=customer, resource_id=one.pk, at=NOW)
        for moment, one in ((at(12), anna), (at(14), pavel))
    ]

    def move(visit: Visit, hour: int, resource_id: int) -> Callable[[], None]:
        return lambda: booking.move_by_customer(visit_id=visit.pk, starts_at=at(hour), resource_id=resource_id, at=NOW)

    ends = together([move(visits[0], 14, pavel.pk), move(visits[1], 12, anna.pk)])

    assert ends == {UnableToMoveVisit.__name__: 2} or ends == {"done": 1, UnableToMoveVisit.__name__: 1}
    assert Taken.objects.count() == 24


def test_two_clocks_remind_once(cast: Cast) -> None:
    type_ = tasting(cast)
    for hour in (12, 14, 16):
        booking.book_by_customer(type_id=type_.pk, starts_at=at(hour), customer=irina(cast), at=NOW)

    together([lambda: reminding.remind_due(at=at(20, day=2))] * 4)

    assert JournalEntry.objects.filter(kind="VisitReminderDue").count() == 3


def test_numbers_and_the_permitted_length_never_race(cast: Cast) -> None:
    tasting(cast)
    queue = set_queue(
        brand=cast.chainik, name="Ремонт", prefix="A", length_max=5, staff_id=cast.anna.pk, by=cast.orlov, at=NOW
    )

    ends = together([lambda: walk_in.take_by_visitor(queue_id=queue.pk, name="", at=NOW)] * HANDS)

    assert ends == {"done": 5, QueueIsFull.__name__: HANDS - 5}
    assert list(Ticket.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5]

    later = NOW + timedelta(minutes=5)
    ends = together([lambda: walk_in.call_next(queue_id=queue.pk, by=cast.anna, at=later)] * HANDS)
    assert ends == {"done": 5, UnableToCall.__name__: HANDS - 5}
    assert Customer.objects.count() == 0  # nobody could say how long it takes: nothing was promised
