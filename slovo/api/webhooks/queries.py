from django.db import models

from slovo.api.webhooks.models import Delivery, Reader, Webhook
from slovo.core.journal.queries import Cursor
from slovo.facts import Fact, conversations, customers, promises
from slovo.people.models import Staff
from slovo.people.rights import Verb

READER = "webhooks"


def _kinds() -> tuple[str, ...]:
    """What concerns customers and their matters. What concerns the house itself stays in the facts feed."""
    modules = (conversations, customers, promises)
    found = {
        name
        for module in modules
        for name, kind in vars(module).items()
        if isinstance(kind, type) and issubclass(kind, Fact) and kind.__module__ == module.__name__
        if not name.startswith("_") and not name.endswith("Fact")
    }
    return tuple(sorted(found))


KINDS = _kinds()


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
