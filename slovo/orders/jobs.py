from collections.abc import Callable
from functools import partial

from django.utils import timezone

from slovo.core.tasks import task
from slovo.orders import importing, queries, reserving, returning


@task("orders.note_slip@1", queue="clock")
def note_slip(promise_id: int) -> Callable[[], None]:
    return partial(_note_slip, promise_id)


def _note_slip(promise_id: int) -> None:
    returning.note_slip(promise_id=promise_id, at=timezone.now())


@task("orders.expire_reservations@1", queue="clock")
def expire_reservations() -> Callable[[], None] | None:
    pks = list(queries.to_expire(timezone.now()).values_list("pk", flat=True)[: reserving.EXPIRE_BATCH_MAX])
    return partial(_expire, pks) if pks else None


def _expire(pks: list[int]) -> None:
    for pk in pks:
        reserving.expire(reservation_id=pk, at=timezone.now())


@task("orders.go_on_importing@1", queue="default")
def go_on_importing(import_id: int) -> Callable[[], None]:
    """A batch, and itself again for the next one: in between others write."""
    return partial(_go_on_importing, import_id)


def _go_on_importing(import_id: int) -> None:
    if importing.go_on(import_id=import_id, at=timezone.now()):
        go_on_importing.enqueue(import_id=import_id)
