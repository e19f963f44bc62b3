"""«We called you and could not reach you»: what callbacks tell by a fact, said on the customer's other channel."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.conversations import by_rule, letter_words, page_link
from slovo.conversations.models import Conversation
from slovo.core.db import transaction
from slovo.core.journal.actor import Actor
from slovo.core.tasks import task
from slovo.customers.models import Customer

RULE = Actor("rule", "callback")
WRONG_NUMBER, GIVE_UP = "wrong_number", "give_up"
NEWS_MINUTES_MAX = 12 * 60  # later it is no news: they have been called again, or have heard otherwise


@task("conversations.tell_not_reached@1", queue="out")
def tell_not_reached(**told: Any) -> Callable[[], None]:
    """`told`: what CustomerNotReached says, by name."""
    return partial(_tell, **told)


def _tell(**told: Any) -> None:
    say_not_reached(**told, at=timezone.now())


@transaction(durable=True)
def say_not_reached(
    *,
    brand_id: int,
    customer_id: int,
    regarding: str,
    outcome: str,
    called_at: str,
    next_at: str | None,
    then: str,
    move_id: int | None,
    at: datetime,
) -> None:
    called, next_ = datetime.fromisoformat(called_at), datetime.fromisoformat(next_at) if next_at else None
    if (at - called).total_seconds() > NEWS_MINUTES_MAX * 60 or (next_ and next_ <= at):
        return
    brand = Brand.objects.get(pk=brand_id)
    customer = Customer.objects.select_related("brand", "root").get(pk=customer_id)
    with translation.override(customer.language or brand.language):
        subject = _("Your call with %(brand)s") % {"brand": brand.name}
    place = by_rule.place_of(customer, regarding, subject=subject, actor=RULE, at=at)
    if place:
        remembered = {"move_id": move_id} if move_id else None
        text = _words(place, customer.tz, called, next_, outcome=outcome, then=then)
        link = page_link.line(customer, regarding, language=by_rule.language_of(place), actor=RULE, at=at)
        text = "\n\n".join(filter(None, (text, link)))
        by_rule.say(place, text, actor=RULE, at=at, regarding=regarding, then=remembered, at_any_hour=True)


def _words(
    place: Conversation, zone: ZoneInfo, called: datetime, next_: datetime | None, *, outcome: str, then: str
) -> str:
    """In the customer's language, by their clock."""
    own, language = letter_words.own_texts(place.brand_id), by_rule.language_of(place)
    at = localtime(called, zone)
    part = "call_wrong" if outcome == WRONG_NUMBER else "call_failed"
    parts = [letter_words.said(part, place, own, language=language, time=f"{at:%H:%M}")]
    if outcome != WRONG_NUMBER:
        again = localtime(next_, zone) if next_ else None
        if again:
            second = "call_again" if again.date() == at.date() else "call_on"
        else:
            second = "call_never" if then == GIVE_UP else "call_when"
        when = {"time": f"{again:%H:%M}", "date": f"{again:%d.%m}"} if again else {}
        parts.append(letter_words.said(second, place, own, language=language, **when))
    return " ".join(parts)
