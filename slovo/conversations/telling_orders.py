"""«It is here, and kept for you»: what a reservation tells by a fact, said in the customer's conversation."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.timezone import localtime

from slovo.conversations import by_rule, letter_words, page_link
from slovo.core.db import transaction
from slovo.core.journal.actor import Actor
from slovo.core.tasks import task
from slovo.customers.models import Customer

RULE = Actor("rule", "reservation")


@task("conversations.tell_it_is_here@1", queue="out")
def tell_it_is_here(customer_id: int, regarding: str, title: str, hold_until: str) -> Callable[[], None]:
    return partial(_tell, customer_id, regarding, title, datetime.fromisoformat(hold_until))


def _tell(customer_id: int, regarding: str, title: str, hold_until: datetime) -> None:
    say_it_is_here(customer_id=customer_id, regarding=regarding, title=title, hold_until=hold_until, at=timezone.now())


@transaction(durable=True)
def say_it_is_here(*, customer_id: int, regarding: str, title: str, hold_until: datetime, at: datetime) -> None:
    """Unless it is kept for them no more: after a day of downtime that would be no news."""
    if hold_until <= at:
        return
    customer = Customer.objects.select_related("brand", "root").get(pk=customer_id)
    place = by_rule.place_of(customer, regarding, subject=title, actor=RULE, at=at)
    if place is None:
        return
    language = by_rule.language_of(place)
    with translation.override(language):
        moment = date_format(localtime(hold_until, customer.tz), "SHORT_DATETIME_FORMAT")
    own = letter_words.own_texts(place.brand_id)
    text = letter_words.said("it_is_here", place, own, language=language, title=title, moment=moment)
    link = page_link.line(customer, regarding, language=language, actor=RULE, at=at)
    text = "\n\n".join(filter(None, (text, link)))
    by_rule.say(place, text, actor=RULE, at=at, regarding=regarding, true_until=hold_until)
