"""How long somebody in a chat will wait: their place, and a range from the same history as the promises' forecast.

The range lies between the quarter that was answered soonest and the fifth that waited longest, of the answers in chats
of the last 90 days; longer when much is ahead (`promises.forecast.load_of`). Where too few are known it is what is
promised, and says so. Who has waited longer than that is told a new range: how much more those needed who had waited as
long; nothing, where too few did.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from slovo.channels.chat import queries as chats
from slovo.conversations.chat_queries import CHAT
from slovo.conversations.models import Conversation
from slovo.conversations.promise_channels import channel_of_promise
from slovo.core.worktime import Calendar
from slovo.promises import queries as promises
from slovo.promises.forecast import PRIOR_CASES, load_of
from slovo.promises.history import CASES_MAX, FIELDS, HISTORY_DAYS, Calendars, History
from slovo.promises.kinds import Kind
from slovo.promises.models import Promise
from slovo.standards import queries as standards

LOOKED_AT_MAX = 2_000  # answers of all channels, the newest
MINUTE = 60
SOON, LATE = 0.25, 0.8
LONGER_CASES_MIN = 5  # who waited as long: of fewer no range is told


@dataclass(frozen=True, slots=True)
class Wait:
    """`place`: in the queue, 0 when somebody has taken the chat or it is not our turn. `minutes`: from, to; one and the
    same when it is what is promised, None when nothing is. `there`: how many take chats just now. `overdue`: they have
    waited longer than was told; then `minutes` are from now on, None when nobody knows."""

    place: int
    minutes: tuple[int, int] | None
    there: int
    cases: int
    overdue: bool = False


def expected(brand_id: int, conversation: Conversation | None, *, begins: bool, at: datetime) -> Wait:
    """`begins`: they stand in the queue, or would if they wrote now."""
    there = len(chats.on_duty(brand_id, at=at))
    place = _place(brand_id, conversation) if begins else 0
    history, calendars = _history(brand_id, int(at.timestamp()) // MINUTE)
    waited = _waited(conversation, calendars, at) if begins and conversation else 0
    if history.cases < PRIOR_CASES:
        level = standards.service_level(brand_id=brand_id, channel=CHAT)
        promised = level.first_answer_minutes if level else 0
        if promised and waited > promised:
            return Wait(place, None, there, history.cases, overdue=True)
        return Wait(place, (promised, promised) if promised else None, there, history.cases)
    load = load_of(max(0, place - 1) // max(1, there))
    soon, late = _range(history, load)
    if waited <= late:
        return Wait(place, (soon, late), there, history.cases)
    longer = history.beyond(waited / load)
    more = _range(longer, load, less=waited) if longer.cases >= LONGER_CASES_MIN else None
    return Wait(place, more, there, longer.cases, overdue=True)


def is_left(brand_id: int, calendar: Calendar, *, at: datetime) -> bool:
    """Whether what is written now lies until somebody comes: the brand is closed, or nobody takes chats."""
    return not calendar.is_open(at) or not chats.on_duty(brand_id, at=at)


def answer_due(brand_id: int, conversation: Conversation | None, *, at: datetime) -> datetime | None:
    """By when they have an answer: as it is promised, or as it would be if they wrote now. None: nothing is promised,
    or that moment has passed."""
    if conversation and (owed := promises.owed_answer(conversation.key)):
        return owed.due_at if owed.due_at and owed.due_at > at else None
    level = standards.service_level(brand_id=brand_id, channel=CHAT)
    if level is None:
        return None
    first = conversation is None or conversation.first_answered_at is None
    return level.calendar.calendar.deadline(at, level.first_answer_minutes if first else level.next_answer_minutes)


def _range(history: History, load: float, *, less: float = 0) -> tuple[int, int]:
    soon, late = (max(1, math.ceil(min(history.quantile(part), MINUTE * 24) * load - less)) for part in (SOON, LATE))
    return soon, late


def _waited(conversation: Conversation, calendars: Calendars, at: datetime) -> float:
    """Minutes of working time since the answer was promised that is still owed."""
    if conversation.waiting_since or conversation.closed_at:
        return 0
    owed = promises.next_owed(conversation.key)
    return calendars.worked(owed, at) if owed and owed.kind == Kind.ANSWER else 0


def _place(brand_id: int, conversation: Conversation | None) -> int:
    waiting = Conversation.objects.filter(
        brand_id=brand_id, channel=CHAT, closed_at=None, waiting_since=None, assignee=None, root=None
    )
    if conversation is None:
        return waiting.count() + 1
    if conversation.assignee_id or conversation.waiting_since or conversation.closed_at:
        return 0
    return waiting.filter(queue_position__lt=conversation.queue_position).count() + 1


@lru_cache(maxsize=64)
def _history(brand_id: int, minute: int) -> tuple[History, Calendars]:
    """Asked once a minute, however many wait; with the calendars by which they were counted."""
    calendars, since = Calendars(), datetime.fromtimestamp(minute * MINUTE).astimezone() - timedelta(days=HISTORY_DAYS)
    rows = Promise.objects.filter(brand_id=brand_id, kind=Kind.ANSWER.value, done_at__gte=since)
    newest = list(rows.order_by("-done_at").values_list("pk", flat=True)[:LOOKED_AT_MAX])
    of_chats = Promise.objects.filter(pk__in=newest).annotate(channel=channel_of_promise()).filter(channel=CHAT)
    found = [calendars.worked(row, row.done_at) for row in of_chats.only(*FIELDS)[:CASES_MAX] if row.done_at]
    return History(tuple(sorted(found))), calendars


def forget() -> None:
    """For tests, whose database forgets as well."""
    _history.cache_clear()
