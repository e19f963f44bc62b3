"""A customer's page: read, and what they do there."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from slovo.core import limits
from slovo.core.errors import UnableTo
from slovo.web.portal import sections, told_beside
from slovo.web.portal.account.views import has_door
from slovo.web.portal.deeds import SAID, deed_of
from slovo.web.portal.frame import differing, gone, whence
from slovo.web.portal.opened import Opened, opened
from slovo.web.portal.reading import behind_a_link, context_of, is_ours, spoken_with
from slovo.web.portal.saying import UnableToDoSo

HOUR_SECONDS = 3_600
DEEDS_AN_HOUR_MAX = 40  # by one link
DEEDS_AN_HOUR_OF_ADDRESS_MAX = 200  # a family, an office, a town behind one address


@behind_a_link
def show(request: HttpRequest, page: Opened) -> HttpResponse:
    """`lang`: another language; `said`: the code of what was done; `part`: what changes, for the script."""
    with spoken_with(request, page):
        if request.GET.get("part") == "sections":
            return _part(request, page)
        return _page(request, page)


def act(request: HttpRequest, token: str, noun: str) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    page = opened(token, at=timezone.now())
    deed = deed_of(page, noun) if page else None
    if page is None or deed is None:
        return gone(request)
    with spoken_with(request, page):
        if not _may_do_more(request, page):
            words = _("That was a lot at once. Wait an hour, or write to us in another way.")
            return _page(request, page, problem=words, status=429)
        try:
            if not is_ours(page, request.POST.get("once", "")):
                raise UnableToDoSo(_("This page was open for very long. Read it once more and try again."))
            said = deed(page, request.POST)
        except UnableTo as problem:
            again = opened(token, at=timezone.now())
            return _page(request, again or page, problem=str(problem), status=409)
        address = reverse("status_page", args=[token])
        return HttpResponseRedirect(f"{address}?lang={translation.get_language()}&said={said}", status=303)


def _may_do_more(request: HttpRequest, page: Opened) -> bool:
    names = {
        f"page:{page.link.pk}": DEEDS_AN_HOUR_MAX,
        f"page-from:{whence(request)}": DEEDS_AN_HOUR_OF_ADDRESS_MAX,
    }
    taken = (limits.take(name, limit=most, seconds=HOUR_SECONDS, at=page.at) for name, most in names.items())
    return all(one.allowed for one in taken)


def _page(request: HttpRequest, page: Opened, *, problem: str = "", status: int = 200) -> HttpResponse:
    said = SAID.get(request.GET.get("said", ""), "")
    context = context_of(page) | {
        "sections": sections.shown(page),
        "problem": problem,
        "said": said if request.method != "POST" else "",
        "given": request.POST.get("text", "") if request.path.endswith("/question") else "",
        "live": True,
        "as_of": told_beside.spoken(page.at),
        "my": reverse("my", args=[page.brand.slug]) if has_door(page.brand) else "",
    }
    response = HttpResponse(render_to_string("portal/page.html", context), status=status)
    if status == 429:
        response["Retry-After"] = str(HOUR_SECONDS)
    return response


def _part(request: HttpRequest, page: Opened) -> HttpResponse:
    context = context_of(page) | {"sections": sections.shown(page)}
    return differing(request, render_to_string("portal/_sections.html", context), once=context["once"])
