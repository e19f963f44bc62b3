"""What search machines may read: articles and the books. All else is somebody's own, or a form to fill in.
https://www.rfc-editor.org/rfc/rfc9309
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from slovo.brands.models import Brand
from slovo.knowledge import queries
from slovo.web.portal.articles.room import KEPT_SECONDS, absolute

ALLOWED = ("/help/", "/book/", "/static/")  # the last one: what those look like


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """With the map of the brand whose address this is. Where several have articles here it is nobody's alone, and none
    is named: brands, and the clients of one who serves several, do not learn of each other. Each article names its
    map."""
    brands = [one for one in Brand.objects.order_by("slug") if queries.public_versions(one.pk).exists()]
    is_theirs = len(brands) == 1 and request.get_host() == urlsplit(settings.PUBLIC_URL).netloc
    maps = [absolute(reverse("help_sitemap", args=[one.slug])) for one in brands if is_theirs]
    rules = ["User-agent: *", *(f"Allow: {one}" for one in ALLOWED), "Disallow: /"]
    text = "\n".join([*rules, "", *(f"Sitemap: {one}" for one in maps)])
    response = HttpResponse(text.rstrip() + "\n", content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response
