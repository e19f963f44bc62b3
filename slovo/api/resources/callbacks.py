"""Who is to be called, when, and how the calls went. A telephone exchange tells here of the calls that nobody took."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import Field

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, answer, moment, one, page, selected
from slovo.api.kinds import Chosen, Given, Moment, Name, Paged, Shown, Text
from slovo.api.outside import Names, ThingShown
from slovo.api.references import brand as brand_named
from slovo.callbacks import actions, calling, choosing, queries
from slovo.callbacks.models import CALL_ID_CHARACTERS_MAX, NOT_ENDED, WORDS_CHARACTERS_MAX, CallAttempt, Callback, How
from slovo.people.rights import Verb

router = Router(tags=["callbacks"])

HowSaid = Literal["phone", "message", "in_person", "other"]
Words = Annotated[Text, Field(max_length=WORDS_CHARACTERS_MAX)]
Phone = Annotated[Text, Field(min_length=1, max_length=60, description="In any notation.")]
States = Literal["waits", "taken", "reached", "gave_up", "cancelled"]
Outcomes = Literal["reached", "no_answer", "busy", "wrong_number", "asked_later"]


class CallAttemptShown(Shown):
    id: UUID
    by: UUID | None
    at: datetime
    outcome: Outcomes
    words: str


class CallbackShown(Shown):
    """`promise`: by when they are to be reached, and what became of it. `next_call_at`: when the next attempt is made.
    `slot_starts_at`, `slot_ends_at`: the time that they chose; null for as soon as possible."""

    id: UUID
    brand: UUID
    customer: UUID
    phone: str
    about: ThingShown | None
    asked_how: Literal["portal", "missed_call", "agent", "api", "chat"]
    asked_times: int
    language: str
    words: str
    state: States
    promise: UUID
    due_at: datetime | None
    slot_starts_at: datetime | None
    slot_ends_at: datetime | None
    made_at: datetime
    next_call_at: datetime
    taken_by: UUID | None
    with_lead_at: datetime | None
    ended_at: datetime | None
    attempts: list[CallAttemptShown]


class CallbackPage(Shown):
    data: list[CallbackShown]
    next: str | None


class Filters(Paged):
    state: States | Literal["open"] | None = None
    brand: UUID | None = None
    customer: UUID | None = None


class OfBrand(Chosen):
    brand: UUID | None = None


class CallSlotShown(Shown):
    starts_at: datetime
    ends_at: datetime
    left: int


class CallSlotList(Shown):
    data: list[CallSlotShown]


class CallWanted(Given):
    """About a conversation, or for a customer: one of the two."""

    conversation: UUID | None = None
    customer: UUID | None = None
    phone: Phone
    slot_starts_at: Annotated[Moment | None, Field(description="One of the slots. Null: as soon as possible.")] = None
    words: Words = ""


class CallMissed(Given):
    call_id: Annotated[Text, Field(min_length=1, max_length=CALL_ID_CHARACTERS_MAX, description="Of your exchange.")]
    phone: Phone
    name: Name = ""
    brand: UUID | None = None


class Attempt(Given):
    outcome: Outcomes
    words: Words = ""
    call_again_at: Annotated[Moment | None, Field(description="When they asked to be called, if they did.")] = None


class CallCancellation(Given):
    words: Annotated[Text, Field(min_length=1, max_length=WORDS_CHARACTERS_MAX, description="Who said so, and why.")]
    how: HowSaid


def loaded(request: ApiRequest) -> QuerySet[Callback]:
    rows = queries.visible_to(request.by).select_related("brand", "customer", "promise", "taken_by")
    return rows.prefetch_related("attempts__by")


def shapes(rows: Sequence[Callback]) -> list[Shape]:
    names = Names.of_keys([row.about for row in rows])
    return [_shape(row, names) for row in rows]


def _shape(row: Callback, names: Names) -> Shape:
    moments = ("slot_starts_at", "slot_ends_at", "made_at", "next_call_at", "with_lead_at", "ended_at")
    return {
        "id": row.public_id,
        "brand": row.brand.public_id,
        "customer": row.customer.public_id,
        "phone": row.phone,
        "about": names.thing(row.about),
        "asked_how": row.asked_how,
        "asked_times": row.asked_times,
        "language": row.language,
        "words": row.words,
        "state": row.state,
        "promise": row.promise.shown_id,
        "due_at": moment(row.promise.due_at),
        **{name: moment(getattr(row, name)) for name in moments},
        "taken_by": row.taken_by.public_id if row.taken_by else None,
        "attempts": [_attempt(attempt) for attempt in row.attempts.all()],
    }


def _attempt(row: CallAttempt) -> Shape:
    return {
        "id": row.public_id,
        "by": row.by.public_id,
        "at": moment(row.at),
        "outcome": row.outcome,
        "words": row.words,
    }


@router.get("/callbacks", response=CallbackPage)
@reads()
def index(request: ApiRequest, filters: Query[Filters]) -> HttpResponse:
    """The newest first. `open`: those who still wait for a call, taken or not."""
    rows = loaded(request)
    if filters.state:
        rows = rows.filter(NOT_ENDED) if filters.state == "open" else rows.filter(state=filters.state)
    if filters.brand:
        rows = rows.filter(brand__public_id=filters.brand)
    if filters.customer:
        rows = rows.filter(customer__public_id=filters.customer)
    return page(request, rows, paged=filters, order="-pk", shapes=shapes, kind=CallbackShown)


@router.get("/callbacks/{id}", response=CallbackShown)
@reads()
def show(request: ApiRequest, id: UUID, chosen: Query[Chosen]) -> HttpResponse:
    row = get_object_or_404(loaded(request), public_id=id)
    return one(request, shapes([row])[0], CallbackShown, fields=chosen.fields)


@router.get("/callback-slots", response=CallSlotList)
@reads()
def slots(request: ApiRequest, given: Query[OfBrand]) -> HttpResponse:
    """The times that a customer can choose now. A token of one brand need not name it."""
    here = brand_named(request, given.brand, Verb.READ)
    rows: list[Shape] = [
        {"starts_at": moment(slot.starts_at), "ends_at": moment(slot.ends_at), "left": slot.left}
        for slot in queries.slots(here, queries.rule_of(here), at=request.at)
    ]
    return answer({"data": selected(rows, CallSlotShown, given.fields)})


@router.post("/callbacks", response={200: CallbackShown, 201: CallbackShown})
@writes(Verb.PROMISE)
def ask(request: ApiRequest, given: CallWanted) -> HttpResponse:
    """Somebody wants a call. 200 when they wait for one at this number already: it is one call."""
    party = references.party(request, given.conversation, given.customer)
    row, new = actions.ask(
        brand=party.customer.brand,
        customer=party.customer,
        phone=given.phone,
        about=party.about,
        slot_starts_at=given.slot_starts_at,
        words=given.words,
        how=How.API,
        by=request.by,
        at=request.at,
    )
    return _shown(request, row.pk, status=201 if new else 200)


@router.post("/calls/missed", response={200: CallbackShown, 201: CallbackShown})
@writes(Verb.FILE)
def missed(request: ApiRequest, given: CallMissed) -> HttpResponse:
    """A call that nobody took: they are called back. The same `call_id` again is the same call. 200 when it, or another
    call from this number, waits already."""
    here = brand_named(request, given.brand, Verb.FILE)
    row, new = actions.note_missed_call(
        brand=here, call_id=given.call_id, phone=given.phone, name=given.name, by=request.by, at=request.at
    )
    return _shown(request, row.pk, status=201 if new else 200)


@router.post("/callbacks/{id}/taking", response=CallbackShown)
@writes(Verb.PROMISE)
def take(request: ApiRequest, id: UUID) -> HttpResponse:
    """It is yours, and so is the promise. Of two who take it one has it."""
    row = _callback(request, id)
    calling.take(callback_id=row.pk, by=request.by, at=request.at)
    return _shown(request, row.pk)


@router.delete("/callbacks/{id}/taking", response=CallbackShown)
@writes(Verb.PROMISE)
def leave(request: ApiRequest, id: UUID) -> HttpResponse:
    row = _callback(request, id)
    calling.leave(callback_id=row.pk, by=request.by, at=request.at)
    return _shown(request, row.pk)


@router.post("/callbacks/{id}/attempts", response={201: CallbackShown})
@writes(Verb.PROMISE)
def log_attempt(request: ApiRequest, id: UUID, given: Attempt) -> HttpResponse:
    """They were called, just now. Only `reached` keeps the promise; what follows else, the brand's rule says."""
    row = _callback(request, id)
    calling.log_attempt(
        callback_id=row.pk,
        outcome=given.outcome,
        words=given.words,
        call_again_at=given.call_again_at,
        by=request.by,
        at=request.at,
    )
    return _shown(request, row.pk, status=201)


@router.post("/callbacks/{id}/cancellation", response=CallbackShown)
@writes(Verb.PROMISE)
def cancel(request: ApiRequest, id: UUID, given: CallCancellation) -> HttpResponse:
    """The customer wants no call any more: only they can say so."""
    row = _callback(request, id)
    choosing.cancel(callback_id=row.pk, words=given.words, how=given.how, by=request.by, at=request.at)
    return _shown(request, row.pk)


def _callback(request: ApiRequest, public_id: UUID) -> Callback:
    row: Callback = get_object_or_404(queries.visible_to(request.by), public_id=public_id)
    return row


def _shown(request: ApiRequest, pk: int, *, status: int = 200) -> HttpResponse:
    return one(request, shapes([loaded(request).get(pk=pk)])[0], CallbackShown, status=status)
