"""What a customer who has signed in does: each from a page of this session, or not at all."""

import json
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from slovo.conversations import asking
from slovo.core import limits
from slovo.core.errors import UnableTo
from slovo.customers import own
from slovo.promises import links
from slovo.web.portal.account import actions, consents, reading
from slovo.web.portal.account.views import COOKIE, HOUR_SECONDS, Inside, own_page, signed_in, talk_page

DEEDS_AN_HOUR_MAX = 60  # in one browser


def deed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`once`: as the page gave it."""

    @require_POST
    @signed_in
    @wraps(view)
    def done(request: HttpRequest, inside: Inside, **values: Any) -> HttpResponse:
        if not inside.sent_it(request.POST.get("once", "")):
            words = _("This page was open for very long. Read it once more and try again.")
            return own_page(request, inside, problem=words, status=409)
        name = f"my:{inside.session.pk}"
        if not limits.take(name, limit=DEEDS_AN_HOUR_MAX, seconds=HOUR_SECONDS, at=inside.at).allowed:
            words = _("That was a lot at once. Wait an hour, or write to us in another way.")
            return own_page(request, inside, problem=words, status=429)
        return view(request, inside, **values)

    return done


@deed
def leave(request: HttpRequest, inside: Inside) -> HttpResponse:
    """The button "everywhere"."""
    actions.leave(session_id=inside.session.pk, everywhere="everywhere" in request.POST, at=inside.at)
    response = home(inside)
    response.delete_cookie(COOKIE, path=reverse("my", args=[inside.brand.slug]), samesite="Lax")
    return response


@deed
def room(request: HttpRequest, inside: Inside) -> HttpResponse:
    """To the status page, with all that can be chosen and done there."""
    _link, token = links.make_link_by_rule(
        brand=inside.brand, customer_id=inside.person.pk, about="", actor=actions.RULE, at=inside.at
    )
    return HttpResponseRedirect(reverse("status_page", args=[token]), status=303)


@deed
def consent(request: HttpRequest, inside: Inside) -> HttpResponse:
    """`letters`: yes or no. `advertising`: no. `chat`: what for."""
    return home(inside, consents.take_back(inside.person, request.POST.dict(), inside.at))


@deed
def correct(request: HttpRequest, inside: Inside) -> HttpResponse:
    given = {name: request.POST.get(name, "") for name in ("name", "language", "zone")}
    try:
        own.correct(customer_id=inside.person.pk, at=inside.at, **given)
    except UnableTo as problem:
        return own_page(request, inside, problem=str(problem), status=422)
    return home(inside, "saved")


@require_safe
@signed_in
def take_along(request: HttpRequest, inside: Inside) -> HttpResponse:
    text = json.dumps(_kept(inside), ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{inside.brand.slug}.json"'
    return response


def _kept(inside: Inside) -> dict[str, Any]:
    said = {"consents": consents.plainly(inside.brand, inside.person)}
    return reading.kept(inside.brand, inside.person, inside.at) | said


@deed
def answer(request: HttpRequest, inside: Inside, public_id: UUID) -> HttpResponse:
    """`text`. The same words from the same page are one message."""
    conversation = reading.request_of(inside.brand, inside.person, public_id)
    if conversation is None:
        raise Http404
    text = request.POST.get("text", "")
    name = sha256(f"{request.POST.get('once', '')}\n{text}".encode()).hexdigest()
    try:
        asking.ask(
            customer_id=inside.person.pk,
            about=conversation.key,
            subject=conversation.subject,
            text=text,
            language=(translation.get_language() or "")[:2],
            once=f"my:{inside.session.pk}:{name}",
            at=inside.at,
        )
    except UnableTo as problem:
        return talk_page(inside, public_id, problem=str(problem), given=text, status=422)
    return HttpResponseRedirect(reverse("my_request", args=[inside.brand.slug, public_id]), status=303)


def home(inside: Inside, said: str = "") -> HttpResponseRedirect:
    address = reverse("my", args=[inside.brand.slug])
    return HttpResponseRedirect(f"{address}?said={said}" if said else address, status=303)
