"""What is refused names the rule: a program need not read the words."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from slovo.callbacks import ruling
from slovo.core.rules import Rule
from slovo.people.rights import Verb
from slovo.visits.setting import set_resource, set_type
from tests.api.programs import Program, files, program_of, request_of_irina, shop
from tests.callbacks.stories import RULE
from tests.cast import Cast

NOW = timezone.now()
SOON, LATER, LAST = ((NOW + timedelta(days=days)).isoformat() for days in (1, 2, 3))


@pytest.fixture
def program(cast: Cast) -> Program:
    return program_of(cast.anna)


def ok(answer: Any) -> Any:
    assert answer.status_code < 300, answer.content.decode()
    return answer.json()


def rule_of(answer: Any) -> Rule:
    assert answer.status_code in (403, 409), answer.content.decode()
    assert answer.json()["detail"]
    return Rule(answer.json()["rule"])


def promised(program: Program, **more: Any) -> str:
    conversation = files(program)["conversation"]
    given = {"conversation": conversation, "kind": "delivery", "what": "Чайник у вас дома", "due_at": SOON}
    return f"promises/{ok(program.post('promises', given | more))['id']}"


def test_a_second_move_without_consent_and_the_rule_that_allows_none(cast: Cast, program: Program) -> None:
    move = {"due_at": LATER, "reason": "Снег", "told": "phone"}
    path = promised(program)
    ok(program.post(f"{path}/moves", move))
    assert rule_of(program.post(f"{path}/moves", move | {"due_at": LAST})) == Rule.ONE_MOVE_WITHOUT_CONSENT

    ok(shop(cast).ask("PUT", "promise-kinds/shooting", {"names": {"ru": "Съёмка"}, "moves_without_consent_max": 0}))
    strict = promised(program, kind="shooting")
    assert rule_of(program.post(f"{strict}/moves", move)) == Rule.KIND_MOVES_WITH_CONSENT_ALONE


def test_one_type_of_problem_has_many_rules(program: Program) -> None:
    path = promised(program)
    untold = {"due_at": LATER, "reason": "Снег"}
    ok(program.post(f"{path}/moves", untold))
    answers = [
        program.post(f"{path}/moves", untold | {"due_at": LAST}),
        program.post(f"{path}/moves", untold | {"due_at": SOON}),
        program.post(f"{path}/moves", untold | {"due_at": (NOW - timedelta(days=1)).isoformat()}),
    ]

    assert [rule_of(answer) for answer in answers] == [
        Rule.MOVED_BEFORE_TOLD,
        Rule.MOVE_CHANGES_THE_MOMENT,
        Rule.MOMENT_IS_TO_COME,
    ]
    assert {answer.json()["type"] for answer in answers} == {"urn:slovo:problem:unable-to-move-promise"}


def test_the_name_is_the_same_in_every_language(program: Program) -> None:
    path = promised(program)
    ok(program.post(f"{path}/fulfilment"))
    refused = [program.post(f"{path}/fulfilment", Accept_Language=language).json() for language in ("ru", "uk", "en")]

    assert {one["rule"] for one in refused} == {"promise-is-owed"}
    assert len({one["detail"] for one in refused}) == 3


def test_a_role_that_does_not_allow_it(program: Program) -> None:
    answer = program.get("promises/figures")

    assert (answer.status_code, rule_of(answer)) == (403, Rule.ROLE_DOES_NOT_ALLOW)


def test_what_is_refused_otherwise_names_no_rule(cast: Cast) -> None:
    reader = program_of(cast.anna, scopes={Verb.READ})
    assert "rule" not in reader.post("promises", {}).json()
    assert "rule" not in program_of(cast.anna).get("promises/nothing").json()


def test_a_reservation_and_an_order(cast: Cast, program: Program) -> None:
    conversation = files(program)["conversation"]
    reserved = {"conversation": conversation, "sku": "K-1", "title": "Чайник", "quantity": 1}
    path = f"reservations/{ok(program.post('reservations', reserved))['id']}"
    assert rule_of(program.post(f"{path}/taking")) == Rule.RESERVATION_IS_OFFERED
    ok(program.post(f"{path}/release"))
    assert rule_of(program.post(f"{path}/release")) == Rule.RESERVATION_IS_OPEN

    lines = [{"title": "Чайник", "price_minor": 100}]
    order: dict[str, Any] = {
        "number": "7",
        "placed_at": NOW.isoformat(),
        "as_of": LATER,
        "currency": "RUB",
        "total_minor": 100,
    }
    order |= {"customer": {"email": "irina@example.com"}, "lines": lines}
    assert rule_of(shop(cast).ask("PUT", "orders/shop/7", order)) == Rule.STATE_IS_NOT_OF_THE_FUTURE


def test_a_visit_on_a_slot_that_is_taken(cast: Cast, program: Program) -> None:
    table = set_resource(brand=cast.chainik, name="Стол", staff_id=cast.anna.pk, by=cast.orlov, at=NOW)
    lengths = {"minutes": 60}
    type_ = set_type(brand=cast.chainik, name="Проба", lengths=lengths, resource_ids=[table.pk], by=cast.orlov, at=NOW)
    slot = program.get(f"visit-types/{type_.public_id}/slots").json()["data"][0]
    booking = {"conversation": files(program)["conversation"], "type": str(type_.public_id), **slot}
    visit = ok(program.post("visits", booking))

    assert rule_of(program.post("visits", booking)) == Rule.SLOT_IS_FREE
    assert rule_of(program.post(f"visits/{visit['id']}/outcome", {"came": False})) == Rule.VISIT_HAS_BEGUN


def test_a_call_that_somebody_else_makes(cast: Cast, program: Program) -> None:
    ruling.set_rule(brand=cast.chainik, by=cast.orlov, at=NOW, **RULE)
    call = {"call_id": "pbx-77", "phone": "8 (900) 000-00-12", "name": "Ирина"}
    path = f"callbacks/{ok(program.post('calls/missed', call))['id']}"
    ok(program.post(f"{path}/taking"))

    assert rule_of(program_of(cast.pavel).post(f"{path}/taking")) == Rule.CALLBACK_IS_TAKEN_ONCE
    assert rule_of(program.post("calls/missed", call | {"call_id": "8", "phone": "нет"})) == Rule.PHONE_IS_A_NUMBER


def test_a_request_without_its_choice_and_a_place_that_is_gone(cast: Cast) -> None:
    program = shop(cast)
    kind = {"slug": "engraving", "names": {"en": "Engraving"}, "owner": str(cast.pavel.public_id)}
    type_ = ok(program.post("request-types", kind))
    says = {"names": {"en": "By hand"}, "promised": {"en": "Two days"}, "not_promised": {"en": "No choice of letters"}}
    places = {"promise_kind": "repair", "promise_minutes": 2880, "capacity": 1, "per": "all"}
    option = ok(program.post(f"request-types/{type_['id']}/options", says | places))
    asked = request_of_irina(type=type_["id"], how="phone")

    assert rule_of(program.post("requests", asked)) == Rule.CHOICE_IS_DEMANDED
    ok(program.post("requests", asked | {"option": option["version"]}))
    assert rule_of(program.post("requests", asked | {"option": option["version"]})) == Rule.PLACE_IS_FREE


def test_a_gift_that_was_announced_is_not_announced_again(program: Program) -> None:
    gift = {"what": "Чай", "reason": "Долго ждала", "phrase": "В подарок кладём пачку чая."}
    extra = ok(program.post(f"conversations/{files(program)['conversation']}/extras", gift))
    path = f"extras/{extra['id']}/announcement"
    ok(program.post(path, {"how": "phone"}))

    assert rule_of(program.post(path, {"how": "phone"})) == Rule.ANNOUNCED_ONCE
