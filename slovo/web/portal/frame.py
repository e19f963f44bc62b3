"""What every public page has: its language, its style, the reader's clock, and a name for what is sent from it."""

from hashlib import sha256
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from slovo.core.proxies import household
from slovo.core.secrets import signature
from slovo.web.portal import assets, colours

LANGUAGES = {"ru": "Русский", "uk": "Українська", "en": "English"}


def frame(colour: str) -> dict[str, Any]:
    """What `portal/base.html` needs. `colour`: the brand's, as it is stored."""
    language = translation.get_language()
    return {
        "language": language,
        "languages": [(code, name, code == language) for code, name in LANGUAGES.items()],
        "styles": assets.address("css", colours.digits(colour)),
        "script": assets.address("js"),
    }


def spoken(request: HttpRequest, language: str, *, known: bool = False) -> Any:
    """What they chose, else what they speak with us (`known`), else what their browser speaks."""
    chosen = request.GET.get("lang", "")
    if chosen not in LANGUAGES:
        chosen = language if known else _of_browser(request, language)
    return translation.override(chosen)


def whence(request: HttpRequest) -> str:
    """The address, under a seal: it is nobody's business afterwards."""
    return signature("address", household(get_adapter().get_client_ip(request)))


def differing(request: HttpRequest, text: str, *, once: str = "") -> HttpResponse:
    """What the script puts in the place of what it differs from. `once`: in it, and each time another."""
    tag = f'"{sha256(text.replace(once, "").encode()).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    return HttpResponse(text, headers={"ETag": tag})


def gone(request: HttpRequest) -> HttpResponse:
    """Never made, closed, revoked or run out: the same words for all."""
    with spoken(request, settings.LANGUAGE_CODE):
        context = frame("") | {"title": _("This link opens nothing")}
        return HttpResponse(render_to_string("portal/gone.html", context), status=404)


def _of_browser(request: HttpRequest, otherwise: str) -> str:
    if not request.headers.get("Accept-Language"):
        return otherwise
    return translation.get_language_from_request(request)
