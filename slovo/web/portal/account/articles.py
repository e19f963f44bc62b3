"""Articles for customers of one portrait: read by who has signed in and is of it, by nobody else."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from slovo.customers.portrait_queries import portrait_of
from slovo.knowledge import markdown, queries
from slovo.knowledge.attaching import PICTURES
from slovo.knowledge.models import Version
from slovo.web.portal.account.views import Inside, articles_of, framed, signed_in


@require_safe
@signed_in
def show(request: HttpRequest, inside: Inside, public_id: UUID) -> HttpResponse:
    version = _version(inside, public_id)
    slug = inside.brand.slug
    files = {
        one.name: reverse("my_article_file", args=[slug, one.public_id, one.name])
        for one in queries.files_of(version.text.article_id)
    }
    context = framed(inside.brand) | {
        "title": version.title,
        "version": version,
        "html": markdown.shown(version.body, files=files).html,
        "home": reverse("my", args=[slug]),
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
