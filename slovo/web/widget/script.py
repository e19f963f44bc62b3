"""The script of the widget: joined and packed as the desk's, under a name that stays. What is seldom needed stands in a
second file, whose address tells its content: the first names it, and asks for it when it is wanted."""

import gzip
import json
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers

from slovo.channels.chat.sent_files import KINDS
from slovo.web.desk.assets import FOR_EVER, LEVEL, TYPES, joined_scripts, joined_styles
from slovo.web.widget.look import texts_beside

SOURCES = Path(__file__).parent / "static" / "widget"
STYLES, MORE, KINDS_THERE, TEXTS = "/*styles*/", "/*more*/", "/*kinds*/", '"/*texts*/"'  # where the script wants them
KEPT_SECONDS = 600
KEPT = f"public, max-age={KEPT_SECONDS}"


@dataclass(frozen=True, slots=True)
class Made:
    """As it is, packed, and by which tag it is known."""

    content: bytes
    packed: bytes
    tag: str


@dataclass(frozen=True, slots=True)
class AllMade:
    """The script, what it asks for later, by language and under which version, and the one beside a frame."""

    first: Made
    more: dict[str, Made]
    version: str
    frame: Made


def served(request: HttpRequest) -> HttpResponse:
    return _served(request, made().first, kept=KEPT)


def more_served(request: HttpRequest) -> HttpResponse:
    """In the language of the widget. To a script of another version, before or after an upgrade, what there is: it does
    not keep it."""
    all_made = made()
    file = all_made.more.get(request.GET.get("lang", ""), all_made.more["en"])
    return _served(request, file, kept=FOR_EVER if request.GET.get("v") == all_made.version else "no-cache")


def frame_served(request: HttpRequest) -> HttpResponse:
    """What a site has beside a form of ours in a frame."""
    return _served(request, made().frame, kept=KEPT)


def made() -> AllMade:
    newest = max(path.stat().st_mtime_ns for path in SOURCES.rglob("*.*")) if settings.DEBUG else 0
    return _made(newest)


@lru_cache(maxsize=1)
def _made(_newest: int) -> AllMade:
    bare = _joined("more.js", "later.css").replace(KINDS_THERE, " ".join(KINDS))
    more = {code: _packed(bare.replace(TEXTS, _texts(code))) for code, _name in settings.LANGUAGES}
    version = sha256("".join(file.tag for file in more.values()).encode()).hexdigest()[:16]
    address = f"{reverse('widget_more', 'slovo.web.widget.urls')}?v={version}"
    first = _packed(_joined("widget.js", "widget.css").replace(MORE, address))
    return AllMade(first, more, version, _packed(joined_scripts(SOURCES / "frame.js")))


def _texts(language: str) -> str:
    with translation.override(language):
        return json.dumps(texts_beside(), ensure_ascii=False)


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
