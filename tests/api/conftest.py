from collections.abc import Iterator
from unittest import mock

import pytest
from django.utils import timezone

from slovo.core import limits
from slovo.core.journal import queries as journal


@pytest.fixture(autouse=True)
def nothing_used() -> None:
    """The database of every test is new; what this process knows of the limits must be too."""
    limits.forget()


@pytest.fixture(autouse=True)
def settled(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within a test's own transaction nothing ever settles on PostgreSQL. `tests/core/test_journal.py` shows what
    that is for, and a test that commits shows that webhooks wait for it."""
    marker = request.node.get_closest_marker("django_db")
    if not (marker and marker.kwargs.get("transaction")):
        monkeypatch.setattr(journal, "settled", lambda rows: rows)


@pytest.fixture
def one_instant() -> Iterator[None]:
    """The first request of a new minute writes that minute down: what is counted happens within one."""
    with mock.patch.object(timezone, "now", return_value=timezone.now()):
        yield
