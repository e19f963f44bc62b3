"""What customers are given beyond what was promised."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field, StrictInt

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, moment, one, page
from slovo.api.kinds import Flag, Given, Paged, Shown, Text
from slovo.api.outside import Names, ThingShown
from slovo.api.problems import WrongField
from slovo.api.resources.pledges import How
from slovo.conversations import queries as conversations
from slovo.conversations.models import Conversation
from slovo.core.secrets import sealed, unsealed
from slovo.orders import queries as orders
from slovo.orders.models import Order
from slovo.people.rights import Verb
from slovo.requests import extras, queries
from slovo.requests.extra_models import REASON_CHARACTERS_MAX, WHAT_CHARACTERS_MAX, WORDS_CHARACTERS_MAX, Extra
from slovo.requests.extras import MINOR_MAX, Gift
from slovo.visits import queries as visits
from slovo.visits.models import Visit

router = Router(tags=["requests"])

EXTRA = "extra"
Words = Annotated[Text, Field(max_length=WORDS_CHARACTERS_MAX)]
Price = Annotated[StrictInt, Field(ge=0, le=MINOR_MAX)]


class ExtraShown(Shown):
    """`about`: null: a visit that was booked on the public page. `announced_at`: since when the customer knows that it
    is a gift. `taken_back_at`: the answer with which it was recorded was dropped."""

    id: UUID
    about: ThingShown | None
    customer: UUID
    what: str
    reason: str
    phrase: str
    usual_price_minor: int | None
    currency: str
    limits: str
    handover_words: str
    asked_for: bool
    charge_minor: int
    recorded_at: datetime
    announced_at: datetime | None
    announced_how: str
    taken_back_at: datetime | None


class ExtraPage(Shown):
    data: list[ExtraShown]
    next: str | None


class Filters(Paged):
    silent: Annotated[bool, Field(description="Only those that nobody told the customer of within a day.")] = False
    conversation: UUID | None = None
    order: UUID | None = None
    visit: UUID | None = None


class ExtraGiven(Given):
    """`phrase`: by which the customer learns that it is a gift: an answer that holds it announces it."""

    what: Annotated[Text, Field(min_length=1, max_length=WHAT_CHARACTERS_MAX)]
    reason: Annotated[Text, Field(min_length=1, max_length=REASON_CHARACTERS_MAX)]
    phrase: Annotated[Text, Field(min_length=1, max_length=WORDS_CHARACTERS_MAX)]
    usual_price_minor: Price | None = None
    currency: Annotated[Text, Field(max_length=3)] = ""
    limits: Words = ""
    handover_words: Words = ""
    asked_for: Flag = False
    charge_minor: Price = 0


class ExtraOf(ExtraGiven):
    """With an order, or at a visit: one of them. Of a visit it is about what that was booked beside; there the customer
    reads of it."""

    order: UUID | None = None
    visit: UUID | None = None


class Announcement(Given):
    how: How


def shapes(rows: Sequence[Extra]) -> list[Shape]:
    names = Names.of_keys([row.about for row in rows])
    plain = ("what", "reason", "phrase", "usual_price_minor", "currency", "limits", "handover_words", "asked_for")
    return [
        {
            "id": sealed(EXTRA, row.pk),
            "about": names.thing(row.about),
            "customer": row.customer.public_id,
            **{name: getattr(row, name) for name in plain},
            "charge_minor": row.charge_minor,
            "recorded_at": moment(row.recorded_at),
            "announced_at": moment(row.announced_at),
            "announced_how": row.announced_how,
            "taken_back_at": moment(row.taken_back_at),
        }
        for row in rows
    ]


@router.get("/extras", response=ExtraPage)
@reads()
def index(request: ApiRequest, filters: Query[Filters]) -> HttpResponse:
    """What was given, the newest first. With `silent`, what nobody told of: it must be empty."""
    rows = queries.extras_visible_to(request.by)
    if filters.silent:
        rows = queries.given_silently(list(request.by.brand_ids), request.at)
    if filters.conversation:
        rows = rows.filter(about__in=conversations.keys(references.conversation(request, filters.conversation)))
    if filters.order:
        rows = rows.filter(about=references.named(orders.visible_to(request.by), filters.order, "order").key)
    if filters.visit:
        rows = rows.filter(about=references.named(visits.visible_to(request.by), filters.visit, "visit").about)
    return page(request, rows.select_related("customer"), paged=filters, order="-pk", shapes=shapes, kind=ExtraShown)


@router.post("/conversations/{id}/extras", response={201: ExtraShown})
@writes(Verb.REPLY)
def give(request: ApiRequest, id: UUID, given: ExtraGiven) -> HttpResponse:
    """Record what the customer of a conversation is given, and why."""
    conversation = references.conversation(request, id)
    return _given(request, conversation, given, about=conversation.key)


@router.post("/extras", response={201: ExtraShown})
@writes(Verb.REPLY)
def give_with(request: ApiRequest, given: ExtraOf) -> HttpResponse:
    """Record what is put into the parcel of an order, or is given at a visit, and why. Any answer to this customer that
    holds the phrase announces it; of a visit that was booked beside a conversation, an answer in that."""
    if bool(given.order) == bool(given.visit):
        raise WrongField("order", _("Name one of these: an order or a visit."))
    gift = ExtraGiven(**given.model_dump(exclude={"order", "visit"}))
    if given.order:
        order = references.named(orders.visible_to(request.by).select_related("brand"), given.order, "order")
        return _given(request, order, gift, about=order.key)
    assert given.visit
    visit = references.named(visits.visible_to(request.by).select_related("brand"), given.visit, "visit")
    return _given(request, visit, gift, about=visit.about)


@router.post("/extras/{id}/announcement", response=ExtraShown)
@writes(Verb.REPLY)
def announce(request: ApiRequest, id: UUID, given: Announcement) -> HttpResponse:
    """Somebody told the customer, outside any answer."""
    row: Extra = get_object_or_404(queries.extras_visible_to(request.by), pk=unsealed(EXTRA, id) or 0)
    extras.say_announced(extra_id=row.pk, how=given.how, by=request.by, at=request.at)
    return one(request, _shown(request, row.pk), ExtraShown)


def _given(request: ApiRequest, matter: Conversation | Order | Visit, given: ExtraGiven, *, about: str) -> HttpResponse:
    made = extras.give(
        brand=matter.brand,
        customer_id=matter.customer_id,
        about=about,
        gift=Gift(**given.model_dump()),
        by=request.by,
        at=request.at,
    )
    return one(request, _shown(request, made.pk), ExtraShown, status=201)


def _shown(request: ApiRequest, pk: int) -> Shape:
    return shapes([queries.extras_visible_to(request.by).select_related("customer").get(pk=pk)])[0]
