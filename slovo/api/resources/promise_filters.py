"""Which promises a list is of, and in which order they lie there."""

from typing import Annotated, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from pydantic import Field

from slovo.api import references
from slovo.api.access import ApiRequest
from slovo.api.kinds import Paged
from slovo.api.problems import WrongField
from slovo.api.resources.promise_states import ORDERS, States, condition
from slovo.conversations import queries as conversations
from slovo.orders import queries as orders
from slovo.promises import pages
from slovo.promises.models import Promise


class Filters(Paged):
    """`owner`, `team` and `kind` go with a `state` of the ledger."""

    state: States | None = None
    brand: UUID | None = None
    customer: UUID | None = None
    kind: str | None = None
    owner: Annotated[UUID | Literal["me"] | None, Field(description="Who owes it; `me`: whose token it is.")] = None
    team: UUID | None = None
    conversation: UUID | None = None
    order: UUID | None = None


def filtered(request: ApiRequest, rows: QuerySet[Promise], filters: Filters) -> tuple[QuerySet[Promise], str]:
    """And the field by which they are ordered."""
    order = ORDERS.get(filters.state or "", "-pk")
    if filters.owner or filters.team or filters.kind:
        wanted = _wanted(request, filters)
        rows = rows.filter(pages.narrowed(wanted, request.by.brand_ids, at=request.at))
        order = pages.order_of(wanted).field
    elif filters.state:
        rows = rows.filter(condition(filters.state, request))
    if filters.brand:
        rows = rows.filter(brand__public_id=filters.brand)
    if filters.customer:
        rows = rows.filter(customer__public_id=filters.customer)
    if filters.conversation:
        rows = rows.filter(about__in=conversations.keys(references.conversation(request, filters.conversation)))
    if filters.order:
        rows = rows.filter(about=references.named(orders.visible_to(request.by), filters.order, "order").key)
    return rows, order


def _wanted(request: ApiRequest, filters: Filters) -> pages.Wanted:
    """422 without a state: each state of the ledger has an index of its own by person, team and kind."""
    if filters.state is None or filters.state not in pages.STATES:
        states = ", ".join(pages.STATES)
        raise WrongField("state", _("Name one of these states as well: %(states)s.") % {"states": states})
    owner_id = None
    if filters.owner:
        owner_id = request.by.pk if filters.owner == "me" else references.colleague(request, filters.owner, "owner").pk
    team_id = references.team(request, filters.team, "team").pk if filters.team else None
    return pages.Wanted(filters.state, kind=filters.kind or "", owner_id=owner_id, team_id=team_id)
