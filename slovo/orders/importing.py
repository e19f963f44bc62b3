"""A file's orders: looked through, then stored one after another. Actions, as in `actions.py` of other domains.

A file with a mistake is refused whole. One that was stored before changes nothing; one that broke off is gone on with.
"""

import re
from datetime import datetime

from django.db.transaction import atomic
from django.utils import translation
from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.core.live.actions import nudge
from slovo.core.rules import Rule
from slovo.customers import actions as customers
from slovo.facts.orders import OrdersImportBegun
from slovo.orders import feeding, queries, reading
from slovo.orders.import_models import FILE_NAME_CHARACTERS_MAX, OrderImport, OrderImportItem
from slovo.orders.models import WORDS_CHARACTERS_MAX
from slovo.orders.reading import Brought
from slovo.people.models import Staff
from slovo.people.rights import Verb

SOURCE = re.compile(r"[a-z0-9_-]{1,40}", re.ASCII)
BATCH_MAX = 10  # of one transaction: nobody's reply may wait for more
ITEMS_A_QUESTION = 500


class UnableToImport(UnableTo):
    pass


@transaction()
def look_through(
    *, brand: Brand, source: str, name: str, content: bytes, as_of: datetime, by: Staff, at: datetime
) -> OrderImport:
    """What the file would bring. Nothing is stored of it until `begin`; after a day it is forgotten."""
    by.must(Verb.FEED_ORDERS, brand)
    if not SOURCE.fullmatch(source):
        raise UnableToImport(
            _("Name the source in up to 40 small Latin letters, digits, hyphens and underscores."),
            rule=Rule.SOURCE_IS_NAMED,
        )
    if as_of > at:
        raise UnableToImport(
            _("The file cannot have been written in the future. Check the moment."),
            rule=Rule.STATE_IS_NOT_OF_THE_FUTURE,
        )
    brought = reading.read(content, brand=brand, as_of=as_of)
    row = OrderImport.objects.create(
        brand=brand,
        source=source,
        name=name[-FILE_NAME_CHARACTERS_MAX:],
        as_of=as_of,
        total=len(brought),
        lines=sum(len(one.lines) for one in brought),
        unknown=queries.unknown(brand, source, [one.external_id for one in brought]),
        by=by,
        at=at,
    )
    items = [OrderImportItem(of=row, line=one.lines[0][0], rows=one.lines) for one in brought]
    OrderImportItem.objects.bulk_create(items, batch_size=ITEMS_A_QUESTION)
    return row


@transaction()
def begin(*, import_id: int, by: Staff, at: datetime) -> None:
    """The background stores its orders."""
    row = locked(OrderImport, import_id)
    by.must(Verb.FEED_ORDERS, row.brand)
    if row.begun_at:
        raise UnableToImport(_("These orders are being stored already."), rule=Rule.STORED_ONCE)
    row.begun_at = at
    row.save(update_fields=["begun_at"])
    fact = OrdersImportBegun(brand_id=row.brand_id, import_id=row.pk, source=row.source, total=row.total)
    record(fact, actor=by.actor, at=at)


@transaction()
def go_on(*, import_id: int, at: datetime) -> bool:
    """The next few orders. Whether there are more."""
    row = locked(OrderImport, import_id)
    batch = list(row.items.filter(words="").order_by("line")[:BATCH_MAX])
    with translation.override(row.by.language or row.brand.language):
        for item in batch:
            _store(item, row, at=at)
    more = len(batch) == BATCH_MAX
    row.done_at = None if more else at
    row.save(update_fields=["news", "done_at"])
    nudge(row.key, brand_id=row.brand_id)
    return more


@transaction()
def discard(*, import_id: int, by: Staff) -> None:
    """What was looked through and is not wanted."""
    row = locked(OrderImport, import_id)
    by.must(Verb.FEED_ORDERS, row.brand)
    if row.begun_at:
        raise UnableToImport(_("These orders are being stored already."), rule=Rule.STORED_ONCE)
    row.delete()


def _take(brought: Brought, row: OrderImport, *, at: datetime) -> bool:
    """Whether it said anything new."""
    known = queries.named(row.brand, row.source, [brought.external_id]).values_list("as_of", "customer_id").first()
    customer_id = known[1] if known else _buyer(brought, row.brand, by=row.by, at=at)
    _order, applied = feeding.take_order(
        brand=row.brand,
        customer_id=customer_id,
        source=row.source,
        external_id=brought.external_id,
        given=brought.order,
        by=row.by,
        at=at,
    )
    return applied and (known is None or known[0] < brought.order.as_of)


def _buyer(brought: Brought, brand: Brand, *, by: Staff, at: datetime) -> int:
    return customers.find_or_create(
        brand_id=brand.pk,
        kind=brought.kind,
        value=brought.value,
        name=brought.name,
        language=brand.language,
        actor=by.actor,
        at=at,
    ).pk


def _store(item: OrderImportItem, row: OrderImport, *, at: datetime) -> None:
    lines = [(number, said) for number, said in item.rows]
    try:
        with atomic():
            brought = reading.order_of(lines, brand=row.brand, as_of=row.as_of)
            row.news += _take(brought, row, at=at)
            item.delete()
    except UnableTo as refused:
        item.words, item.rows = str(refused)[:WORDS_CHARACTERS_MAX], []
        item.save(update_fields=["words", "rows"])
