"""Photos of colleagues: shown at the desk, chosen by themselves or by whoever administers them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from slovo.core.files import pictures, storage
from slovo.people import photos, queries
from slovo.people.models import Staff
from slovo.web.desk.requests import StaffRequest, refusals

NOTHING = "default-src 'none'; sandbox"


@login_required
@require_GET
def show(request: StaffRequest, public_id: UUID) -> HttpResponse:
    colleagues = queries.everybody_at(request.user.brand_ids).select_related("photo")
    return served(get_object_or_404(colleagues, public_id=public_id))


@login_required
@require_POST
def change_own(request: StaffRequest) -> HttpResponse:
    """`photo`: a file; the button "remove"; the button "customers": "yes" or "no"."""
    wish = request.POST.get("customers", "")
    if wish in ("yes", "no"):
        photos.show_to_customers(staff=request.user, shown=wish == "yes", by=request.user, at=timezone.now())
    else:
        _change(request, request.user)
    return redirect("preferences")


@login_required
@require_POST
def change(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """As `change_own`, without "customers"."""
    person = get_object_or_404(queries.visible_to(request.user), public_id=public_id)
    _change(request, person)
    return redirect("person", public_id)


def served(person: Staff) -> HttpResponse:
    if person.photo is None:
        raise Http404
    response = HttpResponse(storage.read(person.photo), content_type=pictures.TYPE)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = NOTHING
    response["Cache-Control"] = "private, max-age=86400"  # another one has another address
    return response


def _change(request: StaffRequest, person: Staff) -> None:
    at = timezone.now()
    with refusals() as heard:
        if "remove" in request.POST:
            photos.remove_photo(staff=person, by=request.user, at=at)
        else:
            picture = pictures.squared(_uploaded(request), side=photos.SIDE_PIXELS)
            photos.set_photo(staff=person, picture=picture, by=request.user, at=at)
    if heard.refusal:
        messages.error(request, str(heard.refusal))
    else:
        messages.success(request, gettext("Saved."))


def _uploaded(request: HttpRequest) -> bytes:
    found = request.FILES.get("photo")
    if not isinstance(found, UploadedFile):
        raise pictures.UnableToUsePicture(gettext("Choose a picture first."))
    if (found.size or 0) > photos.UPLOAD_BYTES_MAX:
        words = gettext("This file is larger than %(most)d megabytes. Choose a smaller one.")
        raise pictures.UnableToUsePicture(words % {"most": photos.UPLOAD_BYTES_MAX // 1024**2})
    content: bytes = found.read()
    return content
