from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import Field, StrictBool

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, moment, must_match, one, page
from slovo.api.kinds import Chosen, Given, Name, Paged, Shown, Text
from slovo.api.problems import WrongField
from slovo.api.resources.messages import NOT_AN_ADDRESS
from slovo.brands.models import Brand
from slovo.core.db import locked_together
from slovo.core.secrets import sealed
from slovo.customers import actions, consent_queries, consents, queries
from slovo.customers.consent_models import WORDS_CHARACTERS_MAX, Consent, How
from slovo.customers.identity import home_country, normal_email, normal_phone
from slovo.customers.models import Customer, Identity
from slovo.people.rights import Verb

router = Router(tags=["customers"])

IDENTITIES_MAX = 20

Value = Annotated[Text, Field(min_length=1, max_length=254)]
Zone = Annotated[Text, Field(max_length=60, description="Whose clock they read, like Europe/Kyiv. Empty: the brand's.")]


class IdentityShown(Shown):
    kind: str
    value: str


class CustomerShown(Shown):
    id: UUID
    brand: UUID
    name: str
    language: str
    zone: str
    portrait: UUID | None
    identities: list[IdentityShown]
    merged_into: UUID | None
    created_at: datetime


class CustomerPage(Shown):
    data: list[CustomerShown]
    next: str | None


class Filters(Paged):
    email: Annotated[Text, Field(max_length=254)] = ""
    phone: Annotated[Text, Field(max_length=40)] = ""
    brand: UUID | None = None


class IdentityGiven(Given):
    kind: Literal["email", "phone"]
    value: Value


class NewCustomer(Given):
    name: Name = ""
    brand: UUID | None = None
    language: Literal["", "ru", "uk", "en"] = ""
    zone: Zone = ""
    identities: Annotated[list[IdentityGiven], Field(min_length=1, max_length=IDENTITIES_MAX)]


class CustomerChange(Given):
    """What is not given stays."""

    name: Name | None = None
    zone: Zone | None = None


class ConsentShown(Shown):
    """`channel`: "" for all. `given`: they want it; else they do not, or no longer. `words`: the version of those to
    which they said so. `proven`: false for what was ticked on a page for everybody and not confirmed by letter, which
    says nothing. The last that fits and is proven is what holds; a notice about their own matter needs none."""

    purpose: Literal["service", "marketing"]
    channel: str
    given: bool
    how: str
    words: str
    proven: bool
    at: datetime


class ConsentPage(Shown):
    data: list[ConsentShown]
    next: str | None


class CustomerConsentGiven(Given):
    purpose: Literal["service", "marketing"]
    channel: Literal["", "email", "api", "page"] = ""
    given: StrictBool
    words: Annotated[Text, Field(max_length=WORDS_CHARACTERS_MAX)] = ""


class Merge(Given):
    """Who turns out to be this same person."""

    customer: UUID


def shapes(rows: Sequence[Customer]) -> list[Shape]:
    return [shape(row) for row in rows]


def shape(row: Customer) -> Shape:
    return {
        "id": row.public_id,
        "brand": row.brand.public_id,
        "name": row.name,
        "language": row.language,
        "zone": row.zone,
        "portrait": sealed("portrait", row.portrait_id) if row.portrait_id else None,
        "identities": [{"kind": one.kind, "value": one.value} for one in row.identities.all()],
        "merged_into": row.merged_into.public_id if row.merged_into else None,
        "created_at": moment(row.created_at),
    }


def consent_shapes(rows: Sequence[Consent]) -> list[Shape]:
    plain = ("purpose", "channel", "given", "how", "words")
    return [
        {**{name: getattr(row, name) for name in plain}, "proven": row.is_proven, "at": moment(row.at)} for row in rows
    ]


def loaded(request: ApiRequest) -> QuerySet[Customer]:
    rows = queries.visible_to(request.by).select_related("brand", "merged_into")
    return rows.prefetch_related("identities")


def _customer(request: ApiRequest, public_id: UUID) -> Customer:
    """The one to change, held when the program says which version of it it knows."""
    row = references.customer(request, public_id)
    if "If-Match" in request.headers:
        locked_together(Customer, [row.pk])
        must_match(request, lambda: shape(loaded(request).get(pk=row.pk)))
    return row


def _shown(request: ApiRequest, pk: int, *, status: int = 200) -> HttpResponse:
    return one(request, shape(loaded(request).get(pk=pk)), CustomerShown, status=status)


