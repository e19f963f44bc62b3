"""Visits and queues at the desk, in the browser of whoever works there."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.core.live.models import Nudge
from slovo.visits import booking, walk_in
from slovo.visits.models import Resource, State, Visit, VisitType
from slovo.visits.setting import set_resource, set_type
from slovo.visits.walk_in_models import Ticket, WalkInQueue
from tests.cast import Cast, arrives, letter, the_conversation, work

QUERIES_OF_A_DAY = 6
QUERIES_OF_A_QUEUE = 10  # the opening hours besides: who came before midnight still waits while they last


def offered(cast: Cast, number: int = 1) -> VisitType:
    """Always open: whoever books, books for tomorrow."""
    at = timezone.now()
    ids = [
        set_resource(brand=cast.chainik, name=f"Стол {one}", staff_id=cast.anna.pk, by=cast.orlov, at=at).pk
        for one in range(1, number + 1)
    ]
    return set_type(
        brand=cast.chainik, name="Чайная проба", lengths={"minutes": 60}, resource_ids=ids, by=cast.orlov, at=at
    )


def slots_on(page: Any) -> list[str]:
    return [offer.value for _day, offers in page.context["days"] for offer in offers]


def booked(cast: Cast) -> Visit:
    """Anna books Irina beside her conversation, by the first slot that is offered."""
    arrives(letter(), cast.chainik_mail)
    type_ = offered(cast)
    address = f"/conversations/{the_conversation().public_id}/visits"
    anna = cast.browser_of(cast.anna)
    slot = slots_on(anna.get(address))[0]
    answer = anna.post(address, {"type": type_.pk, "slot": slot})
    visit = Visit.objects.get()
    assert answer.headers["Location"] == f"/visits/{visit.public_id}/"
    return visit


def now_of(visit: Visit) -> Visit:
    return Visit.objects.get(pk=visit.pk)


def test_anna_books_beside_the_conversation_and_finds_it_in_the_day(cast: Cast) -> None:
    visit = booked(cast)
    day = timezone.localtime(visit.starts_at, cast.chainik.tz).date()

    page = cast.browser_of(cast.anna).get("/visits/", {"day": day.isoformat()})

    [column] = page.context["columns"]
    assert [(row.pk, state) for row, state in column.rows] == [(visit.pk, "Booked")]
    assert (visit.about, visit.customer) == (the_conversation().key, the_conversation().customer)
    assert f"/visits/{visit.public_id}/" in page.content.decode()


def test_what_somebody_else_took_meanwhile_is_refused_in_words(cast: Cast) -> None:
    visit = booked(cast)
    address = f"/conversations/{the_conversation().public_id}/visits"
    slot = f"{visit.starts_at.isoformat()} {visit.resource_id}"

    answer = cast.browser_of(cast.anna).post(address, {"type": visit.type_id, "slot": slot})

    assert answer.status_code == 422
    assert "This time is not free" in answer.content.decode()
    assert Visit.objects.count() == 1


def test_a_visit_is_moved_by_choosing_another_slot(cast: Cast) -> None:
    visit, anna = booked(cast), cast.browser_of(cast.anna)
    work()
    address = f"/visits/{visit.public_id}/"
    slot = slots_on(anna.get(address))[-1]

    anna.post(f"{address}moves", {"slot": slot, "reason": "Трубу прорвало", "agreed": "phone"})

    assert now_of(visit).state == State.MOVED
    assert (
        now_of(visit).starts_at.isoformat()
        == timezone.datetime.fromisoformat(slot.split()[0])
        .astimezone(  # type: ignore[attr-defined]
            now_of(visit).starts_at.tzinfo
        )
        .isoformat()
    )


def test_a_move_without_a_reason_is_refused_on_the_page(cast: Cast) -> None:
    visit, anna = booked(cast), cast.browser_of(cast.anna)
    slot = slots_on(anna.get(f"/visits/{visit.public_id}/"))[-1]

    answer = anna.post(f"/visits/{visit.public_id}/moves", {"slot": slot, "reason": ""})

    assert answer.status_code == 422
    assert now_of(visit).starts_at == visit.starts_at


@pytest.mark.parametrize(
    ("noun", "given", "state"),
    [
        ("confirmation", {}, State.CONFIRMED),
        ("outcome", {"came": "yes"}, State.CAME),
        ("cancellation", {"wished": "customer", "words": "Передумала", "how": "phone"}, State.CANCELLED),
        ("cancellation", {"wished": "company"}, State.CANCELLED),
    ],
)
def test_what_became_of_it_is_one_press(cast: Cast, noun: str, given: dict[str, str], state: State) -> None:
    visit = booked(cast)

    answer = cast.browser_of(cast.anna).post(f"/visits/{visit.public_id}/{noun}", given)

    assert answer.status_code == 302
    assert now_of(visit).state == state


@pytest.mark.parametrize("number", [1, 3])
def test_a_day_costs_the_same_however_many_come(cast: Cast, number: int) -> None:
    arrives(letter(), cast.chainik_mail)
    type_, start = offered(cast, number), timezone.now().replace(minute=0, second=0, microsecond=0)
    for hour in range(number):
        booking.book(
            type_id=type_.pk,
            starts_at=start + timedelta(days=1, hours=hour),
            customer=the_conversation().customer,
            by=cast.anna,
            at=timezone.now(),
        )
    day = timezone.localtime(start + timedelta(days=1), cast.chainik.tz).date()
    anna = cast.browser_of(cast.anna)
    anna.get("/visits/")

    for part in ({}, {"part": "day"}):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            anna.get("/visits/", {"day": day.isoformat(), **part})

        assert len(asked) == QUERIES_OF_A_DAY


def live_part(page: str, name: str) -> tuple[str, str]:
    """What an open page listens to there, and what it then fetches."""
    found = re.search(rf'<div id="{name}" data-live="([^"]+)"[^>]* hx-get="([^"]+)"', page)
    assert found
    return found[1], unescape(found[2])


def test_an_open_day_shows_what_customers_do_meanwhile(cast: Cast) -> None:
    visit, anna = booked(cast), cast.browser_of(cast.anna)
    day = timezone.localtime(visit.starts_at, cast.chainik.tz).date().isoformat()
    query = {"day": day, "brand": cast.chainik.pk}
    key, address = live_part(anna.get("/visits/", query).content.decode(), "day")
    assert address == f"/visits/?part=day&day={day}&brand={cast.chainik.pk}"
    Nudge.objects.all().delete()

    booking.confirm_by_customer(visit_id=visit.pk, at=timezone.now())

    assert key == "conversations"  # to which all news is told
    assert Nudge.objects.filter(key=visit.key).exists()
    part = anna.get(address).content.decode()
    assert ("Confirmed" in part, "<html" in part, "<form" in part) == (True, False, False)
    assert str(visit.public_id) not in cast.browser_of(cast.taras).get(address).content.decode()


def test_an_open_page_of_a_visit_shows_what_its_customer_does_meanwhile(cast: Cast) -> None:
    visit, anna = booked(cast), cast.browser_of(cast.anna)
    page = anna.get(f"/visits/{visit.public_id}/").content.decode()
    parts = [live_part(page, name) for name in ("visit", "deeds")]
    assert "No letter about it has been written yet" in page

    def shown() -> tuple[str, str]:
        assert {key for key, _address in parts} == {visit.key}
        assert Nudge.objects.filter(key=visit.key).exists()
        Nudge.objects.all().delete()
        facts, deeds = (str(anna.get(address).content.decode()) for _key, address in parts)
        assert "<html" not in facts + deeds
        return facts, deeds

    facts, deeds = shown()
    assert ("Booked" in facts, "They confirmed" in deeds, "Move to another time" in deeds) == (True, True, True)
    work()
    assert "No letter about it" not in shown()[0]
    booking.confirm_by_customer(visit_id=visit.pk, at=timezone.now())
    facts, deeds = shown()
    assert ("Confirmed" in facts, "They confirmed" in deeds) == (True, False)
    booking.cancel(
        visit_id=visit.pk, wished_by_customer=True, words="Передумала", how="phone", by=cast.pavel, at=timezone.now()
    )
    facts, deeds = shown()
    assert ("Cancelled" in facts, deeds.strip()) == (True, "")
    assert cast.browser_of(cast.taras).get(parts[0][1]).status_code == 404


def test_orlov_says_what_can_be_booked_and_takes_it_back(cast: Cast) -> None:
    orlov, brand = cast.browser_of(cast.orlov), str(cast.chainik.pk)
    orlov.post("/visits/settings/", {"brand": brand, "name": "Зал", "staff": str(cast.anna.pk)})
    room = Resource.objects.get()
    lengths = {"minutes": "45", "buffer_minutes": "15", "step_minutes": "15", "ahead_days": "20"}
    given = {"brand": brand, "name": "Примерка", "resources": str(room.pk), **lengths}
    assert orlov.post("/visits/settings/types", given).status_code == 302

    type_ = VisitType.objects.get()
    assert (type_.minutes, type_.buffer_minutes, list(type_.resources.all())) == (45, 15, [room])
    refused = orlov.post("/visits/settings/types", given | {"type": str(type_.pk), "minutes": "7"})
    assert refused.status_code == 422
    orlov.post("/visits/settings/archive", {"type": str(type_.pk)})
    assert VisitType.objects.get().archived_at
    assert cast.browser_of(cast.maria).get("/visits/settings/").status_code == 403


def a_queue(cast: Cast) -> WalkInQueue:
    given = {"brand": cast.chainik.pk, "name": "Ремонт", "prefix": "B", "length": "3", "staff": cast.anna.pk}
    cast.browser_of(cast.orlov).post("/queues/", given)
    return WalkInQueue.objects.get()


def test_the_queue_at_the_desk_from_the_ticket_to_the_goodbye(cast: Cast) -> None:
    queue, anna = a_queue(cast), cast.browser_of(cast.anna)
    address = f"/queues/{queue.pk}/"

    anna.post(f"{address}tickets", {"name": "Борис"})
    ticket = Ticket.objects.get()
    assert "B1 · Борис" in anna.get(address).content.decode()
    anna.post(f"{address}calls")
    anna.post(f"/tickets/{ticket.public_id}/steps", {"name": "Договор"})
    anna.post(f"/tickets/{ticket.public_id}/outcome", {"served": "yes"})

    page = anna.get(address)
    assert Ticket.objects.get().state == "served"
    assert [step.name for step, _permitted in page.context["steps"]] == ["Договор"]
    assert anna.post(f"{address}calls").status_code == 409


def test_whoever_takes_a_ticket_at_the_desk_gets_a_slip_that_leads_to_its_page(cast: Cast) -> None:
    queue, anna = a_queue(cast), cast.browser_of(cast.anna)

    slip = anna.post(f"/queues/{queue.pk}/tickets", {"name": "Борис"}, follow=True)

    ticket, paper = Ticket.objects.get(), slip.content.decode()
    address = f"/q/t/{ticket.token}"
    assert slip.request["PATH_INFO"] == f"/tickets/{ticket.public_id}/slip"
    assert "Номер B1" in paper  # in the brand's language, whatever Anna reads
    assert f"{settings.PUBLIC_URL.rstrip('/')}{address}" in paper
    assert anna.get(f"/tickets/{ticket.public_id}/code.svg")["Content-Type"] == "image/svg+xml"
    assert "B1" in Client().get(address).content.decode()
    taras = cast.browser_of(cast.taras)
    assert [taras.get(f"/tickets/{ticket.public_id}/{what}").status_code for what in ("slip", "code.svg")] == [404] * 2


@pytest.mark.parametrize("number", [1, 3])
def test_a_queue_costs_the_same_however_many_wait(cast: Cast, number: int) -> None:
    queue, anna, at = a_queue(cast), cast.browser_of(cast.anna), timezone.now()
    for _time in range(number):
        walk_in.take(queue_id=queue.pk, name="", by=cast.anna, at=at)
    for _time in range(number - 1):
        walk_in.call_next(queue_id=queue.pk, by=cast.anna, at=at)
        walk_in.take(queue_id=queue.pk, name="", by=cast.anna, at=at)
    walk_in.call_next(queue_id=queue.pk, by=cast.anna, at=at)
    anna.get("/queues/")

    for part in ("", "?part=queue"):
        with CaptureQueriesContext(connection) as asked:
            anna.get(f"/queues/{queue.pk}/{part}")

        assert len(asked) == QUERIES_OF_A_QUEUE


def test_the_open_list_of_queues_shows_how_many_wait_meanwhile(cast: Cast) -> None:
    queue, orlov = a_queue(cast), cast.browser_of(cast.orlov)
    page = orlov.get("/queues/").content.decode()
    key, address = live_part(page, "queues")
    assert (key, address) == ("conversations", "/queues/?part=queues")  # to which all news is told
    Nudge.objects.all().delete()

    def shown() -> tuple[int, bool]:
        assert Nudge.objects.filter(key=queue.key).exists()
        Nudge.objects.all().delete()
        part = orlov.get(address)
        assert "<form" not in part.content.decode()  # nobody's typing is pulled from under their hands
        [(row, number)] = part.context["rows"]
        return number, row.closed_at is not None

    for number in (1, 2):
        Client().post(f"/q/{queue.code}", {"name": "Борис"})
        assert shown() == (number, False)
    walk_in.call_next(queue_id=queue.pk, by=cast.anna, at=timezone.now())
    assert shown() == (1, False)
    orlov.post(f"/queues/{queue.pk}/closure")
    assert shown() == (1, True)
    assert "Ремонт" not in cast.browser_of(cast.taras).get(address).content.decode()


def test_an_open_queue_shows_whoever_comes_and_goes_meanwhile(cast: Cast) -> None:
    queue, anna = a_queue(cast), cast.browser_of(cast.anna)
    key, address = live_part(anna.get(f"/queues/{queue.pk}/").content.decode(), "queue")
    assert "Nobody waits." in anna.get(address).content.decode()

    def shown() -> str:
        assert Nudge.objects.filter(key=key).exists()
        Nudge.objects.all().delete()
        return str(anna.get(address).content.decode())

    Client().post(f"/q/{queue.code}", {"name": "Борис"})
    part = shown()
    assert ("B1 · Борис" in part, "Call the next one" in part, "<html" in part) == (True, True, False)
    assert 'id="ticket-name"' not in part  # nobody's typing is pulled from under their hands
    walk_in.call_next(queue_id=queue.pk, by=cast.pavel, at=timezone.now())
    part = shown()
    assert ("Served" in part, "Call the next one" in part) == (True, False)
    assert '<details class="edit"><summary class="button">' in part  # open, it is not brought anew
    walk_in.serve(ticket_id=Ticket.objects.get().pk, by=cast.pavel, at=timezone.now())
    assert "Nobody is at the counter." in shown()
    Client().post(f"/q/{queue.code}")
    assert "B2" in shown()
    assert cast.browser_of(cast.taras).get(address).status_code == 404


def test_the_poster_leads_to_the_public_page(cast: Cast) -> None:
    queue, anna = a_queue(cast), cast.browser_of(cast.anna)

    assert f"/q/{queue.code}" in anna.get(f"/queues/{queue.pk}/poster").content.decode()
    code = anna.get(f"/queues/{queue.pk}/code.svg")
    assert code.headers["Content-Type"] == "image/svg+xml"
    assert b"<svg" in code.content
