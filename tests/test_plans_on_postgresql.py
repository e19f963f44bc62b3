"""A list that grows for ever comes on PostgreSQL, too, by a walk along an index, whatever its planner believes.

It plans by how many rows there are, and here are few; what it was told not to do (`slovo/core/walking.py`) it does not
do with a million either, as long as there is an index in the order of the list.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from slovo.core.db import transaction
from slovo.core.walking import along_an_index
from slovo.promises.pages import STATES as LEDGER_STATES
from tests.api.programs import program_of
from tests.cast import Cast
from tests.test_plans import LISTS_OF_THE_API

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite goes by what it was told of each index: test_plans.py"
)
OF_A_DAY = ("promises?state=soon", "promises?state=at_risk", "promises?state=late")
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


def _plans_of_pages(ask: Callable[[], Any]) -> list[set[str]]:
    """The kinds of steps in the plan of each question for a page."""
    plans: list[set[str]] = []

    def listen(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT") and sql.rstrip().endswith("LIMIT 51"):
            execute(f"EXPLAIN (FORMAT JSON) {sql}", parameters, many, context)
            (found,) = context["cursor"].fetchone()
            plans.append(set(_steps((json.loads(found) if isinstance(found, str) else found)[0]["Plan"])))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(listen):
        assert ask().status_code == 200
    return plans


def _steps(plan: dict[str, Any]) -> Iterator[str]:
    yield plan["Node Type"]
    for inner in plan.get("Plans", ()):
        yield from _steps(inner)
