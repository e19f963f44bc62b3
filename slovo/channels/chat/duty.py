"""Who takes chats. Actions, as in `actions.py`."""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.channels.chat import queries
from slovo.channels.chat.desk_models import Signs
from slovo.channels.chat.models import SEEN_LIFE, Duty, DutyState
from slovo.core.db import transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.facts.chat import ChatDutyChanged
from slovo.people.models import Staff
from slovo.people.rights import Verb

SILENCE = Actor("rule", "chat_silence")
SILENT_MAX = 100  # at a time


class UnableToTakeChats(UnableTo):
    pass


@transaction()
def set_duty(*, state: str, by: Staff, at: datetime) -> None:
    """Somebody says of themselves whether they take chats."""
    by.must_somewhere(Verb.REPLY)
    if state not in set(DutyState):
        raise UnableToTakeChats(_("You are available, busy or away: choose one of these."))
    known = Duty.objects.filter(staff=by).first()
    if known and known.state == state and known.seen_at > at - SEEN_LIFE and not known.silent_since:
        Duty.objects.filter(pk=known.pk).update(seen_at=at)
        return
    said = {"state": state, "since": at, "seen_at": at, "silent_since": None}
    Duty.objects.update_or_create(staff=by, defaults=said)
    record(ChatDutyChanged(staff_id=by.pk, state=state), actor=by.actor, at=at)


@transaction()
def still_here(*, by: Staff, at: datetime) -> None:
    """Their page is open. Who has been silent for long says anew that they are there."""
    Duty.objects.filter(staff=by, seen_at__gt=at - SEEN_LIFE).update(seen_at=at)


@transaction()
def choose_signs(*, sound: bool, title: bool, by: Staff, at: datetime) -> None:
    """How a chat that needs them makes itself heard, one's own choice."""
    Signs.objects.update_or_create(staff=by, defaults={"sound": sound, "title": title})


@transaction()
def send_away(*, at: datetime) -> int:
    """By the clock: whoever has fallen silent is away, and reads why when they come back. How many."""
    count = 0
    for row in queries.silent(at).order_by("pk")[:SILENT_MAX]:
        held = queries.silent(at).filter(pk=row.pk)  # whoever has beaten meanwhile stays
        if held.update(state=DutyState.AWAY.value, since=at, silent_since=row.seen_at):
            record(ChatDutyChanged(staff_id=row.staff_id, state=DutyState.AWAY.value), actor=SILENCE, at=at)
            count += 1
    return count
