"""The write gate: writers wait in a queue, and a nested change is one change."""

import threading

import pytest
from django.db import connection

from slovo.core.db import in_transaction, transaction
from slovo.core.live.actions import nudge
from slovo.core.live.models import Nudge

pytestmark = pytest.mark.slow

WRITERS = 8
CHANGES_EACH = 25


def change() -> None:
    nudge("test:1", brand_id=1)


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_all_get_their_turn() -> None:
    def write() -> None:
        for _ in range(CHANGES_EACH):
            with transaction(durable=True):
                change()
        connection.close()

    writers = [threading.Thread(target=write) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert Nudge.objects.count() == WRITERS * CHANGES_EACH


@pytest.mark.django_db(transaction=True)
def test_a_change_inside_a_change_is_undone_with_it() -> None:
    @transaction()
    def inner() -> None:
        change()

    @transaction()
    def outer() -> None:
        inner()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        outer()

    assert Nudge.objects.count() == 0
    assert not in_transaction()
