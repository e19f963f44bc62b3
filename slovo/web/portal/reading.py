"""How a page of a customer is read: in their language, by their clock, with a name for whatever is sent from it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from slovo.core.ids import new_id
from slovo.core.secrets import is_signature, signature
from slovo.web.desk.words import places
from slovo.web.portal.frame import frame, spoken
from slovo.web.portal.opened import Opened, opened

READING = ("GET", "HEAD")


def behind_a_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that is read, and nothing else. The view gets what the link opens; whatever it does not find is gone, as a
    link is that opens nothing."""

    @wraps(view)
    def answered(request: HttpRequest, token: str, **values: Any) -> HttpResponse:
        if request.method not in READING:
            return HttpResponseNotAllowed(READING)
        page = opened(token, at=timezone.now())
        if page is None:
            raise Http404
        return view(request, page, **values)

    return answered


def behind_ones_own_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """As `behind_a_link`, of the customer themselves: whoever only typed an address finds nothing here."""

    @behind_a_link
    @wraps(view)
    def answered(request: HttpRequest, page: Opened, **values: Any) -> HttpResponse:
        if page.link.is_anybodys:
            raise Http404
        return view(request, page, **values)

    return answered


@contextmanager
def spoken_with(request: HttpRequest, page: Opened) -> Iterator[None]:
    language = page.language or page.brand.language
    with spoken(request, language, known=bool(page.language)), timezone.override(page.zone):
        yield


def context_of(page: Opened) -> dict[str, Any]:
    return frame(page.brand.colour) | {
        "page": page,
        "brand": page.brand,
        "title": _("What we promised you"),
        "address": reverse("status_page", args=[page.token]),
        "once": _once(page),
        "zone": places.zone_words(page.zone, (get_language() or "en")[:2]),
    }


def is_ours(page: Opened, once: str) -> bool:
    name, _dot, claimed = once.partition(".")
    return is_signature(f"page {page.link.pk}", name, claimed)


def _once(page: Opened) -> str:
    """A name for whatever is sent from this page, under a signature: no other site can have made it."""
    name = new_id().hex
    return f"{name}.{signature(f'page {page.link.pk}', name)}"
