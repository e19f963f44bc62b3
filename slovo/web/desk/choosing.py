"""What customers may choose of promises that were moved, and what their last words seem to choose."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from slovo.conversations import opened, queries
from slovo.conversations.models import Conversation, Direction, Message
from slovo.promises.choice_words import Offered, offered
from slovo.promises.choices import choices_open
from slovo.promises.ladder_models import ALTERNATIVE_CHARACTERS_MAX, Choice
from slovo.promises.models import Promise

OFFERS_MAX = 5


@dataclass(frozen=True, slots=True)
class Offer:
    promise: Promise
    offered: Offered
    said: str

    @property
    def words(self) -> str:
        """What else they want is what they wrote; the other choices need no words."""
        return self.said[:ALTERNATIVE_CHARACTERS_MAX] if self.offered.choice == Choice.ALTERNATIVE else ""

    @property
    def until(self) -> str:
        """As a form says it."""
        return self.offered.until.isoformat() if self.offered.until else ""


def offers_in(conversation: Conversation, history: Iterable[Promise]) -> list[Offer]:
    """Of their last letter, if it came after they had been told: of what is promised here, and of what a letter in this
    conversation told them about other matters. Asks nothing where nothing was moved."""
    moved = {one.pk: one for one in history if one.owed and (one.moved_at or one.expected_at)}
    moved |= {one.pk: one for one in opened.told_here(conversation)}
    opens = [(one, choices_open(one)) for one in list(moved.values())[:OFFERS_MAX]]
    told = [(one, open_.move.notice_sent_at) for one, open_ in opens if open_]
    last = _last_letter(conversation) if told else None
    if last is None:
        return []
    calendar = replace(conversation.brand.main_calendar.calendar, zone=conversation.customer.tz)
    found = offered(last.text, at=last.at, calendar=calendar)
    return [Offer(one, found, last.text.strip()) for one, sent_at in told if found and sent_at and sent_at < last.at]


def _last_letter(conversation: Conversation) -> Message | None:
    letters = queries.messages_of(conversation).filter(direction=Direction.IN)
    return letters.order_by("-pk").only("text", "at").first()
