"""What search machines may read: articles and the books. All else is somebody's own, or a form to fill in.
https://www.rfc-editor.org/rfc/rfc9309
"""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from slovo.brands.models import Brand
from slovo.knowledge import queries
from slovo.web.portal.articles.room import KEPT_SECONDS, absolute

ALLOWED = ("/help/", "/book/", "/static/")  # the last one: what those look like


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """With the map of each brand that has articles for everybody: brands share an address, not a room."""
    maps = [
        absolute(reverse("help_sitemap", args=[brand.slug]))
        for brand in Brand.objects.order_by("slug")
        if queries.public_versions(brand.pk).exists()
    ]
    rules = ["User-agent: *", *(f"Allow: {one}" for one in ALLOWED), "Disallow: /"]
    text = "\n".join([*rules, "", *(f"Sitemap: {one}" for one in maps)])
    response = HttpResponse(text.rstrip() + "\n", content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response
