from datetime import datetime

from django.utils.translation import gettext as _

from slovo.core.db import transaction
from slovo.core.errors import UnableTo
from slovo.core.tasks.models import Task


class UnableToRunAgain(UnableTo):
    pass


@transaction()
def run_again(*, task_id: int, at: datetime) -> None:
    """A parked task waits again from `at`, with all its attempts."""
    waiting = Task.objects.filter(pk=task_id, parked_at__isnull=False)
    if not waiting.update(parked_at=None, attempts=0, run_after=at):
        raise UnableToRunAgain(_("This task is not parked any more. Refresh the page to see what is."))
