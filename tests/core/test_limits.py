"""How often something may happen, for all processes together."""

from datetime import UTC, datetime, timedelta

import pytest

from slovo.core import limits
from slovo.core.limits.actions import sweep
from slovo.core.limits.models import Counter

AT = datetime(2026, 11, 25, 12, 0, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_used() -> None:
    limits.forget()


def test_a_low_limit_is_exact_and_begins_anew_with_the_window() -> None:
    taken = [limits.take("a", limit=2, seconds=60, at=AT) for _time in range(3)]

    assert [(one.allowed, one.left, one.reset_seconds) for one in taken] == [
        (True, 1, 30),
        (True, 0, 30),
        (False, 0, 30),
    ]
    assert limits.take("a", limit=2, seconds=60, at=AT + timedelta(seconds=30)).allowed
    assert limits.take("b", limit=2, seconds=60, at=AT).allowed


def test_a_high_limit_costs_one_write_for_a_portion() -> None:
    lefts = [limits.take("a", limit=1_000, seconds=60, at=AT).left for _time in range(11)]

    assert (lefts[0], lefts[9], lefts[10]) == (999, 990, 989)
    assert Counter.objects.get().used == 20


def test_all_processes_together_get_no_more_than_the_limit() -> None:
    allowed = 0
    for _process in range(30):
        limits.forget()
        allowed += sum(limits.take("a", limit=250, seconds=60, at=AT).allowed for _time in range(10))

    assert allowed == 250


def test_names_that_nobody_uses_are_swept() -> None:
    limits.take("old", limit=1, seconds=60, at=AT - timedelta(days=2))
    limits.take("new", limit=1, seconds=60, at=AT)

    sweep(at=AT)

    assert list(Counter.objects.values_list("name", flat=True)) == ["new"]


def test_several_names_are_counted_together_and_the_first_that_is_used_up_refuses() -> None:
    taken = [limits.take_each({"office": 5, "visitor": 2}, seconds=60, at=AT).allowed for _time in range(4)]

    assert taken == [True, True, False, False]
    assert dict(Counter.objects.values_list("name", "used")) == {"office": 4, "visitor": 4}


def test_whoever_asks_a_few_times_of_many_costs_no_write() -> None:
    for _time in range(10):
        assert limits.take_each({"office": 1_000}, seconds=60, at=AT).allowed
    assert not Counter.objects.exists()

    limits.take_each({"office": 1_000}, seconds=60, at=AT)

    assert Counter.objects.get().used == 10


def test_a_high_limit_ends_all_the_same() -> None:
    allowed = [limits.take_each({"office": 200}, seconds=60, at=AT).allowed for _time in range(250)]

    assert sum(allowed) == 202  # with the first portion, a hundredth, which is not written down
    assert allowed[-1] is False


def test_a_process_that_begins_anew_gives_nothing_away_of_what_is_used_up() -> None:
    for _time in range(250):
        limits.take_each({"office": 200}, seconds=60, at=AT)

    limits.forget()

    assert not limits.take_each({"office": 200}, seconds=60, at=AT).allowed
