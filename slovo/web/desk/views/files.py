"""What strangers have sent, served so that it can do nothing."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from slovo.conversations import queries
from slovo.core.files import pictures, storage
from slovo.core.files.models import File
from slovo.web.desk.mail_html import POLICY, POLICY_WITH_IMAGES, SHOWN_TYPES, page_of
from slovo.web.desk.requests import StaffRequest

NOTHING = "default-src 'none'; sandbox"


@login_required
@require_GET
def attachment(request: StaffRequest, public_id: UUID) -> HttpResponse:
    found = get_object_or_404(queries.attachments_visible_to(request.user).select_related("file"), public_id=public_id)
    content = storage.read(found.file)
    wanted = found.type in SHOWN_TYPES and "download" not in request.GET
    picture = pictures.type_of(content) if wanted else ""  # of what came before types were found by content, too
    return _answer(content, name=found.name, type_=picture or "application/octet-stream", shown=bool(picture))


@login_required
@require_GET
def message_raw(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The letter as it arrived, byte for byte."""
    message = get_object_or_404(
        queries.messages_visible_to(request.user).select_related("inbound__raw"),
        public_id=public_id,
        inbound__isnull=False,
    )
    assert message.inbound
    if message.inbound.emptied_at:
        return _gone()
    return _served(message.inbound.raw, name=f"{message.public_id}.eml")


@login_required
@require_GET
def message_bounce(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The report that the letter came back, as it arrived."""
    message = get_object_or_404(
        queries.messages_visible_to(request.user).select_related("outbound__bounce__raw"),
        public_id=public_id,
        outbound__bounce__isnull=False,
    )
    assert message.outbound and message.outbound.bounce
    bounce = message.outbound.bounce
    if bounce.emptied_at:
        return _gone()
    return _served(bounce.raw, name=f"{message.public_id}-bounce.eml")


@login_required
@require_GET
@xframe_options_sameorigin
def message_html(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The letter's own look, in a page without script and, until asked, without network."""
    message = get_object_or_404(queries.messages_visible_to(request.user), public_id=public_id)
    with_images = "images" in request.GET
    response = HttpResponse(page_of(message, with_images=with_images))
    response["Content-Security-Policy"] = POLICY_WITH_IMAGES if with_images else POLICY
    response["Referrer-Policy"] = "no-referrer"
    return response


def _gone() -> HttpResponse:
    words = _("It is not kept any more as it arrived. The message itself stands in the conversation.")
    return HttpResponse(words, content_type="text/plain; charset=utf-8", status=410)


def _served(file: File, *, name: str) -> HttpResponse:
    return _answer(storage.read(file), name=name, type_="application/octet-stream", shown=False)


def _answer(content: bytes, *, name: str, type_: str, shown: bool) -> HttpResponse:
    response = HttpResponse(content, content_type=type_)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = NOTHING
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Disposition"] = content_disposition_header(not shown, name) or "attachment"
    return response
