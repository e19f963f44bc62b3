"""What is done with every letter, answer and page finds its rows by an index, however many there are.

SQLite tells how it will look for them. A condition that an index holds (`WHERE NOT (fingerprint IS NULL)`) must stand
in the question too, or each letter reads all that ever came.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.conversations import actions, queries
from slovo.conversations.indexes import OF_A_MILLION
from slovo.conversations.models import Conversation
from slovo.conversations.promise_channels import channel_of_promise
from slovo.core.secrets import sealed
from slovo.core.tasks import drain
from slovo.people import actions as people
from slovo.people.models import Staff
from slovo.promises.figures import Asked, Period, figures, silent, still_open
from slovo.promises.indexes import OF_A_MILLION as OF_A_MILLION_PROMISES
from slovo.promises.notices import notices
from slovo.promises.pages import STATES as LEDGER_STATES
from slovo.promises.pages import Place, Wanted
from slovo.promises.pages import page as ledger_page
from tests.api.programs import program_of
from tests.cast import Cast, arrives, letter, the_conversation
from tests.databases import on_sqlite_alone
from tests.orders.stories import an_order

pytestmark = on_sqlite_alone("PostgreSQL plans by how many rows there are")
GROWING = (
    "channels_inbound",
    "channels_outbound",
    "conversations_attachment",
    "conversations_conversation",
    "conversations_message",
    "conversations_participant",
    "customers_customer",
    "customers_identity",
    "files_file",
    "journal_journalentry",
    "live_nudge",
    "promises_promise",
    "search_form",
)
QUESTION = re.compile(r"\s*(SELECT|UPDATE|DELETE|WITH)\b")


def scanned(work: Callable[[], object]) -> set[str]:
    """Questions that read a growing table from end to end."""
    asked: dict[str, Any] = {}

    def listen(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if QUESTION.match(sql) and not many:
            asked.setdefault(sql, parameters)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(listen):
        work()
    return {sql for sql, parameters in asked.items() if _is_scan(sql, parameters)}


def _is_scan(sql: str, parameters: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
        steps = [detail for _id, _parent, _unused, detail in cursor.fetchall()]
    return any(step in {f"SCAN {table}" for table in GROWING} for step in steps)


def test_a_letter_and_its_continuation(cast: Cast) -> None:
    first = letter(message_id="<a@example.com>")
    headers = [("In-Reply-To", "<a@example.com>"), ("References", "<b@example.com> <a@example.com>")]
    second = letter("Ещё раз.", message_id="<c@example.com>", headers=headers)

    assert scanned(lambda: [arrives(raw, cast.chainik_mail) for raw in (first, second, second)]) == set()


def test_an_answer_and_a_note(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    conversation, at = the_conversation(), timezone.now()

    def work() -> None:
        actions.reply(conversation_id=conversation.pk, by=cast.anna, text="Он в пути.", at=at)
        drain(raise_errors=True)
        actions.note(conversation_id=conversation.pk, by=cast.anna, text="Проверить завтра.", at=at)

    assert scanned(work) == set()


@pytest.mark.parametrize(
    "address",
    [
        "/conversations/",
        "/conversations/?view=all",
        "{conversation}",
        "/search/?q=чайник",
        "/search/?q=велосипед",
        *(f"/promises/?state={state}" for state in LEDGER_STATES),
        "/promises/?kind=delivery",
        "/promises/?owner=me&kind=delivery",
    ],
)
def test_pages(cast: Cast, address: str) -> None:
    arrives(letter(), cast.chainik_mail)
    address = address.format(conversation=f"/conversations/{the_conversation().public_id}/")

    assert scanned(lambda: cast.browser_of(cast.anna).get(address)) == set()


NARROW = {  # the index along which each is counted: one that holds little else
    "mine": "conversation_own",
    "unassigned": "conversation_nobodys",
    "open": "conversation_open",
    "waiting": "conversation_waiting",
}


def test_each_view_is_counted_along_the_index_that_is_its_own(cast: Cast) -> None:
    assert set(NARROW) | {"mentions"} == set(queries.COUNTED_VIEWS)
    for view, index in NARROW.items():
        assert index in _plan(queries.view_at(cast.anna.brand_ids, view, staff_id=cast.anna.pk)), view
    assert "USING INTEGER PRIMARY KEY" in _plan(queries.view_at(cast.anna.brand_ids, "mentions", staff_id=cast.anna.pk))


def test_what_is_ones_own_is_counted_without_a_look_at_its_rows(cast: Cast) -> None:
    mine = queries.view_at(cast.anna.brand_ids, "mine", staff_id=cast.anna.pk)

    assert "USING COVERING INDEX conversation_own" in _plan(mine)


def _plan(rows: QuerySet[Any]) -> str:
    sql, values = rows.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        return cursor.fetchall()[0][3]


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Wanted("owed"), "promise_due"),
        (Wanted("soon"), "promise_due"),
        (Wanted("at_risk"), "promise_due"),
        (Wanted("late"), "promise_due"),
        (Wanted("moved"), "promise_changed"),
        (Wanted("untold"), "promise_changed"),
        (Wanted("refused"), "promise_changed"),
        (Wanted("paused"), "promise_due"),
        (Wanted("kept"), "promises_promise_brand_id"),
        (Wanted("broken"), "promise_broken"),
        (Wanted("released"), "promise_released"),
        (Wanted(kind="delivery"), "promise_kinds"),
        (Wanted(owner_id=1), "promise_owners"),
        (Wanted(owner_id=1, kind="delivery"), "promise_owners"),
        (Wanted(team_id=1), "promise_teams"),
        (Wanted("kept", kind="delivery"), "promise_done"),
        (Wanted("kept", owner_id=1), "promise_done_owners"),
        (Wanted("kept", team_id=1), "promise_done_teams"),
        (Wanted("late", team_id=1), "promise_teams"),
        (Wanted("broken", team_id=1), "promise_broken_teams"),
        (Wanted("broken", owner_id=1), "promise_broken_owners"),
        (Wanted("broken", kind="delivery"), "promise_broken_kinds"),
        (Wanted("released", team_id=1), "promise_released_teams"),
        (Wanted("released", owner_id=1), "promise_released_owners"),
        (Wanted("released", kind="delivery"), "promise_released_kinds"),
    ],
    ids=str,
)
def test_a_page_of_the_ledger_is_a_walk_along_its_index_without_sorting(cast: Cast, wanted: Wanted, index: str) -> None:
    at = timezone.now()
    with CaptureQueriesContext(connection) as asked:
        ledger_page([cast.chainik.pk], wanted, at=at, after=Place(at.isoformat(), 9), rows_max=50)
    [question] = asked.captured_queries
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {question['sql']}")
        plan = "; ".join(step[3] for step in cursor.fetchall())

    assert index in plan
    assert "TEMP B-TREE" not in plan


LISTS_OF_THE_API = {  # and the index along which each walks
    "promises": "promises_promise_brand_id",
    "promises?state=kept": "promises_promise_brand_id",
    "promises?state=paused": "promise_due",
    "promises?state=moved": "promise_changed",
    "promises?state=untold": "promise_changed",
    "promises?state=refused": "promise_changed",
    "promises?state=unanswered": "promise_asked",
    "promises?state=broken": "promise_broken",
    "promises?state=released": "promise_released",
    "promises?state=owed&kind=delivery": "promise_kinds",
    "promises?state=kept&kind=delivery": "promise_done",
    "callbacks": "callback_all",
    "callbacks?state=gave_up": "callback_state",
    "visits": "visit_newest",
    "visits?since=2026-01-01T00:00:00Z": "visit_day",
    "orders": "order_newest",
    "reservations": "reservation_newest",
    "reservations?state=taken": "reservation_state",
    "compensations": "compensation_newest",
    "compensations?state=used": "compensation_state",
    "recovery-tasks": "recovery_task_open",
    "extras": "extra_newest",
    "choices": "requests_choice_brand_id",
    "status-links": "link_newest",
    "status-links?state=revoked": "link_revoked",
}


@pytest.mark.parametrize(("path", "index"), LISTS_OF_THE_API.items())
def test_a_list_of_the_api_is_a_walk_for_each_brand_without_sorting(cast: Cast, path: str, index: str) -> None:
    plans = _plans_of_pages(cast.orlov, path)

    assert len(plans) == len(cast.orlov.brand_ids)
    assert [(index in plan, "TEMP B-TREE" in plan) for plan in plans] == [(True, False)] * len(plans)


@pytest.mark.parametrize(
    ("path", "index"),
    [
        ("callbacks", "callbacks_callback_customer_id"),
        ("visits", "visit_customer"),
        ("orders", "order_of_customer"),
        ("reservations", "orders_reservation_customer_id"),
        ("compensations", "compensation_customer"),
        ("choices", "requests_choice_customer_id"),
        ("status-links", "promises_statuslink_customer_id"),
        ("promises", "promises_promise_customer_id"),
    ],
)
def test_what_is_one_customers_is_found_by_the_customer(cast: Cast, path: str, index: str) -> None:
    arrives(letter(), cast.chainik_mail)
    customer = the_conversation().customer.public_id

    [plan] = _plans_of_pages(cast.anna, f"{path}?customer={customer}")

    assert index in plan


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ("state=owed&owner=me", "promise_owners"),
        ("state=late&owner=me", "promise_owners"),
        ("state=kept&owner=me", "promise_done_owners"),
        ("state=broken&owner=me", "promise_broken_owners"),
        ("state=owed&team={team}", "promise_teams"),
        ("state=late&team={team}", "promise_teams"),
        ("state=kept&team={team}", "promise_done_teams"),
        ("state=broken&team={team}", "promise_broken_teams"),
        ("state=released&team={team}", "promise_released_teams"),
        ("conversation={conversation}", "promise_about"),
        ("state=broken&conversation={conversation}", "promise_about"),
        ("order={order}", "promise_about"),
        ("state=kept&order={order}", "promise_about"),
    ],
)
def test_what_is_of_one_person_team_or_matter_is_found_by_them(cast: Cast, asked: str, index: str) -> None:
    [plan] = _plans_of_pages(cast.anna, f"promises?{asked.format(**matters(cast))}")

    assert index in plan


def matters(cast: Cast) -> dict[str, object]:
    """Whose promises are asked for: a team's, a conversation's, an order's."""
    arrives(letter(), cast.chainik_mail)
    team = people.join_team(staff=cast.pavel, brand=cast.chainik, name="Доставка")
    conversation, order = the_conversation().public_id, an_order(cast).public_id
    return {"team": sealed("team", team.pk), "conversation": conversation, "order": order}


