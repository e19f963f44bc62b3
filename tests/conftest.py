import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.management.commands import flush as flush_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test.signals import template_rendered
from hypothesis import HealthCheck, settings
from jinja2 import Template
from schemathesis.pytest.plugin import SchemathesisFunction

from slovo.conversations import shared_pages
from slovo.promises.guard import lift_guard, stand_guard
from tests import cast as cast_module
from tests import migrated
from tests.cast import Cast

# How long an example takes is the machine's affair: no test here depends on time.
settings.register_profile("slovo", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("slovo")
LATEST = 2


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--alike-too", action="store_true", help="on PostgreSQL, too, try what asks no database")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes longest begins first, or one worker waits for the other in the end. What asks no database is the
    same on either: on the second one it is not tried again."""
    if os.environ.get("SLOVO_DATABASE_URL") and not config.getoption("alike_too"):
        alike = [item for item in items if not _asks(item)]
        config.hook.pytest_deselected(items=alike)
        items[:] = [item for item in items if _asks(item)]
    _address_each(items)
    soonest: dict[Path, int] = {}
    for item in items:
        soonest[item.path] = min(_how_soon(item), soonest.get(item.path, LATEST))
    items.sort(key=lambda item: soonest[item.path])


def _address_each(items: Sequence[pytest.Item]) -> None:
    """Schemathesis gives the cases of one function one address, and xdist then tries only one of them."""
    for item in items:
        if isinstance(item, SchemathesisFunction):
            item._id = item.parent.id.child(item.name)  # pytest 9.2 takes what stands in brackets for nothing
    twins = [address for address, count in Counter(item.nodeid for item in items).items() if count > 1]
    assert not twins, f"tests of one address, of which only one would be tried: {twins}"


def _how_soon(item: pytest.Item) -> int:
    marks = {mark.name for mark in item.iter_markers()}
    return 0 if "browser" in marks else 1 if marks & {"slow", "servers"} else LATEST


def _asks(item: pytest.Item) -> bool:
    """A slow test may ask by a program that it starts, unless it says that it does not."""
    by_itself = item.get_closest_marker("django_db") or not {"db", "transactional_db"}.isdisjoint(_fixtures(item))
    by_programs = item.get_closest_marker("slow") or item.get_closest_marker("servers")
    return bool(by_itself or (by_programs and not item.get_closest_marker("plain")))


def _fixtures(item: pytest.Item) -> Collection[str]:
    return item.fixturenames if isinstance(item, pytest.Function) else ()


Operations = type(connection.ops)
MADE_BY_MIGRATIONS = {"django_content_type", "auth_permission"}  # their rows are no test's, and stay
WORDS = ("search_document", "search_form")  # what empties the database knows Django's tables alone


def what_a_test_committed(_operations: Any, _style: Any, tables: Iterable[str], **_more: Any) -> list[str]:
    """Of nearly two hundred tables it wrote into some twenty: the others are empty."""
    may_be_full = [*(table for table in tables if table not in MADE_BY_MIGRATIONS), *WORDS]
    asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in may_be_full)
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [f"DELETE FROM {table}" for (table,) in cursor.fetchall()]


def lifting_the_guard(flush: Any) -> Any:
    """What was committed by a test is taken away after it; the ledger lets nobody else take anything."""

    def flushed(operations: Any, *values: Any, **more: Any) -> None:
        lift_guard()
        try:
            flush(operations, *values, **more)
        finally:
            stand_guard()

    return flushed


EMPTYING = pytest.MonkeyPatch()  # for the whole run
EMPTYING.setattr(Operations, "sql_flush", what_a_test_committed)
EMPTYING.setattr(Operations, "execute_sql_flush", lifting_the_guard(Operations.execute_sql_flush))
EMPTYING.setattr(
    flush_command, "emit_post_migrate_signal", lambda *_values, **_more: None
)  # of it, too, all has stayed


def tell_what_is_drawn(render: Any) -> Any:
    """Django's client keeps the values of a page (`response.context`) when its template tells it; Jinja2's do not."""

    def told(template: Template, *values: Any, **more: Any) -> Any:
        template_rendered.send(sender=template, template=template, context=dict(*values, **more))
        return render(template, *values, **more)

    return told


Template.render = tell_what_is_drawn(Template.render)  # type: ignore[method-assign]  # as Django does with its own


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Of pytest-django: what is there already is taken."""
    migrated.lay_out()
    return True


@pytest.fixture(autouse=True)
def no_list_of_the_test_before() -> None:
    """Its facts were taken back, and the next ones have their numbers."""
    shared_pages.forget()


@pytest.fixture
def cast(db: None, tmp_path: Path) -> Cast:
    return cast_module.gather(outgoing=str(tmp_path / "outgoing"))


@pytest.fixture
def one_connection() -> Iterator[None]:
    """A real server closes its connections after a request; here that would end the test's own transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
