from collections.abc import Callable
from functools import partial

from django.utils import timezone

from slovo.core.tasks import task
from slovo.recovery import actions, queries, telling, work


@task("recovery.begin@1", queue="clock")
def begin(promise_id: int) -> Callable[[], None]:
    """A promise broke, or is owed once more after it had been said done or released."""
    return partial(_begin, promise_id)


def _begin(promise_id: int) -> None:
    actions.begin(promise_id=promise_id, at=timezone.now())


@task("recovery.settle_due@1", queue="clock")
def settle_due() -> Callable[[], None] | None:
    """The steps whose moment has come, the oldest first."""
    steps = queries.to_settle(timezone.now()).values_list("promise_id", flat=True)
    promise_ids = list(dict.fromkeys(steps[: actions.SETTLE_BATCH_MAX]))
    return partial(_settle_due, promise_ids) if promise_ids else None


def _settle_due(promise_ids: list[int]) -> None:
    for promise_id in sorted(promise_ids):  # in the order in which everybody takes them
        actions.settle(promise_id=promise_id, at=timezone.now())


@task("recovery.tell@1", queue="out")
def tell(customer_id: int) -> Callable[[], None] | None:
    return partial(_tell, customer_id) if queries.to_tell(customer_id).exists() else None


def _tell(customer_id: int) -> None:
    telling.tell(customer_id=customer_id, at=timezone.now())


@task("recovery.see_to@1", queue="clock")
def see_to(promise_id: int) -> Callable[[], None]:
    """A customer gave a low mark."""
    return partial(_see_to, promise_id)


def _see_to(promise_id: int) -> None:
    work.see_to(promise_id=promise_id, at=timezone.now())
