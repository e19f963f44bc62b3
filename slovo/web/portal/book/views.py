"""The book of complaints and suggestions: read by everybody, written by anybody, without a script and a cookie."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from slovo.book import actions, queries
from slovo.book.models import Book, Entry, Kind
from slovo.book.words import parts_of
from slovo.brands.models import Brand
from slovo.channels.actions import DoorClosed
from slovo.core import limits
from slovo.core.errors import UnableTo
from slovo.web.desk.qr import code_of
from slovo.web.desk.words.book import KINDS, REASONS
from slovo.web.desk.words.figures import share_words
from slovo.web.desk.words.forecast import worked
from slovo.web.portal import proving
from slovo.web.portal.articles.room import absolute
from slovo.web.portal.book.form import Told, new_form, written
from slovo.web.portal.frame import frame, spoken, whence
from slovo.web.portal.taking import NotTaken

NOUN = "book"
HOUR_SECONDS = 3600
OF_AN_ADDRESS_MAX, OF_A_BRAND_MAX = 5, 200  # entries an hour
BUSY_SECONDS = 60
ON_A_PAGE = 20
REGISTER_ON_A_PAGE = 100
PAGES_MAX = 10_000
SUBJECTS = {
    Kind.COMPLAINT: gettext_lazy("A complaint in the book"),
    Kind.SUGGESTION: gettext_lazy("A suggestion in the book"),
    Kind.THANKS: gettext_lazy("Thanks in the book"),
}


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """`lang`, `page`. Nobody is signed in: another site gains nothing by sending it."""
    brand, book = _opened(slug)
    with spoken(request, brand.language), timezone.override(brand.tz):
        at, language = timezone.now(), translation.get_language()
        response = _sent(request, brand, language, at) if request.method == "POST" else None
        response = response or _page(request, brand, book, at=at)
    response["Content-Language"] = language
    return response


@require_safe
def poster(request: HttpRequest, slug: str) -> HttpResponse:
    """On paper, for the shop: what leads to the book."""
    brand, _book = _opened(slug)
    with spoken(request, brand.language):
        address = absolute(reverse("book", args=[brand.slug]))
        context = frame(brand.colour) | {
            "brand": brand,
            "title": _("Book of complaints and suggestions"),
            "address": address,
            "qr": code_of(address),
            "promised": _promised(brand),
        }
        return HttpResponse(render_to_string("portal/book/poster.html", context))


def _opened(slug: str) -> tuple[Brand, Book]:
    brand: Brand = get_object_or_404(Brand, slug=slug)
    book = queries.book_of(brand)
    if book.open_since is None:
        raise Http404
    return brand, book


def _sent(request: HttpRequest, brand: Brand, language: str, at: datetime) -> HttpResponse:
    told, book = Told.of(request.POST), queries.book_of(brand)
    if not _allowed(request, brand, at):
        problem = UnableTo(_("So many entries have come from here that we take the next one in an hour."))
        response = _page(request, brand, book, at=at, told=told, problem=problem, status=429)
        response["Retry-After"] = str(HOUR_SECONDS)
        return response
    try:
        given = written(told, brand, language, at)
        subject = str(SUBJECTS[Kind(told.kind)]) if told.kind in set(Kind) else ""
        with proving.proved(request, brand, NOUN, once=given.number, at=at):
            entry, token = actions.write(brand=brand, written=given, subject=subject, at=at)
    except DoorClosed as problem:
        response = _page(request, brand, book, at=at, told=told, problem=problem, status=503)
        response["Retry-After"] = str(BUSY_SECONDS)
        return response
    except UnableTo as problem:
        return _page(request, brand, book, at=at, told=told, problem=problem, status=422)
    context = _frame(brand) | {
        "entry": entry,
        "reference": entry.message.conversation.reference,
        "promise": entry.message.conversation.next_promise,
        "follow": reverse("status_page", args=[token]),
        "back": reverse("book", args=[brand.slug]),
    }
    return HttpResponse(render_to_string("portal/book/taken.html", context))


def _allowed(request: HttpRequest, brand: Brand, at: datetime) -> bool:
    counts = ((f"book:{brand.pk}:{whence(request)}", OF_AN_ADDRESS_MAX), (f"book:{brand.pk}", OF_A_BRAND_MAX))
    return all(limits.take(name, limit=most, seconds=HOUR_SECONDS, at=at).allowed for name, most in counts)


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return min(max(int(text), 1), PAGES_MAX) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _register(brand: Brand, leaf: int) -> dict[str, Any]:
    """A leaf of the open register; its lines are numbered from the first that there ever was."""
    rows, done = queries.register_of(brand.pk), (leaf - 1) * REGISTER_ON_A_PAGE
    count = rows.count()
    return {
        "register": [(row, REASONS[row.reason]) for row in rows[done : done + REGISTER_ON_A_PAGE]],
        "register_from": count - done,
        "leaf": leaf,
        "newer_leaf": leaf - 1,
        "older_leaf": leaf + 1 if count > done + REGISTER_ON_A_PAGE else 0,
    }


def _page(
    request: HttpRequest,
    brand: Brand,
    book: Book,
    *,
    at: datetime,
    told: Told | None = None,
    problem: UnableTo | None = None,
    status: int = 200,
) -> HttpResponse:
    number, leaf = _number(request, "page"), _number(request, "register")
    rows = list(queries.entries_of(brand.pk)[(number - 1) * ON_A_PAGE : number * ON_A_PAGE + 1])
    figures = queries.figures(brand.pk)
    wrong = problem.field if isinstance(problem, NotTaken) else ""
    anew = told is None or wrong == "form"
    context = _frame(brand) | {
        "kinds": KINDS.items(),
        "entries": [_shown(row, at) for row in rows[:ON_A_PAGE]],
        "number": number,
        "newer": number - 1,
        "older": number + 1 if len(rows) > ON_A_PAGE else 0,
        **_register(brand, leaf),
        "figures": figures,
        "counts": [(KINDS[kind], count) for kind, count in figures.counts.items()],
        "promised": _promised(brand),
        "sure": share_words(figures.in_time),
        "hours": book.shown_after_hours,
        "told": told,
        "problem": problem,
        "wrong": wrong,
        "form": new_form(brand, at) if anew else told and told.form,
        "canonical": absolute(reverse("book", args=[brand.slug])) + (f"?page={number}" if number > 1 else ""),
        "poster": reverse("book_poster", args=[brand.slug]),
        **proving.shown(request, brand, NOUN, problem, at=at),
    }
    return HttpResponse(render_to_string("portal/book/book.html", context), status=status)


def _shown(entry: Entry, at: datetime) -> dict[str, Any]:
    parts = [(part, REASONS.get(part.reason, "")) for part in parts_of(entry)]
    return {"row": entry, "kind": KINDS[entry.kind], "shown": entry.is_shown(at), "parts": parts}


def _promised(brand: Brand) -> str:
    """How soon an answer is promised, in words; "" where none is."""
    minutes = queries.answer_minutes(brand.pk)
    return worked(minutes) if minutes else ""


def _frame(brand: Brand) -> dict[str, Any]:
    return frame(brand.colour) | {"brand": brand, "title": _("Book of complaints and suggestions")}
