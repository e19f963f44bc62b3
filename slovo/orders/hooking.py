"""Addresses at which a shop tells of its orders: making them, noting what came, revoking them. Actions, as in
`actions.py` of other domains. What comes there is read by `slovo/api/hooks/`."""

import secrets
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.facts.orders import OrderHookMade, OrderHookRevoked
from slovo.orders.hook_models import Form, OrderHook
from slovo.orders.importing import SOURCE
from slovo.orders.models import WORDS_CHARACTERS_MAX, Delivery
from slovo.people import tokens
from slovo.people.models import Staff
from slovo.people.rights import Verb

HOOKS_MAX = 20  # that hold at one time, of one brand
SECRET_PREFIX = "whsec_"
NOTED_EVERY = timedelta(minutes=1)


class UnableToMakeOrderHook(UnableTo):
    pass


@transaction()
def make_hook(
    *, brand: Brand, source: str, form: Form, completed_means: Delivery, by: Staff, at: datetime
) -> tuple[OrderHook, str, str]:
    """And the end of its address, and the secret that signs: nobody can see either again."""
    by.must(Verb.MANAGE_BRAND, brand)
    by.must(Verb.FEED_ORDERS, brand)
    if not SOURCE.fullmatch(source):
        raise UnableToMakeOrderHook(
            _("Name the source in up to 40 small Latin letters, digits, hyphens and underscores."),
            rule=Rule.SOURCE_IS_NAMED,
        )
    if completed_means not in (Delivery.SHIPPED, Delivery.DELIVERED):
        raise UnableToMakeOrderHook(
            _("A completed order is sent, or with the customer. Choose one."), rule=Rule.ORDER_RULES_WITHIN_LIMITS
        )
    if OrderHook.objects.filter(brand=brand, revoked_at=None).count() >= HOOKS_MAX:
        raise UnableToMakeOrderHook(
            _("There are 20 such addresses already. Revoke one that is no longer used."),
            rule=Rule.ORDER_RULES_WITHIN_LIMITS,
        )
    token, secret = secrets.token_urlsafe(32), SECRET_PREFIX + secrets.token_urlsafe(32)
    hook = OrderHook.objects.create(
        brand=brand,
        staff=tokens.integration(name=source, brand=brand, at=at),
        source=source,
        form=form.value,
        completed_means=completed_means.value,
        token_sha256=OrderHook.digest_of(token),
        secret=secret,
        created_at=at,
        created_by=by,
    )
    fact = OrderHookMade(brand_id=brand.pk, order_hook_id=hook.pk, source=source, form=form.value)
    record(fact, actor=by.actor, at=at)
    return hook, token, secret


@transaction()
def revoke_hook(*, hook_id: int, by: Staff, at: datetime) -> None:
    """Nothing is taken there from this moment on. What was taken stays."""
    hook = locked(OrderHook, hook_id)
    by.must(Verb.MANAGE_BRAND, hook)
    if hook.revoked_at:
        return
    hook.revoked_at, hook.revoked_by = at, by
    hook.save(update_fields=["revoked_at", "revoked_by"])
    record(OrderHookRevoked(brand_id=hook.brand_id, order_hook_id=hook.pk), actor=by.actor, at=at)


@transaction()
def note_received(*, hook_id: int, at: datetime) -> None:
    """To a minute: a busy shop does not cost a write each time."""
    rows = OrderHook.objects.filter(pk=hook_id)
    rows.exclude(received_at__gt=at - NOTED_EVERY).update(received_at=at)


@transaction()
def note_refused(*, hook_id: int, words: str, at: datetime) -> None:
    """Why what came was not taken. The same again is written once a minute."""
    words = words[:WORDS_CHARACTERS_MAX]
    rows = OrderHook.objects.filter(pk=hook_id)
    rows.exclude(refusal=words, refused_at__gt=at - NOTED_EVERY).update(refusal=words, refused_at=at)
