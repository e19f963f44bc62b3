"""Visits are booked where there is room, and nowhere else."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError
from django.db.transaction import atomic

from slovo.people.rights import NotAllowed
from slovo.promises import moving
from slovo.promises.models import State as Promised
from slovo.visits import booking, coming, queries, slots, telling
from slovo.visits.booking import UnableToBook, UnableToCancelVisit, UnableToMoveVisit
from slovo.visits.models import State, Taken, Visit, VisitType
from tests.cast import Cast
from tests.visits.stories import MOSCOW, NOW, at, facts_of, hours, irina, now_of, resource, tasting

MINUTE = timedelta(minutes=1)


def book(cast: Cast, type_: VisitType, starts_at: datetime) -> Visit:
    return booking.book(type_id=type_.pk, starts_at=starts_at, customer=irina(cast), by=cast.anna, at=NOW)


def clocks(type_: VisitType, first: datetime, last: datetime, zone: ZoneInfo = MOSCOW) -> list[str]:
    resources = list(type_.resources.select_related("brand", "staff", "calendar"))
    return [f"{slot.starts_at.astimezone(zone):%H:%M}" for slot in slots.free(type_, resources, first, last)]


def test_what_is_booked_is_promised_and_its_time_is_free_no_more(cast: Cast) -> None:
    type_ = tasting(cast, step_minutes=60, buffer_minutes=30)

    visit = book(cast, type_, at(12))

    assert (visit.state, visit.ends_at) == (State.BOOKED, at(13))
    promise = visit.promise
    assert (promise.kind, promise.what, promise.due_at) == ("visit", "Визит: Чайная проба", at(13))
    assert (promise.owner, promise.zone, promise.about) == (cast.anna, "Europe/Moscow", f"customer:{visit.customer_id}")
    # Until half past one the room is put in order; nobody who begins at eleven would leave time for that either.
    assert clocks(type_, at(9), at(18)) == ["09:00", "10:00", "14:00", "15:00", "16:00", "17:00"]
    assert facts_of(visit.key) == ["VisitBooked"]


@pytest.mark.parametrize(
    "starts_at", [at(12), at(12, 30), at(11, 30), at(8), at(17, 30), at(14, 3)], ids=lambda one: f"{one:%H:%M}"
)
def test_nobody_is_booked_where_somebody_is_or_nobody_works(cast: Cast, starts_at: datetime) -> None:
    type_ = tasting(cast)
    book(cast, type_, at(12))

    with pytest.raises(UnableToBook):
        book(cast, type_, starts_at)

    assert Visit.objects.count() == 1


def test_whoever_writes_past_the_actions_is_stopped_by_the_database(cast: Cast) -> None:
    visit = book(cast, tasting(cast), at(12))
    piece = visit.taken.order_by("quantum")[0]

    with pytest.raises(IntegrityError), atomic():
        Taken.objects.create(resource=visit.resource, quantum=piece.quantum, visit=visit)

    assert visit.taken.count() == 12


def test_whoever_is_free_takes_the_second(cast: Cast) -> None:
    anna, pavel = resource(cast), resource(cast, "Павел", staff_id=cast.pavel.pk)
    type_ = tasting(cast, anna, pavel)

    assert [book(cast, type_, at(12)).resource for _time in range(2)] == [anna, pavel]


def test_a_holiday_has_no_slots(cast: Cast) -> None:
    type_ = tasting(cast)
    hours(cast, holidays=["2026-12-03"])

    assert clocks(type_, at(0), at(23)) == []


def test_who_never_closes_begins_on_the_hour_whenever_one_asks(cast: Cast) -> None:
    type_ = tasting(cast, step_minutes=60)
    hours(cast, week={day: [["00:00", "24:00"]] for day in ("wed", "thu", "fri")})

    assert clocks(type_, at(9, 17), at(12, 17)) == ["10:00", "11:00", "12:00"]


@pytest.mark.parametrize(("day", "expected"), [(24, "10:00"), (25, "10:00")], ids=["summer time", "winter time"])
def test_the_shop_opens_at_ten_by_the_clock_on_the_wall(cast: Cast, day: int, expected: str) -> None:
    kyiv = ZoneInfo("Europe/Kyiv")
    type_ = tasting(cast)
    week = {name: [["10:00", "12:00"]] for name in ("sat", "sun")}
    hours(cast, tz="Europe/Kyiv", week=week)

    midnight = datetime(2026, 10, day, tzinfo=kyiv)

    assert clocks(type_, midnight, midnight + timedelta(hours=20), kyiv)[0] == expected


def test_a_customer_books_neither_too_soon_nor_too_far_ahead(cast: Cast) -> None:
    type_ = tasting(cast, notice_minutes=120, ahead_days=10)

    for moment in (at(11, day=1), at(12, day=20)):
        with pytest.raises(UnableToBook):
            booking.book_by_customer(type_id=type_.pk, starts_at=moment, customer=irina(cast), at=NOW)

    visit = booking.book_by_customer(type_id=type_.pk, starts_at=at(12, day=1), customer=irina(cast), at=NOW)
    assert visit.promise.made_by_kind == "customer"


def test_what_is_offered_leaves_a_customer_minutes_to_choose(cast: Cast) -> None:
    """An hour ahead at the latest: eleven is not shown at two minutes to ten, and is still given to who asks for it."""
    type_ = tasting(cast, notice_minutes=60)
    shown, eleven, half_past = at(9, 58, day=1), at(11, day=1), at(11, 30, day=1)

    first, last = slots.offered(type_, shown)
    found = slots.free(type_, list(queries.resources_for(type_)), first, last)

    assert found[0].starts_at == half_past
    for starts_at, asked_at in ((half_past, shown + 9 * MINUTE), (eleven, shown)):
        visit = booking.book_by_customer(type_id=type_.pk, starts_at=starts_at, customer=irina(cast), at=asked_at)
        booking.cancel_by_customer(visit_id=visit.pk, at=NOW.replace(hour=8))


def test_a_customer_moves_their_visit_and_has_agreed_to_it(cast: Cast) -> None:
    visit = book(cast, tasting(cast), at(12))

    booking.move_by_customer(visit_id=visit.pk, starts_at=at(15), at=NOW)

    moved = now_of(visit)
    assert (moved.state, moved.starts_at, moved.sequence) == (State.MOVED, at(15), 1)
    assert (moved.promise.due_at, moved.promise.state) == (at(16), Promised.MOVED)
    assert [move.consent for move in moved.promise.moves.all()] == ["given"]
    booking.move_by_customer(visit_id=visit.pk, starts_at=at(10), at=NOW)
    assert now_of(visit).promise.due_at == at(11)


@pytest.mark.parametrize("told", [True, False])
def test_a_customer_chooses_another_time_than_that_to_which_we_moved_their_visit(cast: Cast, told: bool) -> None:
    visit = book(cast, tasting(cast), at(12))
    booking.move(visit_id=visit.pk, starts_at=at(14), reason="Анна заболела", by=cast.anna, at=NOW)
    if told:
        ours = visit.promise.moves.get()
        moving.note_notice(move_id=ours.pk, sent_at=NOW, actor=cast.anna.actor)

    booking.move_by_customer(visit_id=visit.pk, starts_at=at(16), at=NOW)

    moved = now_of(visit)
    assert (moved.starts_at, moved.promise.due_at) == (at(16), at(17))
    assert moved.promise.moves.last().consent == "given"


def test_half_an_hour_later_is_no_double_booking_of_oneself(cast: Cast) -> None:
    visit = book(cast, tasting(cast), at(12))

    booking.move_by_customer(visit_id=visit.pk, starts_at=at(12, 30), at=NOW)

    assert now_of(visit).starts_at == at(12, 30)
    assert visit.taken.count() == 12


def test_shortly_before_it_a_customer_is_asked_to_call(cast: Cast) -> None:
    visit = book(cast, tasting(cast, change_until_minutes=120), at(12))

    with pytest.raises(UnableToMoveVisit):
        booking.move_by_customer(visit_id=visit.pk, starts_at=at(15), at=at(10, 1))
    with pytest.raises(UnableToCancelVisit):
        booking.cancel_by_customer(visit_id=visit.pk, at=at(10, 1))
    booking.confirm_by_customer(visit_id=visit.pk, at=at(11, 59))
    assert now_of(visit).state == State.CONFIRMED

    booking.cancel_by_customer(visit_id=visit.pk, at=at(10))
    assert (now_of(visit).state, now_of(visit).promise.state) == (State.CANCELLED, Promised.RELEASED)


def test_what_the_company_cancels_is_owed_until_there_is_another_time(cast: Cast) -> None:
    visit = book(cast, tasting(cast), at(12))

    booking.cancel(visit_id=visit.pk, wished_by_customer=False, words="", how="", by=cast.anna, at=NOW)
    assert (now_of(visit).state, now_of(visit).promise.state) == (State.CANCELLED, Promised.OPEN)
    assert Taken.objects.count() == 0

    booking.move(visit_id=visit.pk, starts_at=at(15), reason="Трубу починили", by=cast.anna, at=NOW, agreed="phone")
    assert (now_of(visit).state, now_of(visit).promise.due_at) == (State.MOVED, at(16))


def test_who_came_is_kept_and_who_did_not_is_owed_nothing(cast: Cast) -> None:
    type_ = tasting(cast)
    came, missed = book(cast, type_, at(12)), book(cast, type_, at(14))

    coming.came(visit_id=came.pk, by=cast.anna, at=at(12, 5))
    coming.did_not_come(visit_id=missed.pk, by=cast.anna, at=at(14, 30))

    assert (now_of(came).state, now_of(came).promise.state) == (State.CAME, Promised.KEPT)
    assert (now_of(missed).state, now_of(missed).promise.state) == (State.DID_NOT_COME, Promised.RELEASED)
    for mark in (coming.came, coming.did_not_come):
        with pytest.raises(coming.UnableToMarkVisit):
            mark(visit_id=came.pk, by=cast.anna, at=at(12, 10))


def test_taras_of_the_honey_books_nothing_here(cast: Cast) -> None:
    type_ = tasting(cast)

    with pytest.raises(NotAllowed):
        booking.book(type_id=type_.pk, starts_at=at(12), customer=irina(cast), by=cast.taras, at=NOW)


@pytest.mark.parametrize(
    ("starts_at", "minutes", "expected"),
    [
        (at(12), 24 * 60, at(12, day=2)),
        (at(12), 4 * 60, at(20, day=2)),  # eight in the morning is too early: the evening before
        (at(23), 60, at(20)),
        (at(12), 0, None),
        (at(12, day=1), 24 * 60, None),  # it was booked after that
    ],
)
def test_nobody_is_reminded_in_their_sleep(starts_at: datetime, minutes: int, expected: datetime | None) -> None:
    assert telling.reminder_of(starts_at, minutes, zone="Europe/Moscow", at=NOW) == expected
