from collections.abc import Callable
from functools import partial

from django.utils import timezone

from slovo.core.tasks import task
from slovo.privacy import copying, erasing, writing


@task("privacy.erase@1")
def go_on_erasing(erasure_id: int) -> Callable[[], None]:
    return partial(_go_on, erasure_id)


def _go_on(erasure_id: int) -> None:
    at = timezone.now()
    wait = erasing.go_on(erasure_id=erasure_id, at=at)
    if wait is not None:
        go_on_erasing.using(run_after=at + wait).enqueue(erasure_id=erasure_id)


@task("privacy.make_copy@1")
def make_copy(copy_id: int) -> Callable[[], None]:
    """The files are written before: each is stored by itself, and what a worker that died had stored goes first."""
    writing.make_parts(copy_id)
    return partial(_copy_made, copy_id)


def _copy_made(copy_id: int) -> None:
    copying.finish(copy_id=copy_id, at=timezone.now())


@task("privacy.forget_copies@1", queue="clock")
def forget_copies() -> Callable[[], None]:
    return _forget_copies


def _forget_copies() -> None:
    copying.forget(at=timezone.now())
