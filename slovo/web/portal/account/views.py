"""The portal: signing in with a code, and what is one's own. The only pages that set this cookie, and read it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from slovo.brands.models import Brand
from slovo.channels import queries as doors
from slovo.channels.chat import queries as chats
from slovo.core import limits
from slovo.core.ids import new_id
from slovo.core.secrets import is_signature, signature
from slovo.customers import queries as customers
from slovo.customers.models import Customer, Identity
from slovo.customers.portrait_queries import portrait_of
from slovo.knowledge import queries as knowledge
from slovo.knowledge.models import Version
from slovo.privacy import queries as privacy
from slovo.web.desk.words import places
from slovo.web.portal.account import actions, consents, reading
from slovo.web.portal.contact import contact_of
from slovo.web.portal.frame import frame, spoken, whence
from slovo.web.portal.models import PortalSession

COOKIE = "slovo_my"
HOUR_SECONDS = 3600
CODES_OF_AN_ADDRESS_MAX = 5  # an hour, to one mail address
CODES_FROM_A_PLACE_MAX = 20  # an hour, from one network address
TRIES_FROM_A_PLACE_MAX = 40


@dataclass(frozen=True, slots=True)
class Inside:
    """A customer who has signed in at a brand."""

    session: PortalSession
    brand: Brand
    person: Customer
    at: datetime

    @property
    def once(self) -> str:
        """A name for what is sent from a page, under a signature of this session: no other site can have made it."""
        name = new_id().hex
        return f"{name}.{signature(f'my {self.session.pk}', name)}"

    def sent_it(self, once: str) -> bool:
        name, _dot, claimed = once.partition(".")
        return is_signature(f"my {self.session.pk}", name, claimed)


def has_door(brand: Brand) -> bool:
    """A code goes by letter, or into the chat in which the site vouches for them."""
    return doors.open_mailbox(brand.pk) is not None or _vouches(brand)


def _vouches(brand: Brand) -> bool:
    chat = chats.chat_of(brand.pk)
    return bool(chat and chat.open_since and chat.secret)


def _brand_with_door(slug: str) -> Brand:
    brand = _brand(slug)
    if not has_door(brand):
        raise Http404
    return brand


def _brand(slug: str) -> Brand:
    return get_object_or_404(Brand, slug=slug)


def who(request: HttpRequest, brand: Brand, at: datetime) -> Inside | None:
    session = actions.session_of(brand, request.COOKIES.get(COOKIE, ""), at)
    return Inside(session, brand, actions.person_of(session), at) if session else None


@contextmanager
def spoken_inside(request: HttpRequest, inside: Inside) -> Iterator[None]:
    person, brand = inside.person, inside.brand
    with (
        spoken(request, person.language or brand.language, known=bool(person.language)),
        timezone.override(person.zone_or(brand.zone)),
    ):
        yield


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever has not signed in is led to the door of this brand. Whoever has stays, even without a mailbox."""

    @wraps(view)
    def answered(request: HttpRequest, slug: str, **values: Any) -> HttpResponse:
        brand, at = _brand(slug), timezone.now()
        inside = who(request, brand, at)
        if inside is None:
            return HttpResponseRedirect(reverse("my", args=[brand.slug]), status=303)
        with spoken_inside(request, inside):
            return view(request, inside, **values)

    return answered


@require_safe
def home(request: HttpRequest, slug: str) -> HttpResponse:
    brand, at = _brand(slug), timezone.now()
    inside = who(request, brand, at)
    if inside is None:
        if not has_door(brand):
            raise Http404
        with spoken(request, brand.language):
            return _door(brand)
    with spoken_inside(request, inside):
        return own_page(request, inside)


@require_POST
def ask_code(request: HttpRequest, slug: str) -> HttpResponse:
    """`contact`. The answer is the same, whoever is known there."""
    brand, at = _brand_with_door(slug), timezone.now()
    with spoken(request, brand.language):
        if not _allowed(f"my-code:{whence(request)}", CODES_FROM_A_PLACE_MAX, at):
            return _door(brand, problem=_too_often(), status=429)
        found = contact_of(request.POST.get("contact", ""), brand)
        if found is None:
            return _door(brand, problem=_("Write the e-mail address or phone number that we know you by."), status=422)
        sealed = signature("address", f"{brand.pk} {found[1]}")
        may = _allowed(f"my-code-to:{sealed}", CODES_OF_AN_ADDRESS_MAX, at)
        asked = actions.send_code(brand=brand, kind=found[0], value=found[1] if may else "", at=at)
        return _door(brand, asked=str(asked))


@require_POST
def enter(request: HttpRequest, slug: str) -> HttpResponse:
    """`asked`, `code`."""
    brand, at = _brand_with_door(slug), timezone.now()
    with spoken(request, brand.language):
        if not _allowed(f"my-try:{whence(request)}", TRIES_FROM_A_PLACE_MAX, at):
            return _door(brand, problem=_too_often(), status=429)
        asked, token = request.POST.get("asked", ""), None
        code = "".join(filter(str.isdigit, request.POST.get("code", "")[:40]))
        try:
            token = actions.enter(brand=brand, asked=UUID(asked), code=code, at=at)
        except ValueError:
            asked = ""
        if token is None:
            problem = _("This code does not fit, or no longer. Look at the last letter, or ask for a new code.")
            return _door(brand, asked=asked, problem=problem, status=422)
    return _entered(request, brand, token)


