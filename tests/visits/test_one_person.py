"""Two bays and one master: nobody is with two customers at once, nor there outside of their shift."""

from datetime import datetime
from importlib import import_module
from typing import Any
from unittest import mock

import pytest
from django.apps import apps
from django.db import IntegrityError
from django.db.models import F
from django.db.transaction import atomic
from django.utils import timezone

from slovo.people.shifts import set_shifts
from slovo.visits import booking
from slovo.visits.booking import UnableToBook
from slovo.visits.models import Engaged, Resource, Visit, VisitType
from slovo.visits.setting import UnableToSetVisits, set_resource
from tests.api.programs import program_of
from tests.cast import Cast
from tests.visits.stories import DAYS, NOW, at, irina, resource, tasting
from tests.visits.test_booking import clocks


def two_bays(cast: Cast) -> tuple[VisitType, Resource, Resource]:
    """Anna is the master of both."""
    first, second = resource(cast, "Бокс 1"), resource(cast, "Бокс 2")
    return tasting(cast, first, second, step_minutes=60), first, second


def book(cast: Cast, type_: VisitType, starts_at: datetime, resource_: Resource | None = None) -> Visit:
    return booking.book(
        type_id=type_.pk,
        starts_at=starts_at,
        customer=irina(cast),
        resource_id=resource_.pk if resource_ else None,
        by=cast.anna,
        at=NOW,
    )


def works(cast: Cast, *spans: list[str]) -> None:
    hours: dict[str, Any] = {"tz": "Europe/Moscow", "week": {day: list(spans) for day in DAYS}}
    set_shifts(staff=cast.anna, calendar=hours, by=cast.anna, at=NOW)


def test_who_is_with_somebody_in_one_bay_is_not_offered_in_the_other(cast: Cast) -> None:
    type_, first, second = two_bays(cast)
    book(cast, type_, at(12), first)

    assert clocks(type_, at(11), at(14)) == ["11:00", "11:00", "13:00", "13:00", "14:00", "14:00"]
    with pytest.raises(UnableToBook):
        book(cast, type_, at(12), second)
    with pytest.raises(UnableToBook):
        book(cast, type_, at(12, 30))
    assert Visit.objects.count() == 1


def test_at_the_desk_and_for_a_program_the_other_bay_is_taken_too(cast: Cast) -> None:
    type_, first, second = two_bays(cast)
    visit = book(cast, type_, at(12), first)
    program = program_of(cast.anna)
    given = {"type": str(type_.public_id), "customer": str(visit.customer.public_id), "resource": str(second.public_id)}
    with mock.patch.object(timezone, "now", return_value=NOW):
        offered = program.get(f"visit-types/{type_.public_id}/slots?since={at(12):%Y-%m-%dT09:00:00Z}&days=1")
        refused = program.post("visits", given | {"starts_at": at(12).isoformat()})
        page = cast.browser_of(cast.anna).get(f"/visits/{visit.public_id}/")
        tried = cast.browser_of(cast.anna).post(
            f"/visits/{book(cast, type_, at(15), first).public_id}/moves",
            {"slot": f"{at(12).isoformat()} {second.pk}", "reason": "Раньше"},
        )

    moments = [datetime.fromisoformat(one["starts_at"]) for one in offered.json()["data"]]
    assert [moment for moment in moments if moment < at(14)] == [at(13), at(13)]
    assert (refused.status_code, refused.json()["rule"]) == (409, "slot-is-free")
    slots = [offer.value for _day, offers in page.context["days"] for offer in offers]
    assert f"{at(13).isoformat()} {second.pk}" in slots
    assert tried.status_code == 422
    assert Visit.objects.filter(starts_at=at(12)).count() == 1


def test_moved_or_cancelled_the_person_is_free_again(cast: Cast) -> None:
    type_, first, second = two_bays(cast)
    visit = book(cast, type_, at(12), first)

    booking.move(visit_id=visit.pk, starts_at=at(12), resource_id=second.pk, reason="Бокс", by=cast.anna, at=NOW)
    booking.move(visit_id=visit.pk, starts_at=at(15), reason="Позже", by=cast.anna, at=NOW)
    other = book(cast, type_, at(12), first)
    booking.cancel_by_customer(visit_id=other.pk, at=NOW)

    assert book(cast, type_, at(12), second).resource == second


