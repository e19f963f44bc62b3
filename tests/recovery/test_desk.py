"""Making good at the desk: what is to be done, what waits, the rules and what they would have cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.recovery import queries
from slovo.recovery.models import RecoveryTask
from slovo.recovery.rule_models import OverrunRule, RuleTerms
from tests.cast import Cast
from tests.recovery.stories import cashiers, code_rule, given, late, refund_rule

NOW = timezone.now()
BEFORE = NOW - timedelta(days=60)
LATE = NOW - timedelta(hours=1)
RULE = {
    "kind": "delivery",
    "after": "30",
    "measure": "minutes",
    "gives": "code",
    "percent": "10",
    "valid_days": "30",
}


def test_a_rule_is_written_read_back_changed_and_archived(cast: Cast) -> None:
    orlov = cast.browser_of(cast.orlov)
    brand = str(cast.chainik.pk)

    orlov.post("/recovery/rules/", RULE | {"brand": brand})

    rule = OverrunRule.objects.get()
    page = orlov.get(f"/recovery/rules/{rule.pk}/").content.decode()
    assert "При опоздании на 30 минут и больше («Доставка»): код на скидку 10 %, действует 30 дней." in page
    orlov.post(f"/recovery/rules/{rule.pk}/", RULE | {"after": "45"})
    assert list(RuleTerms.objects.order_by("number").values_list("number", "after_minutes")) == [(1, 30), (2, 45)]
    orlov.post(f"/recovery/rules/{rule.pk}/archiving")
    assert not queries.terms_in_force([cast.chainik.pk]).exists()


def opens_a_task(page: str) -> bool:
    [box] = re.findall(r'<input[^>]* name="opens_task"[^>]*>', page)
    return "checked" in box


def test_a_new_rule_opens_a_task_unless_that_is_taken_away_and_one_of_before_stays_as_it_was(cast: Cast) -> None:
    orlov, brand = cast.browser_of(cast.orlov), str(cast.honey.pk)
    [new] = re.findall(rf'<input[^>]* id="b{brand}_opens_task"[^>]*>', orlov.get("/recovery/rules/").content.decode())
    assert "checked" in new

    for given_too in ({"opens_task": "on"}, {}):
        orlov.post("/recovery/rules/", RULE | given_too | {"brand": brand})
    pages = [orlov.get(f"/recovery/rules/{rule.pk}/").content.decode() for rule in OverrunRule.objects.order_by("pk")]

    assert [opens_a_task(page) for page in pages] == [True, False]


def test_a_rule_without_sense_is_not_kept_and_the_page_says_why(cast: Cast) -> None:
    page = cast.browser_of(cast.orlov).post("/recovery/rules/", RULE | {"brand": cast.chainik.pk, "percent": ""})

    assert "errorlist" in page.content.decode()
    assert not OverrunRule.objects.exists()


def test_what_would_the_last_month_have_cost(cast: Cast) -> None:
    for minutes in (10, 40, 50):
        late(cast, at=LATE, minutes=minutes, what=f"№ {minutes}")
    tried = {"gives": "refund", "percent": "", "amount": "500", "currency": "RUB", "refund_days": "5", "trial": "yes"}
    team = cashiers(cast).pk

    answer = cast.browser_of(cast.orlov).post(
        "/recovery/rules/", RULE | tried | {"brand": cast.chainik.pk, "after": "1", "measure": "minutes", "team": team}
    )

    (tried_words,) = [words for *_rest, words in answer.context["shown"] if words]
    assert "1 500 ₽".replace(" ", "\xa0") in tried_words
    assert not OverrunRule.objects.exists()


def test_a_supervisor_decides_and_an_agent_pays(cast: Cast) -> None:
    refund_rule(cast, at=BEFORE, approval_above_minor=10_000)
    (row,) = given(late(cast, at=LATE, minutes=30))
    anna, maria = cast.browser_of(cast.anna), cast.browser_of(cast.maria)
    assert anna.post(f"/recovery/compensations/{row.pk}/approval").status_code == 403

    maria.post(f"/recovery/compensations/{row.pk}/approval")
    task = RecoveryTask.objects.get()
    assert f"/recovery/tasks/{task.pk}" in anna.get("/recovery/").content.decode()
    anna.post(f"/recovery/tasks/{task.pk}/payment", {"amount": "500", "reference": "п. 12"})

    row.refresh_from_db()
    assert (row.state, row.decided_by, row.paid_reference) == ("paid", cast.maria, "п. 12")
    assert "Nothing is to be made good" in anna.get("/recovery/").content.decode()
    assert "Paid back" in anna.get("/recovery/given/").content.decode()
    assert "500\xa0₽" in maria.get("/recovery/report/").content.decode()


def test_a_refusal_says_why(cast: Cast) -> None:
    refund_rule(cast, at=BEFORE, approval_above_minor=10_000)
    (row,) = given(late(cast, at=LATE, minutes=30))
    maria = cast.browser_of(cast.maria)

    assert maria.post(f"/recovery/compensations/{row.pk}/refusal", {"reason": ""}).status_code == 409
    maria.post(f"/recovery/compensations/{row.pk}/refusal", {"reason": "Курьер ждал у двери"})

    assert "Курьер ждал у двери" in maria.get("/recovery/given/").content.decode()


def test_another_brand_sees_and_does_nothing_of_it(cast: Cast) -> None:
    refund_rule(cast, at=BEFORE)
    (row,) = given(late(cast, at=LATE, minutes=30))
    task, taras = RecoveryTask.objects.get(), cast.browser_of(cast.taras)

    assert f"/recovery/tasks/{task.pk}" not in taras.get("/recovery/").content.decode()
    for address in (f"tasks/{task.pk}/payment", f"compensations/{row.pk}/approval", f"compensations/{row.pk}/telling"):
        assert taras.post(f"/recovery/{address}").status_code == 404
    assert taras.get("/recovery/rules/").status_code == 403


def test_codes_are_brought_in_and_counted(cast: Cast) -> None:
    orlov = cast.browser_of(cast.orlov)

    orlov.post("/recovery/codes/", {"brand": cast.chainik.pk, "pool": "Зима", "codes": "A-1\r\nA-2\r\n\r\nA-1"})

    assert [(pool.name, pool.left) for pool in queries.pools_with_counts([cast.chainik.pk])] == [("Зима", 2)]
    assert "Зима" in orlov.get("/recovery/rules/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("address", "count"), [("/recovery/", 13), ("/recovery/given/", 7), ("/recovery/report/", 7)])
def test_a_page_asks_as_much_for_three_as_for_one(cast: Cast, number: int, address: str, count: int) -> None:
    code_rule(cast, at=BEFORE)
    refund_rule(cast, at=BEFORE, after_minutes=15)
    refund_rule(cast, at=BEFORE, after_minutes=20, approval_above_minor=1)
    for one in range(number):
        late(cast, at=LATE, minutes=30, what=f"№ {one}")
    maria = cast.browser_of(cast.maria)
    maria.get(address)

    with CaptureQueriesContext(connection) as asked:
        maria.get(address)

    assert len(asked) == count


def test_who_cared_while_a_refund_waited_for_approval_has_the_refund_to_pay(cast: Cast) -> None:
    refund_rule(cast, at=BEFORE, approval_above_minor=10_000, opens_task=True)
    (row,) = given(late(cast, at=LATE, minutes=30))
    anna = cast.browser_of(cast.anna)
    anna.post(f"/recovery/tasks/{RecoveryTask.objects.get().pk}/completion", {"words": "Позвонили"})

    cast.browser_of(cast.maria).post(f"/recovery/compensations/{row.pk}/approval")

    task = RecoveryTask.objects.get()
    assert (task.what, task.compensation, task.done_at) == ("refund", row, None)
    anna.post(f"/recovery/tasks/{task.pk}/payment", {"amount": "500", "reference": "п. 7"})
    row.refresh_from_db()
    assert row.state == "paid"
