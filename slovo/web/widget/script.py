"""The one script of the widget: joined and packed as the desk's, under a name that stays."""

import gzip
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import get_conditional_response, patch_vary_headers

from slovo.web.desk.assets import LEVEL, TYPES, joined_scripts, joined_styles

SOURCES = Path(__file__).parent / "static" / "widget"
STYLES = "/*styles*/"  # where the script wants them
KEPT_SECONDS = 600


def served(request: HttpRequest) -> HttpResponse:
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    content, packed, tag = made()
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(packed if packs else content, content_type=TYPES["js"])
    if packs:
        response["Content-Encoding"] = "gzip"
    response["ETag"] = f'"{tag}{".gz" if packs else ""}"'
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Access-Control-Allow-Origin"] = "*"  # it says nothing about anybody
    patch_vary_headers(response, ["Accept-Encoding"])
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def made() -> tuple[bytes, bytes, str]:
    """As it is, packed, and by which tag it is known."""
    newest = max(path.stat().st_mtime_ns for path in SOURCES.rglob("*.*")) if settings.DEBUG else 0
    return _made(newest)


@lru_cache(maxsize=1)
def _made(_newest: int) -> tuple[bytes, bytes, str]:
    styles = joined_styles(SOURCES / "widget.css").replace("\\", "\\\\").replace("`", "\\`")
    content = joined_scripts(SOURCES / "widget.js").replace(STYLES, styles).encode()
    return content, gzip.compress(content, LEVEL, mtime=0), sha256(content).hexdigest()[:16]
