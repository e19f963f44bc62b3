from collections.abc import Callable

from django.utils import timezone

from slovo.api import actions
from slovo.core.tasks import task


@task("api.sweep@1", queue="clock")
def sweep() -> Callable[[], None]:
    return _sweep


def _sweep() -> None:
    actions.sweep(at=timezone.now())
