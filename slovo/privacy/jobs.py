from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.utils import timezone

from slovo.core.tasks import task
from slovo.core.tasks.definitions import BULK
from slovo.privacy import copying, erasing, sweeping, writing
from slovo.privacy.sweeping import Step


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


@task("privacy.sweep@1", queue="clock", priority=BULK)
def sweep(as_of: str = "", rule: str = "", rows: dict[str, int] | None = None) -> Callable[[], None]:
    """Some of what has outlived its days, and itself again for the next: in between others write. `rule`: those before
    it are done; `rows`: how many went, by table."""
    at = datetime.fromisoformat(as_of) if as_of else timezone.now()
    return partial(_sweep, at, sweeping.next_step(as_of=at, rule=rule), rows or {})


def _sweep(as_of: datetime, step: Step | None, rows: dict[str, int]) -> None:
    rule: str | None = None
    if step:
        gone, table = sweeping.take(step=step, as_of=as_of), step.rule.table
        rows = rows | {table: rows.get(table, 0) + gone} if gone else rows
        # Where all came to life meanwhile, the others of its rule wait for the next night.
        rule = step.rule.name if gone else sweeping.rule_after(rule=step.rule)
    if rule is None:
        sweeping.finish(as_of=as_of, rows=rows, at=timezone.now())
    else:
        sweep.enqueue(as_of=as_of.isoformat(), rule=rule, rows=rows)
