"""What every page of articles has: its brand, its language and its addresses."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.knowledge import queries
from slovo.web.portal.frame import LANGUAGES, frame

Rest = ParamSpec("Rest")
KEPT_SECONDS = 60  # a page, by browsers and by what stands between


@dataclass(frozen=True, slots=True)
class Room:
    """The articles of a brand in one language. `languages`: in which there are any."""

    brand: Brand
    language: str
    languages: tuple[str, ...]

    def to(self, name: str, *arguments: object, language: str = "") -> str:
        """An address in this room, or in that of another language."""
        return reverse(name, args=[self.brand.slug, language or self.language, *arguments])


class Missing(Http404):
    """There is such a room and nothing at this place in it."""


def opened(slug: str) -> tuple[Brand, tuple[str, ...]]:
    """A brand that has articles for everybody, and in which languages, the brand's own first."""
    brand = Brand.objects.filter(slug=slug).first()
    if brand is None:
        raise Http404
    found = set(queries.public_versions(brand.pk).values_list("text__language", flat=True).order_by().distinct())
    if not found:
        raise Http404
    return brand, tuple(sorted(found, key=lambda one: (one != brand.language, one)))


def in_room(
    view: Callable[Concatenate[HttpRequest, Room, Rest], HttpResponse],
) -> Callable[..., HttpResponse]:
    """A page in a language of the address, in the brand's time zone. What is not there is said in the room."""

    @wraps(view)
    def seen(
        request: HttpRequest, brand: str, language: str, *arguments: Rest.args, **named: Rest.kwargs
    ) -> HttpResponse:
        found, languages = opened(brand)
        spoken = language if language in languages else languages[0]
        room = Room(found, spoken, languages)
        with translation.override(spoken), timezone.override(found.tz):
            try:
                if language != spoken:
                    raise Missing
                response = view(request, room, *arguments, **named)
            except Missing:
                response = page(room, "missing", {"title": _("There is no such article")}, status=404)
        response["Content-Language"] = spoken
        return response

    return seen


def page(room: Room, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """`alternates` of the context: by language, where the same is to be read; else the rooms' entrances."""
    there = context.pop("alternates", None) or {one: room.to("help_index", language=one) for one in room.languages}
    shown = frame(room.brand.colour) | {
        "brand": room.brand,
        "room": room,
        "home": room.to("help_index"),
        "search_address": room.to("help_search"),
        "suggestions_address": room.to("help_suggestions"),
        "sitemap": absolute(reverse("help_sitemap", args=[room.brand.slug])),
        "alternates": [
            (one, name, there[one], absolute(there[one])) for one, name in LANGUAGES.items() if one in there
        ],
        "live": True,
        **context,
    }
    return HttpResponse(render_to_string(f"portal/articles/{template}.html", shown), status=status)


def absolute(path: str) -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"
