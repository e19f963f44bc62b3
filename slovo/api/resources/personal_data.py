"""What is held of a customer: to see, to copy, to erase."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, moment, one
from slovo.api.kinds import Given, Moment, Shown
from slovo.core.files import storage
from slovo.customers import queries as customers
from slovo.customers.models import Customer
from slovo.people.rights import Verb
from slovo.privacy import copying, erasing, queries
from slovo.privacy.models import Copy, CopyPart, Erasure

router = Router(tags=["customers"])


class ErasureLineShown(Shown):
    """`goes`: its rows are deleted; else `stays` says what is left of them, and why."""

    what: str
    table: str
    count: int
    goes: bool
    stays: str


class HeldShown(Shown):
    """`still_promised`: what is kept or released before they can be erased."""

    held: list[ErasureLineShown]
    still_promised: list[UUID]


class ErasureGiven(Given):
    why: Literal["asked", "withdrawn", "not_needed", "unlawful"]


class ErasureShown(Shown):
    """`rows`: how many were deleted or emptied so far."""

    id: UUID
    customer: UUID
    why: str
    begun_at: datetime
    done_at: Moment | None
    rows: int


class CopyShown(Shown):
    """`parts`: how many ZIP files there are, once it is made."""

    id: UUID
    asked_at: datetime
    made_at: Moment | None
    expires_at: datetime
    parts: int


class CopiesShown(Shown):
    data: list[CopyShown]


@router.get("/customers/{id}/data", response=HeldShown)
@reads(Verb.MANAGE_PERSONAL_DATA)
def held(request: ApiRequest, id: UUID) -> HttpResponse:
    """Kind by kind; and what would become of it."""
    person = queries.person_of(_customer(request, id))
    lines = [
        {
            "what": line.name,
            "table": line.holding.model._meta.label,
            "count": line.count,
            "goes": line.goes,
            "stays": line.stays,
        }
        for line in queries.held(person)
    ]
    owed = list(queries.obstacles(person.ids).values_list("public_id", flat=True))
    return one(request, {"held": lines, "still_promised": owed}, HeldShown)


@router.post("/customers/{id}/erasure", response={202: ErasureShown})
@writes(Verb.MANAGE_PERSONAL_DATA)
def erase(request: ApiRequest, id: UUID, given: ErasureGiven) -> HttpResponse:
    """It begins now, goes on in the background, and cannot be undone. Asked once more, it is the one there is."""
    row = erasing.begin(customer_id=_customer(request, id).pk, why=given.why, by=request.by, at=request.at)
    return one(request, _erasure(row), ErasureShown, status=202)


@router.get("/customers/{id}/erasure", response=ErasureShown)
@reads(Verb.MANAGE_PERSONAL_DATA)
def erasure(request: ApiRequest, id: UUID) -> HttpResponse:
    row: Erasure = get_object_or_404(Erasure.objects.select_related("customer"), customer=_customer(request, id))
    return one(request, _erasure(row), ErasureShown)


@router.post("/customers/{id}/copies", response={202: CopyShown})
@writes(Verb.MANAGE_PERSONAL_DATA)
def copy(request: ApiRequest, id: UUID) -> HttpResponse:
    """ZIP files with plain data (`data.json`), a page to read and all files; they are there for seven days."""
    row = copying.ask(customer_id=_customer(request, id).pk, by=request.by, at=request.at)
    return one(request, _copy(row), CopyShown, status=202)


@router.get("/customers/{id}/copies", response=CopiesShown)
@reads(Verb.MANAGE_PERSONAL_DATA)
def copies(request: ApiRequest, id: UUID) -> HttpResponse:
    rows = queries.copies_of(_customer(request, id), by_themselves=False, at=request.at)
    return one(request, {"data": [_copy(row) for row in rows]}, CopiesShown)


@router.get("/customers/{id}/copies/{copy_id}/{number}")
@reads(Verb.MANAGE_PERSONAL_DATA)
def copy_part(request: ApiRequest, id: UUID, copy_id: UUID, number: int) -> HttpResponse:
    """One of its files, from 1 on."""
    family = customers.family_ids(_customer(request, id))
    parts = CopyPart.objects.filter(copy__in=queries.copies(request.by), copy__expires_at__gt=request.at)
    rows = parts.filter(copy__public_id=copy_id, copy__customer_id__in=family, number=number)
    part: CopyPart = get_object_or_404(rows.select_related("file"))
    copying.note_taken(part_id=part.pk, actor=request.by.actor, at=request.at)
    response = HttpResponse(storage.read(part.file), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{number}.zip"'
    return response


def _customer(request: ApiRequest, public_id: UUID) -> Customer:
    """As whom they stand now; for who may."""
    known = references.customer(request, public_id)
    customer = known.root or known
    request.by.must(Verb.MANAGE_PERSONAL_DATA, customer)
    return customer


def _erasure(row: Erasure) -> Shape:
    return {
        "id": row.public_id,
        "customer": row.customer.public_id,
        "why": row.why,
        "begun_at": moment(row.begun_at),
        "done_at": moment(row.done_at),
        "rows": row.rows,
    }


def _copy(row: Copy) -> Shape:
    return {
        "id": row.public_id,
        "asked_at": moment(row.asked_at),
        "made_at": moment(row.made_at),
        "expires_at": moment(row.expires_at),
        "parts": row.parts.count(),
    }
