from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from ninja import File, Router, UploadedFile

from slovo.api import actions
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import answer
from slovo.api.kinds import Shown
from slovo.api.problems import WrongField
from slovo.conversations import queries
from slovo.conversations.outgoing import FILE_BYTES_MAX
from slovo.core.files import storage

router = Router(tags=["attachments"])

NOTHING = "default-src 'none'; sandbox"


class UploadShown(Shown):
    """Named in `attachments` of a reply or a filing within a day."""

    id: UUID
    name: str
    type: str
    bytes: int


def _bring_to_disk(request: HttpRequest, **_values: object) -> None:
    """A large file is written and synced before the transaction, so that no writer waits for the disk."""
    file = request.FILES.get("file")
    if isinstance(file, UploadedFile) and (file.size or 0) <= FILE_BYTES_MAX:
        storage.prepare(file.read())
        file.seek(0)


@router.post("/attachments", response={201: UploadShown})
@writes(None, before=_bring_to_disk)
def create(request: ApiRequest, file: File[UploadedFile]) -> HttpResponse:
    """Bring one file of at most 25 MB, as `multipart/form-data`."""
    content = file.read()
    if len(content) > FILE_BYTES_MAX or not content:
        raise WrongField("file", _("A file has at least one byte and at most 25 MB."))
    name, type_ = _plain(file.name or "file"), _plain(file.content_type or "") or "application/octet-stream"
    row = actions.keep_upload(token=request.auth, name=name, type_=type_, content=content, at=request.at)
    return answer({"id": row.public_id, "name": row.name, "type": row.type, "bytes": len(content)}, status=201)


@router.get("/attachments/{id}", url_name="attachment", include_in_schema=True, response={200: None})
@reads()
def show(request: ApiRequest, id: UUID) -> HttpResponse:
    """The bytes of a message's file. Strangers have sent it: it is served so that it can do nothing in a browser."""
    found = get_object_or_404(queries.attachments_visible_to(request.by).select_related("file"), public_id=id)
    response = HttpResponse(storage.read(found.file), content_type="application/octet-stream")
    response["Content-Security-Policy"] = NOTHING
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    return response


def _plain(text: str) -> str:
    return "".join(character for character in text if character.isprintable())