def _plans_of_pages(staff: Staff, path: str) -> list[str]:
    program = program_of(staff)
    with CaptureQueriesContext(connection) as asked:
        assert program.get(path).status_code == 200
    plans = []
    for question in asked.captured_queries:
        if question["sql"].endswith("LIMIT 51"):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {question['sql']}")
                plans.append("; ".join(step[3] for step in cursor.fetchall()))
    return plans


def test_figures_walk_along_what_was_settled_or_told_in_the_period(cast: Cast) -> None:
    at = timezone.now()
    asked, period = Asked([cast.chainik.pk], channel=channel_of_promise()), Period(at - timedelta(days=30), at)
    with CaptureQueriesContext(connection) as questions:
        figures(asked, period)
        notices(asked, period)
        list(silent(asked, period, after=(at, 9))[:50])
        still_open(asked, at)
    plans = []
    for question in questions.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {question['sql']}")
            plans.append("; ".join(step[3] for step in cursor.fetchall()))

    along = ["promise_settled", "move_told", "promise_broken", "promise_due"]
    assert [index in plan for index, plan in zip(along, plans, strict=True)] == [True] * len(along)
    assert "TEMP B-TREE" not in plans[2]


def test_the_planner_is_told_of_every_index_that_promises_have(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'promises_promise'")
        there = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT idx FROM sqlite_stat1 WHERE tbl = 'promises_promise'")
        told = {index for (index,) in cursor.fetchall()}

    assert told == there == set(OF_A_MILLION_PROMISES)


def test_the_planner_is_told_of_every_index_that_conversations_have(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT idx FROM sqlite_stat1 WHERE tbl = %s", [Conversation._meta.db_table])
        told = {index for (index,) in cursor.fetchall()}

    assert told == {index.name for index in Conversation._meta.indexes} == set(OF_A_MILLION)
