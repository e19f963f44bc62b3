"""Articles for customers of one portrait: read by who has signed in and is of it, by nobody else."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from slovo.core.errors import UnableTo
from slovo.core.secrets import signature
from slovo.customers.portrait_queries import portrait_of
from slovo.knowledge import asking, markdown, queries
from slovo.knowledge.file_names import PICTURES
from slovo.knowledge.models import Version
from slovo.web.portal.account.deeds import deed
from slovo.web.portal.account.views import Inside, articles_of, framed, signed_in


@deed
def judge(request: HttpRequest, inside: Inside, public_id: UUID) -> HttpResponse:
    """`helped`: yes or no; `words`. Whoever looks after the article reads it without learning who said it."""
    version = _version(inside, public_id)
    helped, thanks = request.POST.get("helped", ""), "yes"
    if helped not in {"yes", "no"}:
        raise Http404
    reader = signature("reader", f"{inside.brand.pk} {inside.person.pk}")
    try:
        words = request.POST.get("words", "")
        asking.say_helped(version_id=version.pk, visitor=reader, helped=helped == "yes", words=words, at=inside.at)
    except UnableTo:  # it changed while they read
        thanks = "anew"
    back = reverse("my_article", args=[inside.brand.slug, public_id])
    return HttpResponseRedirect(f"{back}?thanks={thanks}#helped", status=303)


@require_safe
@signed_in
def show(request: HttpRequest, inside: Inside, public_id: UUID) -> HttpResponse:
    version = _version(inside, public_id)
    slug = inside.brand.slug
    files = {
        one.name: reverse("my_article_file", args=[slug, one.public_id, one.name]) for one in queries.files_in(version)
    }
    context = framed(inside.brand) | {
        "title": version.title,
        "version": version,
        "html": markdown.shown(version.body, files=files).html,
        "home": reverse("my", args=[slug]),
        "feedback": reverse("my_judgement", args=[slug, public_id]),
        "thanks": request.GET.get("thanks", ""),
        "once": inside.once,
    }
    return HttpResponse(render_to_string("portal/account/article.html", context))


@require_safe
@signed_in
def file(request: HttpRequest, inside: Inside, public_id: UUID, name: str) -> HttpResponse:
    found = queries.file_of_portrait(inside.brand.pk, portrait_of(inside.person.pk), public_id)
    if found is None:
        raise Http404
    row, content = found
    response = HttpResponse(content, content_type=row.type)
    if row.type not in PICTURES:
        response["Content-Disposition"] = "attachment"
    return response


def _version(inside: Inside, public_id: UUID) -> Version:
    """In the language that they read, else in one that there is."""
    for one in articles_of(inside, get_language() or ""):
        if one.text.article.public_id == public_id:
            return one
    raise Http404
