"""The catalogues of translations, without gettext's programs: strings are collected, compiled and checked here.

Only the readable `.po` files are kept. The `.mo` files, which the program reads, are made from them when they are
missing or older.
"""

import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parents[1]
LANGUAGES = ("ru", "uk")
FORMS = 4  # of plurals, in both
WRAP_COLUMN = 110
TWICE_CHARACTERS_MIN = 8  # shorter ones may be words: "dodo"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
OPTIONS = {"encoding": "utf-8", "newstyle_gettext": "true", "trimmed": "true", "silent": "false"}
_PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sd]|\{\w*\}")


@dataclass(frozen=True, order=True)
class Key:
    """One string as the code has it. `plural` is "" for a string without."""

    text: str
    plural: str = ""
    context: str = ""


@dataclass
class Found:
    """Where the strings of a tree stand: paths, relative to its parent."""

    places: dict[Key, set[str]] = field(default_factory=dict)

    def add(self, key: Key, place: str) -> None:
        if key.text:
            self.places.setdefault(key, set()).add(place)


def compile_stale(package: Path = PACKAGE) -> int:
    """Make the `.mo` files that are missing or older than their `.po`. How many. Safe in several processes at once."""
    stale = [po for po in catalogues(package) if not _is_fresh(po)]
    for po in stale:
        import polib  # seldom needed: only then loaded

        draft = po.with_suffix(f".{os.getpid()}")
        polib.pofile(str(po)).save_as_mofile(str(draft))
        draft.rename(po.with_suffix(".mo"))
    return len(stale)


def catalogues(package: Path = PACKAGE) -> list[Path]:
    return [package / "locale" / language / "LC_MESSAGES" / "django.po" for language in LANGUAGES]


def collect(package: Path = PACKAGE) -> Found:
    """All strings for translation in the Python files and templates of the tree."""
    from babel.messages.extract import extract

    found = Found()
    for path in sorted(package.rglob("*")):
        source = _source(path)
        if source is None:
            continue
        place = str(path.relative_to(package.parent))
        for _line, words, _comments, context in extract(*_reading(path, source), KEYWORDS, options=OPTIONS):
            text, plural = words if isinstance(words, tuple) else (words, "")
            found.add(Key(text, plural, context or ""), place)
    return found


def update(package: Path = PACKAGE) -> None:
    """Bring the catalogues to what the code has: new strings untranslated, old ones gone, in the order of the files."""
    import polib

    found = collect(package)
    for path in catalogues(package):
        old = {_key_of(entry): entry for entry in polib.pofile(str(path))}
        catalogue = polib.POFile(wrapwidth=WRAP_COLUMN)
        catalogue.header, catalogue.metadata = "Slovo.", polib.pofile(str(path)).metadata
        for key in sorted(found.places, key=lambda key: (min(found.places[key]), key)):
            catalogue.append(_entry(key, found.places[key], old.get(key)))
        catalogue.save(str(path))


def problems(package: Path = PACKAGE) -> Iterator[str]:
    """What keeps the catalogues from being complete, in sentences."""
    import polib

    found = collect(package)
    for path in catalogues(package):
        catalogue = polib.pofile(str(path))
        entries = {_key_of(entry): entry for entry in catalogue}
        language = path.parts[-3]
        for key in sorted(found.places.keys() - entries.keys()):
            yield f"{language}: {key.text!r} ({min(found.places[key])}) is missing. Run `slovo translations extract`."
        for key in sorted(entries.keys() - found.places.keys()):
            yield f"{language}: {key.text!r} is in no file any more. Run `slovo translations extract`."
        for entry in catalogue:
            for problem in _problems_of(entry):
                yield f"{language}: {entry.msgid!r} {problem}"


def _problems_of(entry: Any) -> Iterator[str]:
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(texts):
        yield "is not translated."
        return
    if entry.fuzzy:
        yield "is marked as uncertain (fuzzy)."
    if entry.msgid_plural and len(texts) != FORMS:
        yield f"has {len(texts)} forms instead of {FORMS}."
    allowed = [set(_PLACEHOLDER.findall(text)) for text in (entry.msgid, entry.msgid_plural or entry.msgid)]
    for text in texts:
        if set(_PLACEHOLDER.findall(text)) not in allowed:
            yield f"has other placeholders in its translation: {text!r}."
        half = text[: len(text) // 2]
        if len(text) > TWICE_CHARACTERS_MIN and text == half * 2:
            yield f"says the same twice in its translation: {half!r}."


def _is_fresh(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime


def _source(path: Path) -> bytes | None:
    """What Babel can read: Python, a template of Jinja2, or one of Django's turned into Python."""
    from django.utils.translation.template import templatize

    if path.suffix == ".py" and "migrations" not in path.parts:
        return path.read_bytes()
    if path.suffix == ".html" and "jinja2" in path.parts:
        return path.read_bytes()
    if path.suffix in {".html", ".txt"} and "templates" in path.parts:
        return templatize(path.read_text(), origin=str(path)).encode()
    return None


def _reading(path: Path, source: bytes) -> tuple[str, io.BytesIO]:
    """How Babel reads it. Of Jinja2's templates it knows by itself."""
    return ("jinja2" if "jinja2" in path.parts else "python"), io.BytesIO(source)


def _key_of(entry: Any) -> Key:
    return Key(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def _entry(key: Key, places: set[str], old: Any) -> Any:
    import polib

    entry = polib.POEntry(
        msgid=key.text, msgctxt=key.context or None, occurrences=[(place, "") for place in sorted(places)]
    )
    if "%(" in key.text:
        entry.flags = ["python-format"]
    if key.plural:
        entry.msgid_plural = key.plural
        entry.msgstr_plural = old.msgstr_plural if old else dict.fromkeys(range(FORMS), "")
    else:
        entry.msgstr = old.msgstr if old else ""
    return entry
