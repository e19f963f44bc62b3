"""Files of a chat, for whoever was given their address. A picture is to be had small as well."""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from slovo.channels.chat import queries
from slovo.channels.chat.models import LineFile
from slovo.core import limits
from slovo.core.files import pictures, storage
from slovo.web.desk.mail_html import SHOWN_TYPES
from slovo.web.portal.frame import whence
from slovo.web.widget.asked import HOUR, problem

SALT = "slovo.web.widget.file"
LIFE_SECONDS = 24 * HOUR
KEPT = "private, max-age=3600"
SIDE_PIXELS = 400  # twice what the widget shows: screens are fine
SMALL_AN_HOUR_MAX = 1_200  # from one address: each is work


def named(row: LineFile) -> dict[str, str]:
    """`picture`: where it is to be had small, "" for what is none."""
    token = signing.dumps(row.pk, salt=SALT)
    small = reverse("widget_picture", "slovo.web.widget.urls", [token]) if row.type in SHOWN_TYPES else ""
    address = reverse("widget_file", "slovo.web.widget.urls", [token])
    return {"name": row.name, "type": row.type, "url": address, "picture": small}


def file(request: HttpRequest, token: str) -> HttpResponse:
    """What stands in the chat of whoever was given this address, for a day."""
    found = _found(token)
    content = storage.read(found.file)
    picture = pictures.type_of(content) if found.type in SHOWN_TYPES else ""
    response = HttpResponse(content, content_type=picture or "application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(not picture, found.name) or "attachment"
    response["Cache-Control"] = KEPT
    return response


def picture(request: HttpRequest, token: str) -> HttpResponse:
    """The same, small, for a page of any site that has the address."""
    found = _found(token)
    taken = limits.take(f"chat-small:{whence(request)}", limit=SMALL_AN_HOUR_MAX, seconds=HOUR, at=timezone.now())
    if not taken.allowed:
        return problem(429, "", retry_after=taken.reset_seconds)
    try:
        content = pictures.reduced(storage.read(found.file), side=SIDE_PIXELS)
    except pictures.UnableToUsePicture as refused:
        raise Http404 from refused
    response = HttpResponse(content, content_type=pictures.TYPE)
    response["Cache-Control"] = KEPT
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _found(token: str) -> LineFile:
    try:
        found = queries.file_by_pk(signing.loads(token, salt=SALT, max_age=LIFE_SECONDS))
    except signing.BadSignature:
        found = None
    if found is None:
        raise Http404
    return found
