"""Promises through the API: made, told, moved, agreed to, kept, released, handed over, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from slovo.core.secrets import sealed
from slovo.people import actions as people
from slovo.people.rights import Verb
from slovo.promises.models import Promise
from tests.api.programs import Program, program_of, shop
from tests.cast import Cast, arrives, letter, the_conversation, work
from tests.orders.stories import an_order

NOW = timezone.now()
SOON, LATER = (NOW + timedelta(days=days) for days in (1, 2))


@pytest.fixture
def program(cast: Cast) -> Program:
    arrives(letter(), cast.chainik_mail)
    return program_of(cast.anna)


def pledge(**more: Any) -> dict[str, Any]:
    given = {
        "conversation": str(the_conversation().public_id),
        "kind": "delivery",
        "what": "Чайник у вас дома",
        "due_at": SOON.isoformat(),
    }
    return given | more


def made(program: Program, **more: Any) -> dict[str, Any]:
    answer = program.post("promises", pledge(**more))
    assert answer.status_code == 201, answer.content.decode()
    found: dict[str, Any] = answer.json()
    return found


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("urn:slovo:problem:")


def test_a_promise_is_made_about_a_conversation_and_stands_there_as_due_next(cast: Cast, program: Program) -> None:
    early = (timezone.now() + timedelta(minutes=30)).isoformat()
    shown = made(program, due_at=early)
    work()

    assert (shown["state"], shown["owner"], shown["what"]) == ("open", str(cast.anna.public_id), "Чайник у вас дома")
    assert shown["made_by"] == {"kind": "staff", "id": str(cast.anna.public_id), "rule": None}
    conversation = program.get(f"conversations/{the_conversation().public_id}").json()
    assert conversation["promise"]["id"] == shown["id"]


def test_the_same_request_twice_promises_once(program: Program) -> None:
    first, second = (program.post("promises", pledge(), Idempotency_Key="k").json() for _ in range(2))

    assert first["id"] == second["id"]
    assert Promise.objects.filter(kind="delivery").count() == 1


def test_a_program_names_who_is_responsible(cast: Cast, program: Program) -> None:
    robot = shop(cast, brand=cast.chainik)

    assert refused(robot.post("promises", pledge())) == (409, "unable-to-promise")
    shown = made(robot, owner=str(cast.pavel.public_id))
    assert (shown["made_by"]["kind"], shown["owner"]) == ("integration", str(cast.pavel.public_id))


def test_a_move_told_agreed_and_refused_a_second_time(program: Program) -> None:
    path = f"promises/{made(program)['id']}"
    moved = program.post(f"{path}/moves", {"due_at": LATER.isoformat(), "reason": "Снег"}).json()
    [move] = moved["moves"]
    assert (moved["state"], moved["expected_at"], move["consent"]) == (
        "open",
        LATER.isoformat().replace("+00:00", "Z"),
        "asked",
    )

    told = program.post(f"promise-moves/{move['id']}/notice").json()
    assert (told["state"], told["due_at"]) == ("moved", LATER.isoformat().replace("+00:00", "Z"))
    again = {"due_at": (LATER + timedelta(days=1)).isoformat(), "reason": "Ещё снег", "told": "phone"}
    assert refused(program.post(f"{path}/moves", again)) == (409, "unable-to-move-promise")
    answer = {"agrees": True, "how": "phone"}
    program.ask("PUT", f"promise-moves/{move['id']}/consent", answer)
    assert program.post(f"{path}/moves", again).status_code == 201
    assert refused(program.ask("DELETE", f"promise-moves/{move['id']}")) == (409, "unable-to-move-promise")


def test_news_keeping_and_taking_that_back(program: Program) -> None:
    path = f"promises/{made(program)['id']}"

    assert program.ask("PUT", f"{path}/news", {"now": "Собираем", "next": "Курьер"}).json()["now"] == "Собираем"
    assert program.post(f"{path}/fulfilment").json()["state"] == "kept"
    assert refused(program.post(f"{path}/fulfilment")) == (409, "unable-to-keep-promise")
    assert program.ask("DELETE", f"{path}/fulfilment").json()["state"] == "open"


def test_released_by_the_customer_says_how(program: Program) -> None:
    path = f"promises/{made(program)['id']}"

    assert program.post(f"{path}/release", {"words": "", "how": "phone"}).status_code == 422
    shown = program.post(f"{path}/release", {"words": "Ирина купила сама", "how": "phone"}).json()
    assert (shown["state"], shown["release_reason"], shown["release_how"]) == ("released", "customer", "phone")


def test_handed_over_to_a_team(cast: Cast, program: Program) -> None:
    team = people.join_team(staff=cast.pavel, brand=cast.chainik, name="Склад")
    path = f"promises/{made(program)['id']}/responsibility"

    shown = program.ask("PUT", path, {"team": str(sealed("team", team.pk))}).json()
    assert (shown["owner"], shown["team"]) == (None, str(sealed("team", team.pk)))
    assert refused(program.ask("PUT", path, {})) == (409, "unable-to-hand-over")


def test_an_answer_is_kept_by_answering(program: Program) -> None:
    [answer] = program.get("promises?state=owed").json()["data"]

    assert refused(program.post(f"promises/{answer['id']}/fulfilment")) == (409, "unable-to-keep-promise")


def test_only_with_the_scope_and_only_of_ones_own_brand(cast: Cast, program: Program) -> None:
    shown = made(program)
    reader = program_of(cast.anna, scopes=[Verb.READ])

    assert refused(reader.post("promises", pledge())) == (403, "scope-missing")
    assert program_of(cast.taras).post(f"promises/{shown['id']}/fulfilment").status_code == 404


def test_the_kinds_of_a_brand_with_their_rules(program: Program) -> None:
    rows = program.get("promise-kinds").json()["data"]

    assert {row["kind"]: row["moves_without_consent_max"] for row in rows}["delivery"] == 1


def test_what_happens_is_in_the_feed_under_the_ids_of_outside(cast: Cast, program: Program) -> None:
    shown = made(program)
    program.post(f"promises/{shown['id']}/moves", {"due_at": LATER.isoformat(), "reason": "Снег", "told": "phone"})

    rows = program_of(cast.maria).get("facts?limit=100").json()["data"]
    told = [
        (row["kind"], row["data"]["promise"]) for row in rows if row["kind"] in {"PromiseMoved", "PromiseNoticeSent"}
    ]
    assert told == [("PromiseMoved", shown["id"]), ("PromiseNoticeSent", shown["id"])]


def test_a_promise_of_before_keeps_the_id_by_which_it_was_known(cast: Cast, program: Program) -> None:
    promise = Promise.objects.get()
    promise.pk, promise.public_id, promise.about = None, None, "customer:1"
    promise.save()

    path = f"promises/{sealed('promise', promise.pk)}"
    assert program.get(path).json()["id"] == str(promise.shown_id) == path.partition("/")[2]


def ids_of(program: Program, asked: str) -> list[str]:
    answer = program.get(f"promises?{asked}")
    assert answer.status_code == 200, answer.content.decode()
    return [one["id"] for one in answer.json()["data"]]


def test_the_list_is_of_one_person_team_or_kind(cast: Cast, program: Program) -> None:
    mine, pavels = made(program)["id"], made(program, owner=str(cast.pavel.public_id), kind="repair")["id"]
    team = people.join_team(staff=cast.pavel, brand=cast.chainik, name="Мастерская")
    robot = shop(cast, brand=cast.chainik)
    theirs = made(robot, team=str(sealed("team", team.pk)), kind="refund")["id"]

    assert ids_of(program, "state=owed&owner=me&kind=delivery") == [mine]
    assert ids_of(program, f"state=owed&owner={cast.pavel.public_id}") == [pavels]
    assert ids_of(program, f"state=owed&team={sealed('team', team.pk)}") == [theirs]
    assert ids_of(program, "state=owed&kind=repair") == [pavels]
    program.post(f"promises/{pavels}/fulfilment")
    assert ids_of(program, "state=owed&kind=repair") == []
    assert ids_of(program, "state=kept&kind=repair") == [pavels]


@pytest.mark.parametrize("asked", ["kind=delivery", "owner=me", "state=open&owner=me", "state=owed&owner=nobody"])
def test_one_person_or_kind_without_a_state_of_the_ledger_is_not_asked_for(program: Program, asked: str) -> None:
    assert program.get(f"promises?{asked}").status_code == 422


def test_the_list_is_of_one_conversation_or_order(cast: Cast, program: Program) -> None:
    talk, order = made(program)["id"], an_order(cast)
    ordered = made(program, conversation=None, order=str(order.public_id))

    assert ordered["about"] == {"type": "order", "id": str(order.public_id)}
    assert ordered["customer"] == str(order.customer.public_id)
    of_order = program.get(f"promises?order={order.public_id}").json()["data"]
    assert {one["about"]["id"] for one in of_order} == {str(order.public_id)}
    assert ordered["id"] in [one["id"] for one in of_order]
    assert talk in ids_of(program, f"conversation={the_conversation().public_id}")
    assert ordered["id"] not in ids_of(program, f"conversation={the_conversation().public_id}")
    assert program.get(f"promises?order={the_conversation().public_id}").status_code == 422


def test_a_promise_is_about_one_thing(cast: Cast, program: Program) -> None:
    both = program.post("promises", pledge(order=str(an_order(cast).public_id)))

    assert both.status_code == 422


def test_what_was_written_down_by_mistake_is_struck_out_while_it_is_fresh(program: Program) -> None:
    fresh, told = made(program), made(program)
    program.post(f"promises/{told['id']}/moves", {"due_at": LATER.isoformat(), "reason": "Снег", "told": "phone"})

    struck = program.post(f"promises/{fresh['id']}/mistake").json()

    assert (struck["state"], struck["release_reason"]) == ("released", "mistake")
    assert refused(program.post(f"promises/{told['id']}/mistake")) == (409, "unable-to-release-promise")


def test_who_made_it_is_told_of_a_rule_too(cast: Cast, program: Program) -> None:
    [answer] = [one for one in program.get("promises").json()["data"] if one["kind"] == "answer"]

    assert answer["made_by"] == {"kind": "rule", "id": None, "rule": "answer"}
