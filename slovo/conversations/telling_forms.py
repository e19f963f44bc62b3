"""«We have your request»: what follows a form that was sent from a page that is there for everybody.

It repeats nothing that was written there: nobody has made sure whose address it is, and no stranger writes to it in our
name.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from slovo.conversations import by_rule, page_link
from slovo.core import limits
from slovo.core.db import transaction
from slovo.core.journal.actor import Actor
from slovo.core.tasks import task
from slovo.customers.models import Customer
from slovo.promises import queries as promises

RULE = Actor("rule", "form")
OF_A_CUSTOMER_MAX, DAY_SECONDS = 5, 24 * 3600  # letters a day: nobody’s letter-box is filled by strangers


@task("conversations.acknowledge_form@1", queue="out")
def acknowledge(customer_id: int, regarding: str) -> Callable[[], None]:
    return partial(_acknowledge, customer_id, regarding)


def _acknowledge(customer_id: int, regarding: str) -> None:
    at = timezone.now()
    taken = limits.take(f"form-letters:{customer_id}", limit=OF_A_CUSTOMER_MAX, seconds=DAY_SECONDS, at=at)
    if taken.allowed:
        say_it_is_here(customer_id=customer_id, regarding=regarding, at=at)


@transaction(durable=True)
def say_it_is_here(*, customer_id: int, regarding: str, at: datetime) -> None:
    customer = Customer.objects.select_related("brand", "root").get(pk=customer_id)
    place = by_rule.place_of(customer, regarding, subject="", actor=RULE, at=at)
    if place is None or by_rule.addressee(place) is None:
        return
    language = by_rule.language_of(place)
    with translation.override(language):
        said: dict[str, Any] = {"subject": place.subject, "reference": place.reference}
        parts = [_("We have your request “%(subject)s”. Its number is %(reference)s.") % said]
        promise = promises.next_owed(regarding)
        if promise and promise.due_at:
            there = localtime(promise.due_at, customer.tz)
            moment = f"{date_format(there, 'j E Y')}, {there:%H:%M}"
            parts.append(_("We answer by %(moment)s.") % {"moment": moment})
    parts.append(page_link.line(customer, regarding, language=language, actor=RULE, at=at))
    by_rule.say(place, "\n\n".join(filter(None, parts)), actor=RULE, at=at, regarding=regarding, at_any_hour=True)
