"""Delays through the API: rules, what they give, decisions, payments, and codes that a shop sees used."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from slovo.people.rights import Verb
from slovo.recovery.models import Compensation
from tests.api.programs import Program, files, program_of, shop
from tests.cast import Cast, work
from tests.recovery.stories import HOUR, MINUTE, code_rule, given, late, letters, passes, refund_rule

NOW = timezone.now()
BEFORE = NOW - timedelta(days=60)
LATE = NOW - timedelta(hours=1)
RULE = {"kind": "delivery", "after_minutes": 10, "gives": "code", "percent": 10, "valid_days": 30}


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("urn:slovo:problem:")


def test_a_rule_is_made_changed_read_and_archived(cast: Cast) -> None:
    program = shop(cast)
    rule = program.post("overrun-rules", RULE).json()
    terms = {name: value for name, value in RULE.items() if name != "kind"}

    changed = program.ask("PUT", f"overrun-rules/{rule['id']}", terms | {"percent": 15}).json()

    assert (changed["version"], changed["percent"], changed["kind"]) == (2, 15, "delivery")
    assert [row["id"] for row in program.get("overrun-rules").json()["data"]] == [rule["id"]]
    assert program.ask("DELETE", f"overrun-rules/{rule['id']}").status_code == 204
    assert program.get("overrun-rules").json()["data"] == []
    assert refused(program.post("overrun-rules", RULE | {"owed": True})) == (409, "unable-to-change-rule")
    assert refused(program.post("overrun-rules", RULE | {"gives": "points"})) == (422, "wrong-fields")


def tasks(program: Program) -> list[tuple[str, str]]:
    """For which promise, and what is to be done."""
    rows = program.get("recovery-tasks").json()["data"]
    return [(row["promise"], row["what"]) for row in rows]


def test_a_rule_that_says_nothing_else_tells_the_customer_and_opens_one_task(cast: Cast) -> None:
    program, now = shop(cast), timezone.now()
    conversation = files(program)["conversation"]
    assert program.ask("PUT", "notice-rules", {"quiet_from": 0, "quiet_until": 0}).status_code == 200
    assert program.post("overrun-rules", RULE).json()["opens_task"] is True
    pledge = {"conversation": conversation, "kind": "delivery", "what": "Чайник у вас дома"}
    pledge |= {"owner": str(cast.anna.public_id), "due_at": (now + HOUR).isoformat()}
    promise = program.post("promises", pledge).json()["id"]
    work()

    for minutes in (9, 11, 60):
        passes(now + HOUR + minutes * MINUTE)
        assert tasks(program) == ([] if minutes == 9 else [(promise, "care")])

    [code] = program.get("compensations").json()["data"]
    assert (code["promise"], code["state"], bool(code["told_at"])) == (promise, "given", True)
    assert [code["code"] in told.get_body(("plain",)).get_content() for told in letters(cast)] == [True]
    assert program.get("recovery-report").json()["data"][0]["count"] == 1


def test_of_several_steps_of_one_delay_one_person_cares(cast: Cast) -> None:
    program = shop(cast)
    for minutes in (10, 20, 30):
        assert program.post("overrun-rules", RULE | {"after_minutes": minutes}).status_code == 201
    promise = late(cast, at=timezone.now() + HOUR, minutes=40)

    assert len(given(promise)) == 3
    assert tasks(program) == [(str(promise.public_id), "care")]


@pytest.mark.parametrize("opens", [True, False])
def test_who_changes_a_rule_and_says_nothing_of_the_task_leaves_that_as_it_is(cast: Cast, opens: bool) -> None:
    program = shop(cast)
    rule = program.post("overrun-rules", RULE | {"opens_task": opens}).json()
    terms = {name: value for name, value in RULE.items() if name != "kind"}

    changed = program.ask("PUT", f"overrun-rules/{rule['id']}", terms | {"percent": 15}).json()
    assert (changed["percent"], changed["opens_task"]) == (15, opens)
    promise = late(cast, at=timezone.now() + HOUR, minutes=20)

    assert tasks(program) == ([(str(promise.public_id), "care")] if opens else [])


def test_an_agent_makes_no_rules(cast: Cast) -> None:
    assert refused(program_of(cast.anna).post("overrun-rules", RULE)) == (422, "wrong-fields")


def test_a_shop_says_that_a_code_was_used_as_often_as_it_likes(cast: Cast) -> None:
    code_rule(cast, at=BEFORE)
    (row,) = given(late(cast, at=LATE, minutes=10))
    program = shop(cast)

    first, again, other = (
        program.post("code-uses", {"code": row.code, "reference": reference}) for reference in ("№ 8", "№ 8", "№ 9")
    )

    assert (first.json()["state"], again.json()["used_at"]) == ("used", first.json()["used_at"])
    assert refused(other) == (409, "unable-to-use-code")
    assert refused(program.post("code-uses", {"code": "ЧУЖОЙ", "reference": "№ 8"})) == (409, "unable-to-use-code")


def test_a_person_tells_by_telephone_whom_no_message_reaches(cast: Cast) -> None:
    code_rule(cast, at=BEFORE)
    late(cast, at=LATE, minutes=10)
    anna = program_of(cast.anna)
    (row,) = anna.get("compensations").json()["data"]
    path, said = f"compensations/{row['id']}/telling", {"how": "phone"}
    assert (row["told_at"], row["told_how"]) == (None, "")

    assert program_of(cast.anna, scopes={Verb.PROMISE}).post(path, said).status_code == 403
    assert program_of(cast.taras).post(path, said).status_code == 404
    told, again = (anna.post(path, said, Idempotency_Key="told-once") for _time in range(2))

    assert (told.status_code, bool(told.json()["told_at"]), told.json()["told_how"]) == (200, True, "phone")
    assert again.json() == told.json()
    assert refused(anna.post(path, said)) == (409, "unable-to-say-told")
    facts = program_of(cast.maria).get("facts?limit=100").json()["data"]
    assert [fact["data"]["how"] for fact in facts if fact["kind"] == "CompensationTold"] == ["phone"]


def test_a_refund_is_approved_and_paid(cast: Cast) -> None:
    refund_rule(cast, at=BEFORE, approval_above_minor=10_000)
    late(cast, at=LATE, minutes=30)
    maria, anna = program_of(cast.maria), program_of(cast.anna)
    (row,) = maria.get("compensations?state=waits").json()["data"]
    assert anna.post(f"compensations/{row['id']}/approval").status_code == 403

    approved = maria.post(f"compensations/{row['id']}/approval").json()
    (task,) = anna.get("recovery-tasks").json()["data"]
    paid = anna.post(f"recovery-tasks/{task['id']}/payment", {"amount": 50_000, "reference": "п. 7"})

    assert (approved["state"], approved["decided_by"]) == ("given", str(cast.maria.public_id))
    assert (paid.status_code, paid.json()["compensation"]) == (200, row["id"])
    assert anna.get(f"promises/{approved['refund']}").json()["state"] == "kept"
    assert refused(maria.post(f"compensations/{row['id']}/refusal", {"reason": "Нет"})) == (409, "unable-to-decide")


def test_the_price_of_a_thing_says_what_a_part_of_it_is(cast: Cast) -> None:
    refund_rule(cast, at=BEFORE, amount_minor=None, percent=20)
    promise = late(cast, at=LATE, minutes=10)
    program: Program = program_of(cast.anna)

    answer = program.ask("PUT", f"promises/{promise.public_id}/value", {"amount": 300_000, "currency": "RUB"})
    late(cast, at=LATE + timedelta(minutes=25), minutes=1, what="Другой чайник")

    assert answer.status_code == 204
    assert list(Compensation.objects.values_list("promise_id", "amount_minor")) == [(promise.pk, 60_000)]


def test_codes_of_the_shop_are_brought_in_for_a_rule(cast: Cast) -> None:
    program = shop(cast)
    pool = program.post("discount-codes", {"pool": "Зима", "codes": ["A-1", "A-2"]}).json()
    rule = program.post("overrun-rules", RULE | {"pool": pool["id"]})

    assert (pool["new"], rule.json()["pool"]) == (2, pool["id"])
    assert refused(program.post("overrun-rules", RULE | {"pool": str(cast.anna.public_id)})) == (422, "wrong-fields")
