"""Callbacks through the API: missed calls of an exchange, requests, attempts, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from slovo.callbacks import ruling
from slovo.callbacks.models import Callback
from slovo.people.rights import Verb
from slovo.promises.models import Promise, State
from tests.api.programs import Program, program_of, shop
from tests.callbacks.stories import RULE
from tests.cast import Cast, arrives, letter, the_conversation

CALL = {"call_id": "pbx-77", "phone": "8 (900) 000-00-12", "name": "Ирина"}


@pytest.fixture
def program(cast: Cast) -> Program:
    ruling.set_rule(brand=cast.chainik, by=cast.orlov, at=timezone.now(), **RULE)
    return program_of(cast.anna)


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("urn:slovo:problem:")


def test_a_missed_call_of_an_exchange_becomes_one_callback(cast: Cast, program: Program) -> None:
    exchange = shop(cast, brand=cast.chainik)
    first, second = (exchange.post("calls/missed", CALL) for _ in range(2))

    assert (first.status_code, second.status_code, Callback.objects.count()) == (201, 200, 1)
    shown = first.json()
    assert (shown["phone"], shown["asked_how"], shown["state"], shown["id"]) == (
        "+79000000012",
        "missed_call",
        "waits",
        second.json()["id"],
    )
    assert program.get(f"promises/{shown['promise']}").json()["kind"] == "callback"


def test_it_is_taken_called_and_reached(cast: Cast, program: Program) -> None:
    path = f"callbacks/{program.post('calls/missed', CALL).json()['id']}"

    assert program.post(f"{path}/taking").json()["taken_by"] == str(cast.anna.public_id)
    assert refused(program_of(cast.pavel).post(f"{path}/taking")) == (409, "unable-to-take-callback")
    program.post(f"{path}/attempts", {"outcome": "busy"})
    reached = program.post(f"{path}/attempts", {"outcome": "reached", "words": "Едет"}).json()

    assert (reached["state"], [one["outcome"] for one in reached["attempts"]]) == ("reached", ["busy", "reached"])
    assert Promise.objects.get().state == State.KEPT
    assert refused(program.post(f"{path}/attempts", {"outcome": "busy"})) == (409, "unable-to-log-attempt")


def test_a_time_is_chosen_among_those_that_are_left(cast: Cast, program: Program) -> None:
    arrives(letter(), cast.chainik_mail)
    slot = program.get("callback-slots").json()["data"][0]
    asked = {"conversation": str(the_conversation().public_id), "slot_starts_at": slot["starts_at"]}

    shown = program.post("callbacks", asked | {"phone": "+7 900 000 00 12"})
    assert (shown.status_code, shown.json()["due_at"]) == (201, slot["ends_at"])
    assert refused(program.post("callbacks", asked | {"phone": "+7 900 000 00 13"})) == (409, "no-slot-left")
    again = program.post("callbacks", {**asked, "phone": "89000000012", "slot_starts_at": None})
    assert (again.status_code, again.json()["id"]) == (200, shown.json()["id"])
    assert [one["id"] for one in program.get("callbacks?state=open").json()["data"]] == [shown.json()["id"]]


def test_only_the_customer_cancels(program: Program) -> None:
    path = f"callbacks/{program.post('calls/missed', CALL).json()['id']}"
    assert program.post(f"{path}/cancellation", {"words": ""}).status_code == 422
    assert program.post(f"{path}/cancellation", {"words": "Сама нашла", "how": "phone"}).json()["state"] == "cancelled"


def test_wrong_numbers_and_moments_are_refused(program: Program) -> None:
    assert refused(program.post("calls/missed", CALL | {"phone": "нет"})) == (409, "unable-to-ask-for-call")
    path = f"callbacks/{program.post('calls/missed', CALL).json()['id']}"
    past = (timezone.now() - timedelta(hours=1)).isoformat()
    answer = program.post(f"{path}/attempts", {"outcome": "asked_later", "call_again_at": past})
    assert refused(answer) == (409, "unable-to-log-attempt")
    assert program.post(f"{path}/attempts", {"outcome": "asked_later"}).status_code == 409


def test_another_brands_callbacks_are_not_there(cast: Cast, program: Program) -> None:
    path = f"callbacks/{program.post('calls/missed', CALL).json()['id']}"
    assert program_of(cast.taras).get(path).status_code == 404
    assert program_of(cast.taras).get("callbacks").json()["data"] == []


def test_scopes_are_verbs(cast: Cast, program: Program) -> None:
    reader = program_of(cast.anna, scopes={Verb.READ})
    assert refused(reader.post("calls/missed", CALL)) == (403, "scope-missing")
