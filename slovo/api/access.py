"""Who asks, how often, and what surrounds every change: one transaction, and one answer to one Idempotency-Key."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, get_type_hints

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import HttpBearer
from pydantic import BaseModel

from slovo.api import idempotency
from slovo.api.kinds import Given
from slovo.api.problems import Refused, WrongField, of_rate
from slovo.core import limits
from slovo.core.db import transaction
from slovo.core.limits import Taken
from slovo.people import queries, tokens
from slovo.people.models import Staff, Token
from slovo.people.rights import Verb

P = ParamSpec("P")
MINUTE_SECONDS = 60


class ApiRequest(HttpRequest):
    """A request whose token holds. `at`: its one moment. `read`: what was found out before its transaction."""

    auth: Token
    by: Staff
    at: datetime
    taken: Taken
    read: Any


class Bearer(HttpBearer):
    """A token in the header and nothing else: no cookie opens the API, so no other site can use a browser's."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        at = timezone.now()
        found = queries.token_shown(token.strip(), at=at)
        if found is None:
            return None
        taken = limits.take(f"token:{found.pk}", limit=found.requests_a_minute_max, seconds=MINUTE_SECONDS, at=at)
        request.taken = taken  # type: ignore[attr-defined]
        request.limit = found.requests_a_minute_max  # type: ignore[attr-defined]
        if not taken.allowed:
            raise Refused(429, headers=of_rate(taken))
        if queries.token_use_is_due(found, at=at):
            tokens.note_token_used(token=found, at=at)
        request.by, request.at = found.staff, at  # type: ignore[attr-defined]
        return found


def must_have(request: ApiRequest, verb: Verb) -> None:
    """Said before any work: the token itself lacks it, whatever its owner may."""
    if verb not in request.auth.verbs:
        words = _("This token lacks the scope «%(scope)s». Issue one that has it.") % {"scope": verb.value}
        raise Refused(403, "scope-missing", words)


def opens(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For every token that holds, whatever its scopes."""
    check = _query_of(view)

    @wraps(view)
    def wrapper(request: ApiRequest, *args: Any, **values: Any) -> HttpResponse:
        check(request)
        return view(request, *args, **values)

    return wrapper


def reads(verb: Verb = Verb.READ) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        check = _query_of(view)

        @wraps(view)
        def wrapper(request: ApiRequest, *args: Any, **values: Any) -> HttpResponse:
            must_have(request, verb)
            check(request)
            return view(request, *args, **values)

        return wrapper

    return decorate


def writes(
    verb: Verb | None, *, before: Callable[..., None] | None = None
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """The view runs in one durable transaction, with the answer that is kept for its Idempotency-Key. What it raises
    takes everything back. `verb`: None where every token may. `before`: what takes long and needs no transaction;
    it is given what the view is given."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        check = _query_of(view)

        @wraps(view)
        def wrapper(request: ApiRequest, *args: Any, **values: Any) -> HttpResponse:
            if verb:
                must_have(request, verb)
            check(request)
            digest = idempotency.digest_of(request)
            if before:
                before(request, *args, **values)
            with transaction(durable=True):
                if kept := idempotency.kept_answer(request, digest):
                    return kept
                response = view(request, *args, **values)
                idempotency.keep(request, digest, response)
            return response

        return wrapper

    return decorate


def _query_of(view: Callable[..., HttpResponse]) -> Callable[[HttpRequest], None]:
    """Refuses parameters of a query that this view has not got: a filter with a slip in its name would show all."""
    models = [kind for kind in get_type_hints(view).values() if isinstance(kind, type) and issubclass(kind, BaseModel)]
    known = {name for model in models if not issubclass(model, Given) for name in model.model_fields}

    def check(request: HttpRequest) -> None:
        for name in request.GET:
            if name not in known:
                raise WrongField(name, _("There is no such parameter here."))

    return check
