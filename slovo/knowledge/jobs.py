from collections.abc import Callable

from django.utils import timezone

from slovo.core.tasks import task
from slovo.knowledge import asking


@task("knowledge.sweep@1", queue="clock")
def sweep() -> Callable[[], None]:
    return _sweep


def _sweep() -> None:
    asking.sweep(at=timezone.now())
