"""«Was it you?»: who agrees to advertising on a page for everybody is asked by a letter to the address that was typed
there. It repeats nothing that was written there, as the other letters that follow a form do not.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from slovo.conversations import by_rule
from slovo.core import limits
from slovo.core.db import transaction
from slovo.core.journal.actor import Actor
from slovo.core.tasks import task
from slovo.customers.consent_links import LIFE_DAYS, Asked, token_of
from slovo.customers.models import Customer

RULE = Actor("rule", "consent")
OF_A_CUSTOMER_MAX, DAY_SECONDS = 1, 24 * 3600  # letters a day: nobody’s letter-box is filled by strangers


@task("conversations.ask_to_confirm@1", queue="out")
def ask_to_confirm(customer_id: int, regarding: str, purpose: str, words: str, asked_at: str) -> Callable[[], None]:
    return partial(_ask, customer_id, regarding, purpose, words, asked_at)


def _ask(customer_id: int, regarding: str, purpose: str, words: str, asked_at: str) -> None:
    at = timezone.now()
    taken = limits.take(f"consent-letters:{customer_id}", limit=OF_A_CUSTOMER_MAX, seconds=DAY_SECONDS, at=at)
    if taken.allowed:
        asked = datetime.fromisoformat(asked_at)
        say_was_it_you(
            customer_id=customer_id, regarding=regarding, purpose=purpose, words=words, asked_at=asked, at=at
        )


@transaction(durable=True)
def say_was_it_you(
    *, customer_id: int, regarding: str, purpose: str, words: str, asked_at: datetime, at: datetime
) -> None:
    customer = Customer.objects.select_related("brand", "root").get(pk=customer_id)
    if customer.erased_at:
        return
    place = by_rule.place_of(customer, regarding, subject="", actor=RULE, at=at)
    if place is None or by_rule.addressee(place) is None:
        return
    token = token_of(Asked(customer.public_id, purpose, words, asked_at))
    with translation.override(by_rule.language_of(place)):
        parts = [
            _("Somebody has left this address with %(brand)s and asked for news and offers. Was it you?")
            % {"brand": customer.brand.name},
            _("If so, confirm it within %(days)d days: %(address)s")
            % {"days": LIFE_DAYS, "address": settings.CONSENT_PAGES + token},
            _("If not, do nothing: no news and offers come to this address."),
        ]
    by_rule.say(place, "\n\n".join(parts), actor=RULE, at=at, regarding=regarding, purpose="", at_any_hour=True)
