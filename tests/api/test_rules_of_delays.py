"""What delays give, what customers expect, questions afterwards: what is refused of these names the rule, too."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from slovo.core.rules import Rule
from slovo.core.secrets import sealed
from slovo.people import actions as people
from slovo.promises import moving
from slovo.recovery.rules import RULES_MAX
from tests.api.programs import Program, files, program_of, shop
from tests.api.test_recovery import BEFORE, LATE, RULE
from tests.api.test_rules import ok, rule_of
from tests.cast import Cast, work
from tests.promises.stories import promised
from tests.recovery.stories import HOUR, MINUTE, cashiers, code_rule, given, late, passes, refund_rule

NOW = timezone.now()
REFUND = {"gives": "refund", "valid_days": None, "refund_days": 5}
ASKING: dict[str, Any] = {"active": True, "after_closing": True, "after_delivery": False, "wait_hours": 0}
ASKING |= {"from_hour": 0, "until_hour": 24, "days_between": 0}


@pytest.fixture
def program(cast: Cast) -> Program:
    """Of whom everything is allowed at one brand."""
    return shop(cast)


def the_task(program: Program) -> str:
    [row] = ok(program.get("recovery-tasks"))["data"]
    return f"recovery-tasks/{row['id']}"


def what_waits(program: Program) -> str:
    [row] = ok(program.get("compensations?state=waits"))["data"]
    return f"compensations/{row['id']}"


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"kind": "flight"}, Rule.KIND_OF_THE_BRAND),
        ({"after_minutes": None}, Rule.OVERRUN_RULE_SAYS_FROM_WHEN),
        ({"after_percent": 50}, Rule.OVERRUN_RULE_SAYS_FROM_WHEN),
        ({"percent": None}, Rule.OVERRUN_RULE_SAYS_HOW_MUCH),
        ({"amount": 500, "currency": "RUB"}, Rule.OVERRUN_RULE_SAYS_HOW_MUCH),
        ({"percent": None, "amount": 500}, Rule.AMOUNT_WITH_CURRENCY),
        ({"percent": 101}, Rule.OVERRUN_TERMS_WITHIN_LIMITS),
        ({"valid_days": 0}, Rule.OVERRUN_TERMS_WITHIN_LIMITS),
        ({"owed": True}, Rule.ONLY_REFUNDS_ARE_OWED),
        ({"per_day_max": 9000, "currency": "RUB"}, Rule.CODE_IS_RECKONED),
        ({"per_customer_max": 1}, Rule.LIMIT_HAS_A_PERIOD),
        (REFUND, Rule.SOMEBODY_IS_RESPONSIBLE),
        ({"gives": "task", "owed": True}, Rule.OWED_WITHOUT_LIMITS),
    ],
    ids=str,
)
def test_a_rule_without_sense(program: Program, wrong: dict[str, Any], rule: Rule) -> None:
    assert rule_of(program.post("overrun-rules", RULE | wrong)) == rule


def test_a_rule_for_one_brand_takes_nothing_of_another(cast: Cast) -> None:
    both = program_of(cast.orlov)
    chainik, honey = (str(brand.public_id) for brand in (cast.chainik, cast.honey))
    pool = ok(both.post("discount-codes", {"brand": honey, "pool": "Зима", "codes": ["A-1"]}))
    team = people.join_team(staff=cast.taras, brand=cast.honey, name="Каса")
    here = RULE | {"brand": chainik}

    assert rule_of(both.post("overrun-rules", here | {"pool": pool["id"]})) == Rule.POOL_OF_THE_BRAND
    theirs = REFUND | {"team": str(sealed("team", team.pk))}
    assert rule_of(both.post("overrun-rules", here | theirs)) == Rule.TEAM_OF_THE_BRAND


def test_a_rule_that_is_archived_and_one_too_many(cast: Cast, program: Program) -> None:
    path = f"overrun-rules/{ok(program.post('overrun-rules', RULE))['id']}"
    assert program.ask("DELETE", path).status_code == 204
    terms = {name: value for name, value in RULE.items() if name != "kind"}
    assert rule_of(program.ask("DELETE", path)) == Rule.OVERRUN_RULE_HOLDS
    assert rule_of(program.ask("PUT", path, terms)) == Rule.OVERRUN_RULE_HOLDS

    for minutes in range(RULES_MAX):
        ok(program.post("overrun-rules", RULE | {"after_minutes": minutes}))
    assert rule_of(program.post("overrun-rules", RULE)) == Rule.OVERRUN_RULES_WITHIN_LIMITS


def test_codes_that_cannot_be_brought_in_and_words_that_say_nothing(program: Program) -> None:
    for wrong in ({"pool": " "}, {"codes": []}, {"codes": ["ДВА СЛОВА"]}):
        given_codes = {"pool": "Зима", "codes": ["A-1"]} | wrong
        assert rule_of(program.post("discount-codes", given_codes)) == Rule.CODES_WITHIN_LIMITS
    assert rule_of(program.ask("PUT", "apologies/ru", {"own": "Простите!"})) == Rule.APOLOGY_NAMES_WHAT_AND_GIFTS


def test_a_code_of_nobody_one_used_before_and_one_too_old(cast: Cast, program: Program) -> None:
    code_rule(cast, at=BEFORE)
    [row], [old] = (given(late(cast, at=at, minutes=10)) for at in (LATE, NOW - timedelta(days=40)))
    use = {"code": row.code, "reference": "№ 8"}
    ok(program.post("code-uses", use))

    assert rule_of(program.post("code-uses", use | {"reference": "№ 9"})) == Rule.CODE_IS_USED_ONCE
    assert rule_of(program.post("code-uses", use | {"code": "ЧУЖОЙ"})) == Rule.CODE_WAS_GIVEN
    assert rule_of(program.post("code-uses", use | {"code": old.code})) == Rule.CODE_IS_VALID


def test_a_refusal_without_a_reason_and_a_second_decision(cast: Cast, program: Program) -> None:
    refund_rule(cast, at=BEFORE, approval_above_minor=10_000)
    late(cast, at=LATE, minutes=30)
    path = what_waits(program)

    assert rule_of(program.post(f"{path}/refusal", {"reason": " "})) == Rule.REFUSAL_HAS_A_REASON
    ok(program.post(f"{path}/refusal", {"reason": "Ирина довольна и так"}))
    assert rule_of(program.post(f"{path}/approval")) == Rule.COMPENSATION_WAITS


def test_what_they_know_already_and_what_was_not_given_is_not_told(cast: Cast, program: Program) -> None:
    code_rule(cast, at=BEFORE)
    refund_rule(cast, at=BEFORE, approval_above_minor=10_000)
    late(cast, at=LATE, minutes=30)
    waits = what_waits(program)
    code = next(row for row in ok(program.get("compensations"))["data"] if row["gives"] == "code")
    path = f"compensations/{code['id']}/telling"

    assert rule_of(program.post(path, {"how": "by pigeon"})) == Rule.WAY_IS_SAID
    ok(program.post(path, {"how": "phone"}))
    assert rule_of(program.post(path, {"how": "phone"})) == Rule.ANNOUNCED_ONCE
    assert rule_of(program.post(f"{waits}/telling", {"how": "phone"})) == Rule.ANNOUNCED_ONCE


def test_a_part_of_a_price_that_nobody_knows(cast: Cast, program: Program) -> None:
    refund_rule(cast, at=BEFORE, amount_minor=None, percent=20, currency="")
    promise = late(cast, at=LATE, minutes=30)
    path = what_waits(program)

    assert rule_of(program.post(f"{path}/approval")) == Rule.AMOUNT_WITH_CURRENCY
    assert rule_of(program.post(f"{path}/approval", {"amount": 500})) == Rule.AMOUNT_WITH_CURRENCY
    value = {"amount": 500, "currency": "ZZZ"}
    assert rule_of(program.ask("PUT", f"promises/{promise.public_id}/value", value)) == Rule.PRICE_WITH_CURRENCY


def test_a_notice_that_had_left_in_time_after_all(cast: Cast, program: Program) -> None:
    refund_rule(cast, at=BEFORE, approval_above_minor=10_000)
    due = LATE - HOUR
    promise = promised(cast, at=due - HOUR, due_at=due)
    move = moving.move(promise_id=promise.pk, due_at=NOW + HOUR, reason="Снег", by=cast.anna, at=due - MINUTE)
    passes(LATE)
    path = what_waits(program)
    moving.note_notice(move_id=move.pk, sent_at=due - timedelta(seconds=1), actor=cast.anna.actor)

    assert rule_of(program.post(f"{path}/approval")) == Rule.GIVEN_FOR_WHAT_BROKE


def test_a_pool_that_is_empty(cast: Cast, program: Program) -> None:
    pool = ok(program.post("discount-codes", {"pool": "Зима", "codes": ["A-1"]}))
    ok(program.post("overrun-rules", RULE | {"pool": pool["id"]}))
    for what in ("Чайник", "Чашка"):
        late(cast, at=NOW + timedelta(hours=2), minutes=10, what=what)

    assert rule_of(program.post(f"{what_waits(program)}/approval")) == Rule.POOL_HAS_A_CODE


def test_a_refund_that_is_not_paid_as_it_was_promised(cast: Cast, program: Program) -> None:
    refund_rule(cast, at=BEFORE)
    late(cast, at=LATE, minutes=30)
    task, paid = the_task(program), {"amount": 50_000, "reference": "п. 7"}
    wrong = {
        Rule.REFUND_IS_PAID_IN_FULL: {"amount": 49_999},
        Rule.AMOUNT_WITH_CURRENCY: {"currency": "UAH"},
        Rule.PAYMENT_IS_NAMED: {"reference": " "},
        Rule.PAID_SINCE_IT_WAS_GIVEN: {"paid_at": BEFORE.isoformat()},
    }
    for rule, given_otherwise in wrong.items():
        assert rule_of(program.post(f"{task}/payment", paid | given_otherwise)) == rule
    assert rule_of(program.post(f"{task}/completion", {"words": "Поговорили"})) == Rule.REFUND_IS_DONE_BY_PAYING

    ok(program.post(f"{task}/payment", paid))
    assert rule_of(program.post(f"{task}/payment", paid)) == Rule.RECOVERY_TASK_IS_OPEN


def test_a_talk_is_no_payment_and_says_what_was_done(cast: Cast, program: Program) -> None:
    team = str(sealed("team", cashiers(cast).pk))
    terms = {"kind": "delivery", "after_minutes": 10, "gives": "task", "team": team}
    ok(program.post("overrun-rules", terms))
    late(cast, at=NOW + timedelta(hours=2), minutes=10)
    task = the_task(program)

    payment = {"amount": 50_000, "reference": "п. 7"}
    assert rule_of(program.post(f"{task}/payment", payment)) == Rule.REFUND_IS_DONE_BY_PAYING
    assert rule_of(program.post(f"{task}/completion", {"words": " "})) == Rule.WORK_HAS_WORDS


def test_what_customers_expect_is_said_in_words(program: Program) -> None:
    weighed = {"what": " ", "weight": 3, "reason": "Пишут об этом"}
    assert rule_of(program.post("expectations", weighed)) == Rule.TEXT_WITHIN_LIMITS
    noted = {"conversation": files(program)["conversation"], "words": "Чай в подарок"}
    assert rule_of(program.post("unpromised", noted | {"words": " "})) == Rule.TEXT_WITHIN_LIMITS
    path = f"unpromised/{ok(program.post('unpromised', noted))['id']}/word"
    assert rule_of(program.ask("PUT", path, {"texts": {"ru": " "}})) == Rule.TEXT_WITHIN_LIMITS


def test_questions_afterwards_that_cannot_be_asked(program: Program) -> None:
    hours = {"from_hour": 12, "until_hour": 12}
    assert rule_of(program.ask("PUT", "follow-up-rules", ASKING | hours)) == Rule.FOLLOW_UP_RULES_WITHIN_LIMITS
    after = {"after_closing": False}
    assert rule_of(program.ask("PUT", "follow-up-rules", ASKING | after)) == Rule.FOLLOW_UP_IS_AFTER_SOMETHING


def test_a_question_that_is_called_off_is_not_called_off_again(cast: Cast, program: Program) -> None:
    ok(program.ask("PUT", "follow-up-rules", ASKING | {"wait_hours": 5}))
    conversation = files(program)["conversation"]
    ok(program.post(f"conversations/{conversation}/closure", {"answer_not_needed": True}))
    work()
    [row] = ok(program.get("follow-ups?state=planned"))["data"]
    path = f"follow-ups/{row['id']}/cancellation"
    ok(program.post(path))

    assert rule_of(program.post(path)) == Rule.FOLLOW_UP_WAITS
