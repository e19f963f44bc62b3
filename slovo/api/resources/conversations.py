from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.functions import Cast, Substr
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, moment, one, page
from slovo.api.kinds import Chosen, Moment, Paged, Shown
from slovo.api.problems import WrongField
from slovo.api.resources import messages
from slovo.api.resources.messages import Filing, Taken
from slovo.conversations import conditions, queries, saved_views
from slovo.conversations.models import Conversation
from slovo.core.journal.models import JournalEntry
from slovo.core.secrets import sealed, unsealed
from slovo.people.rights import Verb

router = Router(tags=["conversations"])

UPDATED_SINCE_DAYS_MAX = 31
COMMITTED_LATER_MAX = timedelta(hours=1)  # a fact's moment may lie that long before the change was committed
STATES = {
    "open": Q(closed_at=None, waiting_since=None),  # also what is put off: it is open still
    "waiting": conditions.STATES["waiting"],
    "closed": conditions.STATES["closed"],
}


class CustomerNamed(Shown):
    id: UUID
    name: str


class TagShown(Shown):
    id: UUID
    name: str
    colour: str


class PromiseNamed(Shown):
    """What is due next."""

    id: UUID
    state: str
    due_at: datetime | None


class ConversationShown(Shown):
    id: UUID
    reference: str
    brand: UUID
    customer: CustomerNamed
    channel: str
    subject: str
    language: str
    state: Literal["open", "waiting", "closed"]
    assignee: UUID | None
    team: UUID | None
    tags: list[TagShown]
    promise: PromiseNamed | None
    preview: str
    opened_at: datetime
    last_message_at: datetime
    first_answered_at: datetime | None
    waiting_since: datetime | None
    closed_at: datetime | None


class ConversationPage(Shown):
    data: list[ConversationShown]
    next: str | None


BuiltIn = Literal["mine", "unassigned", "open", "waiting", "snoozed", "mentions", "followed", "closed", "all"]


class Filters(Paged):
    state: Literal["open", "waiting", "closed"] | None = None
    view: Annotated[BuiltIn | UUID | None, Field(description="A built-in one's name, or the id of a kept one.")] = None
    assignee: UUID | None = None
    team: UUID | None = None
    tag: UUID | None = None
    customer: UUID | None = None
    brand: UUID | None = None
    updated_since: Annotated[Moment | None, Field(description="At most 31 days ago.")] = None


def shapes(rows: Sequence[Conversation]) -> list[Shape]:
    return [shape(row) for row in rows]


def shape(row: Conversation) -> Shape:
    promise = row.next_promise
    return {
        "id": row.public_id,
        "reference": row.reference,
        "brand": row.brand.public_id,
        "customer": {"id": row.customer.public_id, "name": row.customer.name},
        "channel": row.channel,
        "subject": row.subject,
        "language": row.language,
        "state": row.state.value,
        "assignee": row.assignee.public_id if row.assignee else None,
        "team": sealed("team", row.team_id) if row.team_id else None,
        "tags": [{"id": sealed("tag", tag.pk), "name": tag.name, "colour": tag.colour} for tag in row.tags.all()],
        "promise": {
            "id": promise.shown_id,
            "state": promise.state.value,
            "due_at": moment(promise.due_at),
        }
        if promise
        else None,
        "preview": row.preview,
        "opened_at": moment(row.opened_at),
        "last_message_at": moment(row.last_message_at),
        "first_answered_at": moment(row.first_answered_at),
        "waiting_since": moment(row.waiting_since),
        "closed_at": moment(row.closed_at),
    }


def loaded(request: ApiRequest) -> QuerySet[Conversation]:
    rows = queries.visible_to(request.by)
    return rows.select_related("brand", "customer", "assignee", "next_promise").prefetch_related("tags")


def shown(request: ApiRequest, conversation_id: int, *, status: int = 200) -> HttpResponse:
    """As it is after a change."""
    return one(request, shape(loaded(request).get(pk=conversation_id)), ConversationShown, status=status)


@router.get("/conversations", response=ConversationPage)
@reads()
def index(request: ApiRequest, filters: Query[Filters]) -> HttpResponse:
    """The newest first, by their last message."""
    rows = _filtered(request, loaded(request).filter(root=None), filters)
    parts = Q(closed_at=None), Q(closed_at__isnull=False)
    order = "-last_message_at"
    return page(request, rows, paged=filters, order=order, shapes=shapes, kind=ConversationShown, parts=parts)


@router.post("/conversations", response={201: Taken, 200: Taken})
@writes(Verb.FILE)
def create(request: ApiRequest, given: Filing) -> HttpResponse:
    """File a request on a customer's behalf: a new conversation, with the promise of an answer. 200: it was filed
    before under this `external_id`."""
    return messages.file(request, given, references.brand(request, given.brand, Verb.FILE))


@router.get("/conversations/{id}", response=ConversationShown, url_name="conversation")
@reads()
def show(request: ApiRequest, id: UUID, chosen: Query[Chosen]) -> HttpResponse:
    """Of a merged one: where it is read."""
    row = get_object_or_404(loaded(request), public_id=id)
    row = loaded(request).get(pk=row.root_id) if row.root_id else row
    return one(request, shape(row), ConversationShown, fields=chosen.fields)


def _filtered(request: ApiRequest, rows: QuerySet[Conversation], asked: Filters) -> QuerySet[Conversation]:
    if asked.state:
        rows = rows.filter(STATES[asked.state])
    if isinstance(asked.view, UUID):
        kept = references.named(saved_views.visible_to(request.by), asked.view, "view")
        rows = rows.filter(pk__in=saved_views.shown_by(kept, request.by, at=request.at).values("pk"))
    elif asked.view:
        rows = rows.filter(queries.of_view(asked.view, staff_id=request.by.pk))
    if asked.assignee:
        rows = rows.filter(assignee__public_id=asked.assignee)
    if asked.team:
        rows = rows.filter(team_id=unsealed("team", asked.team) or 0)
    if asked.tag:
        rows = rows.filter(tags=unsealed("tag", asked.tag) or 0)
    if asked.customer:
        rows = rows.filter(customer__public_id=asked.customer)
    if asked.brand:
        rows = rows.filter(brand__public_id=asked.brand)
    if asked.updated_since:
        rows = rows.filter(pk__in=_changed_since(request, asked.updated_since))
    return rows


def _changed_since(request: ApiRequest, since: datetime) -> QuerySet[Any, Any]:
    """By what the journal says of them. Entries lie about in the order of their moments: the search begins at the
    newest one that is surely older."""
    if request.at - since > timedelta(days=UPDATED_SINCE_DAYS_MAX):
        raise WrongField("updated_since", _("This is more than 31 days ago. Read the facts feed instead."))
    rows = JournalEntry.objects.filter(brand_id__in=request.by.brand_ids)
    older = rows.filter(at__lt=since - COMMITTED_LATER_MAX).order_by("-pk").values_list("pk", flat=True).first()
    recent = rows.filter(pk__gt=older or 0, at__gte=since, about__startswith="conversation:")
    return recent.annotate(thing=Cast(Substr("about", len("conversation:") + 1), BigIntegerField())).values("thing")
