"""A list that grows for ever comes on PostgreSQL, too, by a walk along an index, whatever its planner believes.

It plans by how many rows there are, and here are few; what it was told not to do (`slovo/core/walking.py`) it does not
do with a million either, as long as there is an index in the order of the list.
"""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from slovo.core.db import transaction
from slovo.core.walking import along_an_index
from slovo.people import actions as people
from slovo.promises import ledger
from slovo.promises.models import Promise
from slovo.promises.pages import STATES as LEDGER_STATES
from tests.api.programs import program_of
from tests.cast import Cast, the_conversation
from tests.databases import on_postgresql_alone
from tests.test_plans import LISTS_OF_THE_API, matters

pytestmark = on_postgresql_alone("SQLite goes by what it was told of each index: test_plans.py")
OF_A_DAY = ("promises?state=soon", "promises?state=at_risk", "promises?state=late")
LEDGER = 3_000
BRINGS_ALL = {"Sort", "Hash Join", "Merge Join", "Gather", "Gather Merge"}


@pytest.mark.parametrize("state", LEDGER_STATES)
def test_no_list_of_the_ledger_brings_all_and_sorts_them(cast: Cast, state: str) -> None:
    browser = cast.browser_of(cast.orlov)

    plans = _plans_of_pages(lambda: browser.get(f"/promises/?state={state}"))

    assert len(plans) == len(cast.orlov.brand_ids)
    assert [nodes & BRINGS_ALL for nodes in plans] == [set()] * len(plans)


@pytest.mark.parametrize(
    "path", [*LISTS_OF_THE_API, *(f"promises?state={state}" for state in ("soon", "at_risk", "late"))]
)
def test_no_list_of_the_api_does_either(cast: Cast, path: str) -> None:
    program = program_of(cast.orlov)

    plans = _plans_of_pages(lambda: program.get(path))

    assert len(plans) == len(cast.orlov.brand_ids)
    assert [nodes & BRINGS_ALL for nodes in plans] == [set()] * len(plans)


@pytest.mark.parametrize("state", LEDGER_STATES)
@pytest.mark.parametrize("narrower", ["team=1", "owner=me", "kind=delivery"])
def test_no_list_of_the_ledger_of_one_team_person_or_kind_does_either(cast: Cast, narrower: str, state: str) -> None:
    browser = cast.browser_of(cast.orlov)
    team = people.join_team(staff=cast.pavel, brand=cast.chainik, name="Доставка")

    plans = _plans_of_pages(lambda: browser.get(f"/promises/?state={state}&{narrower.replace('1', str(team.pk))}"))

    assert plans
    assert [nodes & BRINGS_ALL for nodes in plans] == [set()] * len(plans)


@pytest.mark.parametrize("narrower", ["conversation={conversation}", "order={order}"])
def test_what_is_of_one_matter_is_found_by_it_and_not_by_reading_all(cast: Cast, narrower: str) -> None:
    program = program_of(cast.anna)
    asked = narrower.format(**matters(cast))

    a_ledger(cast)

    [plan] = _plans_of_pages(lambda: program.get(f"promises?{asked}"), by_index=True)

    assert "promise_about" in plan


def a_ledger(cast: Cast) -> None:
    """Of so many promises that the planner sees what each index is worth."""
    at, conversation = timezone.now(), the_conversation()
    given = {"brand": cast.chainik, "customer_id": conversation.customer_id, "about": conversation.key, "at": at}
    one = ledger.make(kind="delivery", what="Чайник", due_at=at + timedelta(days=1), by=cast.anna, **given)
    fields = [field.attname for field in Promise._meta.concrete_fields if not field.generated]
    row = {name: getattr(one, name) for name in fields if name not in {"id", "public_id", "about"}}
    Promise.objects.bulk_create(Promise(**row, about=f"conversation:{10**6 + number}") for number in range(LEDGER))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE promises_promise")


@pytest.mark.django_db(transaction=True)
def test_what_was_told_to_the_planner_ends_with_the_list() -> None:
    def sorts() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW enable_sort")
            return str(cursor.fetchone()[0])

    with along_an_index():
        within = sorts()
    after = sorts()
    with transaction():
        with along_an_index():
            pass
        later_in_a_longer_one = sorts()

    assert (within, after, later_in_a_longer_one) == ("off", "on", "on")


def _plans_of_pages(ask: Callable[[], Any], *, by_index: bool = False) -> list[set[str]]:
    """The kinds of steps in the plan of each question for a page; `by_index`: the indexes instead."""
    plans: list[set[str]] = []

    def listen(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT") and sql.rstrip().endswith("LIMIT 51"):
            execute(f"EXPLAIN (FORMAT JSON) {sql}", parameters, many, context)
            (found,) = context["cursor"].fetchone()
            plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
            plans.append(set(_indexes(plan) if by_index else _steps(plan)))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(listen):
        assert ask().status_code == 200
    return plans


def _steps(plan: dict[str, Any]) -> Iterator[str]:
    yield plan["Node Type"]
    for inner in plan.get("Plans", ()):
        yield from _steps(inner)


def _indexes(plan: dict[str, Any]) -> Iterator[str]:
    if name := plan.get("Index Name"):
        yield name
    for inner in plan.get("Plans", ()):
        yield from _indexes(inner)
