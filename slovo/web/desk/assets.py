"""The desk's styles as one file and its scripts as one file, made from the many small sources when first asked for.

`css/desk.css` and `js/desk.js` name the rest by `@import` and `import`; a browser can read them as they are. What lists
and conversations do without is named by `pages.css` and `pages.js`, and joined into two files more; `strip.css` and
`strip.js` are for those who take chats. Joined,
without comments and indentation, and packed as well as can be, they are two files instead of fifty, and a third less.
Their names, and the icon's, tell their content: a browser keeps them for ever and asks for another name after a change.

Scripts: each module becomes a function that runs once, after those that it imports, and gives what it exports.
"""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import get_conditional_response, patch_vary_headers

from slovo.web.desk.middleware import Answer

SOURCES = Path(__file__).parent / "static" / "desk"
THEIRS = "django_htmx/htmx-2.min.js"  # a script of the old kind, small already: it stands before our modules
TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
FILES = ("desk.css", "desk.js", "desk.svg", "pages.css", "pages.js", "strip.css", "strip.js")
FOR_EVER = "max-age=31536000, public, immutable"
HASH_LETTERS, LEVEL = 12, 9
_NAME = re.compile(rf"(\w+)\.[0-9a-f]{{{HASH_LETTERS}}}\.(\w+)")
_STYLE_IMPORT = re.compile(r'@import "([\w-]+\.css)";\n?')
_STYLE_COMMENT = re.compile(r"""("[^"\n]*"|'[^'\n]*')|/\*.*?\*/""", re.DOTALL)
_STYLE_SPACE = re.compile(r"""("[^"\n]*"|'[^'\n]*')|\s*([{},;])\s*|(:)\s+|\s+""")
_IMPORT = re.compile(r'^import (?:(\{ \w+(?:, \w+)* \}) from )?"(\.{1,2}/[\w./-]+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function (\w+)\()", re.MULTILINE)
_NOT_UNDERSTOOD = re.compile(r"^(?:import|export)\b.*|\bimport[(.].*|^await\b.*", re.MULTILINE)
_SCRIPT_COMMENT = re.compile(
    r"""^//.*\n|[ \t]+// [^"'`\n]*$""", re.MULTILINE
)  # one that ends a line and holds no quote


@dataclass(frozen=True)
class Made:
    name: str  # "desk.0123456789ab.css"
    kind: str
    content: bytes
    packed: bytes


def joined_files(answer: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        asked = _NAME.fullmatch(request.path_info.removeprefix(settings.STATIC_URL))
        file = f"{asked[1]}.{asked[2]}" if asked else ""
        return served(request, made(file)) if file in FILES else answer(request)

    return middleware


def served(request: HttpRequest, file: Made) -> HttpResponse:
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(file.packed if packs else file.content, content_type=TYPES[file.kind])
    if packs:
        response["Content-Encoding"] = "gzip"
    response["ETag"] = f'"{file.name}{".gz" if packs else ""}"'
    # A page of another version, before or after an upgrade, gets what there is, and does not keep it.
    response["Cache-Control"] = FOR_EVER if request.path_info.endswith(file.name) else "no-cache"
    patch_vary_headers(response, ["Accept-Encoding"])
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def address(file: str) -> str:
    """`file`: one of FILES."""
    return settings.STATIC_URL + made(file).name


def made(file: str) -> Made:
    kind = file.rpartition(".")[2]
    newest = max(path.stat().st_mtime_ns for path in SOURCES.rglob(f"*.{kind}")) if settings.DEBUG else 0
    return _made(file, newest)


@lru_cache(maxsize=len(FILES))
def _made(file: str, _newest: int) -> Made:
    name, _dot, kind = file.partition(".")
    content = {"css": _styles, "js": _scripts, "svg": _icon}[kind](name).encode()
    full_name = f"{name}.{sha256(content).hexdigest()[:HASH_LETTERS]}.{kind}"
    return Made(full_name, kind, content, gzip.compress(content, LEVEL, mtime=0))


def _styles(name: str) -> str:
    return joined_styles(SOURCES / "css" / f"{name}.css")


def _scripts(name: str) -> str:
    ours = joined_scripts(SOURCES / "js" / f"{name}.js")
    if name != "desk":
        return ours
    theirs = finders.find(THEIRS)
    assert theirs, THEIRS
    return f"{Path(theirs).read_text()}\n{ours}"


def _icon(_name: str) -> str:
    return (SOURCES / "icon.svg").read_text()


def joined_styles(entry: Path) -> str:
    text = _STYLE_IMPORT.sub(lambda found: (entry.parent / found[1]).read_text(), entry.read_text())
    bare = _STYLE_COMMENT.sub(lambda found: found[1] or "", text)
    return _STYLE_SPACE.sub(lambda found: "".join(filter(None, found.groups())) or " ", bare).replace(";}", "}").strip()


def joined_scripts(entry: Path) -> str:
    modules = "".join(_in_order(entry.resolve(), before=(), seen=set()))
    return f'(() => {{\n"use strict";\n{modules}}})();\n'


def _in_order(module: Path, *, before: tuple[Path, ...], seen: set[Path]) -> Iterator[str]:
    """Each module once, after those that it imports, as the language says."""
    assert module not in before, f"{module.name} imports itself, through others. Take apart what both need."
    if module in seen:
        return
    seen.add(module)
    source = module.read_text()
    for _names, other in _IMPORT.findall(source):
        yield from _in_order((module.parent / f"{other}.js").resolve(), before=(*before, module), seen=seen)
    yield _as_function(module.stem, source)


def _as_function(name: str, source: str) -> str:
    exported = [found[1] for found in _EXPORT.findall(source)]
    body = _EXPORT.sub(r"\1", _IMPORT.sub(_given, source))
    strange = _NOT_UNDERSTOOD.search(body)
    assert not strange, f"{name}.js: {strange[0]!r} cannot be joined. See slovo/web/desk/assets.py."
    body = _SCRIPT_COMMENT.sub("", re.sub(r"^\s+", "", body, flags=re.MULTILINE))
    gives = f"return {{ {', '.join(exported)} }};\n" if exported else ""
    return f"const {_variable(name)} = (() => {{\n{body}{gives}}})();\n"


def _given(found: re.Match[str]) -> str:
    return f"const {found[1]} = {_variable(Path(found[2]).name)};" if found[1] else ""


def _variable(name: str) -> str:
    return "$" + name.replace("-", "_")
