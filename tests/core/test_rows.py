"""Rows that are written with every letter: they are what Django itself would have written."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone as clock

from slovo.channels.models import Outbound, State
from slovo.core.db import locked, transaction
from slovo.core.rows import insert, put, update, update_while
from slovo.promises.ladder_models import Reminder
from slovo.promises.models import Promise
from tests.cast import Cast
from tests.promises.stories import promised

NOW = clock.now()


def outbound(cast: Cast, zone: tzinfo) -> Outbound:
    moment = datetime(2026, 11, 24, 10, 0, 0, 250, tzinfo=zone)
    return Outbound(
        brand=cast.chainik,
        channel="email",
        posting={"text": "«Чай» 🍵"},
        external_id="",
        state=State.SENDING,
        queued_at=moment,
        not_before=moment,
        sending_at=moment,
        explanation="не отвечает",
        attempts=3,
    )


def stands(row: Outbound) -> list[object]:
    """All that the database has of it but for its names, which differ in every row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM channels_outbound WHERE id = %s", [row.pk])
        names = [column[0] for column in cursor.description]
        (values,) = cursor.fetchall()
    return [value for name, value in zip(names, values, strict=True) if name not in {"id", "public_id"}]


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=3))])
def test_a_row_stands_as_django_would_have_written_it(cast: Cast, zone: tzinfo) -> None:
    by_us, by_django = outbound(cast, zone), outbound(cast, zone)
    insert(by_us)
    by_django.save()
    assert stands(by_us) == stands(by_django)
    assert Outbound.objects.get(public_id=by_us.public_id) == by_us

    for row in (by_us, by_django):
        row.state, row.sent_at, row.ended_at, row.posting = State.SENT, row.queued_at, row.queued_at, {}
    update(by_us)
    by_django.save()
    assert stands(by_us) == stands(by_django)


def test_of_what_was_read_for_writing_only_what_was_changed_is_written(cast: Cast) -> None:
    pk = promised(cast, at=NOW, due_at=NOW + timedelta(hours=1), what="Пришлём чайник").pk
    with transaction():
        promise = locked(Promise, pk)
        with CaptureQueriesContext(connection) as nothing:
            update(promise)
        promise.heard_at = NOW
        with CaptureQueriesContext(connection) as asked:
            update(promise)
        promise.heard_at = None
        update(promise)

    assert len(nothing) == 0
    assert [name in asked[0]["sql"] for name in ('"heard_at"', '"due_at"', '"pauses"')] == [True, False, False]
    assert Promise.objects.get(pk=pk).heard_at is None


def test_a_row_that_has_gone_on_is_left_as_it_is(cast: Cast) -> None:
    row = outbound(cast, UTC)
    row.save()
    row.explanation = "ушло"

    assert not update_while(row, "explanation", state=State.QUEUED.value, attempts=3)
    assert Outbound.objects.get(pk=row.pk).explanation == "не отвечает"
    assert update_while(row, "explanation", state=State.SENDING.value, attempts=3)
    assert Outbound.objects.get(pk=row.pk).explanation == "ушло"


def test_a_moment_is_compared_as_it_is_stored(cast: Cast) -> None:
    row = outbound(cast, UTC)
    row.save()
    was = row.not_before
    row.not_before = was + timedelta(minutes=5)

    assert not update_while(row, "not_before", not_before=was - timedelta(microseconds=1))
    assert update_while(row, "not_before", not_before=was)
    assert not update_while(row, "not_before", not_before=was)
    assert Outbound.objects.get(pk=row.pk).not_before == was + timedelta(minutes=5)


def test_what_is_there_is_renewed_and_what_is_not_is_added(cast: Cast) -> None:
    """As Django's `bulk_create` with conflicts that update."""
    at = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    promise = promised(cast, at=at, due_at=at + timedelta(hours=2))
    same = {"promise_id": promise.pk, "brand_id": cast.chainik.pk}
    put([Reminder(staff=cast.anna, why="owner", at=at, seen_at=at, **same)], found_by=KEY, renewed=NEW)
    later = [Reminder(staff=staff, why="lead", at=at + timedelta(hours=1), **same) for staff in (cast.anna, cast.maria)]
    put(later, found_by=KEY, renewed=NEW)

    rows = Reminder.objects.order_by("staff__name").values_list("staff__name", "why", "at", "seen_at")
    expected = [(staff.name, "lead", at + timedelta(hours=1), None) for staff in (cast.anna, cast.maria)]
    assert list(rows) == expected
    put([], found_by=KEY, renewed=NEW)
    assert Reminder.objects.count() == 2


KEY, NEW = ("promise", "staff"), ("why", "at", "seen_at")
