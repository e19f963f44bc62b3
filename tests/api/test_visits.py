"""Visits and queues through the API, by the same rules as at the desk."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from slovo.core.secrets import sealed
from slovo.people.rights import Verb
from slovo.visits.models import Visit, VisitType
from slovo.visits.queue_setting import set_queue
from slovo.visits.setting import set_resource, set_type
from tests.api.programs import Program, program_of
from tests.cast import Cast, arrives, letter, the_conversation


@pytest.fixture
def type_(cast: Cast) -> VisitType:
    arrives(letter(), cast.chainik_mail)
    at = timezone.now()
    table = set_resource(brand=cast.chainik, name="Стол", staff_id=cast.anna.pk, by=cast.orlov, at=at)
    return set_type(
        brand=cast.chainik, name="Проба", lengths={"minutes": 60}, resource_ids=[table.pk], by=cast.orlov, at=at
    )


def slots(program: Program, type_: VisitType) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = program.get(f"visit-types/{type_.public_id}/slots").json()["data"]
    return found


def booking(slot: dict[str, Any], type_: VisitType) -> dict[str, Any]:
    return {"conversation": str(the_conversation().public_id), "type": str(type_.public_id), **slot}


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("urn:slovo:problem:")


def test_a_program_books_a_free_slot_and_it_is_free_no_more(cast: Cast, type_: VisitType) -> None:
    program = program_of(cast.anna)
    slot = slots(program, type_)[0]

    answer = program.post("visits", booking(slot, type_))

    assert answer.status_code == 201
    shown = answer.json()
    assert (shown["state"], shown["starts_at"], shown["resource"]) == ("booked", slot["starts_at"], slot["resource"])
    assert slot not in slots(program, type_)
    assert program.get(f"promises/{shown['promise']}").json()["kind"] == "visit"
    assert [one["id"] for one in program.get("visits").json()["data"]] == [shown["id"]]
    assert refused(program.post("visits", booking(slot, type_))) == (409, "unable-to-book")


def test_the_same_request_twice_books_once(cast: Cast, type_: VisitType) -> None:
    program = program_of(cast.anna)
    given = booking(slots(program, type_)[0], type_)

    first, second = (program.post("visits", given, Idempotency_Key="k").json() for _time in range(2))

    assert first == second
    assert Visit.objects.count() == 1


def test_it_is_moved_confirmed_and_cancelled(cast: Cast, type_: VisitType) -> None:
    program = program_of(cast.anna)
    first, *_between, last = slots(program, type_)
    address = f"visits/{program.post('visits', booking(first, type_)).json()['id']}"

    moved = program.post(f"{address}/moves", {**last, "reason": "Трубу прорвало", "agreed": "phone"})
    assert (moved.status_code, moved.json()["state"], moved.json()["sequence"]) == (201, "moved", 1)
    assert program.post(f"{address}/confirmation").json()["state"] == "confirmed"
    assert refused(program.post(f"{address}/outcome", {"came": True})) == (409, "unable-to-mark-visit")
    cancelled = program.post(f"{address}/cancellation", {"wished_by_customer": True, "words": "Передумала"})
    assert (cancelled.json()["state"], cancelled.json()["cancelled_for"]) == ("cancelled", "customer")
    assert refused(program.post(f"{address}/confirmation")) == (409, "unable-to-confirm-visit")


def test_a_token_that_only_reads_books_nothing(cast: Cast, type_: VisitType) -> None:
    program = program_of(cast.anna, scopes={Verb.READ})

    assert program.post("visits", booking(slots(program, type_)[0], type_)).status_code == 403


def test_taras_sees_nothing_of_it(cast: Cast, type_: VisitType) -> None:
    taras = program_of(cast.taras)

    assert taras.get(f"visit-types/{type_.public_id}/slots").status_code == 404
    assert taras.get("visit-types").json()["data"] == []


def test_a_kiosk_gives_tickets_until_the_queue_is_full(cast: Cast) -> None:
    program = program_of(cast.anna)
    queue = set_queue(
        brand=cast.chainik,
        name="Ремонт",
        prefix="A",
        length_max=1,
        staff_id=cast.anna.pk,
        by=cast.orlov,
        at=timezone.now(),
    )
    address = f"queues/{sealed('queue', queue.pk)}"

    taken = program.post(f"{address}/tickets", {"name": "Борис"})

    assert (taken.status_code, taken.json()["number"], taken.json()["wait"]) == (201, "A1", None)
    assert "A1" in Client().get(taken.json()["url"].removeprefix(settings.PUBLIC_URL)).content.decode()
    assert "url" not in program.get(f"tickets/{taken.json()['id']}").json()
    assert refused(program.post(f"{address}/tickets")) == (409, "queue-is-full")
    assert [one["waiting"] for one in program.get("queues").json()["data"]] == [1]
    called = program.post(f"{address}/calls").json()
    assert (called["id"], called["state"]) == (taken.json()["id"], "called")
    assert program.post(f"tickets/{called['id']}/outcome", {"served": True}).json()["state"] == "served"


def the_queue(cast: Cast) -> str:
    given: dict[str, Any] = {"name": "Ремонт", "prefix": "A", "length_max": 9, "staff_id": cast.anna.pk}
    queue = set_queue(brand=cast.chainik, by=cast.orlov, at=timezone.now(), **given)
    return f"queues/{sealed('queue', queue.pk)}"


def takes(program: Program, queue: str) -> dict[str, Any]:
    taken: dict[str, Any] = program.post(f"{queue}/tickets").json()
    return taken


def test_whoever_waits_no_longer_gives_the_place_back_and_is_owed_nothing(cast: Cast) -> None:
    program, queue = program_of(cast.anna), the_queue(cast)
    for _visitor in range(5):  # so that the sixth is told how long it takes
        takes(program, queue)
        program.post(f"{queue}/calls")
    ticket = takes(program, queue)
    [owed] = program.get("promises?state=owed").json()["data"]
    assert owed["due_at"] == ticket["said_until"]

    first, second = (program.post(f"tickets/{ticket['id']}/departure", Idempotency_Key="k") for _time in range(2))

    assert (first.json()["state"], second.content) == ("left", first.content)
    released = program.get(f"promises/{owed['id']}").json()
    assert (released["state"], released["release_how"]) == ("released", "in_person")
    assert [one["waiting"] for one in program.get("queues").json()["data"]] == [0]
    rows = program_of(cast.maria).get("facts?limit=100").json()["data"]
    assert [row["actor"]["kind"] for row in rows if row["kind"] == "TicketLeft"] == ["staff"]


def test_who_was_called_or_has_left_gives_no_place_back(cast: Cast) -> None:
    program, queue = program_of(cast.anna), the_queue(cast)
    left, called = takes(program, queue), takes(program, queue)
    program.post(f"tickets/{left['id']}/departure")
    assert program.post(f"{queue}/calls").json()["id"] == called["id"]

    answers = [program.post(f"tickets/{one['id']}/departure") for one in (left, called)]

    assert [(answer.status_code, answer.json()["rule"]) for answer in answers] == [(409, "ticket-waits")] * 2


def test_a_place_is_given_back_with_the_scope_and_at_ones_own_brand(cast: Cast) -> None:
    program = program_of(cast.anna)
    path = f"tickets/{takes(program, the_queue(cast))['id']}/departure"

    assert refused(program_of(cast.anna, scopes={Verb.READ}).post(path)) == (403, "scope-missing")
    assert program_of(cast.taras).post(path).status_code == 404
    assert program.get(path.removesuffix("/departure")).json()["state"] == "waits"
