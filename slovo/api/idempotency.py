"""One Idempotency-Key, one change: a request that is sent again gets the answer that the first one got.

The answer is committed together with the change, so there is no moment in which one exists without the other. What
was refused changed nothing and is judged anew.
"""

import hashlib
import re
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.http import HttpResponse
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _

from slovo.api import actions
from slovo.api.models import KeptAnswer
from slovo.api.problems import Refused, problem
from slovo.core.db import is_postgresql

if TYPE_CHECKING:
    from slovo.api.access import ApiRequest

KEY = re.compile(r"[!-~]{0,200}")
REPLAYED = "Idempotent-Replayed"
KEPT_HEADERS = ("Content-Type", "Location", "ETag")
SHOWN_ONCE = "slovo_shown_once"  # on an answer with a secret, of which the house keeps a digest alone


def key_of(request: "ApiRequest") -> str:
    key = request.headers.get("Idempotency-Key", "").strip()
    if not KEY.fullmatch(key):
        raise Refused(
            422, "idempotency-key", _("An Idempotency-Key has at most 200 printable ASCII characters and no spaces.")
        )
    return key


def digest_of(request: "ApiRequest") -> str:
    """Of what is asked. "" without a key: then there is nothing to compare."""
    if not key_of(request):
        return ""
    asked = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    try:
        asked.update(request.body)
    except RawPostDataException:  # an upload, whose parts have been read already
        for _name, file in sorted(request.FILES.items()):
            assert isinstance(file, UploadedFile)
            asked.update(f"{file.name}\n{file.content_type}\n".encode())
            for chunk in file.chunks():
                asked.update(chunk)
            file.seek(0)
    return asked.hexdigest()


def kept_answer(request: "ApiRequest", digest: str) -> HttpResponse | None:
    """The answer given before. Within the transaction of the change."""
    key = key_of(request)
    if not key:
        return None
    if not _alone(f"idempotency:{request.auth.pk}:{key}"):
        words = _("The first request with this Idempotency-Key is still at work. Ask again in a moment.")
        raise Refused(409, "idempotency-key-at-work", words, {"Retry-After": "1"})
    kept = KeptAnswer.objects.filter(
        token=request.auth, key=key, created_at__gt=request.at - actions.ANSWER_LIFE
    ).first()
    if kept is None:
        return None
    if kept.request_sha256 != digest:
        words = _("This Idempotency-Key was used for another request. Every new request has a key of its own.")
        raise Refused(422, "idempotency-key-used", words)
    return HttpResponse(kept.body, status=kept.status, headers={**kept.headers, REPLAYED: "true"})


def keep(request: "ApiRequest", digest: str, response: HttpResponse) -> None:
    """One that shows a secret is not kept: who asks again hears that it was made."""
    if not digest:
        return
    if getattr(response, SHOWN_ONCE, False):
        words = _("This was made already, and its secret is shown only once. Make a new one with another key.")
        response = problem(409, kind="shown-once", detail=words)
    actions.keep_answer(
        token=request.auth,
        key=key_of(request),
        request_sha256=digest,
        status=response.status_code,
        headers={name: response[name] for name in KEPT_HEADERS if name in response},
        body=response.content.decode(),
        at=request.at,
    )


def _alone(name: str) -> bool:
    """Whether nobody else is at work under this name. SQLite's writers come one by one anyway."""
    if not is_postgresql():
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        return bool(cursor.fetchone()[0])
