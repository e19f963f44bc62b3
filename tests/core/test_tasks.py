"""The queue as an author of tasks meets it: enqueue, drain, what failed."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks.exceptions import InvalidTaskError, TaskResultDoesNotExist

from slovo.core.db import transaction
from slovo.core.live.models import Nudge
from slovo.core.tasks import drain, enqueue_once, queries
from slovo.core.tasks.actions import UnableToRunAgain, run_again
from slovo.core.tasks.definitions import BULK, URGENT
from slovo.core.tasks.leases import CLOCK_SKEW_SECONDS_MAX, Claim, Leased, take
from slovo.core.tasks.models import Task
from slovo.core.tasks.worker import LEASE_SECONDS, Worker
from tests.core import sample_tasks as samples
from tests.core.sample_tasks import effects

pytestmark = pytest.mark.django_db
AT = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)  # not due while a test lasts


@pytest.fixture(autouse=True)
def nothing_begun() -> Iterator[None]:
    yield
    samples.begun.clear()


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def taken_by_a_worker_that_dies(at: datetime, tasks_max: int = 20) -> list[Leased]:
    return take(Claim("dead", samples.QUEUES, tasks_max, at, seconds(LEASE_SECONDS)))


def test_a_task_runs_once_and_is_gone() -> None:
    with transaction():
        samples.write.enqueue("a")
        samples.write.enqueue(key="b")
    assert drain(raise_errors=True) == 2
    assert drain(raise_errors=True) == 0
    assert effects() == ["a", "b"]
    assert not Task.objects.exists()


def test_a_rolled_back_change_asks_for_nothing() -> None:
    with suppress(ZeroDivisionError), transaction():
        samples.write.enqueue("a")
        _ = 1 / 0
    assert drain() == 0
    assert effects() == []


@pytest.mark.django_db(transaction=True)
def test_enqueueing_outside_of_a_transaction_is_our_mistake() -> None:
    with pytest.raises(AssertionError, match="part of the change"):
        samples.write.enqueue("a")


def test_contents_are_not_arguments() -> None:
    with pytest.raises(AssertionError, match="pass ids"), transaction():
        samples.write.enqueue("a" * 20_000)


def test_what_a_task_asks_for_runs_in_the_same_drain() -> None:
    with transaction():
        samples.ask_for_more.enqueue("a")
    assert drain(raise_errors=True) == 2
    assert effects() == ["a", "a again"]


def test_a_task_for_later_waits_for_its_moment() -> None:
    with transaction():
        samples.write.using(run_after=AT).enqueue("a")
    assert drain(AT - seconds(1)) == 0
    assert drain(AT) == 1
    assert effects() == ["a"]


def test_a_task_for_now_runs_whatever_the_clock_says() -> None:
    with transaction():
        samples.write.enqueue("a")
    assert drain(timezone.now() - timedelta(days=900)) == 1


def test_the_urgent_come_first_then_those_that_have_waited_longest() -> None:
    with transaction():
        samples.write.using(priority=BULK).enqueue("bulk")
        samples.write.using(run_after=AT).enqueue("later")
        samples.write.enqueue("first")
        samples.write.using(queue_name="samples slow").enqueue("second")
        samples.write.using(priority=URGENT).enqueue("urgent")
    taken = [leased.arguments["args"][0] for leased in taken_by_a_worker_that_dies(AT + seconds(1))]
    assert taken == ["urgent", "first", "second", "later", "bulk"]


def test_what_may_not_wait_goes_before_what_a_worker_has_in_hand() -> None:
    with transaction():
        samples.ask_at_once.enqueue("first")
        samples.write.enqueue("second")
    assert Worker(look_seconds=0).drain(raise_errors=True) == 3
    assert list(Nudge.objects.order_by("pk").values_list("key", flat=True)) == ["first", "first, at once", "second"]


@pytest.mark.parametrize("option", [{"priority": 7}, {"queue_name": "nobody looks here"}])
def test_priorities_and_queues_are_few(option: dict[str, object]) -> None:
    with pytest.raises(InvalidTaskError), transaction():
        samples.write.using(**option).enqueue("a")


def test_a_name_that_only_a_newer_worker_knows_is_left_for_it() -> None:
    with transaction():
        for _ in range(30):
            samples.write.enqueue("new")
        Task.objects.update(name="samples.write@2")
        samples.write.enqueue("old")
    assert drain(raise_errors=True) == 1
    assert effects() == ["old"]
    rows = set(Task.objects.values_list("name", "attempts", "leased_until", "parked_at", "error"))
    assert rows == {("samples.write@2", 0, None, None, "")}
    assert Task.objects.count() == 30


def test_a_failure_waits_longer_each_time_and_is_parked_in_the_end() -> None:
    with transaction():
        result = samples.fail.enqueue()
    assert drain(AT) == 1
    first = Task.objects.get()
    assert seconds(3.75) <= first.run_after - AT <= seconds(6.25)
    assert drain(AT + seconds(3)) == 0
    assert drain(AT + seconds(7)) == 1
    second = Task.objects.get()
    assert seconds(7.5) <= second.run_after - (AT + seconds(7)) <= seconds(12.5)
    assert result.status == TaskResultStatus.READY
    assert not queries.parked().exists()
    assert drain(AT + seconds(60)) == 1
    parked = queries.parked().get()
    assert (parked.attempts, parked.parked_at) == (3, AT + seconds(60))
    assert parked.error.endswith("RuntimeError: the first half is bad\n")
    assert drain(AT + timedelta(days=30)) == 0


def test_a_failed_apply_leaves_no_effect_and_does_not_take_its_neighbours_with_it() -> None:
    with transaction():
        samples.write_grouped.enqueue("one")
        samples.write_and_fail.enqueue("bad")
        samples.write_grouped.enqueue("two")
    worker = Worker(queues=samples.QUEUES)
    assert worker.drain(AT) == 3
    assert effects() == ["one", "two"]
    assert list(Task.objects.values_list("name", "attempts")) == [("samples.write_and_fail@1", 1)]


def test_a_drain_that_raises_records_the_failure_first_and_gives_the_rest_back() -> None:
    with transaction():
        samples.write.enqueue("a")
        samples.fail.enqueue()
        samples.write.enqueue("b")
    with pytest.raises(RuntimeError, match="the first half is bad"):
        drain(AT, raise_errors=True)
    assert effects() == ["a"]
    rows = list(Task.objects.order_by("id").values_list("name", "attempts", "leased_until", "leased_by"))
    assert rows == [("samples.fail@1", 1, None, ""), ("samples.write@1", 0, None, "")]


def test_a_parked_task_can_be_run_again() -> None:
    with transaction():
        samples.need.enqueue("the remedy")
    assert drain(AT) == 1
    parked = queries.parked().get()
    with transaction():
        samples.leave("the remedy")
    run_again(task_id=parked.pk, at=AT + seconds(10))
    assert drain(AT + seconds(10), raise_errors=True) == 1
    assert effects() == ["the remedy", "the remedy was there"]
    with pytest.raises(UnableToRunAgain):
        run_again(task_id=parked.pk, at=AT)


def test_a_task_whose_worker_died_is_taken_up_when_the_lease_runs_out() -> None:
    with transaction():
        samples.write.enqueue("a")
        samples.write.enqueue("b")
    assert len(taken_by_a_worker_that_dies(AT)) == 2
    assert drain(AT + seconds(LEASE_SECONDS - 1)) == 0
    assert drain(AT + seconds(LEASE_SECONDS)) == 2
    assert effects() == ["a", "b"]


def test_a_clock_set_back_does_not_keep_a_task_leased() -> None:
    with transaction():
        samples.write.enqueue("a")
    taken_by_a_worker_that_dies(AT)
    assert drain(AT - seconds(CLOCK_SKEW_SECONDS_MAX)) == 0
    assert drain(AT - timedelta(hours=1)) == 1


def test_the_takings_of_dead_workers_are_counted_and_a_poisonous_task_is_parked() -> None:
    with transaction():
        samples.kill_the_worker.enqueue()
    for turn in range(2):
        assert len(taken_by_a_worker_that_dies(AT + seconds(40 * turn))) == 1
    drain(AT + seconds(120))
    assert "its worker stopped" in queries.parked().get().error


def test_a_task_whose_worker_died_is_taken_alone() -> None:
    with transaction():
        for key in "abc":
            samples.write.enqueue(key)
    assert len(taken_by_a_worker_that_dies(AT)) == 3
    assert [leased.attempts for leased in taken_by_a_worker_that_dies(AT + seconds(40))] == [2]


def test_who_lost_the_lease_writes_nothing() -> None:
    with transaction():
        samples.lose_the_lease.enqueue("a")
    assert drain(raise_errors=True) == 1
    assert effects() == []
    assert Task.objects.get().leased_by == "another worker"


def test_a_key_is_waited_for_once() -> None:
    with transaction():
        first = enqueue_once(samples.write, "customer 1", "a")
        second = enqueue_once(samples.write, "customer 1", "b")
        enqueue_once(samples.write, "customer 2", "c")
        enqueue_once(samples.write_grouped, "customer 1", "d")
    assert first.id == second.id
    assert drain(raise_errors=True) == 3
    assert effects() == ["a", "c", "d"]


def test_a_key_is_free_once_its_task_has_begun() -> None:
    with transaction():
        enqueue_once(samples.write, "customer 1", "a")
    taken_by_a_worker_that_dies(AT)
    with transaction():
        enqueue_once(samples.write, "customer 1", "b")
    assert drain(AT + seconds(40)) == 2
    assert effects() == ["a", "b"]


def test_a_result_says_what_is_known() -> None:
    with transaction():
        result = samples.fail.enqueue()
    assert samples.fail.get_result(result.id).status == TaskResultStatus.READY
    taken_by_a_worker_that_dies(AT)
    assert samples.fail.get_result(result.id).status == TaskResultStatus.RUNNING
    for turn in range(1, 4):
        drain(AT + seconds(100 * turn))
    result.refresh()
    assert result.status == TaskResultStatus.FAILED
    assert [error.traceback.splitlines()[-1] for error in result.errors] == ["RuntimeError: the first half is bad"]


@pytest.mark.parametrize("known", ["0", "99999999999999999999999", "x"])
def test_of_a_task_that_is_done_nothing_is_known(known: str) -> None:
    with pytest.raises(TaskResultDoesNotExist):
        samples.write.get_result(known)
