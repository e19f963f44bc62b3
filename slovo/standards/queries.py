from collections.abc import Collection

from django.db.models import QuerySet

from slovo.brands.models import calendars_of
from slovo.core.prepared import once, prepared
from slovo.people.models import Staff
from slovo.standards.expectation_models import Expectation, Unpromised, UnpromisedState
from slovo.standards.models import ServiceLevel

LETTERS = "email"
CHAT = "chat"
CHAT_MINUTES = 1
UP_FRONT_MAX = 20
HELD_TO_LETTERS = ("api", "page", "book")  # a request from a form on the site waits no longer than a letter


def service_level(*, brand_id: int, channel: str) -> ServiceLevel | None:
    """Of the channel itself; a channel that is answered by letters and has none of its own has theirs, and a chat is
    answered within a minute, by the same calendar."""
    channels = [channel, LETTERS] if channel in (*HELD_TO_LETTERS, CHAT) else [channel]
    levels = {level.channel: level for level in _levels(brand_id, channels)}
    if channel == CHAT and CHAT not in levels:
        return _of_chat(brand_id, levels.get(LETTERS))
    return levels.get(channel) or levels.get(LETTERS)


def _of_chat(brand_id: int, letters: ServiceLevel | None) -> ServiceLevel:
    calendar = letters.calendar if letters else calendars_of(brand_id)[0]
    return ServiceLevel(
        brand_id=brand_id,
        channel=CHAT,
        calendar=calendar,
        first_answer_minutes=CHAT_MINUTES,
        next_answer_minutes=CHAT_MINUTES,
        warning_minutes=0,
    )


@once
@prepared
def _levels(brand_id: int, channels: Collection[str]) -> QuerySet[ServiceLevel]:
    return ServiceLevel.objects.select_related("calendar").filter(brand_id=brand_id, channel__in=channels)


def visible_to(staff: Staff) -> QuerySet[ServiceLevel]:
    return ServiceLevel.objects.filter(brand_id__in=staff.brand_ids)


def service_levels(brand_id: int) -> QuerySet[ServiceLevel]:
    return ServiceLevel.objects.filter(brand_id=brand_id).order_by("channel")


def expectations_visible_to(staff: Staff) -> QuerySet[Expectation]:
    """What stands on the map."""
    return Expectation.objects.filter(brand_id__in=staff.brand_ids, archived_at=None)


def unpromised_visible_to(staff: Staff) -> QuerySet[Unpromised]:
    """What was expected most often first."""
    return Unpromised.objects.filter(brand_id__in=staff.brand_ids).order_by("-times", "-pk")


def said_up_front(brand_id: int, *languages: str) -> list[str]:
    """The clear words that customers of a brand read before they ask, in the first of these languages that there is."""
    rows = Unpromised.objects.filter(brand_id=brand_id, state=UnpromisedState.WORD).order_by("-times", "pk")
    return [
        next((row.up_front[one] for one in languages if row.up_front.get(one)), next(iter(row.up_front.values())))
        for row in rows[:UP_FRONT_MAX]
    ]
