from collections.abc import Collection

from django.db.models import QuerySet

from slovo.core.prepared import prepared
from slovo.people.models import Staff
from slovo.standards.models import ServiceLevel

LETTERS = "email"
HELD_TO_LETTERS = ("api",)  # a request from a form on the site waits no longer than a letter


def service_level(*, brand_id: int, channel: str) -> ServiceLevel | None:
    """Of the channel itself; a channel that is answered by letters and has none of its own has theirs."""
    channels = [channel, LETTERS] if channel in HELD_TO_LETTERS else [channel]
    levels = {level.channel: level for level in _levels(brand_id, channels)}
    return levels.get(channel) or levels.get(LETTERS)


@prepared
def _levels(brand_id: int, channels: Collection[str]) -> QuerySet[ServiceLevel]:
    return ServiceLevel.objects.select_related("calendar").filter(brand_id=brand_id, channel__in=channels)


def visible_to(staff: Staff) -> QuerySet[ServiceLevel]:
    return ServiceLevel.objects.filter(brand_id__in=staff.brand_ids)


def service_levels(brand_id: int) -> QuerySet[ServiceLevel]:
    return ServiceLevel.objects.filter(brand_id=brand_id).order_by("channel")
