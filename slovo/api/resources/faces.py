"""How colleagues look, and whether customers see it: what the person wants, and what the brand wants."""

from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile as DjangoUpload
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import File, Query, Router, UploadedFile

from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, moment, nothing, one
from slovo.api.kinds import Chosen, Flag, Given, Shown
from slovo.api.problems import WrongField
from slovo.brands import actions as brands
from slovo.brands.models import Brand
from slovo.core.files import pictures, storage
from slovo.core.files.pictures import Picture
from slovo.people import photos, queries
from slovo.people.models import Staff
from slovo.people.rights import Verb

router = Router(tags=["company"])

NOTHING = "default-src 'none'; sandbox"


class PhotoRequest(ApiRequest):
    picture: Picture


class PhotoShown(Shown):
    """`shown_since`: since when they agree that customers see it. They do where the brand wants it, too."""

    staff: UUID
    there_is_one: bool
    shown_since: datetime | None


class FaceConsentGiven(Given):
    shown: Flag


class FacesShown(Shown):
    """`shown_since`: since when customers of the brand see photos of those who agree to it."""

    brand: UUID
    shown_since: datetime | None


@router.get("/staff/{id}/photo", response={200: None})
@reads()
def show(request: ApiRequest, id: UUID) -> HttpResponse:
    """The picture itself: JPEG, square. 404 of whom there is none."""
    person = _colleague(request, id)
    if person.photo is None:
        raise Http404
    response = HttpResponse(storage.read(person.photo), content_type=pictures.TYPE)
    response["Content-Security-Policy"] = NOTHING
    return response


@router.get("/staff/{id}/photo-consent", response=PhotoShown)
@reads()
def consent(request: ApiRequest, id: UUID, chosen: Query[Chosen]) -> HttpResponse:
    """Whether there is a photo, and whether the person wants customers to see it."""
    return one(request, _shape(_colleague(request, id)), PhotoShown, fields=chosen.fields)


def _look_at(request: HttpRequest, **_values: object) -> None:
    """Decoded before the transaction, so that no writer waits for it."""
    file = request.FILES.get("file")
    if isinstance(file, DjangoUpload):
        if (file.size or 0) > photos.UPLOAD_BYTES_MAX:
            words = _("This file is larger than %(most)d megabytes. Choose a smaller one.")
            raise WrongField("file", words % {"most": photos.UPLOAD_BYTES_MAX // 1024**2})
        request.picture = pictures.squared(file.read(), side=photos.SIDE_PIXELS)  # type: ignore[attr-defined]  # of `PhotoRequest`
        file.seek(0)


@router.post("/staff/{id}/photo", response=PhotoShown)
@writes(None, before=_look_at)
def choose(request: PhotoRequest, id: UUID, file: File[UploadedFile]) -> HttpResponse:
    """A picture in JPEG, PNG or WebP, as `multipart/form-data`: one's own, or that of whom one administers. Chosen by
    somebody else, customers see it when the person has agreed to this one."""
    row = photos.set_photo(staff=_colleague(request, id), picture=request.picture, by=request.by, at=request.at)
    return one(request, _shape(row), PhotoShown)


@router.delete("/staff/{id}/photo", response={204: None})
@writes(None)
def remove(request: ApiRequest, id: UUID) -> HttpResponse:
    photos.remove_photo(staff=_colleague(request, id), by=request.by, at=request.at)
    return nothing()


@router.put("/staff/{id}/photo-consent", response=PhotoShown)
@writes(None)
def agree(request: ApiRequest, id: UUID, given: FaceConsentGiven) -> HttpResponse:
    """Only they themselves say it, by a token of their own."""
    row = photos.show_to_customers(staff=_colleague(request, id), shown=given.shown, by=request.by, at=request.at)
    return one(request, _shape(row), PhotoShown)


@router.get("/brands/{id}/staff-photos", response=FacesShown)
@reads()
def of_brand(request: ApiRequest, id: UUID, chosen: Query[Chosen]) -> HttpResponse:
    """Whether its customers see photos of those who agree to it."""
    return one(request, _of_brand(_brand(request, id, Verb.READ)), FacesShown, fields=chosen.fields)


@router.put("/brands/{id}/staff-photos", response=FacesShown)
@writes(Verb.MANAGE_BRAND)
def set_of_brand(request: ApiRequest, id: UUID, given: FaceConsentGiven) -> HttpResponse:
    brand = _brand(request, id, Verb.MANAGE_BRAND)
    brands.show_staff(brand=brand, shown=given.shown, actor=request.by.actor, at=request.at)
    brand.refresh_from_db()
    return one(request, _of_brand(brand), FacesShown)


def _colleague(request: ApiRequest, public_id: UUID) -> Staff:
    rows = queries.colleagues_of(request.by.brand_ids).select_related("photo")
    row: Staff = get_object_or_404(rows, public_id=public_id)
    return row


def _brand(request: ApiRequest, public_id: UUID, verb: Verb) -> Brand:
    found = [row for row in queries.brands_where(request.by, verb) if row.public_id == public_id]
    if not found:
        raise Http404
    return found[0]


def _shape(person: Staff) -> Shape:
    return {
        "staff": person.public_id,
        "there_is_one": person.photo_id is not None,
        "shown_since": moment(person.photo_shown_since),
    }


def _of_brand(brand: Brand) -> Shape:
    return {"brand": brand.public_id, "shown_since": moment(brand.staff_shown_since)}
