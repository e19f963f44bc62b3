"""What the clock does about chats: it gives them out, and calls people to those left unanswered. Actions."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet

from slovo.channels.chat import queries as chats
from slovo.channels.chat.desk_models import AGENT_ALARM_MINUTES, LEAD_ALARM_MINUTES, DeskRule
from slovo.channels.chat.models import DutyState
from slovo.conversations import assignee_rows, chat_people
from slovo.conversations.chat_desk_models import ChatAlarm
from slovo.conversations.chat_people import Standing
from slovo.conversations.models import Conversation
from slovo.core.db import is_postgresql, locked, transaction
from slovo.core.journal.actor import Actor
from slovo.people.models import Staff
from slovo.promises.ladder_models import Why
from slovo.promises.models import Promise
from slovo.promises.reminder_rows import remind

GIVING = Actor("rule", "chat_giving")
BATCH_MAX = 50


@transaction()
def give_out(*, at: datetime) -> int:
    """Each to whoever of those who are available has the fewest, the most urgent first. How many."""
    rows = list(_held(chat_people.waiting_to_be_given(at).order_by("queue_position", "pk"))[:BATCH_MAX])
    given = 0
    for brand_id in dict.fromkeys(row.brand_id for row in rows):
        there = [one for one in chat_people.standings(brand_id, at=at) if one.state == DutyState.AVAILABLE]
        limit = chat_people.limit_at(brand_id)
        given += _give([row for row in rows if row.brand_id == brand_id], there, limit=limit, at=at)
    return given


def _held(rows: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """What somebody takes at this instant is theirs."""
    return rows.select_for_update(skip_locked=True, of=("self",)) if is_postgresql() else rows


def _give(rows: Sequence[Conversation], there: Sequence[Standing], *, limit: int, at: datetime) -> int:
    """`there`: whoever is to have the next one first."""
    load = Counter({one.staff.pk: one.chats for one in there})
    given = 0
    for conversation in rows:
        free = [one for one in there if load[one.staff.pk] < limit]
        if conversation.team_id:
            members = set(Staff.objects.filter(teams=conversation.team_id).values_list("pk", flat=True))
            free = [one for one in free if one.staff.pk in members]
        if not free:
            continue
        to = min(free, key=lambda one: load[one.staff.pk]).staff
        chats.hold(to)
        load[to.pk] = chat_people.running().filter(assignee=to).count()  # they may have taken one meanwhile
        if load[to.pk] < limit:
            assignee_rows.give(conversation, staff_id=to.pk, team_id=conversation.team_id, actor=GIVING, at=at)
            load[to.pk] += 1
            given += 1
    return given


@transaction()
def call_to_unanswered(*, at: datetime) -> int:
    """The agent when the brand's minutes have passed, the lead when more have. How many calls."""
    rules = {rule.chat.brand_id: rule for rule in DeskRule.objects.select_related("chat")}
    rows = chat_people.unanswered(at).order_by("queue_position").values_list("next_promise_id", "brand_id")[:BATCH_MAX]
    return sum(_call(promise_id, rules.get(brand_id), at=at) for promise_id, brand_id in list(rows) if promise_id)


def _call(promise_id: int, rule: DeskRule | None, *, at: datetime) -> bool:
    promise = locked(Promise, promise_id)
    if not promise.owed or not promise.is_answer or promise.due_at is None:
        return False
    first = timedelta(minutes=rule.agent_alarm_minutes if rule else AGENT_ALARM_MINUTES)
    then = timedelta(minutes=rule.lead_alarm_minutes if rule else LEAD_ALARM_MINUTES)
    alarm = ChatAlarm.objects.filter(promise=promise).first()
    if at >= promise.due_at + then and not (alarm and alarm.lead_at):
        # Of both that have passed while the house was down, only the last one makes sense.
        ChatAlarm.objects.update_or_create(
            promise=promise, defaults={"lead_at": at}, create_defaults={"agent_at": at, "lead_at": at}
        )
        return remind(promise, why=Why.LEAD, at=at)
    if at >= promise.due_at + first and alarm is None:
        ChatAlarm.objects.create(promise=promise, agent_at=at)
        return remind(promise, why=Why.OWNER, at=at)
    return False
