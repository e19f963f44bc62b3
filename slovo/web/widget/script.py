"""The script of the widget: joined and packed as the desk's, under a name that stays. What is seldom needed stands in a
second file, whose address tells its content: the first names it, and asks for it when it is wanted."""

import gzip
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers

from slovo.channels.chat.sent_files import KINDS
from slovo.web.desk.assets import FOR_EVER, LEVEL, TYPES, joined_scripts, joined_styles

SOURCES = Path(__file__).parent / "static" / "widget"
STYLES, MORE, KINDS_THERE = "/*styles*/", "/*more*/", "/*kinds*/"  # where the script wants them
KEPT_SECONDS = 600
KEPT = f"public, max-age={KEPT_SECONDS}"


@dataclass(frozen=True, slots=True)
class Made:
    """As it is, packed, and by which tag it is known."""

    content: bytes
    packed: bytes
    tag: str


def served(request: HttpRequest) -> HttpResponse:
    return _served(request, made()[0], kept=KEPT)


def more_served(request: HttpRequest) -> HttpResponse:
    """To a script of another version, before or after an upgrade, what there is: it does not keep it."""
    file = made()[1]
    return _served(request, file, kept=FOR_EVER if request.GET.get("v") == file.tag else "no-cache")


def frame_served(request: HttpRequest) -> HttpResponse:
    """What a site has beside a form of ours in a frame."""
    return _served(request, made()[2], kept=KEPT)


def made() -> tuple[Made, Made, Made]:
    """The script, what it asks for later, and the one beside a frame."""
    newest = max(path.stat().st_mtime_ns for path in SOURCES.rglob("*.*")) if settings.DEBUG else 0
    return _made(newest)


@lru_cache(maxsize=1)
def _made(_newest: int) -> tuple[Made, Made, Made]:
    more = _packed(_joined("more.js", "later.css").replace(KINDS_THERE, " ".join(KINDS)))
    address = f"{reverse('widget_more', 'slovo.web.widget.urls')}?v={more.tag}"
    first = _packed(_joined("widget.js", "widget.css").replace(MORE, address))
    return first, more, _packed(joined_scripts(SOURCES / "frame.js"))


def _joined(script: str, sheet: str) -> str:
    """With its styles as a text of it."""
    styles = joined_styles(SOURCES / sheet).replace("\\", "\\\\").replace("`", "\\`")
    return joined_scripts(SOURCES / script).replace(STYLES, styles)


def _packed(text: str) -> Made:
    content = text.encode()
    return Made(content, gzip.compress(content, LEVEL, mtime=0), sha256(content).hexdigest()[:16])


def _served(request: HttpRequest, file: Made, *, kept: str) -> HttpResponse:
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(file.packed if packs else file.content, content_type=TYPES["js"])
    if packs:
        response["Content-Encoding"] = "gzip"
    response["ETag"] = f'"{file.tag}{".gz" if packs else ""}"'
    response["Cache-Control"] = kept
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Access-Control-Allow-Origin"] = "*"  # it says nothing about anybody
    patch_vary_headers(response, ["Accept-Encoding"])
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
