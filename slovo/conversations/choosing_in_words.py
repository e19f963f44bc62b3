"""A customer's letter or line that answers a notice with one open choice, and says plainly what they choose, is acted
upon (`promises/plain_choices.py`, `promises/plain_limits.py`, `promises/choosing.py`). All else is offered to a person
at the desk."""

import logging
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db.transaction import atomic

from slovo.conversations import queries
from slovo.conversations.models import Conversation, Direction, Message
from slovo.core.errors import UnableTo
from slovo.customers import queries as customers
from slovo.customers.models import Customer
from slovo.promises import choosing
from slovo.promises import queries as promises
from slovo.promises.choices import choices_open
from slovo.promises.ladder_models import Choice
from slovo.promises.models import Promise
from slovo.promises.plain_choices import chosen_plainly
from slovo.promises.plain_limits import may_limit, waits_until

logger = logging.getLogger(__name__)


def act_on(message: Message, *, at: datetime) -> None:
    """Of the words alone, nothing is asked: most letters choose nothing. Called where the letter is taken in."""
    writer = message.customer
    if message.automatic or message.verified is False or writer is None:
        return
    names = writer.name, message.sender_name
    choice = chosen_plainly(message.text, names=names)
    if choice is None and not may_limit(message.text):
        return
    if message.attachments.exists():  # who sends something beside it says more
        return
    promise = _asked_about(message)
    if promise is None or promise.customer_id not in customers.family_ids(writer):
        return
    until = None if choice else _limit(message, writer, names)
    if choice or until:
        _choose(promise, choice or Choice.WAIT, until, message, at=max(at, message.at))


def _limit(message: Message, writer: Customer, names: Collection[str]) -> datetime | None:
    """How long they wait at most, as they say it where they are."""
    calendar = replace(message.conversation.brand.main_calendar.calendar, zone=writer.tz)
    return waits_until(message.text, names=names, at=message.at, calendar=calendar)


def _choose(promise: Promise, choice: Choice, until: datetime | None, message: Message, *, at: datetime) -> None:
    """Whatever is in the way, the letter is taken in, and a person reads it."""
    words = message.text
    try:
        with atomic():
            choosing.choose_in_words(promise_id=promise.pk, choice=choice, until=until, words=words, at=at)
    except UnableTo:
        logger.info("What message %d chooses is left to a person.", message.pk, exc_info=True)


def _asked_about(message: Message) -> Promise | None:
    """The only one of which the last letter before this one told them, and asked. None also where that was no notice:
    «хорошо» to a colleague's question is no answer to a notice of before it."""
    before = _before(message.conversation, message)
    if before is None or before.direction != Direction.OUT:
        return None
    told = promises.told_in(before.pk)
    asked = [line.promise for line in told if line.offers_choice]
    if len(told) != 1 or len(asked) != 1:
        return None
    open_ = choices_open(asked[0])
    return asked[0] if open_ and open_.move.pk == told[0].move_id else None


def _before(conversation: Conversation, message: Message) -> Message | None:
    """What was said just before it, by either side."""
    said = queries.messages_of(conversation).exclude(direction=Direction.NOTE).filter(pk__lt=message.pk)
    return said.order_by("-pk").only("pk", "direction").first()
