"""A folder of Markdown files: front matter, pictures beside them. `slovo knowledge import` reads it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml
from django.utils.translation import gettext as _

from slovo.core.errors import UnableTo
from slovo.knowledge import attaching, markdown
from slovo.knowledge.actions import Terms
from slovo.knowledge.drafting import Words
from slovo.knowledge.file_names import name_of
from slovo.knowledge.importing import Page

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
    body, files = _with_files(body, path, root)
    words_of = Words(
        title=title,
        summary=str(given.get("summary") or ""),
        body=body,
        source=str(given.get("source") or ""),
        checked_on=_day(given, "checked_on", place),
    )
    terms = Terms(
        audience=str(given.get("audience") or "public"),
        review_by=_day(given, "review_by", place),
    )
    section = str(given.get("section") or "")
    return Page(
        place=f"folder:{place}",
        language=language,
        words=words_of,
        section=section,
        portrait=str(given.get("portrait") or ""),
        terms=terms,
        files=files,
        publish=publish,
    )


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


def _with_files(body: str, path: Path, root: Path) -> tuple[str, dict[str, bytes]]:
    """Pictures that lie in the folder come along; the words name them without their folders."""
    files = {}
    for target in dict.fromkeys(markdown.file_names(body)):
        there = (path.parent / target.replace("\0", "")).resolve()
        if not there.is_relative_to(root) or not there.is_file() or there.suffix.lower() == ENDING:
            continue
        if there.stat().st_size <= attaching.FILE_BYTES_MAX:
            name = name_of(there.name)
            files[name] = there.read_bytes()
            for written in (target, f"<{target}>", quote(target)):
                body = body.replace(f"]({written}", f"]({name}")
    return body, files


def _day(given: dict[str, Any], name: str, place: str) -> date | None:
    value = given.get(name)
    if value is None or type(value) is date:
        return value
    raise UnableToReadFolder(_("%(place)s: %(name)s is a day, such as 2026-11-29.") % {"place": place, "name": name})
