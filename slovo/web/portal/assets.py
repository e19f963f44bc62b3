"""The style of public pages, one for each colour of a brand, and their one small script: joined and packed as the
desk's, under names that tell their content.
"""

import gzip
import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from slovo.web.desk.assets import HASH_LETTERS, LEVEL, Made, joined_scripts, joined_styles, served
from slovo.web.portal import colours

SOURCES = Path(__file__).parent / "static" / "portal"
COLOURS_KEPT_MAX = 64
_NAME = re.compile(rf"portal\.[0-9a-f]{{{HASH_LETTERS}}}\.(?:([0-9a-f]{{6}})\.css|js)")


def answered(request: HttpRequest) -> HttpResponse | None:
    """None when something else is asked for."""
    asked = _NAME.fullmatch(request.path_info.removeprefix(settings.STATIC_URL))
    if not asked:
        return None
    return served(request, made("css", asked[1]) if asked[1] else made("js"))


def address(kind: str, colour: str = "") -> str:
    return settings.STATIC_URL + made(kind, colour).name


def made(kind: str, colour: str = "") -> Made:
    newest = max(path.stat().st_mtime_ns for path in SOURCES.rglob(f"*.{kind}")) if settings.DEBUG else 0
    return _made(kind, colour, newest)


@lru_cache(maxsize=COLOURS_KEPT_MAX)
def _made(kind: str, colour: str, _newest: int) -> Made:
    content = (_styles(colour) if kind == "css" else joined_scripts(SOURCES / "js" / "portal.js")).encode()
    named = [sha256(content).hexdigest()[:HASH_LETTERS], *filter(None, [colour])]
    return Made(f"portal.{'.'.join(named)}.{kind}", kind, content, gzip.compress(content, LEVEL, mtime=0))


def _styles(colour: str) -> str:
    by_day, by_night = (_said(values) for values in colours.tokens(colour).values())
    own = f":root{{{by_day}}}@media (prefers-color-scheme:dark){{:root{{{by_night}}}}}@media print{{:root{{{by_day}}}}}"
    return joined_styles(SOURCES / "css" / "portal.css") + own


def _said(values: dict[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in values.items())
