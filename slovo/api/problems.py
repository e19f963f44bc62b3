"""Every error as RFC 9457 describes it: `application/problem+json`, in the reader's language, with a `type` that stays.

`detail` is for people and may change; programs look at `type`, `status` and, where something was refused, `rule`.
"""

import json
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from slovo.channels.actions import DoorClosed
from slovo.conversations.promised import Offer, PromiseNotRecorded
from slovo.core.errors import UnableTo
from slovo.core.limits import Taken
from slovo.core.rules import Rule
from slovo.people.rights import NotAllowed

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
QUEUE_SECONDS = 60  # after which who was sent away by a closed door may come again
TITLES = {
    400: _("The request cannot be read"),
    401: _("No token that holds"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("This cannot be done to it"),
    409: _("Not possible now"),
    412: _("It has changed"),
    413: _("Too large"),
    422: _("Some fields are wrong"),
    429: _("Too many requests"),
    500: _("Our mistake"),
    503: _("Come again later"),
}
DETAILS = {
    400: _("The body is not the JSON that its content type promises."),
    401: _("Send a token that has neither run out nor been revoked: «Authorization: Bearer slovo_…»."),
    404: _("There is nothing here, or your token may not see it."),
    405: _("This address does not take that method. The header Allow names those that it takes."),
    412: _("Somebody has changed it since you read it. Read it again, then decide anew."),
    413: _("The body is larger than this address takes. docs/api.md names the limits."),
    422: _("Correct the fields that are named and send the request again."),
    429: _("The token has used up its requests for this minute. Wait as Retry-After says."),
    500: _("It has been written to the log. Try again, with the same Idempotency-Key if you sent one."),
}
WRONG_FIELDS = {
    "missing": _("This field is needed."),
    "extra_forbidden": _("There is no such field."),
    "string_type": _("This must be a text."),
    "string_too_long": _("This text is too long."),
    "string_too_short": _("This text is too short."),
    "string_pattern_mismatch": _("This text has another form."),
    "uuid_parsing": _("This is not an id."),
    "uuid_type": _("This is not an id."),
    "bool_type": _("This must be true or false."),
    "bool_parsing": _("This must be true or false."),
    "int_type": _("This must be a whole number."),
    "int_parsing": _("This must be a whole number."),
    "greater_than_equal": _("This number is too small."),
    "less_than_equal": _("This number is too large."),
    "list_type": _("This must be a list."),
    "too_long": _("This list is too long."),
    "too_short": _("This list is too short."),
    "moment": _("This must be a moment with its zone: 2026-11-25T12:00:00Z."),
    "plain_text": _("This text has characters that cannot be kept."),
    "enum": _("This is none of the values that there are."),
    "literal_error": _("This is none of the values that there are."),
}
_PLACES = {"body", "query", "path", "form", "file", "payload", "filters", "given"}  # not part of a field's name


class WrongField(Exception):
    """A field says something that only the database could judge: 422, as for any other wrong field."""

    def __init__(self, field: str, message: object) -> None:
        self.field, self.message = field, message
        super().__init__(field)


class WrongFields(Exception):
    """As `WrongField`, of several at once: what is wrong, by the name of the field."""

    def __init__(self, problems: Mapping[str, object]) -> None:
        self.problems = problems
        super().__init__(*problems)


class Refused(Exception):
    """An answer that the API itself gives, before any domain is asked."""

    def __init__(
        self, status: int, kind: str = "", detail: object = "", headers: Mapping[str, str] | None = None
    ) -> None:
        self.status, self.kind, self.detail, self.headers = status, kind, detail, headers or {}
        super().__init__(status, kind)


def problem(
    status: int,
    *,
    kind: str = "",
    detail: object = "",
    rule: Rule | None = None,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
    unrecorded: Sequence[Mapping[str, str]] = (),
) -> HttpResponse:
    """`kind`: what its `type` ends with; without one the status says all. `rule`: by which it was refused.
    `unrecorded`: moments of a text of which nobody has said whether they are promised."""
    body: dict[str, Any] = {
        "type": f"urn:slovo:problem:{kind}" if kind else "about:blank",
        "title": str(TITLES.get(status, status)),
        "status": status,
        "detail": str(detail or DETAILS.get(status, "")),
    }
    if rule:
        body["rule"] = rule.value
    if errors:
        body["errors"] = list(errors)
    if unrecorded:
        body["unrecorded"] = list(unrecorded)
    content = json.dumps(body, ensure_ascii=False)
    return HttpResponse(content, status=status, content_type=CONTENT_TYPE, headers=dict(headers or {}))


def kind_of(refusal: type[Exception]) -> str:
    """UnableToCloseConversation → unable-to-close-conversation."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", refusal.__name__).lower()


def of_rate(taken: Taken) -> Mapping[str, str]:
    return {"Retry-After": str(taken.reset_seconds)}


def _unable(request: HttpRequest, refusal: UnableTo) -> HttpResponse:
    if isinstance(refusal, DoorClosed):
        return problem(503, kind="door-closed", detail=refusal, headers={"Retry-After": str(QUEUE_SECONDS)})
    if isinstance(refusal, PromiseNotRecorded):
        asked = named(refusal.offers)
        return problem(409, kind=kind_of(type(refusal)), detail=refusal, rule=refusal.rule, unrecorded=asked)
    status = 403 if isinstance(refusal, NotAllowed) else 409
    return problem(status, kind=kind_of(type(refusal)), detail=refusal, rule=refusal.rule)


def named(offers: Sequence[Offer]) -> list[dict[str, str]]:
    """Moments that a text names, each with the promise that it would be."""
    return [
        {
            **{name: getattr(one, name) for name in ("words", "sentence", "kind", "what")},
            "due_at": one.due_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        }
        for one in offers
    ]


def _wrong(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    return problem(422, kind="wrong-fields", errors=[_error(error) for error in wrong.errors])


def _error(error: Mapping[str, Any]) -> dict[str, str]:
    parts = [str(part) for part in error["loc"]]
    while len(parts) > 1 and parts[0] in _PLACES:
        parts.pop(0)
    message = WRONG_FIELDS.get(error["type"]) or gettext("This value is not one that fits here.")
    return {"field": ".".join(parts), "message": str(message)}


def _wrong_field(request: HttpRequest, wrong: WrongField) -> HttpResponse:
    return problem(422, kind="wrong-fields", errors=[{"field": wrong.field, "message": str(wrong.message)}])


def _wrong_fields(request: HttpRequest, wrong: WrongFields) -> HttpResponse:
    errors = [{"field": field, "message": str(message)} for field, message in wrong.problems.items()]
    return problem(422, kind="wrong-fields", errors=errors)


def _ours(request: HttpRequest, mistake: Exception) -> HttpResponse:
    logger.exception("%s %s failed", request.method, request.path, exc_info=mistake)
    return problem(500)


def add_handlers(api: NinjaAPI) -> None:
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        Exception: _ours,
        Http404: lambda request, missing: problem(404),
        AuthenticationError: lambda request, unknown: problem(
            401, headers={"WWW-Authenticate": 'Bearer realm="Slovo"'}
        ),
        HttpError: lambda request, wrong: problem(wrong.status_code),
        ValidationError: _wrong,
        WrongField: _wrong_field,
        WrongFields: _wrong_fields,
        Refused: lambda request, refused: problem(
            refused.status, kind=refused.kind, detail=refused.detail, headers=refused.headers
        ),
        UnableTo: _unable,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)
