"""Finding conversations, and keeping searches for later."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from slovo.conversations import queries
from slovo.conversations.search import actions
from slovo.conversations.search.excerpt import Marks, Piece, excerpt, marks, pieces
from slovo.conversations.search.finding import BEGINNING, Found, find
from slovo.conversations.search.query import BEGINNING_LETTERS_MIN, Filter, Phone, Phrase, Query, Word
from slovo.conversations.search.results import Result
from slovo.core.errors import UnableTo
from slovo.web.desk.requests import StaffRequest, whole_number
from slovo.web.desk.words.operators import how_found, operators

FILES_SHOWN_MAX = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A result as it is shown. `files`: names of files that match."""

    result: Result
    customer: list[Piece]
    subject: list[Piece]
    text: list[Piece]
    files: list[list[Piece]]


@login_required
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """`q`; `before` and `from` of older results; `part=results` and `typing` while somebody types."""
    text = request.GET.get("q", "").strip("\0 ")
    typing = "typing" in request.GET
    part = request.GET.get("part") == "results"
    context = {"q": text, "at": timezone.now()} | _found(request, text, typing=typing)
    if not part or not context["found"]:
        context["saved"] = list(queries.saved_searches(request.user))
    if not part:
        context["operators"] = operators()
    response = render(request, "desk/_results.html" if part else "desk/search.html", context)
    response["Cache-Control"] = "no-store"
    if part:
        response["HX-Replace-Url"] = _address(text)
    patch_vary_headers(response, ["HX-Request"])
    return response


@login_required
@require_POST
def save(request: StaffRequest) -> HttpResponse:
    text = request.POST.get("q", "")
    try:
        saved = actions.save_search(staff=request.user, name=request.POST.get("name", ""), query=text)
    except UnableTo as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Saved as «%(name)s».") % {"name": saved.name})
    return redirect(_address(text))


@login_required
@require_POST
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    actions.delete_search(staff=request.user, search_id=pk)
    return redirect("search")


def _found(request: StaffRequest, text: str, *, typing: bool) -> dict[str, Any]:
    if typing and len(text) < BEGINNING_LETTERS_MIN:
        return {"found": None}
    before, start = whole_number(request.GET.get("before", "")), whole_number(request.GET.get("from", ""))
    unstripped = request.GET.get("q", "") if typing else text  # a blank after a word says that it is finished
    found = find(request.user, unstripped, at=timezone.now(), typing=typing, before=before, start=start or 0)
    if not found.query.parts:
        return {"found": None}
    return {
        "found": found,
        "hits": list(_hits(found)),
        "how": how_found(found.how),
        "older": _older(text, found),
        "words_alone": _words_alone(found.query),
    }


def _hits(found: Found) -> Iterator[Hit]:
    sought = marks(found.query, found.words)
    return (_hit(result, sought) for result in found.results)


def _hit(result: Result, sought: Marks) -> Hit:
    said = result.said
    named = [pieces(name, sought) for name in said.files] if said else []
    return Hit(
        result,
        pieces(result.customer or _("Unknown sender"), sought),
        pieces(result.subject or _("No subject"), sought),
        excerpt(said.text, sought) if said else pieces(result.preview, sought),
        [name for name in named if any(piece.marked for piece in name)][:FILES_SHOWN_MAX],
    )


def _words_alone(query: Query) -> str:
    """The same question without operators; "" when it has none."""
    if all(isinstance(part, Word | Phone) and not part.minus for part in query.parts):
        return ""
    words = [part.value if isinstance(part, Filter) else _written(part) for part in query.parts if not part.minus]
    return _address(" ".join(words)) if words else ""


def _written(part: Word | Phrase | Phone) -> str:
    return " ".join(part.forms) if isinstance(part, Phrase) else part.form


def _older(text: str, found: Found) -> str:
    """The next page is asked for in the way in which this one was found."""
    if found.older is None:
        return ""
    how = {"typing": "yes"} if found.how == BEGINNING else {}
    return _address(text, before=found.older.before, **{"from": found.older.start}, **how)


def _address(text: str, **more: int | str) -> str:
    return f"{reverse('search')}?{urlencode({'q': text} | more)}"
