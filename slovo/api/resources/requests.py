"""What customers may ask for: types of requests, their options, and requests with their choices."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field, StrictInt

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, answer, nothing, one, page
from slovo.api.kinds import Chosen, Flag, Given, Paged, Shown, Text
from slovo.api.problems import WrongField
from slovo.core.secrets import sealed, unsealed
from slovo.people.rights import Verb
from slovo.requests import actions, queries
from slovo.requests.actions import CAPACITY_MAX, PRICE_MINOR_MAX, PROMISE_MINUTES_MAX, Offer
from slovo.requests.models import SLUG_CHARACTERS_MAX, TEXT_CHARACTERS_MAX, OptionVersion, RequestType, Texts
from slovo.requests.queries import Free

router = Router(tags=["requests"])

TYPE, OPTION, VERSION = "request_type", "option", "option_version"
Words = Annotated[Text, Field(max_length=TEXT_CHARACTERS_MAX)]


class InLanguages(Given):
    """The same in several languages: those that are left out are not said."""

    ru: Words = ""
    uk: Words = ""
    en: Words = ""

    @property
    def texts(self) -> Texts:
        return {name: text for name, text in self.model_dump().items() if text}


class TextsShown(Shown):
    ru: str | None
    uk: str | None
    en: str | None


class FreeShown(Shown):
    """Where the next place is. `starts_on`: of its period; null where none is free as far as one may look ahead."""

    starts_on: date | None
    left: int


class RequestOptionShown(Shown):
    """`id`: of the option, for ever. `version`: of what it says now, which a choice names."""

    id: UUID
    version: UUID
    number: int
    names: TextsShown
    promised: TextsShown
    not_promised: TextsShown
    limits: TextsShown
    price_minor: int | None
    currency: str
    promise_kind: str
    promise_minutes: int | None
    capacity: int | None
    per: str
    free: FreeShown | None


class TypeShown(Shown):
    id: UUID
    brand: UUID
    slug: str
    names: TextsShown
    demands_choice: bool
    owner: UUID | None
    team: UUID | None
    archived_at: datetime | None
    options: list[RequestOptionShown]


class TypePage(Shown):
    data: list[TypeShown]
    next: str | None


class Filters(Paged):
    brand: UUID | None = None


class RequestTypeGiven(Given):
    """A type with the same `slug` gets these names and rules; an archived one comes back."""

    brand: UUID | None = None
    slug: Annotated[Text, Field(max_length=SLUG_CHARACTERS_MAX, description="Of its address: `express-engraving`.")]
    names: InLanguages
    demands_choice: Flag = True
    owner: UUID | None = None
    team: UUID | None = None


class RequestOptionGiven(Given):
    names: InLanguages
    promised: InLanguages
    not_promised: InLanguages
    limits: InLanguages = InLanguages()
    price_minor: Annotated[StrictInt, Field(ge=0, le=PRICE_MINOR_MAX)] | None = None
    currency: Annotated[Text, Field(max_length=3)] = ""
    promise_kind: Annotated[Text, Field(max_length=20)] = ""
    promise_minutes: (
        Annotated[StrictInt, Field(ge=1, le=PROMISE_MINUTES_MAX, description="Of working time.")] | None
    ) = None
    capacity: Annotated[StrictInt, Field(ge=1, le=CAPACITY_MAX)] | None = None
    per: Literal["", "day", "week", "all"] = ""

    @property
    def offer(self) -> Offer:
        texts = {name: getattr(self, name).texts for name in ("names", "promised", "not_promised", "limits")}
        plain = self.model_dump(exclude=set(texts))
        return Offer(**texts, **plain)


def texts_shown(texts: Texts) -> Shape:
    return {language: texts.get(language) for language in ("ru", "uk", "en")}


def option_shape(row: OptionVersion, free: Free | None) -> Shape:
    texts = {name: texts_shown(getattr(row, name)) for name in ("names", "promised", "not_promised", "limits")}
    plain = ("price_minor", "currency", "promise_kind", "promise_minutes", "capacity", "per", "number")
    return {
        "id": sealed(OPTION, row.option_id),
        "version": sealed(VERSION, row.pk),
        **texts,
        **{name: getattr(row, name) for name in plain},
        "free": {"starts_on": free.starts_on.isoformat() if free.starts_on else None, "left": free.left}
        if free
        else None,
    }


def shapes_at(request: ApiRequest, rows: Sequence[RequestType]) -> list[Shape]:
    """Three questions, however many types there are: free places are asked for brand by brand."""
    versions = queries.offered([row.pk for row in rows])
    free: dict[int, Free] = {}
    for brand in {row.brand for row in rows}:
        here = {row.pk for row in rows if row.brand_id == brand.pk}
        mine = [one for one in versions if one.option.request_type_id in here]
        free |= queries.free(mine, brand, request.at)
    return [_shape(row, [one for one in versions if one.option.request_type_id == row.pk], free) for row in rows]


def _shape(row: RequestType, versions: Sequence[OptionVersion], free: dict[int, Free]) -> Shape:
    return {
        "id": sealed(TYPE, row.pk),
        "brand": row.brand.public_id,
        "slug": row.slug,
        "names": texts_shown(row.names),
        "demands_choice": row.demands_choice,
        "owner": row.owner.public_id if row.owner else None,
        "team": sealed("team", row.team_id) if row.team_id else None,
        "archived_at": row.archived_at.isoformat() if row.archived_at else None,
        "options": [option_shape(one, free.get(one.pk)) for one in versions],
    }


def loaded(request: ApiRequest) -> QuerySet[RequestType]:
    return queries.types_visible_to(request.by).select_related("brand", "owner")


def type_of_field(request: ApiRequest, shown: UUID) -> RequestType:
    row = loaded(request).filter(pk=unsealed(TYPE, shown) or 0).first()
    if row is None:
        raise WrongField("type", _("There is nothing with this id, or your token may not see it."))
    return row


def version_of_field(request: ApiRequest, shown: UUID | None) -> int | None:
    if shown is None:
        return None
    row = queries.versions_visible_to(request.by).filter(pk=unsealed(VERSION, shown) or 0).first()
    if row is None:
        raise WrongField("option", _("There is nothing with this id, or your token may not see it."))
    return row.pk


def _of_address(request: ApiRequest, shown: UUID) -> RequestType:
    row: RequestType = get_object_or_404(loaded(request), pk=unsealed(TYPE, shown) or 0)
    return row


def _option_id(request: ApiRequest, shown: UUID) -> tuple[int, int]:
    """Of the option of an address and of its type."""
    rows = queries.versions_visible_to(request.by).filter(option_id=unsealed(OPTION, shown) or 0)
    found = rows.values_list("option_id", "option__request_type_id").first()
    if found is None:
        raise Http404
    return found


@router.get("/request-types", response=TypePage)
@reads()
def index(request: ApiRequest, filters: Query[Filters]) -> HttpResponse:
    """What customers may ask for, with the options that are offered now and where their next places are free."""
    rows = loaded(request)
    if filters.brand:
        rows = rows.filter(brand__public_id=filters.brand)
    return page(
        request, rows, paged=filters, order="pk", shapes=lambda found: shapes_at(request, found), kind=TypeShown
    )


@router.get("/request-types/{id}", response=TypeShown)
@reads()
def show(request: ApiRequest, id: UUID, chosen: Query[Chosen]) -> HttpResponse:
    row = _of_address(request, id)
    return one(request, shapes_at(request, [row])[0], TypeShown, fields=chosen.fields)


@router.post("/request-types", response=TypeShown)
@writes(Verb.MANAGE_BRAND)
def set_type(request: ApiRequest, given: RequestTypeGiven) -> HttpResponse:
    row = actions.set_type(
        brand=references.brand(request, given.brand, Verb.MANAGE_BRAND),
        slug=given.slug,
        names=given.names.texts,
        demands_choice=given.demands_choice,
        owner_id=references.colleague(request, given.owner, "owner").pk if given.owner else None,
        team_id=references.team(request, given.team, "team").pk if given.team else None,
        by=request.by,
        at=request.at,
    )
    return one(request, shapes_at(request, [loaded(request).get(pk=row.pk)])[0], TypeShown)


@router.delete("/request-types/{id}", response={204: None})
@writes(Verb.MANAGE_BRAND)
def archive_type(request: ApiRequest, id: UUID) -> HttpResponse:
    """Nobody asks for it any more. What was chosen stays."""
    actions.archive_type(type_id=_of_address(request, id).pk, by=request.by, at=request.at)
    return nothing()


@router.post("/request-types/{id}/options", response={201: RequestOptionShown})
@writes(Verb.MANAGE_BRAND)
def add_option(request: ApiRequest, id: UUID, given: RequestOptionGiven) -> HttpResponse:
    row = _of_address(request, id)
    return _set_option(request, row.pk, None, given, status=201)


@router.put("/request-options/{id}", response=RequestOptionShown)
@writes(Verb.MANAGE_BRAND)
def change_option(request: ApiRequest, id: UUID, given: RequestOptionGiven) -> HttpResponse:
    """Other words and rules are another version. What was chosen keeps its own."""
    option_id, type_id = _option_id(request, id)
    return _set_option(request, type_id, option_id, given)


@router.delete("/request-options/{id}", response={204: None})
@writes(Verb.MANAGE_BRAND)
def archive_option(request: ApiRequest, id: UUID) -> HttpResponse:
    actions.archive_option(option_id=_option_id(request, id)[0], by=request.by, at=request.at)
    return nothing()


def _set_option(
    request: ApiRequest, type_id: int, option_id: int | None, given: RequestOptionGiven, *, status: int = 200
) -> HttpResponse:
    version = actions.set_option(type_id=type_id, option_id=option_id, offer=given.offer, by=request.by, at=request.at)
    free = queries.free([version], loaded(request).get(pk=type_id).brand, request.at)
    return answer(option_shape(version, free.get(version.pk)), status=status)