def test_whoever_writes_past_the_actions_is_stopped_by_the_database(cast: Cast) -> None:
    type_, first, _second = two_bays(cast)
    visit = book(cast, type_, at(12), first)
    piece = visit.engaged.order_by("quantum")[0]

    with pytest.raises(IntegrityError), atomic():
        Engaged.objects.create(staff=cast.anna, quantum=piece.quantum, visit=visit)

    assert visit.engaged.count() == 12


def test_a_bay_is_not_given_to_who_is_with_somebody_else_then(cast: Cast) -> None:
    pavel = resource(cast, "Павел", staff_id=cast.pavel.pk)
    first = resource(cast, "Бокс 1")
    type_ = tasting(cast, first, pavel)
    book(cast, type_, at(12), first)
    theirs = book(cast, type_, at(12), pavel)

    def give(to: int) -> None:
        set_resource(brand=cast.chainik, name="Бокс 1", resource_id=first.pk, staff_id=to, by=cast.orlov, at=NOW)

    with pytest.raises(UnableToSetVisits):
        give(cast.pavel.pk)
    assert Resource.objects.get(pk=first.pk).staff == cast.anna

    booking.move(visit_id=theirs.pk, starts_at=at(15), resource_id=pavel.pk, reason="Позже", by=cast.anna, at=NOW)
    give(cast.pavel.pk)
    assert set(Engaged.objects.values_list("staff", flat=True)) == {cast.pavel.pk}
    with pytest.raises(UnableToBook):
        book(cast, type_, at(12), pavel)


def test_what_was_booked_before_stands_and_the_first_one_has_the_person(cast: Cast) -> None:
    """Both were booked for noon when nobody looked."""
    type_, first, second = two_bays(cast)
    visits = [book(cast, type_, at(12), first), book(cast, type_, at(15), second)]
    Engaged.objects.all().delete()
    Visit.objects.filter(pk=visits[1].pk).update(starts_at=at(12), ends_at=at(13))
    visits[1].taken.update(quantum=F("quantum") - 3 * 12)

    with mock.patch.object(timezone, "now", return_value=NOW):
        import_module("slovo.visits.migrations.0005_one_person_one_visit").engage(apps, None)

    assert [visit.engaged.count() for visit in visits] == [12, 0]
    booking.move(visit_id=visits[1].pk, starts_at=at(14), reason="Позже", by=cast.anna, at=NOW)
    assert [visit.engaged.count() for visit in visits] == [12, 12]


def test_outside_of_the_shift_nothing_is_offered_nor_booked(cast: Cast) -> None:
    type_ = tasting(cast, step_minutes=60)
    works(cast, ["10:00", "13:00"], ["14:00", "16:00"])

    assert clocks(type_, at(8), at(20)) == ["10:00", "11:00", "12:00", "14:00", "15:00"]
    for moment in (at(9), at(12, 30), at(13), at(16), at(17)):
        with pytest.raises(UnableToBook):
            book(cast, type_, moment)
    assert book(cast, type_, at(15)).starts_at == at(15)


def test_on_the_public_page_only_hours_of_the_shift_are_offered(cast: Cast) -> None:
    tasting(cast)
    works(cast, ["10:00", "12:00"])
    with mock.patch.object(timezone, "now", return_value=NOW):
        cast.browser_of(cast.orlov).post("/visits/settings/page", {"brand": cast.chainik.pk, "open": "yes"})
        page = cast.browser_of(cast.anna).get("/visit/chainik", {"day": "2026-12-03"}).content.decode()

    offered = [time for time in ("09:30", "10:00", "10:30", "11:00", "11:30", "12:00", "17:00") if time in page]
    assert offered == ["10:00", "10:30", "11:00"]