@router.get("/customers", response=CustomerPage)
@reads()
def index(request: ApiRequest, filters: Query[Filters]) -> HttpResponse:
    """The newest first. By an address or a number: whom it leads to."""
    rows = loaded(request)
    if filters.brand:
        rows = rows.filter(brand__public_id=filters.brand)
    if filters.email:
        rows = rows.filter(identities__kind=Identity.EMAIL, identities__value=normal_email(filters.email))
    if filters.phone:
        value = normal_phone(filters.phone, country="RU") or normal_phone(filters.phone, country="UA")
        rows = rows.filter(identities__kind=Identity.PHONE, identities__value=value)
    return page(request, rows, paged=filters, order="-pk", shapes=shapes, kind=CustomerShown)


@router.post("/customers", response={201: CustomerShown})
@writes(Verb.EDIT_CUSTOMER)
def create(request: ApiRequest, given: NewCustomer) -> HttpResponse:
    """409 when one of the identities leads to somebody already."""
    brand = references.brand(request, given.brand, Verb.EDIT_CUSTOMER)
    identities = [(one.kind, _normal(one, brand, f"identities.{n}.value")) for n, one in enumerate(given.identities)]
    row = actions.add_customer(
        brand_id=brand.pk,
        name=given.name,
        language=given.language,
        zone=given.zone,
        identities=identities,
        by=request.by,
        at=request.at,
    )
    return _shown(request, row.pk, status=201)


@router.get("/customers/{id}", response=CustomerShown, url_name="customer")
@reads()
def show(request: ApiRequest, id: UUID, chosen: Query[Chosen]) -> HttpResponse:
    row = get_object_or_404(loaded(request), public_id=id)
    return one(request, shape(row), CustomerShown, fields=chosen.fields)


@router.patch("/customers/{id}", response=CustomerShown)
@writes(Verb.EDIT_CUSTOMER)
def change(request: ApiRequest, id: UUID, given: CustomerChange) -> HttpResponse:
    row = _customer(request, id)
    actions.change(customer_id=row.pk, name=given.name, zone=given.zone, by=request.by, at=request.at)
    return _shown(request, row.pk)


@router.post("/customers/{id}/identities", response={201: CustomerShown})
@writes(Verb.EDIT_CUSTOMER)
def add_identity(request: ApiRequest, id: UUID, given: IdentityGiven) -> HttpResponse:
    """409 when it leads to another customer: if they are one person, merge the two."""
    row = _customer(request, id)
    value = _normal(given, row.brand, "value")
    actions.add_identity(customer_id=row.pk, kind=given.kind, value=value, by=request.by, at=request.at)
    return _shown(request, row.pk, status=201)


@router.get("/customers/{id}/consents", response=ConsentPage)
@reads()
def consents_of(request: ApiRequest, id: UUID, paged: Query[Paged]) -> HttpResponse:
    """All that they have said about being written to by rules, the last first."""
    row = get_object_or_404(loaded(request), public_id=id)
    rows = consent_queries.said_by(row)
    return page(request, rows, paged=paged, order="-pk", shapes=consent_shapes, kind=ConsentShown)


@router.post("/customers/{id}/consents", response={201: ConsentShown})
@writes(Verb.EDIT_CUSTOMER)
def say_consent(request: ApiRequest, id: UUID, given: CustomerConsentGiven) -> HttpResponse:
    """What they said elsewhere: it is added, and holds from now on."""
    row = _customer(request, id)
    consents.say(customer_id=row.pk, how=How.API, by=request.by, at=request.at, **given.model_dump())
    said = consent_queries.said_by(row)[:1]
    return one(request, consent_shapes(list(said))[0], ConsentShown, status=201)


@router.post("/customers/{id}/merges", response={201: CustomerShown})
@writes(Verb.MERGE_CUSTOMERS)
def merge(request: ApiRequest, id: UUID, given: Merge) -> HttpResponse:
    """Two records are one person. Nothing is moved, so it can be undone exactly. The answer is who remains."""
    kept = _customer(request, id)
    merged = references.named(queries.visible_to(request.by), given.customer, "customer")
    actions.merge(kept_id=kept.pk, merged_id=merged.pk, by=request.by, at=request.at)
    return _shown(request, kept.pk, status=201)


@router.delete("/customers/{id}/merging", response=CustomerShown)
@writes(Verb.MERGE_CUSTOMERS)
def unmerge(request: ApiRequest, id: UUID) -> HttpResponse:
    """Give one that was merged into another its own life back."""
    row = _customer(request, id)
    actions.unmerge(customer_id=row.pk, by=request.by, at=request.at)
    return _shown(request, row.pk)


def _normal(given: IdentityGiven, brand: Brand, field: str) -> str:
    if given.kind == Identity.EMAIL:
        value = normal_email(given.value)
    else:
        value = normal_phone(given.value, country=home_country(brand.language))
    if not value:
        raise WrongField(field, NOT_AN_ADDRESS)
    return value
