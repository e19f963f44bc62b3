"""What older versions let be released after its deadline is found, and its break is recorded where it belongs."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from slovo.config.cli import main
from slovo.core.journal.models import JournalEntry
from slovo.core.tasks.models import Task
from slovo.promises import deeds, ledger, replay
from slovo.promises.guard import lift_guard, stand_guard
from slovo.promises.models import Promise, State
from tests.cast import Cast
from tests.promises.stories import facts_of, now_of, promised

AT = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DUE = AT + HOUR


def as_it_was(cast: Cast, monkeypatch: pytest.MonkeyPatch, *, kind: str = "delivery", how: str = "phone") -> Promise:
    """Released by the customer an hour after the deadline, and never broken."""
    promise = promised(cast, at=AT, due_at=DUE, kind=kind)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        lift_guard()
        with monkeypatch.context() as before:
            before.setattr(deeds, "break_", lambda _promise: None)
            ledger.release(promise_id=promise.pk, words="Не нужно", how=how, by=cast.anna, at=DUE + HOUR)
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        stand_guard()
    Task.objects.all().delete()
    assert now_of(promise).broken_at is None
    return promise


@pytest.fixture
def late(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Promise:
    return as_it_was(cast, monkeypatch)


def test_they_are_counted_first(cast: Cast, late: Promise, capsys: pytest.CaptureFixture[str]) -> None:
    promised(cast, at=AT, due_at=DUE)

    assert main(["promises", "late-releases"]) == 1

    assert "not broken: 1" in capsys.readouterr().out
    assert now_of(late).broken_at is None


def test_the_break_that_was_owed_is_recorded_and_nothing_else_changes(cast: Cast, late: Promise) -> None:
    before = Promise.objects.filter(pk=late.pk).values().get()

    assert main(["promises", "late-releases", "--yes"]) == 0
    assert main(["promises", "late-releases", "--yes"]) == 0

    assert Promise.objects.filter(pk=late.pk).values().get() == before | {"broken_at": DUE}
    assert now_of(late).state == State.RELEASED
    assert facts_of(late) == ["PromiseMade", "PromiseReleased", "PromiseBroken"]
    assert replay.compare().agrees


def test_nobody_gets_anything_for_a_delay_of_long_ago(cast: Cast, late: Promise) -> None:
    main(["promises", "late-releases", "--yes"])

    assert JournalEntry.objects.get(kind="PromiseBroken").data["found_late"] is True
    assert "recovery.begin@1" not in Task.objects.values_list("name", flat=True)


def test_what_was_released_in_time_or_struck_out_is_none_of_it(cast: Cast) -> None:
    released, mistaken = promised(cast, at=AT, due_at=DUE), promised(cast, at=AT, due_at=DUE)
    ledger.release(promise_id=released.pk, words="Не нужно", how="phone", by=cast.anna, at=AT + HOUR / 2)
    ledger.strike_out(promise_id=mistaken.pk, by=cast.anna, at=AT + HOUR / 12)

    assert main(["promises", "late-releases"]) == 0


def test_whoever_waited_for_a_customer_that_did_not_come_may_have_broken_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = as_it_was(cast, monkeypatch, kind="visit", how="other")

    assert main(["promises", "late-releases", "--yes"]) == 0

    assert now_of(visit).broken_at is None
