"""From the ids that programs send to rows that their token may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from slovo.api.access import ApiRequest
from slovo.api.models import Upload
from slovo.api.problems import WrongField
from slovo.brands.models import Brand
from slovo.conversations import queries
from slovo.conversations.models import Conversation, Tag
from slovo.conversations.outgoing import Upload as OutgoingFile
from slovo.core.files import storage
from slovo.core.secrets import unsealed
from slovo.customers import portrait_queries as portraits
from slovo.customers import queries as customers
from slovo.customers.models import Customer
from slovo.customers.portrait_models import Portrait
from slovo.orders import queries as orders
from slovo.people import queries as people
from slovo.people.models import Staff, Team
from slovo.people.rights import Verb
from slovo.promises import queries as promises
from slovo.promises.models import Promise
from slovo.visits import queries as visits

RowT = TypeVar("RowT", bound=models.Model)


def conversation(request: ApiRequest, public_id: UUID) -> Conversation:
    """Of the address: 404 when there is none. Of a merged one: where it is read."""
    row = queries.by_public_id(request.by, public_id)
    if row is None:
        raise Http404
    return row


@dataclass(frozen=True, slots=True)
class Party:
    """Whom something is for. `about`: the key of the conversation, order or visit that was named, else ""."""

    customer: Customer
    about: str = ""
    team_id: int | None = None


def party(request: ApiRequest, conversation_id: UUID | None, customer_id: UUID | None) -> Party:
    """Of the fields `conversation` and `customer`, of which a request names one."""
    if conversation_id and not customer_id:
        row = conversation(request, conversation_id)
        return Party(row.customer, row.key, row.team_id)
    if customer_id and not conversation_id:
        return Party(customer(request, customer_id))
    raise WrongField("conversation", _("Name either a conversation or a customer."))


def matter(
    request: ApiRequest,
    *,
    conversation_id: UUID | None,
    customer_id: UUID | None,
    order_id: UUID | None,
    visit_id: UUID | None,
) -> Party:
    """As `party`, or about an order or a visit."""
    wanted = {"conversation": conversation_id, "customer": customer_id, "order": order_id, "visit": visit_id}
    if sum(one is not None for one in wanted.values()) != 1:
        raise WrongField("conversation", _("Name one of these: a conversation, a customer, an order or a visit."))
    if order_id:
        row = named(orders.visible_to(request.by).select_related("customer__brand"), order_id, "order")
        return Party(row.customer, row.key)
    if visit_id:
        visit = named(visits.visible_to(request.by).select_related("customer__brand"), visit_id, "visit")
        return Party(visit.customer, visit.key)
    return party(request, conversation_id, customer_id)


def customer(request: ApiRequest, public_id: UUID) -> Customer:
    row: Customer = get_object_or_404(customers.visible_to(request.by).select_related("brand"), public_id=public_id)
    return row


def brand(request: ApiRequest, public_id: UUID | None, verb: Verb) -> Brand:
    """Of a field. A token of one brand need not name it."""
    rows = [row for row in people.brands_where(request.by, verb) if public_id in {None, row.public_id}]
    if len(rows) == 1:
        return rows[0]
    raise _unknown("brand") if public_id else WrongField("brand", _("Your token works for several brands. Name one."))


def named(rows: models.QuerySet[RowT], public_id: UUID, field: str) -> RowT:
    """Of a field: 422 when there is none."""
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise _unknown(field)
    return row


def colleague(request: ApiRequest, public_id: UUID, field: str) -> Staff:
    return named(people.colleagues_of(request.by.brand_ids), public_id, field)


def promise(request: ApiRequest, shown: UUID, field: str) -> Promise:
    row = promises.shown_as(promises.visible_to(request.by).select_related("brand"), shown)
    if row is None:
        raise _unknown(field)
    return row


def team(request: ApiRequest, shown: UUID, field: str) -> Team:
    row = people.teams_of(request.by.brand_ids).filter(pk=unsealed("team", shown) or 0).first()
    if row is None:
        raise _unknown(field)
    return row


def portrait(request: ApiRequest, shown: UUID, brand: Brand | None = None) -> Portrait:
    """Of one's brands, or of this one."""
    rows = portraits.visible_to(request.by) if brand is None else portraits.usable_at(brand.pk)
    row = rows.filter(pk=unsealed("portrait", shown) or 0).first()
    if row is None:
        raise _unknown("portrait")
    return row


def tags(request: ApiRequest, shown: Iterable[UUID], *, brand_id: int, field: str) -> list[Tag]:
    wanted = {unsealed("tag", one) or 0 for one in shown}
    rows = list(queries.tags_of([brand_id]).filter(pk__in=wanted))
    if len(rows) != len(wanted):
        raise _unknown(field)
    return rows


def uploads(request: ApiRequest, public_ids: Iterable[UUID]) -> list[OutgoingFile]:
    """Files that this token has brought."""
    wanted = list(dict.fromkeys(public_ids))
    if not wanted:
        return []
    rows = Upload.objects.select_related("file").filter(token=request.auth, public_id__in=wanted)
    found = {row.public_id: row for row in rows}
    if len(found) != len(wanted):
        raise _unknown("attachments")
    files = [found[public_id] for public_id in wanted]
    return [OutgoingFile(row.name, row.type, storage.read(row.file)) for row in files]


def _unknown(field: str) -> WrongField:
    return WrongField(field, _("There is nothing with this id, or your token may not see it."))
