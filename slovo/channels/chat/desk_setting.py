"""How a brand's chats come to its people, as its administrator writes it down. Actions, as in `actions.py`."""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.channels.chat.desk_models import ALARM_MINUTES_MAX, DeskRule
from slovo.channels.chat.models import Chat
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.facts.chat import ChatSet
from slovo.people.models import Staff
from slovo.people.rights import Verb


class UnableToSetDesk(UnableTo):
    pass


@transaction()
def set_desk_rule(
    *, chat_id: int, assigns: bool, agent_alarm_minutes: int, lead_alarm_minutes: int, by: Staff, at: datetime
) -> DeskRule:
    """`agent_alarm_minutes`, `lead_alarm_minutes`: after the moment at which an answer was due."""
    chat = locked(Chat, chat_id, "brand")
    by.must(Verb.MANAGE_BRAND, chat.brand)
    if not 0 <= agent_alarm_minutes <= lead_alarm_minutes <= ALARM_MINUTES_MAX:
        raise UnableToSetDesk(_("The agent is called first, then the lead, and both within an hour."))
    known = DeskRule.objects.filter(chat=chat).first()
    since = (known.assigns_since if known else None) or at
    rule, _new = DeskRule.objects.update_or_create(
        chat=chat,
        defaults={
            "assigns_since": since if assigns else None,
            "agent_alarm_minutes": agent_alarm_minutes,
            "lead_alarm_minutes": lead_alarm_minutes,
        },
    )
    record(ChatSet(brand_id=chat.brand_id, chat_id=chat.pk, open=bool(chat.open_since)), actor=by.actor, at=at)
    return rule
