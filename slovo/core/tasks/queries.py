from django.db.models import QuerySet

from slovo.core.tasks.models import PARKED, Task


def parked() -> QuerySet[Task]:
    """What was tried to its last attempt, the latest first."""
    return Task.objects.filter(PARKED).order_by("-parked_at", "-id")
