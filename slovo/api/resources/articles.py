"""Articles: what readers see, what is written next, and the search that the public pages have."""

from contextlib import suppress
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BeforeValidator, Field, StrictInt
from pydantic_core import PydanticCustomError

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import answer, nothing, one, page, selected
from slovo.api.kinds import Chosen, Given, Paged, Text
from slovo.api.problems import WrongField
from slovo.api.resources.articles_shown import (
    SECTION,
    ArticlePage,
    ArticleShown,
    FoundList,
    FoundShown,
    SectionPage,
    SectionShown,
    section_shapes,
    shapes,
)
from slovo.api.resources.requests import InLanguages
from slovo.core.secrets import unsealed
from slovo.knowledge import actions, drafting, models, publishing, queries
from slovo.knowledge.actions import Terms
from slovo.knowledge.drafting import Words
from slovo.knowledge.models import Article, ArticleText, Audience, State, Version
from slovo.knowledge.search import search
from slovo.people.rights import Verb

router = Router(tags=["articles"])

FOUND_MAX = 20
DAY_CHARACTERS = 10
Language = Literal["ru", "uk", "en"]


def _day(given: Any) -> date:
    day = None
    if isinstance(given, str) and len(given) == DAY_CHARACTERS:  # «20261129» is another way to write one, and not ours
        with suppress(ValueError):
            day = date.fromisoformat(given)
    if day is None:
        raise PydanticCustomError("day", "no day such as 2026-11-29")
    return day


Day = Annotated[date, BeforeValidator(_day, json_schema_input_type=date)]


class WordsGiven(Given):
    title: Annotated[Text, Field(min_length=1, max_length=models.TITLE_CHARACTERS_MAX)]
    summary: Annotated[Text, Field(max_length=models.SUMMARY_CHARACTERS_MAX)] = ""
    body: Annotated[Text, Field(min_length=1, max_length=models.BODY_CHARACTERS_MAX, description="Markdown.")]
    source: Annotated[Text, Field(max_length=models.SOURCE_CHARACTERS_MAX)] = ""
    checked_on: Day | None = None

    @property
    def words(self) -> Words:
        return Words(**{name: getattr(self, name) for name in WordsGiven.model_fields})


class ArticleTermsGiven(Given):
    audience: Audience = Audience.PUBLIC
    portrait: UUID | None = None
    section: UUID | None = None
    owner: UUID | None = None
    review_by: Day | None = None


class ArticleGiven(ArticleTermsGiven):
    brand: UUID | None = None
    language: Language
    text: WordsGiven


class SectionGiven(Given):
    """One of the same slug gets other names or another place."""

    brand: UUID | None = None
    slug: Annotated[Text, Field(max_length=models.SLUG_CHARACTERS_MAX)] = ""
    names: InLanguages
    place: Annotated[StrictInt, Field(ge=0, le=actions.PLACES_MAX)] = 0


class Returned(Given):
    words: Annotated[Text, Field(min_length=1, max_length=models.RETURN_CHARACTERS_MAX)]


class Filters(Paged):
    brand: UUID | None = None
    audience: Audience | None = None
    state: Annotated[State | None, Field(description="With a version in this state, in any language.")] = None


class Archiving(Chosen):
    led_to: Annotated[
        UUID | None,
        Field(description="Where its readers are led: an article of the same brand, published for everybody."),
    ] = None


class Asked(Chosen):
    q: Annotated[Text, Field(min_length=1, max_length=200, description="What a reader seeks.")]
    language: Language | None = None
    brand: UUID | None = None


@router.get("/articles", response=ArticlePage)
@reads()
def index(request: ApiRequest, filters: Query[Filters]) -> HttpResponse:
    rows = _rows(request)
    if filters.brand:
        rows = rows.filter(brand__public_id=filters.brand)
    if filters.audience:
        rows = rows.filter(audience=filters.audience)
    if filters.state:
        rows = queries.in_state(rows, filters.state)
    return page(
        request, rows, paged=filters, order="pk", shapes=lambda found: shapes(found, request.at), kind=ArticleShown
    )


@router.get("/articles/{id}", response=ArticleShown)
@reads()
def show(request: ApiRequest, id: UUID, chosen: Query[Chosen]) -> HttpResponse:
    return _one(request, _article(request, id), fields=chosen.fields)


@router.get("/article-search", response=FoundList)
@reads()
def find(request: ApiRequest, asked: Query[Asked]) -> HttpResponse:
    """What customers find, in the order in which they see it. What is not found here is noted nowhere."""
    brand = references.brand(request, asked.brand, Verb.READ)
    found = search(brand.pk, asked.q, language=asked.language or "", limit=FOUND_MAX)
    data = [
        {
            "article": one.version.text.article.public_id,
            "language": one.version.text.language,
            "title": one.version.title,
            "summary": one.version.summary,
            "slug": one.version.text.slug,
        }
        for one in found
    ]
    return answer({"data": selected(data, FoundShown, asked.fields)})


@router.post("/articles", response={201: ArticleShown})
@writes(Verb.WRITE_ARTICLES)
def write(request: ApiRequest, given: ArticleGiven) -> HttpResponse:
    """A draft: readers see it when it is published."""
    brand = references.brand(request, given.brand, Verb.WRITE_ARTICLES)
    article = drafting.begin(
        brand=brand,
        terms=_terms(request, given),
        language=given.language,
        words=given.text.words,
        by=request.by,
        at=request.at,
    )
    return _one(request, article, status=201)


