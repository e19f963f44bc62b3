"""What customers care about, what they expect though nobody promised it, and what was spent on which."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field, StrictInt

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, answer, moment, nothing, one, page, selected
from slovo.api.kinds import Chosen, Given, Moment, Paged, Shown, Text
from slovo.api.outside import Names, ThingShown
from slovo.api.problems import WrongField
from slovo.api.resources.requests import OPTION, InLanguages, TextsShown, texts_shown
from slovo.core.secrets import sealed, unsealed
from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.promises import queries as promises
from slovo.requests import queries as requests
from slovo.requests.effort import efforts
from slovo.standards import expectations, queries
from slovo.standards.expectation_models import (
    REASON_CHARACTERS_MAX,
    WEIGHT_MAX,
    WHAT_CHARACTERS_MAX,
    Expectation,
    Unpromised,
)

router = Router(tags=["expectations"])

EXPECTATION, UNPROMISED = "expectation", "unpromised"
DAYS, DAYS_MAX = 30, 366
Kind = Annotated[Text, Field(max_length=20)]


class ExpectationShown(Shown):
    """`portrait`: of whom, null for all. `weight`: 0, nobody looks, to 5. `kinds`: of the promises that serve it."""

    id: UUID
    brand: UUID
    portrait: UUID | None
    what: str
    weight: int
    reason: str
    kinds: list[str]


class ExpectationPage(Shown):
    data: list[ExpectationShown]
    next: str | None


class ExpectationGiven(Given):
    """One of the same portrait in the same words is weighed anew."""

    brand: UUID | None = None
    portrait: UUID | None = None
    what: Annotated[Text, Field(min_length=1, max_length=WHAT_CHARACTERS_MAX)]
    weight: Annotated[StrictInt, Field(ge=0, le=WEIGHT_MAX)]
    reason: Annotated[Text, Field(min_length=1, max_length=REASON_CHARACTERS_MAX, description="How you know.")]
    kinds: Annotated[list[Kind], Field(max_length=expectations.KINDS_MAX)] = []


class EffortShown(Shown):
    """`promises`: settled in the period; `hours`: of working time from promise to done, in `counted` of them.
    `nobody_looks`: on the map it serves nothing, or what matters to nobody."""

    kind: str
    promises: int
    counted: int
    hours: float
    weight: int | None
    serves: list[UUID]
    nobody_looks: bool


class EffortList(Shown):
    data: list[EffortShown]


class Period(Chosen):
    since: Annotated[Moment | None, Field(description="30 days before `until`, if left out; at most 366.")] = None
    until: Moment | None = None
    brand: UUID | None = None
    portrait: UUID | None = None


class UnpromisedShown(Shown):
    """`times`: in how many conversations. `became`: the option that customers may choose now."""

    id: UUID
    brand: UUID
    words: str
    times: int
    last_at: datetime
    state: str
    became: ThingShown | None
    up_front: TextsShown
    decided_at: datetime | None


class UnpromisedPage(Shown):
    data: list[UnpromisedShown]
    next: str | None


class Noted(Given):
    conversation: UUID
    words: Annotated[Text, Field(min_length=1, max_length=WHAT_CHARACTERS_MAX, description="What was expected.")]


class Became(Given):
    option: UUID


class UpFront(Given):
    texts: InLanguages


def shapes(rows: Sequence[Expectation]) -> list[Shape]:
    plain = ("what", "weight", "reason", "kinds")
    return [
        {
            "id": sealed(EXPECTATION, row.pk),
            "brand": row.brand.public_id,
            "portrait": sealed("portrait", row.portrait_id) if row.portrait_id else None,
            **{name: getattr(row, name) for name in plain},
        }
        for row in rows
    ]


def unpromised_shapes(rows: Sequence[Unpromised]) -> list[Shape]:
    names = Names({})
    return [
        {
            "id": sealed(UNPROMISED, row.pk),
            "brand": row.brand.public_id,
            "words": row.words,
            "times": row.times,
            "last_at": moment(row.last_at),
            "state": row.state,
            "became": names.thing(row.became),
            "up_front": texts_shown(row.up_front),
            "decided_at": moment(row.decided_at),
        }
        for row in rows
    ]


@router.get("/expectations", response=ExpectationPage)
@reads()
def index(request: ApiRequest, paged: Query[Paged]) -> HttpResponse:
    rows = queries.expectations_visible_to(request.by).select_related("brand")
    return page(request, rows, paged=paged, order="pk", shapes=shapes, kind=ExpectationShown)


@router.post("/expectations", response=ExpectationShown)
@writes(Verb.MANAGE_BRAND)
def weigh(request: ApiRequest, given: ExpectationGiven) -> HttpResponse:
    brand = references.brand(request, given.brand, Verb.MANAGE_BRAND)
    if not set(given.kinds) <= promises.kinds_at(brand.pk).keys():
        raise WrongField("kinds", _("This brand makes no promises of this kind. Choose one of its kinds."))
    row = expectations.set_expectation(
        brand=brand,
        portrait=references.portrait(request, given.portrait, brand) if given.portrait else None,
        **given.model_dump(exclude={"brand", "portrait"}),
        by=request.by,
        at=request.at,
    )
    return one(request, shapes([row])[0], ExpectationShown)


@router.delete("/expectations/{id}", response={204: None})
@writes(Verb.MANAGE_BRAND)
def archive(request: ApiRequest, id: UUID) -> HttpResponse:
    row: Expectation = get_object_or_404(queries.expectations_visible_to(request.by), pk=unsealed(EXPECTATION, id) or 0)
    expectations.archive_expectation(expectation_id=row.pk, by=request.by, at=request.at)
    return nothing()


@router.get("/effort", response=EffortList)
@reads(Verb.SEE_FIGURES)
def effort(request: ApiRequest, given: Query[Period]) -> HttpResponse:
    """What was spent on each kind of promise, beside what customers care about."""
    until = given.until or request.at
    since = given.since or until - timedelta(days=DAYS)
    if not timedelta() < until - since <= timedelta(days=DAYS_MAX):
        raise WrongField("since", _("A period has a beginning before its end, and at most 366 days."))
    brands = [one for one in people.brands_where(request.by, Verb.SEE_FIGURES) if given.brand in {None, one.public_id}]
    ids = [brand.pk for brand in brands]
    rows = list(queries.expectations_visible_to(request.by).filter(brand_id__in=ids))
    portrait = references.portrait(request, given.portrait) if given.portrait else None
    data = [
        {
            "kind": found.kind,
            "promises": found.promises,
            "counted": found.counted,
            "hours": round(found.hours, 1),
            "weight": found.weight,
            "serves": [sealed(EXPECTATION, one.pk) for one in found.serves],
            "nobody_looks": found.nobody_looks,
        }
        for found in efforts(ids, rows, since=since, until=until, portrait_id=portrait.pk if portrait else None)
    ]
    return answer({"data": selected(data, EffortShown, given.fields)})


@router.get("/unpromised", response=UnpromisedPage)
@reads()
def register(request: ApiRequest, paged: Query[Paged]) -> HttpResponse:
    """What customers expect though nobody promised it, in the order in which it was noted first."""
    rows = queries.unpromised_visible_to(request.by).select_related("brand")
    return page(request, rows, paged=paged, order="pk", shapes=unpromised_shapes, kind=UnpromisedShown)


@router.post("/unpromised", response=UnpromisedShown)
@writes(Verb.NOTE)
def note(request: ApiRequest, given: Noted) -> HttpResponse:
    """Counted once for each conversation."""
    conversation = references.conversation(request, given.conversation)
    row = expectations.note_unpromised(
        brand=conversation.brand, words=given.words, source=conversation.key, by=request.by, at=request.at
    )
    return _unpromised(request, row.pk)


@router.put("/unpromised/{id}/choice", response=UnpromisedShown)
@writes(Verb.MANAGE_BRAND)
def make_choice(request: ApiRequest, id: UUID, given: Became) -> HttpResponse:
    """Customers may choose it now."""
    row = _row(request, id)
    option_id = unsealed(OPTION, given.option) or 0
    here = requests.versions_visible_to(request.by).filter(option__request_type__brand_id=row.brand_id)
    if not here.filter(option_id=option_id).exists():
        raise WrongField("option", _("There is nothing with this id, or your token may not see it."))
    expectations.make_choice_of(unpromised_id=row.pk, became=f"option:{option_id}", by=request.by, at=request.at)
    return _unpromised(request, row.pk)


@router.put("/unpromised/{id}/word", response=UnpromisedShown)
@writes(Verb.MANAGE_BRAND)
def say_up_front(request: ApiRequest, id: UUID, given: UpFront) -> HttpResponse:
    """Customers read it before they ask."""
    row = _row(request, id)
    expectations.say_up_front(unpromised_id=row.pk, texts=given.texts.texts, by=request.by, at=request.at)
    return _unpromised(request, row.pk)


def _row(request: ApiRequest, shown: UUID) -> Unpromised:
    rows = queries.unpromised_visible_to(request.by)
    row: Unpromised = get_object_or_404(rows, pk=unsealed(UNPROMISED, shown) or 0)
    return row


def _unpromised(request: ApiRequest, pk: int) -> HttpResponse:
    row = queries.unpromised_visible_to(request.by).select_related("brand").get(pk=pk)
    return one(request, unpromised_shapes([row])[0], UnpromisedShown)