@require_GET
def enter_from_chat(request: HttpRequest, slug: str, asked: UUID, secret: str) -> HttpResponse:
    """By the link that the widget has just had for whom the site vouches. It opens once; what a browser fetches before
    anybody has tapped opens nothing."""
    brand, at = _brand(slug), timezone.now()
    fetched_ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    allowed = not fetched_ahead and _allowed(f"my-try:{whence(request)}", TRIES_FROM_A_PLACE_MAX, at)
    token = actions.enter(brand=brand, asked=asked, code=secret, at=at) if allowed else None
    if token is None:
        return HttpResponseRedirect(reverse("my", args=[brand.slug]), status=303)
    return _entered(request, brand, token)


def _entered(request: HttpRequest, brand: Brand, token: str) -> HttpResponse:
    response = HttpResponseRedirect(reverse("my", args=[brand.slug]), status=303)
    response.set_cookie(
        COOKIE,
        token,
        max_age=actions.SESSION_DAYS * 24 * HOUR_SECONDS,
        path=reverse("my", args=[brand.slug]),
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


@signed_in
def talk(request: HttpRequest, inside: Inside, public_id: UUID) -> HttpResponse:
    return talk_page(inside, public_id)


def talk_page(
    inside: Inside, public_id: UUID, *, problem: str = "", given: str = "", status: int = 200
) -> HttpResponse:
    conversation = reading.request_of(inside.brand, inside.person, public_id)
    if conversation is None:
        raise Http404
    context = framed(inside.brand) | {
        "title": conversation.subject or _("No subject"),
        "talk": conversation,
        "messages": reading.messages_of(conversation, inside.person),
        "once": inside.once,
        "problem": problem,
        "given": given,
        "home": reverse("my", args=[inside.brand.slug]),
    }
    return HttpResponse(render_to_string("portal/account/talk.html", context), status=status)


def own_page(request: HttpRequest, inside: Inside, *, problem: str = "", status: int = 200) -> HttpResponse:
    brand, person, language = inside.brand, inside.person, (translation.get_language() or "en")[:2]
    said = request.GET.get("said", "")
    context = framed(brand) | {
        "home": reverse("my", args=[brand.slug]),
        "person": person,
        "addresses": [one.value for one in customers.identities(person) if one.kind in Identity.SPOKEN],
        "requests": reading.requests(brand, person),
        "promises": reading.promises(brand, person, inside.at),
        "consents": consents.matters(brand, person),
        "own_language": person.language or brand.language,
        "spoken_languages": settings.LANGUAGES,
        "zones": places.zones(language).items(),
        "brands_zone": places.zone_words(brand.zone, language),
        "held": privacy.held_plainly(person) if "held" in request.GET else [],
        "copies": privacy.copies_of(person, by_themselves=True, at=inside.at),
        "erasure": privacy.asked(tuple(customers.family_ids(person))),
        "once": inside.once,
        "said": said,
        "told": consents.TOLD.get(said, ""),
        "problem": problem,
        "articles": articles_of(inside, language),
        "help": reverse("help", args=[brand.slug]) if knowledge.public_versions(brand.pk).exists() else "",
    }
    return HttpResponse(render_to_string("portal/account/home.html", context), status=status)


def articles_of(inside: Inside, language: str) -> list[Version]:
    """Of their portrait alone, each in this language, else in the brand's, else in one that there is; by title."""
    rows = knowledge.versions_of_portrait(inside.brand.pk, portrait_of(inside.person.pk))
    found: dict[int, Version] = {}
    liked = [language, inside.brand.language]
    for row in rows.order_by("text__language"):
        known = found.get(row.text.article_id)
        if known is None or _liking(row, liked) < _liking(known, liked):
            found[row.text.article_id] = row
    return sorted(found.values(), key=lambda row: row.title.casefold())


def _liking(row: Version, liked: list[str]) -> int:
    return liked.index(row.text.language) if row.text.language in liked else len(liked)


def _door(brand: Brand, *, asked: str = "", problem: str = "", status: int = 200) -> HttpResponse:
    context = framed(brand) | {
        "home": reverse("my", args=[brand.slug]),
        "asked": asked,
        "problem": problem,
        "minutes": actions.CODE_MINUTES,
    }
    response = HttpResponse(render_to_string("portal/account/door.html", context), status=status)
    if status == 429:
        response["Retry-After"] = str(HOUR_SECONDS)
    return response


def framed(brand: Brand) -> dict[str, Any]:
    return frame(brand.colour) | {"brand": brand, "title": _("Your page with us")}


def _allowed(name: str, most: int, at: datetime) -> bool:
    return limits.take(name, limit=most, seconds=HOUR_SECONDS, at=at).allowed


def _too_often() -> str:
    return _("That was a lot at once. Wait an hour, or write to us in another way.")
