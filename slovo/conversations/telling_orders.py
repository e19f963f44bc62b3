"""«It is here, and kept for you»: what a reservation tells by a fact, said in the customer's conversation."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.timezone import localtime

from slovo.conversations import by_rule, letter_words, page_link, withdrawing
from slovo.core.db import transaction
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.tasks import task
from slovo.customers.models import Customer
from slovo.facts.notices import NewsUntold

TOLD = ("customer_id", "regarding", "title", "hold_until", "reservation_id", "promise_id")
RULE = Actor("rule", "reservation")


@task("conversations.tell_it_is_here@1", queue="out")
def tell_it_is_here(**told: Any) -> Callable[[], None]:
    """`told`: what ReservationOffered says, by name."""
    return partial(_tell, **told)


def _tell(hold_until: str, **told: Any) -> None:
    say_it_is_here(**told, hold_until=datetime.fromisoformat(hold_until), at=timezone.now())


@task("conversations.withdraw_it_is_here@1", queue="out")
def withdraw_it_is_here(customer_id: int, reservation_id: int) -> Callable[[], None]:
    """It is taken, given to somebody else or kept no more: whoever has not heard of it yet need not."""
    return partial(unsay_it_is_here, customer_id=customer_id, reservation_id=reservation_id, at=timezone.now())


@transaction(durable=True)
def unsay_it_is_here(*, customer_id: int, reservation_id: int, at: datetime) -> None:
    customer = Customer.objects.select_related("root").get(pk=customer_id)
    for message in withdrawing.waiting(customer, of=f"reservation:{reservation_id}", at=at):
        withdrawing.withdraw(message, actor=RULE, at=at)


@transaction(durable=True)
def say_it_is_here(
    *,
    customer_id: int,
    regarding: str,
    title: str,
    hold_until: datetime,
    at: datetime,
    reservation_id: int | None = None,
    promise_id: int | None = None,
) -> None:
    """The promise to tell them is kept when it has left. Where it cannot be said, a person hears that they must; nor is
    it said when it is kept for them no more: after a day of downtime that would be no news."""
    customer = Customer.objects.select_related("brand", "root").get(pk=customer_id)
    then: dict[str, Any] = {withdrawing.OF: f"reservation:{reservation_id}"} if reservation_id else {}
    if promise_id:
        then["keeps_id"] = promise_id
    if hold_until > at and _say(customer, regarding, title, hold_until, then=then or None, at=at):
        return
    if reservation_id:
        untold = NewsUntold(
            brand_id=customer.brand_id, regarding=f"reservation:{reservation_id}", customer_id=customer_id
        )
        record(untold, actor=RULE, at=at)


def _say(
    customer: Customer, regarding: str, title: str, hold_until: datetime, *, then: dict[str, Any] | None, at: datetime
) -> bool:
    """False where nobody knows where to write."""
    place = by_rule.place_of(customer, regarding, subject=title, actor=RULE, at=at)
    if place is None or by_rule.addressee(place) is None:
        return False
    language = by_rule.language_of(place)
    with translation.override(language):
        moment = date_format(localtime(hold_until, customer.tz), "SHORT_DATETIME_FORMAT")
    own = letter_words.own_texts(place.brand_id)
    text = letter_words.said("it_is_here", place, own, language=language, title=title, moment=moment)
    link = page_link.line(customer, regarding, language=language, actor=RULE, at=at)
    text = "\n\n".join(filter(None, (text, link)))
    said = by_rule.say(place, text, actor=RULE, at=at, regarding=regarding, then=then, true_until=hold_until)
    return said is not None
