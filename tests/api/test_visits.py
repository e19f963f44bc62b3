"""Visits and queues through the API, by the same rules as at the desk."""

from typing import Any

import pytest
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
    assert refused(program.post(f"{address}/tickets")) == (409, "queue-is-full")
    assert [one["waiting"] for one in program.get("queues").json()["data"]] == [1]
    called = program.post(f"{address}/calls").json()
    assert (called["id"], called["state"]) == (taken.json()["id"], "called")
    assert program.post(f"tickets/{called['id']}/outcome", {"served": True}).json()["state"] == "served"
