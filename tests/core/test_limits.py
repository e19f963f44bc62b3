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


def test_a_low_limit_is_exact() -> None:
    taken = [limits.take("a", limit=2, seconds=60, at=AT) for _time in range(3)]

    assert [(one.allowed, one.left) for one in taken] == [(True, 1), (True, 0), (False, 0)]
    assert limits.take("b", limit=2, seconds=60, at=AT).allowed


def allowed(number: int, *, limit: int, at: datetime, seconds: int = 60) -> int:
    """How many of so many."""
    return sum(limits.take("a", limit=limit, seconds=seconds, at=at).allowed for _time in range(number))


@pytest.mark.parametrize("limit", [1, 2, 10, 250, 1_000])
def test_the_limit_is_not_doubled_where_one_window_ends_and_the_next_begins(limit: int) -> None:
    before, after = AT + timedelta(seconds=29), AT + timedelta(seconds=30)
    assert allowed(limit + 5, limit=limit, at=before) == limit
    assert allowed(5, limit=limit, at=after) == 0

    half = allowed(limit + 5, limit=limit, at=after + timedelta(seconds=30))
    assert half == limit // 2
    assert allowed(limit + 5, limit=limit, at=after + timedelta(seconds=60)) == limit - half


@pytest.mark.parametrize("before", [0, 3, 7])
def test_who_counts_up_to_the_limit_meets_it_wherever_the_window_ends(before: int) -> None:
    assert allowed(before, limit=7, at=AT + timedelta(seconds=29)) == before
    assert allowed(7, limit=7, at=AT + timedelta(seconds=30)) == 7 - before


@pytest.mark.parametrize(("limit", "used"), [(1, 1), (2, 2), (5, 5), (50, 50)])
@pytest.mark.parametrize("later", [0, 35])
def test_who_waits_as_long_as_is_said_may_go_on_and_not_before(limit: int, used: int, later: int) -> None:
    at = AT + timedelta(seconds=later)
    assert allowed(used, limit=limit, at=AT) == used
    allowed(used, limit=limit, at=at)
    wait = limits.take("a", limit=limit, seconds=60, at=at)
    assert not wait.allowed

    assert not limits.take("a", limit=limit, seconds=60, at=at + timedelta(seconds=wait.reset_seconds - 1)).allowed
    assert limits.take("a", limit=limit, seconds=60, at=at + timedelta(seconds=wait.reset_seconds)).allowed


def test_what_is_refused_is_not_counted() -> None:
    assert allowed(500, limit=10, at=AT) == 10
    assert allowed(500, limit=10, at=AT + timedelta(seconds=60)) == 5
    assert allowed(500, limit=10, at=AT + timedelta(seconds=180)) == 10


def test_a_high_limit_costs_one_write_for_a_portion() -> None:
    lefts = [limits.take("a", limit=1_000, seconds=60, at=AT).left for _time in range(11)]

    assert (lefts[0], lefts[9], lefts[10]) == (999, 990, 989)
    assert Counter.objects.get().used == 20


def test_what_weighs_more_than_one_is_counted_by_its_weight() -> None:
    def sent(amount: int, at: datetime = AT) -> limits.Taken:
        return limits.take_each({"a": 1_000}, seconds=60, at=at, amount=amount)

    taken = [sent(amount) for amount in (300, 4, 600, 200, 96, 1)]
    assert [one.allowed for one in taken] == [True, True, True, False, True, False]

    assert Counter.objects.get().used == 1_000
    wait = sent(200)
    later = AT + timedelta(seconds=wait.reset_seconds)
    assert not sent(200, later - timedelta(seconds=1)).allowed
    assert sent(200, later).allowed
    assert not sent(1_001, AT + timedelta(hours=1)).allowed


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
    assert dict(Counter.objects.values_list("name", "used")) == {"office": 4, "visitor": 2}


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
