"""Articles for everybody: a list, a page for each, a search. They need no script, and set no cookie."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from slovo.book import queries as books
from slovo.core import limits
from slovo.knowledge import asking, markdown, queries
from slovo.knowledge.file_names import PICTURES
from slovo.knowledge.models import Version
from slovo.knowledge.search import TYPED_LETTERS_MIN
from slovo.knowledge.search import search as find
from slovo.web.portal.articles.room import KEPT_SECONDS, Missing, Room, absolute, in_room, opened, page
from slovo.web.portal.frame import whence

SUGGESTIONS_MAX = 6
NEARBY_MAX = 6
HEADINGS_MIN = 3  # fewer need no table of contents
QUESTION_CHARACTERS_MAX = 200
FILE_SECONDS = 3600
SEARCHES_NOTED_AN_HOUR_MAX = 30  # from one address: what a program types fills no report
HOUR_SECONDS = 3600


@require_safe
def entrance(request: HttpRequest, brand: str) -> HttpResponse:
    """To the language of their browser, where there is something in it."""
    found, languages = opened(brand)
    spoken = get_language_from_request(request)
    language = spoken if request.headers.get("Accept-Language") and spoken in languages else languages[0]
    response = HttpResponseRedirect(reverse("help_index", args=[found.slug, language]))
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
@in_room
def index(request: HttpRequest, room: Room) -> HttpResponse:
    rows = queries.public_versions(room.brand.pk).filter(text__language=room.language).defer("body")
    context = {"title": _("Questions and answers"), "sections": _shelves(rows, room), "canonical": _here(request)}
    return _kept(page(room, "index", context))


@require_safe
@in_room
def article(request: HttpRequest, room: Room, slug: str) -> HttpResponse:
    version = queries.public_version(room.brand.pk, room.language, slug)
    if version is None:
        return _moved(room, slug)
    row = version.text.article
    files = {
        one.name: reverse("help_file", args=[room.brand.slug, one.public_id, one.name])
        for one in queries.files_in(version)
    }
    shown = markdown.shown(version.body, files=files)
    texts = queries.public_languages(row.pk, room.brand.pk)
    nearby = queries.public_versions(room.brand.pk).filter(
        text__language=room.language, text__article__section=row.section
    )
    context = {
        "title": version.title,
        "version": version,
        "section": row.section.name(room.language, room.brand.language) if row.section else "",
        "html": shown.html,
        "headings": shown.headings if len(shown.headings) >= HEADINGS_MIN else [],
        "alternates": {one.language: room.to("help_article", one.slug, language=one.language) for one in texts},
        "canonical": _here(request),
        "feedback": room.to("help_feedback", slug),
        "thanks": request.GET.get("thanks", ""),
        "nearby": _links(nearby.exclude(pk=version.pk).defer("body").order_by("title")[:NEARBY_MAX], room),
    }
    return _kept(page(room, "article", context))


@require_safe
@in_room
def search(request: HttpRequest, room: Room) -> HttpResponse:
    """`q`. What nobody has written about is noted, without whose question it was."""
    words = request.GET.get("q", "").strip()[:QUESTION_CHARACTERS_MAX]
    found = find(room.brand.pk, words, language=room.language)
    at = timezone.now()
    if words and not found and _may_note(request, at):
        asking.note_not_found(brand_id=room.brand.pk, language=room.language, words=words, at=at)
    title = _("Search")
    context = {"title": title, "words": words, "found": _links([one.version for one in found], room), "unlisted": True}
    return page(room, "search", context)


@require_safe
@in_room
def suggestions(request: HttpRequest, room: Room) -> HttpResponse:
    """`q`, while it is typed."""
    words = request.GET.get("q", "")[:QUESTION_CHARACTERS_MAX]
    found = []
    if len(words.strip()) >= TYPED_LETTERS_MIN:
        found = find(room.brand.pk, words, language=room.language, typing=True, limit=SUGGESTIONS_MAX)
    context = {"found": _links([one.version for one in found], room)}
    return _kept(HttpResponse(render_to_string("portal/articles/_found.html", context)))


@require_safe
def file(request: HttpRequest, brand: str, public_id: UUID, name: str) -> HttpResponse:
    found, _languages = opened(brand)
    there = queries.public_file(found.pk, public_id)
    if there is None:
        raise Http404
    row, content = there
    response = HttpResponse(content, content_type=row.type)
    if row.type not in PICTURES:
        response["Content-Disposition"] = "attachment"
    response["Cache-Control"] = f"public, max-age={FILE_SECONDS}"
    return response


@require_safe
def sitemap(request: HttpRequest, brand: str) -> HttpResponse:
    """https://www.sitemaps.org/protocol.html, with the other languages of each page."""
    found, languages = opened(brand)
    rows = queries.public_versions(found.pk).defer("body", "summary").order_by("text__article_id", "text__language")
    pages = []
    for _article, group in groupby(rows, lambda row: row.text.article_id):
        versions = list(group)
        there = [(row.text.language, _of(found.slug, row)) for row in versions]
        pages += [{"address": _of(found.slug, row), "at": row.published_at, "there": there} for row in versions]
    rooms = [absolute(reverse("help_index", args=[found.slug, one])) for one in languages]
    if books.book_of(found).open_since:
        rooms.append(absolute(reverse("book", args=[found.slug])))
    text = render_to_string("portal/articles/sitemap.xml", {"rooms": rooms, "pages": pages})
    return _kept(HttpResponse(text, content_type="application/xml"))


def _of(brand: str, version: Version) -> str:
    return absolute(reverse("help_article", args=[brand, version.text.language, version.text.slug]))


def _moved(room: Room, slug: str) -> HttpResponse:
    there = queries.moved_to(room.brand.pk, room.language, slug)
    if there is None:
        raise Missing
    return _kept(HttpResponsePermanentRedirect(room.to("help_article", there.slug, language=there.language)))


def _shelves(rows: Iterable[Version], room: Room) -> list[tuple[str, list[dict[str, str]]]]:
    """Articles by section, in the sections' order; those on none come last."""

    def place(row: Version) -> tuple[bool, int, int]:
        section = row.text.article.section
        return (section is None, section.place if section else 0, section.pk if section else 0)

    shelves = []
    for _place, group in groupby(sorted(rows, key=lambda row: (place(row), row.title.casefold())), place):
        versions = list(group)
        section = versions[0].text.article.section
        name = section.name(room.language, room.brand.language) if section else _("Other questions")
        shelves.append((name, _links(versions, room)))
    return shelves


def _links(rows: Iterable[Version], room: Room) -> list[dict[str, str]]:
    return [
        {"title": row.title, "summary": row.summary, "address": room.to("help_article", row.text.slug)} for row in rows
    ]


def _here(request: HttpRequest) -> str:
    return absolute(request.path)


def _kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response


def _may_note(request: HttpRequest, at: datetime) -> bool:
    name = f"sought:{whence(request)}"
    return limits.take(name, limit=SEARCHES_NOTED_AN_HOUR_MAX, seconds=HOUR_SECONDS, at=at).allowed
