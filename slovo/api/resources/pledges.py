"""What is done with a promise: each deed is a noun below it."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from pydantic import Field

from slovo.api import references
from slovo.api.access import ApiRequest, writes
from slovo.api.answers import must_match, one
from slovo.api.kinds import Flag, Given, Moment, Text
from slovo.api.resources.promises import PromiseShown, loaded, of_address, router, shapes
from slovo.core.db import locked_together
from slovo.core.secrets import unsealed
from slovo.people.rights import Verb
from slovo.promises import checking, handing, ledger, moving, queries
from slovo.promises.checks import CHECK_INS_MAX
from slovo.promises.models import NEWS_CHARACTERS_MAX, WHAT_CHARACTERS_MAX, WORDS_CHARACTERS_MAX, Promise
from slovo.promises.more_models import REASON_CHARACTERS_MAX, SLUG_CHARACTERS_MAX, PromiseMove

How = Literal["phone", "message", "in_person", "other"]
Zone = Annotated[Text, Field(max_length=60, description="In which the moment was said. Without it, the brand's.")]
News = Annotated[Text, Field(max_length=NEWS_CHARACTERS_MAX)]


class Pledge(Given):
    """About a conversation, an order or a visit, or to a customer: one of them."""

    conversation: UUID | None = None
    customer: UUID | None = None
    order: UUID | None = None
    visit: UUID | None = None
    kind: Annotated[Text, Field(max_length=SLUG_CHARACTERS_MAX)]
    what: Annotated[Text, Field(min_length=1, max_length=WHAT_CHARACTERS_MAX, description="In the customer's words.")]
    due_at: Moment
    check_ins: Annotated[
        list[Moment], Field(max_length=CHECK_INS_MAX, description="When its owner is asked what is true then.")
    ] = []
    zone: Zone = ""
    owner: UUID | None = None
    team: UUID | None = None


class NewsGiven(Given):
    now: News = ""
    next: News = ""
    told: Annotated[How | None, Field(description="How they heard of it. Null: they are told on their channel.")] = None


class Release(Given):
    words: Annotated[Text, Field(min_length=1, max_length=WORDS_CHARACTERS_MAX, description="Who said so, and why.")]
    how: How


class Move(Given):
    due_at: Moment
    reason: Annotated[Text, Field(min_length=1, max_length=REASON_CHARACTERS_MAX, description="For the customer.")]
    zone: Zone = ""
    told: Annotated[
        How | None, Field(description="How they have just heard of it. Null: they are told on their channel.")
    ] = None
    agreed: Annotated[Flag, Field(description="They said yes.")] = False


class Consent(Given):
    agrees: Flag
    how: How


class Responsible(Given):
    """Both are set: what is left out becomes nobody."""

    owner: UUID | None = None
    team: UUID | None = None


@router.post("/promises", response={201: PromiseShown})
@writes(Verb.PROMISE)
def make(request: ApiRequest, given: Pledge) -> HttpResponse:
    """Promise something. Whoever the token belongs to is responsible, unless a person or a team is named; a program
    must name one."""
    owner_id, team_id = _responsible(request, given.owner, given.team)
    party = references.matter(
        request,
        conversation_id=given.conversation,
        customer_id=given.customer,
        order_id=given.order,
        visit_id=given.visit,
    )
    promise = ledger.make(
        brand=party.customer.brand,
        customer_id=party.customer.pk,
        about=party.about or f"customer:{party.customer.pk}",
        kind=given.kind,
        what=given.what,
        due_at=given.due_at,
        check_ins=given.check_ins,
        zone=given.zone,
        owner_id=owner_id,
        team_id=team_id or party.team_id,
        by=request.by,
        at=request.at,
    )
    return _shown(request, promise.pk, status=201)


@router.put("/promises/{id}/news", response=PromiseShown)
@writes(Verb.PROMISE)
def say_news(request: ApiRequest, id: UUID, given: NewsGiven) -> HttpResponse:
    """What the customer reads of it: what happens now, what is next. Both are set. What is new they are told on their
    channel, together with what else waits for them, after quiet hours."""
    row = _promise(request, id)
    ledger.say_news(
        promise_id=row.pk, now=given.now, next=given.next, told=given.told or "", by=request.by, at=request.at
    )
    return _shown(request, row.pk)


@router.put("/promises/{id}/check-in", response=PromiseShown)
@writes(Verb.PROMISE)
def check_in(request: ApiRequest, id: UUID, given: NewsGiven) -> HttpResponse:
    """Its owner was asked what is true now, and says so for the customer to read; nothing, or what was said before: all
    is as it was, and the customer is told nothing."""
    row = _promise(request, id)
    checking.check_in(
        promise_id=row.pk, now=given.now, next=given.next, told=given.told or "", by=request.by, at=request.at
    )
    return _shown(request, row.pk)


@router.post("/promises/{id}/fulfilment", response=PromiseShown)
@writes(Verb.PROMISE)
def keep(request: ApiRequest, id: UUID) -> HttpResponse:
    """It is done, now. After the deadline it is broken, then done."""
    row = _promise(request, id)
    ledger.keep(promise_id=row.pk, by=request.by, at=request.at)
    return _shown(request, row.pk)


@router.delete("/promises/{id}/fulfilment", response=PromiseShown)
@writes(Verb.PROMISE)
def owe_again(request: ApiRequest, id: UUID) -> HttpResponse:
    """It is not done, or not released, after all: owed by the deadline that it had."""
    row = _promise(request, id)
    ledger.owe_again(promise_id=row.pk, by=request.by, at=request.at)
    return _shown(request, row.pk)


@router.post("/promises/{id}/release", response=PromiseShown)
@writes(Verb.PROMISE)
def release(request: ApiRequest, id: UUID, given: Release) -> HttpResponse:
    """The customer does not want it any more: only they can say so."""
    row = _promise(request, id)
    ledger.release(promise_id=row.pk, words=given.words, how=given.how, by=request.by, at=request.at)
    return _shown(request, row.pk)


@router.post("/promises/{id}/mistake", response=PromiseShown)
@writes(Verb.PROMISE)
def strike_out(request: ApiRequest, id: UUID) -> HttpResponse:
    """Written down by mistake: nobody has promised it. Within 15 minutes, before its deadline and before any move."""
    row = _promise(request, id)
    ledger.strike_out(promise_id=row.pk, by=request.by, at=request.at)
    return _shown(request, row.pk)


@router.put("/promises/{id}/responsibility", response=PromiseShown)
@writes(Verb.PROMISE)
def hand_over(request: ApiRequest, id: UUID, given: Responsible) -> HttpResponse:
    """To a person, a team, or a person for whom the team stands in."""
    row = _promise(request, id)
    owner_id, team_id = _responsible(request, given.owner, given.team)
    handing.hand_over(promise_ids=[row.pk], owner_id=owner_id, team_id=team_id, by=request.by, at=request.at)
    return _shown(request, row.pk)


@router.post("/promises/{id}/moves", response={201: PromiseShown})
@writes(Verb.PROMISE)
def move(request: ApiRequest, id: UUID, given: Move) -> HttpResponse:
    """Another moment. Unless `told` says how they have heard of it, the customer is told on their channel, by day, with
    what they can choose. It becomes the deadline when they hear of it, if that is before the one that was.
    A second one takes their consent to the first, unless the rule of the kind allows more."""
    row = _promise(request, id)
    moving.move(
        promise_id=row.pk,
        due_at=given.due_at,
        reason=given.reason,
        zone=given.zone,
        told=given.told or "",
        agreed=given.agreed,
        by=request.by,
        at=request.at,
    )
    return _shown(request, row.pk, status=201)


@router.delete("/promise-moves/{id}", response=PromiseShown)
@writes(Verb.PROMISE)
def take_back_move(request: ApiRequest, id: UUID) -> HttpResponse:
    """409 once the customer knows of it."""
    row = _move(request, id)
    moving.take_back(move_id=row.pk, by=request.by, at=request.at)
    return _shown(request, row.promise_id)


@router.post("/promise-moves/{id}/notice", response=PromiseShown)
@writes(Verb.PROMISE)
def note_told(request: ApiRequest, id: UUID) -> HttpResponse:
    """The customer has been told, just now."""
    row = _move(request, id)
    moving.say_told(move_id=row.pk, by=request.by, at=request.at)
    return _shown(request, row.promise_id)


@router.put("/promise-moves/{id}/consent", response=PromiseShown)
@writes(Verb.PROMISE)
def record_consent(request: ApiRequest, id: UUID, given: Consent) -> HttpResponse:
    """What the customer said to the new moment."""
    row = _move(request, id)
    moving.record_consent(move_id=row.pk, agrees=given.agrees, how=given.how, by=request.by, at=request.at)
    return _shown(request, row.promise_id)


def _promise(request: ApiRequest, shown: UUID) -> Promise:
    """The one to change, held when the program says which version of it it knows."""
    row = of_address(queries.visible_to(request.by), shown)
    if "If-Match" in request.headers:
        locked_together(Promise, [row.pk])
        must_match(request, lambda: shapes([loaded(request).get(pk=row.pk)])[0])
    return row


def _move(request: ApiRequest, shown: UUID) -> PromiseMove:
    row: PromiseMove = get_object_or_404(queries.moves_visible_to(request.by), pk=unsealed("move", shown) or 0)
    return row


def _responsible(request: ApiRequest, owner: UUID | None, team: UUID | None) -> tuple[int | None, int | None]:
    person = references.colleague(request, owner, "owner") if owner else None
    some = references.team(request, team, "team") if team else None
    return person.pk if person else None, some.pk if some else None


def _shown(request: ApiRequest, pk: int, *, status: int = 200) -> HttpResponse:
    return one(request, shapes([loaded(request).get(pk=pk)])[0], PromiseShown, status=status)
