from collections.abc import Callable
from functools import partial

from django.utils import timezone

from slovo.core.tasks import task
from slovo.requests import choosing
from slovo.requests.models import Choice


@task("requests.free_the_place@1")
def free_the_place(promise_id: int) -> Callable[[], None] | None:
    """What a choice promised was released."""
    standing = Choice.objects.filter(promise_id=promise_id, given_back_at=None)
    return partial(_free_the_place, promise_id) if standing.exists() else None


def _free_the_place(promise_id: int) -> None:
    choosing.follow_release(promise_id=promise_id, at=timezone.now())
