"""A folder of Markdown files: front matter, pictures beside them. `slovo knowledge import` reads it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from os.path import normpath
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from slovo.core.errors import UnableTo
from slovo.knowledge import attaching, markdown
from slovo.knowledge.actions import Terms
from slovo.knowledge.drafting import Words
from slovo.knowledge.file_names import name_of, type_of
from slovo.knowledge.importing import Page
from slovo.knowledge.linking import Left, Link

FENCE = "---"
ENDING = ".md"
FILE_BYTES_MAX = 512 * 1024  # of words
KNOWN = ("title", "summary", "section", "audience", "portrait", "source", "checked_on", "review_by")


class UnableToReadFolder(UnableTo):
    pass


def pages(folder: Path, *, language: str, publish: bool) -> Iterator[Page]:
    """Every `.md` below it, by path. The same path in a folder of another language is the same article."""
    root = folder.resolve()
    if not root.is_dir():
        raise UnableToReadFolder(_("%(place)s is no folder.") % {"place": folder})
    for path in sorted(root.rglob("*")):
        if path.suffix.lower() == ENDING and path.is_file() and path.resolve().is_relative_to(root):
            yield _page(path, root, language, publish)


def _page(path: Path, root: Path, language: str, publish: bool) -> Page:
    place = path.relative_to(root).as_posix()
    if path.stat().st_size > FILE_BYTES_MAX:
        raise UnableToReadFolder(_("%(place)s is too long for an article.") % {"place": place})
    try:
        given, body = _parted(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError, TypeError) as problem:
        words = _("%(place)s cannot be read: its front matter is YAML between two lines of ---, its words are UTF-8.")
        raise UnableToReadFolder(words % {"place": place}) from problem
    unknown = sorted(given.keys() - set(KNOWN))
    if unknown:
        words = _("%(place)s: nothing here is called %(names)s. There are: %(known)s.")
        told = {"place": place, "names": ", ".join(map(str, unknown)), "known": ", ".join(KNOWN)}
        raise UnableToReadFolder(words % told)
    title, body = _titled(str(given.get("title") or ""), body, path.stem)
    named = _named(body, path, root)
    words_of = Words(
        title=title,
        summary=str(given.get("summary") or ""),
        body=markdown.led(body, named.names),
        source=str(given.get("source") or ""),
        checked_on=_day(given, "checked_on", place),
    )
    terms = Terms(
        audience=str(given.get("audience") or "public"),
        review_by=_day(given, "review_by", place),
    )
    section = str(given.get("section") or "")
    return Page(
        place=_place(place),
        language=language,
        words=words_of,
        section=section,
        portrait=str(given.get("portrait") or ""),
        terms=terms,
        files=named.files,
        links=named.links,
        left=named.left,
        publish=publish,
    )


def _place(path: str) -> str:
    return f"folder:{path}"


def _parted(text: str) -> tuple[dict[str, Any], str]:
    lines = text.replace("\r\n", "\n").removeprefix("\ufeff").split("\n")
    if lines[0].strip() != FENCE or FENCE not in lines[1:]:
        return {}, "\n".join(lines)
    end = lines.index(FENCE, 1)
    given = yaml.safe_load("\n".join(lines[1:end])) or {}
    if not isinstance(given, dict):
        raise TypeError(type(given).__name__)
    return given, "\n".join(lines[end + 1 :])


def _titled(title: str, body: str, otherwise: str) -> tuple[str, str]:
    """A first heading of the first level is the title, and stands in the words no more."""
    first, _end, rest = body.lstrip().partition("\n")
    if first.startswith("# ") and title in {"", first[2:].strip()}:
        return first[2:].strip(), rest
    return title or otherwise.replace("-", " ").replace("_", " "), body


@dataclass(frozen=True, slots=True)
class _Named:
    """What the words name, as they write it. `names`: → what its file is called here, which `files` has."""

    names: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    left: list[tuple[str, Left]] = field(default_factory=list)


def _named(body: str, path: Path, root: Path) -> _Named:
    """Other articles are led to; pictures and the like that lie in the folder come along, without their folders."""
    named = _Named()
    for target in dict.fromkeys(markdown.file_names(body)):
        if link := _link(target, path, root):
            named.links[target] = link
            continue
        found = _file(target, path, root)
        if isinstance(found, Left):
            named.left.append((target, found))
        else:
            named.names[target] = name_of(found.name)
            named.files[named.names[target]] = found.read_bytes()
    return named


def _link(target: str, path: Path, root: Path) -> Link | None:
    """To another file of words below the folder, whether there is one or not."""
    target = target.replace("\0", "")
    is_whole = target.lower().endswith(ENDING)
    words, anchor = (target, "") if is_whole else target.partition("#")[::2]
    there = Path(normpath(path.parent / words))
    if there.suffix.lower() != ENDING or not there.is_relative_to(root):
        return None
    return Link(_place(there.relative_to(root).as_posix()), anchor)


def _file(target: str, path: Path, root: Path) -> Path | Left:
    there = (path.parent / target.replace("\0", "")).resolve()
    try:
        if not there.is_relative_to(root) or not there.is_file() or there.suffix.lower() == ENDING:
            return Left.GONE
    except OSError:  # a name that no file can have
        return Left.GONE
    if not 0 < there.stat().st_size <= attaching.FILE_BYTES_MAX:
        return Left.SIZE
    return there if type_of(there.read_bytes()) else Left.KIND


def _day(given: dict[str, Any], name: str, place: str) -> date | None:
    value = given.get(name)
    if value is None or type(value) is date:
        return value
    raise UnableToReadFolder(_("%(place)s: %(name)s is a day, such as 2026-11-29.") % {"place": place, "name": name})
