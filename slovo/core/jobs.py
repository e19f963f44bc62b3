from collections.abc import Callable
from functools import partial

from django.utils import timezone

from slovo.core.files import actions as files
from slovo.core.limits import actions as limits
from slovo.core.live import actions as live
from slovo.core.presence import actions as presence
from slovo.core.presence import queries as present
from slovo.core.proof import actions as proof
from slovo.core.search import vocabulary
from slovo.core.tasks import task


@task("core.sweep@1", queue="clock")
def sweep() -> Callable[[], None]:
    """Take away what nobody needs any more: old nudges, files without a user."""
    return _sweep


@task("core.sweep_presence@1", queue="clock")
def sweep_presence() -> Callable[[], None] | None:
    """Who went without a word is gone from the screens of the others."""
    return _sweep_presence if present.silent(timezone.now()).exists() else None


def _sweep_presence() -> None:
    presence.sweep(at=timezone.now())


def _sweep() -> None:
    at = timezone.now()
    live.sweep(at=at)
    files.sweep(at=at)
    limits.sweep(at=at)
    proof.sweep(at=at)


@task("core.compact_vocabulary@1", queue="clock")
def compact_vocabulary() -> Callable[[], None] | None:
    """Join the rows of words that were counted several times."""
    forms = vocabulary.written_twice()
    return partial(vocabulary.compact, forms) if forms else None
