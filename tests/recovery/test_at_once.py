"""Several workers at one delay: on PostgreSQL they really are, on SQLite they stand in line."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from slovo.promises import actions as clock
from slovo.promises.models import Promise
from slovo.recovery import actions, rules
from slovo.recovery.models import Compensation, RecoveryTask
from tests.cast import Cast
from tests.promises.stories import promised
from tests.recovery.stories import HOUR, code_rule, refund_rule
from tests.together import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
WORKERS = 4
NOW = timezone.now()
BEFORE = NOW - timedelta(days=30)


def broken(cast: Cast, number: int) -> list[Promise]:
    due_at = NOW - HOUR
    found = [promised(cast, at=due_at - HOUR, due_at=due_at, what=f"№ {one}") for one in range(number)]
    clock.break_overdue(at=NOW)
    return found


def begins(promise: Promise) -> Callable[[], object]:
    return lambda: actions.begin(promise_id=promise.pk, at=NOW)


def test_one_promise_worked_out_by_many_gives_each_step_once(cast: Cast) -> None:
    code_rule(cast, at=BEFORE)
    refund_rule(cast, at=BEFORE)
    [promise] = broken(cast, 1)

    assert at_once([begins(promise)] * WORKERS) == []

    assert sorted(Compensation.objects.values_list("gives", flat=True)) == ["code", "refund"]
    assert sorted(RecoveryTask.objects.values_list("what", flat=True)) == ["care", "refund"]
    assert Promise.objects.filter(kind="refund").count() == 1


def test_many_promises_at_once_share_a_pool_and_no_code_goes_out_twice(cast: Cast) -> None:
    codes = [f"A-{number}" for number in range(WORKERS - 1)]
    pool, _number = rules.import_codes(brand=cast.chainik, pool="Зима", codes=codes, by=cast.orlov, at=BEFORE)
    code_rule(cast, at=BEFORE, pool_id=pool.pk)

    assert at_once([begins(promise) for promise in broken(cast, WORKERS)]) == []

    assert sorted(Compensation.objects.values_list("state", "code")) == sorted(
        [*(("given", code) for code in codes), ("waits", "")]
    )


def test_many_promises_at_once_do_not_spend_more_than_the_money_of_a_day(cast: Cast) -> None:
    refund_rule(cast, at=BEFORE, per_day_minor_max=100_000)

    assert at_once([begins(promise) for promise in broken(cast, WORKERS)]) == []

    assert sorted(Compensation.objects.values_list("state", flat=True)) == ["given", "given", "refused", "refused"]
