"""Articles at the desk: the list, one with all its languages, writing, and what was sought in vain."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from slovo.brands.models import Brand
from slovo.core.text import line
from slovo.knowledge import actions, drafting, queries, reviewing
from slovo.knowledge.models import Article, State, Version
from slovo.knowledge.search import search
from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.web.desk import articles
from slovo.web.desk.articles import TermsForm, WordsForm
from slovo.web.desk.offering import texts_in
from slovo.web.desk.requests import StaffRequest, moment, refusals, whole_number

ROWS_MAX = 50
FOUND_MAX = 50
FEEDBACK_MAX = 20
TITLES_MAX = 5_000
STATES = {
    "": _("All"),
    "mine": _("Mine"),
    "review": _("To review"),
    "draft": _("Drafts"),
    "stale": _("Stale"),
    "archived": _("Archive"),
}


@login_required
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """`state` of STATES, `q`, `brand`; `before`: the id where the page before ended."""
    at, state, words = timezone.now(), request.GET.get("state", ""), request.GET.get("q", "").strip()
    state = state if state in STATES else ""
    rows = queries.visible_to(request.user).select_related("brand", "owner", "portrait", "section__brand")
    rows = articles.seen_in(rows, state=state, staff_id=request.user.pk, at=at)
    if brand_id := whole_number(request.GET.get("brand", "")):
        rows = rows.filter(brand_id=brand_id)
    if words:
        rows = rows.filter(pk__in=_found(request, words))
    if before := whole_number(request.GET.get("before", "")):
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: ROWS_MAX + 1])
    context = {
        "rows": articles.rows(found[:ROWS_MAX], at),
        "next": found[ROWS_MAX - 1].pk if len(found) > ROWS_MAX else None,
        "state": state,
        "states": STATES.items(),
        "words": words,
        "brands": list(people.brands(request.user)),
        "brand_id": brand_id,
        "may_write": request.user.may_anywhere(Verb.WRITE_ARTICLES),
        "may_publish": request.user.may_anywhere(Verb.PUBLISH_ARTICLES),
        "at": at,
    }
    return render(request, "desk/articles.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """`brand`, `language`, the words and the terms."""
    request.user.must_somewhere(Verb.WRITE_ARTICLES)
    brands = people.brands_managed_by(request.user, Verb.WRITE_ARTICLES)
    wanted = whole_number(request.POST.get("brand") or request.GET.get("brand", ""))
    brand: Brand | None = get_object_or_404(brands, pk=wanted) if wanted else brands.first()
    assert brand
    given = request.POST if request.method == "POST" else None
    words, terms = WordsForm(given), TermsForm(given, brand=brand, initial={"owner": request.user.pk})
    if given is not None and words.is_valid() and terms.is_valid():
        with refusals() as heard:
            article = drafting.begin(
                brand=brand,
                terms=terms.terms(),
                language=request.POST.get("language") or brand.language,
                words=words.words(),
                by=request.user,
                at=timezone.now(),
            )
            return redirect("article", article.public_id)
        words.add_error(None, str(heard.refusal))
    return written(request, words, terms, brand=brand, brands=list(brands))


def written(
    request: StaffRequest, words: WordsForm, terms: TermsForm, *, brand: Brand, brands: list[Brand], note: str = ""
) -> HttpResponse:
    """The page on which an article begins. `note`: what the writer should know of what stands in it already."""
    language = request.POST.get("language") or brand.language
    context = {
        "form": words,
        "terms": terms,
        "brand": brand,
        "brands": brands,
        "languages": articles.languages().items(),
        "language": language,
        "note": note,
    }
    return render(request, "desk/article_new.html", context, status=422 if words.errors or terms.errors else 200)


@login_required
@require_GET
def show(request: StaffRequest, public_id: UUID) -> HttpResponse:
    article, at = article_of(request, public_id), timezone.now()
    texts = articles.texts_of(article)
    feedback = queries.feedback_visible_to(request.user).filter(version__text__article=article)
    in_hand = [one for _code, _name, _text, one, _published in texts if one]
    ids = [text.pk for _code, _name, text, _in_hand, _published in texts if text]
    context = {
        "row": articles.rows([article], at)[0],
        "article": article,
        "texts": texts,
        "earlier": list(
            queries.versions_visible_to(request.user)
            .filter(text__in=ids)
            .select_related("text", "written_by", "published_by")
            .order_by("text__language", "-number")
        ),
        "files": queries.files_of(article.pk),
        "earlier_files": queries.earlier_files(article.pk),
        "feedback": list(feedback.exclude(words="").select_related("version__text")[:FEEDBACK_MAX]),
        "terms": TermsForm(brand=article.brand, article=article, initial=articles.terms_of(article)),
        "successors": [] if article.archived_at else articles.others_of(article),
        "led_to": articles.rows([article.led_to], at)[0].title if article.led_to else "",
        "audience": articles.AUDIENCES[article.audience],  # type: ignore[index]  # its values are the keys
        "may_write": request.user.may(Verb.WRITE_ARTICLES, article),
        "may_publish": request.user.may(Verb.PUBLISH_ARTICLES, article),
        "unreviewed": queries.unreviewed(in_hand, article.brand_id, request.user),
        "at": at,
    }
    return render(request, "desk/article.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def text(request: StaffRequest, public_id: UUID, language: str) -> HttpResponse:
    """Write it in this language. `seen`: when what one began from had been written. `preview`: shown, not kept;
    `part=preview`: that alone."""
    article = article_of(request, public_id)
    request.user.must(Verb.WRITE_ARTICLES, article)
    row = article.texts.filter(language=language).first()
    last = queries.in_hand(row) if row else None
    initial = articles.words_of(last or (row.versions.first() if row else None))
    form = WordsForm(request.POST if request.method == "POST" else None, initial=initial)
    files = queries.files_of(article.pk)
    body = request.POST.get("body", "") if request.method == "POST" else str(initial.get("body", ""))
    if request.GET.get("part") == "preview":
        return render(request, "desk/_article_preview.html", {"html": articles.html_of(body, files)})
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        with refusals() as heard:
            drafting.keep(
                article_id=article.pk,
                language=language,
                words=form.words(),
                by=request.user,
                at=timezone.now(),
                seen=moment(request.POST.get("seen", "")) if last else None,
            )
            messages.success(request, gettext("Saved as a draft. Readers see it when it is published."))
            return redirect("article", article.public_id)
        form.add_error(None, str(heard.refusal))
    context = {
        "article": article,
        "form": form,
        "language": language,
        "language_name": articles.languages().get(language, language),
        "in_hand": last,
        "seen": request.POST.get("seen") or (last.written_at.isoformat() if last else ""),
        "html": articles.html_of(body, files),
        "files": files,
    }
    return render(request, "desk/article_text.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def set_terms(request: StaffRequest, public_id: UUID) -> HttpResponse:
    article = article_of(request, public_id)
    form = TermsForm(request.POST, brand=article.brand, article=article)
    if form.is_valid():
        actions.set_terms(article_id=article.pk, terms=form.terms(), by=request.user, at=timezone.now())
        messages.success(request, gettext("Saved."))
    return redirect("article", article.public_id)


@login_required
@require_POST
def archive(request: StaffRequest, public_id: UUID) -> HttpResponse:
    article = article_of(request, public_id)
    if article.archived_at:
        actions.unarchive(article_id=article.pk, by=request.user, at=timezone.now())
        return redirect("article", article.public_id)
    wanted = request.POST.get("successor", "")
    successor = get_object_or_404(queries.visible_to(request.user), pk=whole_number(wanted) or 0) if wanted else None
    actions.archive(
        article_id=article.pk,
        successor_id=successor.pk if successor else None,
        by=request.user,
        at=timezone.now(),
    )
    return redirect("article", article.public_id)


@login_required
@require_http_methods(["GET", "POST"])
def sections(request: StaffRequest) -> HttpResponse:
    """`brand`, `slug` (of one that is there), `names_…`, `place`."""
    request.user.must_somewhere(Verb.PUBLISH_ARTICLES)
    managed = people.brands_managed_by(request.user, Verb.PUBLISH_ARTICLES)
    if request.method == "POST":
        actions.set_section(
            brand=get_object_or_404(managed, pk=whole_number(request.POST.get("brand", ""))),
            slug=request.POST.get("slug", ""),
            names=texts_in(request.POST, "names"),
            place=whole_number(request.POST.get("place", "")) or 0,
            by=request.user,
            at=timezone.now(),
        )
        return redirect("article_sections")
    rows = list(queries.sections_visible_to(request.user).filter(brand__in=managed).select_related("brand"))
    context = {
        "rows": rows,
        "brands": list(managed),
        "nothing": {},
        "administered": [brand.pk for brand in people.brands_managed_by(request.user, Verb.MANAGE_BRAND)],
        "reviewed": queries.reviewed_brands(request.user),
    }
    return render(request, "desk/article_sections.html", context)


@login_required
@require_POST
def set_review(request: StaffRequest) -> HttpResponse:
    """`brand`, `asked` ("yes")."""
    managed = people.brands_managed_by(request.user, Verb.MANAGE_BRAND)
    brand = get_object_or_404(managed, pk=whole_number(request.POST.get("brand", "")))
    asked = request.POST.get("asked") == "yes"
    reviewing.ask_for_review(brand=brand, asked=asked, by=request.user, at=timezone.now())
    return redirect("article_sections")


@login_required
@require_GET
def not_found(request: StaffRequest) -> HttpResponse:
    """What readers sought and did not find, most often first."""
    request.user.must_somewhere(Verb.WRITE_ARTICLES)
    rows = queries.not_found_visible_to(request.user).select_related("brand")[: queries.NOT_FOUND_MAX]
    return render(request, "desk/articles_not_found.html", {"rows": list(rows), "at": timezone.now()})


def article_of(request: StaffRequest, public_id: UUID) -> Article:
    rows = queries.visible_to(request.user).select_related("brand", "owner", "portrait", "section__brand", "created_by")
    found: Article = get_object_or_404(rows, public_id=public_id)
    return found


def _found(request: StaffRequest, words: str) -> list[int]:
    """What is published is found by forms of its words, what is not by a part of its title."""
    every = list(articles.AUDIENCES)
    found = [
        one.version.text.article_id
        for brand_id in request.user.brand_ids
        for one in search(brand_id, words, audiences=every, typing=True, limit=FOUND_MAX)
    ]
    titles = queries.versions_visible_to(request.user).exclude(state=State.SUPERSEDED)
    rows = titles.order_by("-pk").values_list("text__article_id", "title")[:TITLES_MAX]
    titled = [pk for pk, title in rows if line(words).strip() in line(title)]  # databases fold Cyrillic each in its way
    return [*found, *titled]


def version_of(request: StaffRequest, pk: int) -> Version:
    rows = queries.versions_visible_to(request.user).select_related("text__article__brand", "written_by")
    found: Version = get_object_or_404(rows, pk=pk)
    return found
