"""Requests with their choices, and what was chosen before."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, answer, moment, one, page
from slovo.api.kinds import Chosen, Given, Paged, Shown, Text
from slovo.api.outside import Names, ThingShown
from slovo.api.problems import WRONG_FIELDS, WrongField
from slovo.api.resources import filled_in, messages
from slovo.api.resources.filled_in import FilledIn
from slovo.api.resources.forms import SUBMISSION
from slovo.api.resources.messages import Filing, Taken
from slovo.api.resources.pledges import How
from slovo.api.resources.requests import OPTION, TYPE, VERSION, type_of_field, version_of_field
from slovo.conversations import queries as conversations
from slovo.conversations.outgoing import TEXT_CHARACTERS_MAX
from slovo.core.secrets import sealed, unsealed
from slovo.people.rights import Verb
from slovo.promises.models import WORDS_CHARACTERS_MAX
from slovo.requests import choosing, form_queries, queries
from slovo.requests.models import Choice

router = Router(tags=["requests"])

CHOICE = "choice"
StartsOn = Annotated[
    Text,
    Field(
        pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$",
        description="The beginning of the period in which the place is wanted. Without it, the next one that is free.",
    ),
]


class RequestChoiceGiven(Given):
    """`option`: the `version` of the option as it was read. It may be left out where the type demands no choice."""

    type: UUID
    option: UUID | None = None
    starts_on: StartsOn = ""
    how: How
    language: Literal["ru", "uk", "en"] = "en"


class RequestGiven(Filing):
    """A customer's message, as in `POST /conversations`, with the choice that its type demands. With `form`, `text` may
    be left out: the answers are the message; what it says stands before them."""

    text: Annotated[Text, Field(max_length=TEXT_CHARACTERS_MAX)] = ""
    form: FilledIn | None = None
    type: UUID
    option: UUID | None = None
    starts_on: StartsOn = ""
    how: How


class Return(Given):
    words: Annotated[Text, Field(min_length=1, max_length=WORDS_CHARACTERS_MAX, description="Who said so, and why.")]
    how: How


class WordingShown(Shown):
    """As it was read."""

    name: str
    promised: str
    not_promised: str
    limits: str
    price_minor: int | None
    currency: str


class RequestChoiceShown(Shown):
    id: UUID
    about: ThingShown
    customer: UUID
    type: UUID
    option: UUID
    version: UUID
    number: int
    language: str
    wording: WordingShown
    how: str
    at: datetime
    starts_on: date | None
    promise: UUID | None
    given_back_at: datetime | None


class ChoicePage(Shown):
    data: list[RequestChoiceShown]
    next: str | None


class RequestTaken(Taken):
    choice: UUID | None
    submission: UUID | None


class Filters(Paged):
    customer: UUID | None = None
    conversation: UUID | None = None


def shapes(rows: Sequence[Choice]) -> list[Shape]:
    names = Names.of_keys([row.about for row in rows])
    return [
        {
            "id": sealed(CHOICE, row.pk),
            "about": names.thing(row.about),
            "customer": row.customer.public_id,
            "type": sealed(TYPE, row.request_type_id),
            "option": sealed(OPTION, row.version.option_id),
            "version": sealed(VERSION, row.version_id),
            "number": row.version.number,
            "language": row.language,
            "wording": row.wording,
            "how": row.how,
            "at": moment(row.at),
            "starts_on": row.slot.starts_on.isoformat() if row.slot else None,
            "promise": row.promise.shown_id if row.promise else None,
            "given_back_at": moment(row.given_back_at),
        }
        for row in rows
    ]


@router.get("/choices", response=ChoicePage)
@reads()
def index(request: ApiRequest, filters: Query[Filters]) -> HttpResponse:
    """What was chosen, the newest first; what was given back, too."""
    rows = queries.choices_visible_to(request.by).select_related("customer", "version", "slot", "promise")
    if filters.customer:
        rows = rows.filter(customer__public_id=filters.customer)
    if filters.conversation:
        rows = rows.filter(about__in=conversations.keys(references.conversation(request, filters.conversation)))
    return page(request, rows, paged=filters, order="-pk", shapes=shapes, kind=RequestChoiceShown)


@router.get("/choices/{id}", response=RequestChoiceShown)
@reads()
def show(request: ApiRequest, id: UUID, chosen: Query[Chosen]) -> HttpResponse:
    return one(request, _shown(request, _pk(request, id)), RequestChoiceShown, fields=chosen.fields)


@router.post("/requests", response={201: RequestTaken, 200: RequestTaken})
@writes(Verb.FILE)
def create(request: ApiRequest, given: RequestGiven) -> HttpResponse:
    """File a request with its choice and its form, or nothing: `choice-missing`, `place-taken`, `unable-to-choose` and
    `form-changed` name the rule that refuses it. 422 names each answer that its field does not take, as
    `form.answers.KEY`. 200: it was filed before under this `external_id`."""
    request_type = type_of_field(request, given.type)
    version_id, starts_on = version_of_field(request, given.option), day_of(given.starts_on)
    filled = filled_in.read(request, given.form, request_type, given.language)
    text = "\n\n".join(part for part in (given.text.strip(), filled.text if filled else "") if part)
    if not text:
        raise WrongField("text", WRONG_FIELDS["missing"])
    said = given.model_copy(update={"text": text})
    filed = messages.filed(request, said, request_type.brand, more=filled.files if filled else ())
    if filed.new:
        if filled:
            filled.submit(request, filed.conversation)
        choosing.choose(
            type_id=request_type.pk,
            version_id=version_id,
            about=filed.conversation.key,
            customer_id=filed.conversation.customer_id,
            language=given.language or filed.conversation.language,
            how=given.how,
            starts_on=starts_on,
            by=request.by,
            at=request.at,
        )
    made = queries.choices_about(filed.conversation.key)
    sent = form_queries.submissions_about(filed.conversation.key)
    more = {
        "choice": str(sealed(CHOICE, made[0].pk)) if made else None,
        "submission": str(sealed(SUBMISSION, sent[-1].pk)) if sent else None,
    }
    return answer(filed.shape | more, status=201 if filed.new else 200, headers={"Location": filed.shape["url"]})


@router.post("/conversations/{id}/choices", response={201: RequestChoiceShown})
@writes(Verb.FILE)
def choose(request: ApiRequest, id: UUID, given: RequestChoiceGiven) -> HttpResponse:
    """What the customer of a conversation chose, said to somebody of the house."""
    conversation = references.conversation(request, id)
    request_type = type_of_field(request, given.type)
    if request_type.brand_id != conversation.brand_id:
        raise WrongField("type", _("This is a request of another brand."))
    made = choosing.choose(
        type_id=request_type.pk,
        version_id=version_of_field(request, given.option),
        about=conversation.key,
        customer_id=conversation.customer_id,
        language=given.language,
        how=given.how,
        starts_on=day_of(given.starts_on),
        by=request.by,
        at=request.at,
    )
    if made is None:
        raise WrongField("option", _("Name the option that was chosen."))
    return one(request, _shown(request, made.pk), RequestChoiceShown, status=201)


@router.post("/choices/{id}/return", response=RequestChoiceShown)
@writes(Verb.FILE)
def give_back(request: ApiRequest, id: UUID, given: Return) -> HttpResponse:
    """The customer does not want it any more: its place is free again, its promise released."""
    pk = _pk(request, id)
    choosing.give_back(choice_id=pk, words=given.words, how=given.how, by=request.by, at=request.at)
    return one(request, _shown(request, pk), RequestChoiceShown)


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise WrongField("starts_on", _("There is no such day.")) from None


def _pk(request: ApiRequest, shown: UUID) -> int:
    row: Choice = get_object_or_404(queries.choices_visible_to(request.by), pk=unsealed(CHOICE, shown) or 0)
    return row.pk


def _shown(request: ApiRequest, pk: int) -> Shape:
    rows = queries.choices_visible_to(request.by).select_related("customer", "version", "slot", "promise")
    return shapes([rows.get(pk=pk)])[0]
