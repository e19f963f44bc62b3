"""Forms of articles, and what their pages show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from slovo.brands.models import Brand
from slovo.customers import portrait_queries as portraits
from slovo.knowledge import drafting, markdown, models, queries
from slovo.knowledge.actions import Terms
from slovo.knowledge.drafting import Words
from slovo.knowledge.models import Article, ArticleFile, ArticleText, Audience, State, Version
from slovo.people import queries as people
from slovo.web.desk.fields import offer
from slovo.web.desk.requests import whole_number

AUDIENCES = {
    Audience.PUBLIC: _("Everybody"),
    Audience.INTERNAL: _("Staff only"),
    Audience.PORTRAIT: _("Customers of a portrait"),
}
STATES = {
    State.DRAFT: _("Draft"),
    State.REVIEW: _("Waits for a review"),
    State.PUBLISHED: _("Published"),
    State.SUPERSEDED: _("Earlier version"),
}
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class WordsForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=models.TITLE_CHARACTERS_MAX)
    summary = forms.CharField(
        label=_("In a sentence or two"),
        max_length=models.SUMMARY_CHARACTERS_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Lists and search machines show it."),
    )
    body = forms.CharField(
        label=_("Words"),
        max_length=models.BODY_CHARACTERS_MAX,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("Markdown: ## heading, **bold**, - list, | table |, ![what is seen](picture.png)."),
    )
    source = forms.CharField(
        label=_("Source of the facts"),
        max_length=models.SOURCE_CHARACTERS_MAX,
        required=False,
        help_text=_("A catalogue, a supplier, a law. Readers see it."),
    )
    checked_on = forms.DateField(label=_("Checked there on"), required=False, widget=DAY)

    def words(self) -> Words:
        return Words(**{name: self.cleaned_data[name] for name in WordsForm.base_fields})


class TermsForm(forms.Form):
    audience = forms.ChoiceField(label=_("Who reads it"), choices=list(AUDIENCES.items()))
    portrait = forms.ChoiceField(label=_("Portrait"), required=False)
    section = forms.ChoiceField(label=_("Section"), required=False)
    owner = forms.ChoiceField(label=_("Looks after it"), required=False)
    review_by = forms.DateField(
        label=_("To be looked over by"), required=False, widget=DAY, help_text=_("From that day on it counts as stale.")
    )

    def __init__(self, *arguments: Any, brand: Brand, article: Article | None = None, **options: Any) -> None:
        """`article`: whose terms they are; the portrait that it has can stay, archived or not."""
        super().__init__(*arguments, **options)
        usable = list(portraits.usable_at(brand.pk))
        if article and article.portrait and article.portrait not in usable:
            usable.append(article.portrait)
        language = get_language() or "en"
        sections = [(str(one.pk), one.name(language, brand.language)) for one in brand.sections.all()]
        offer(
            self,
            portrait=[("", _("None")), *((str(one.pk), one.name) for one in usable)],
            section=[("", _("None")), *sections],
            owner=[("", _("Nobody")), *((str(pk), name) for pk, name in people.colleague_names_at(brand.pk))],
        )

    def terms(self) -> Terms:
        given = self.cleaned_data
        return Terms(
            audience=given["audience"],
            portrait_id=whole_number(given["portrait"]),
            section_id=whole_number(given["section"]),
            owner_id=whole_number(given["owner"]),
            review_by=given["review_by"],
        )


def terms_of(article: Article) -> dict[str, object]:
    """As the form shows them."""
    return {
        "audience": article.audience,
        "portrait": article.portrait_id or "",
        "section": article.section_id or "",
        "owner": article.owner_id or "",
        "review_by": article.review_by,
    }


def words_of(version: Version | None) -> dict[str, object]:
    return {name: getattr(version, name) for name in WordsForm.base_fields} if version else {}


def languages() -> Mapping[str, Any]:
    return dict(settings.LANGUAGES)


def html_of(body: str, rows: Iterable[ArticleFile] = ()) -> str:
    """As readers will see it, with the files as colleagues get them."""
    files = {one.name: reverse("article_file", args=[one.article.public_id, one.public_id]) for one in rows}
    return markdown.shown(body, files=files).html


@dataclass(frozen=True, slots=True)
class Row:
    """An article in a list. `versions`: of each language the one in hand and the published one."""

    article: Article
    title: str
    versions: list[tuple[Version, Any]]
    stale: bool
    helped: int
    judged: int


def rows(found: Iterable[Article], at: datetime) -> list[Row]:
    """Two questions more, whatever their number."""
    articles = list(found)
    newest = queries.newest_versions([one.pk for one in articles])
    judged = queries.helped([one.pk for versions in newest.values() for one in versions])
    return [_row(article, newest.get(article.pk, []), judged, at) for article in articles]


def _row(article: Article, versions: list[Version], judged: dict[int, tuple[int, int]], at: datetime) -> Row:
    wanted = (get_language() or "en", article.brand.language)
    titles = {one.text.language: one.title for one in versions}
    title = next((titles[one] for one in wanted if one in titles), next(iter(titles.values()), ""))
    counts = [judged[one.pk] for one in versions if one.pk in judged]
    published: list[Version | None] = [one for one in versions if one.state == State.PUBLISHED]
    return Row(
        article=article,
        title=title,
        versions=[(one, STATES[State(one.state)]) for one in versions],
        stale=any(queries.is_stale(article, one, at) for one in (published or [None])),
        helped=sum(yes for yes, _of in counts),
        judged=sum(of for _yes, of in counts),
    )


def texts_of(article: Article) -> list[tuple[str, Any, ArticleText | None, Version | None, Version | None]]:
    """Of each language: its code and name, the text, the version in hand and the published one."""
    there = {text.language: text for text in article.texts.all()}
    versions = queries.newest_versions([article.pk]).get(article.pk, [])
    found = []
    for code, name in settings.LANGUAGES:
        own = [one for one in versions if one.text.language == code]
        in_hand = next((one for one in own if one.state in drafting.IN_HAND), None)
        published = next((one for one in own if one.state == State.PUBLISHED), None)
        found.append((code, name, there.get(code), in_hand, published))
    return found


def seen_in(rows: QuerySet[Article], *, state: str, staff_id: int, at: datetime) -> QuerySet[Article]:
    """`state`: mine, review, draft, stale, archived, else all."""
    if state == "archived":
        return rows.exclude(archived_at=None)
    rows = rows.filter(archived_at=None)
    if state == "mine":
        return rows.filter(owner_id=staff_id)
    if state == "stale":
        return queries.stale(rows, at.date())
    if state in {"review", "draft"}:
        return queries.in_state(rows, State(state))
    return rows


def others_of(article: Article) -> list[Version]:
    """To which readers can be led once it is in the archive: one of each article, in the brand's language where it has
    words in that."""
    rows = queries.public_versions(article.brand_id).exclude(text__article=article).defer("body").order_by("title")
    found: dict[int, Version] = {}
    for row in rows:
        if row.text.article_id not in found or row.text.language == article.brand.language:
            found[row.text.article_id] = row
    return sorted(found.values(), key=lambda row: row.title.casefold())