@router.put("/articles/{id}/terms", response=ArticleShown)
@writes(Verb.WRITE_ARTICLES)
def set_terms(request: ApiRequest, id: UUID, given: ArticleTermsGiven) -> HttpResponse:
    article = _article(request, id)
    actions.set_terms(article_id=article.pk, terms=_terms(request, given), by=request.by, at=request.at)
    return _one(request, article)


@router.put("/articles/{id}/texts/{language}", response=ArticleShown)
@writes(Verb.WRITE_ARTICLES)
def keep(request: ApiRequest, id: UUID, language: Language, given: WordsGiven) -> HttpResponse:
    """What is to be said next in this language."""
    article = _article(request, id)
    drafting.keep(article_id=article.pk, language=language, words=given.words, by=request.by, at=request.at)
    return _one(request, article)


@router.put("/articles/{id}/texts/{language}/review", response=ArticleShown)
@writes(Verb.WRITE_ARTICLES)
def send_to_review(request: ApiRequest, id: UUID, language: Language) -> HttpResponse:
    article = _article(request, id)
    version = _in_hand(article, language)
    publishing.send_to_review(version_id=version.pk, by=request.by, at=request.at)
    return _one(request, article)


@router.put("/articles/{id}/texts/{language}/return", response=ArticleShown)
@writes(Verb.PUBLISH_ARTICLES)
def return_with_words(request: ApiRequest, id: UUID, language: Language, given: Returned) -> HttpResponse:
    article = _article(request, id)
    version = _in_hand(article, language)
    publishing.return_with_words(version_id=version.pk, words=given.words, by=request.by, at=request.at)
    return _one(request, article)


@router.put("/articles/{id}/texts/{language}/publication", response=ArticleShown)
@writes(Verb.PUBLISH_ARTICLES)
def publish(request: ApiRequest, id: UUID, language: Language) -> HttpResponse:
    """Readers see the draft from now on; what they saw before is kept."""
    article = _article(request, id)
    version = _in_hand(article, language)
    publishing.publish(version_id=version.pk, by=request.by, at=request.at)
    return _one(request, article)


@router.delete("/articles/{id}", response={204: None})
@writes(Verb.PUBLISH_ARTICLES)
def archive(request: ApiRequest, id: UUID, given: Query[Archiving]) -> HttpResponse:
    """Nobody outside reads it any more. Its versions stay."""
    wanted = [id, given.led_to] if given.led_to else [id]
    found = dict(_rows(request).filter(public_id__in=wanted).values_list("public_id", "pk"))
    if not found.keys() >= set(wanted):
        raise Http404
    successor_id = found[given.led_to] if given.led_to else None
    actions.archive(article_id=found[id], successor_id=successor_id, by=request.by, at=request.at)
    return nothing()


@router.get("/article-sections", response=SectionPage)
@reads()
def sections(request: ApiRequest, paged: Query[Paged]) -> HttpResponse:
    rows = queries.sections_visible_to(request.by).select_related("brand")
    return page(request, rows, paged=paged, order="pk", shapes=section_shapes, kind=SectionShown)


@router.post("/article-sections", response=SectionShown)
@writes(Verb.PUBLISH_ARTICLES)
def set_section(request: ApiRequest, given: SectionGiven) -> HttpResponse:
    brand = references.brand(request, given.brand, Verb.PUBLISH_ARTICLES)
    row = actions.set_section(
        brand=brand, slug=given.slug, names=given.names.texts, place=given.place, by=request.by, at=request.at
    )
    return one(request, section_shapes([row])[0], SectionShown)


def _article(request: ApiRequest, public_id: UUID) -> Article:
    row: Article = get_object_or_404(_rows(request), public_id=public_id)
    return row


def _rows(request: ApiRequest) -> QuerySet[Article]:
    return queries.visible_to(request.by).select_related("brand", "owner", "led_to")


def _in_hand(article: Article, language: str) -> Version:
    text = ArticleText.objects.filter(article=article, language=language).first()
    version = queries.in_hand(text) if text else None
    if version is None:
        raise Http404
    return version


def _terms(request: ApiRequest, given: ArticleTermsGiven) -> Terms:
    section_id = None
    if given.section:
        section_id = unsealed(SECTION, given.section) or 0
        if not queries.sections_visible_to(request.by).filter(pk=section_id).exists():
            raise WrongField("section", _("There is nothing with this id, or your token may not see it."))
    owner = references.colleague(request, given.owner, "owner") if given.owner else None
    portrait = references.portrait(request, given.portrait) if given.portrait else None
    return Terms(
        audience=given.audience.value,
        portrait_id=portrait.pk if portrait else None,
        section_id=section_id,
        owner_id=owner.pk if owner else None,
        review_by=given.review_by,
    )


def _one(request: ApiRequest, article: Article, *, fields: str = "", status: int = 200) -> HttpResponse:
    """As it is now."""
    return one(
        request,
        shapes(list(_rows(request).filter(pk=article.pk)), request.at)[0],
        ArticleShown,
        fields=fields,
        status=status,
    )
