from types import ModuleType

from django.db import models
from django.utils.translation import gettext_lazy as _

from slovo.api.webhooks.models import Delivery, Reader, Webhook
from slovo.core.journal.queries import Cursor
from slovo.facts import (
    Fact,
    assistant,
    book,
    callbacks,
    conversations,
    customers,
    follow_ups,
    kinds,
    links,
    notices,
    orders,
    promises,
    recovery,
    requests,
    standards,
    visits,
    walk_ins,
)
from slovo.people.models import Staff
from slovo.people.rights import Verb

READER = "webhooks"


GROUPS = (
    (_("Conversations"), (conversations, book, assistant)),
    (_("Customers"), (customers,)),
    (_("Promises"), (promises, kinds, notices, links)),
    (_("What customers expect"), (standards,)),
    (_("Requests, choices and gifts"), (requests,)),
    (_("Orders and reservations"), (orders,)),
    (_("Visits and queues"), (visits, walk_ins)),
    (_("Callbacks and questions afterwards"), (callbacks, follow_ups)),
    (_("Delays made good"), (recovery,)),
)


def _recorded(modules: tuple[ModuleType, ...]) -> list[str]:
    """The facts of these, without those that others are made of."""
    return sorted(
        name
        for module in modules
        for name, kind in vars(module).items()
        if isinstance(kind, type) and issubclass(kind, Fact) and kind.__module__ == module.__name__
        if not name.startswith("_") and not kind.__subclasses__()
    )


# What concerns customers, their matters, and the rules for these. What concerns the house stays in the facts feed.
KINDS_BY_GROUP = tuple((title, _recorded(modules)) for title, modules in GROUPS)
KINDS = tuple(sorted(kind for _title, found in KINDS_BY_GROUP for kind in found))


def visible_to(staff: Staff) -> models.QuerySet[Webhook]:
    brand_ids = [brand_id for brand_id in staff.brand_ids if staff.may_at(Verb.MANAGE_BRAND, brand_id)]
    return Webhook.objects.filter(brand_id__in=brand_ids, removed_at=None).select_related("brand")


def deliveries_visible_to(staff: Staff) -> models.QuerySet[Delivery]:
    return Delivery.objects.filter(webhook__in=visible_to(staff)).select_related("webhook")


def told() -> list[Webhook]:
    """Those that are told what happens."""
    return list(Webhook.objects.filter(removed_at=None, disabled_at=None))


def position() -> Cursor:
    reader = Reader.objects.filter(name=READER).first()
    return Cursor(reader.transaction_id, reader.entry_id) if reader else Cursor()
