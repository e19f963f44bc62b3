"""How well it hears what is no question: labelled sentences, in figures.

JSON lines {id, lang, text, heard} in `FOLDER/heard_….jsonl`: what is to be heard in it, "" for nothing of the kind.
The words that are heard were written with those of an even id at hand; those with an odd one are held out. What is
`afresh` was written by other voices, and later: passengers, patients' mothers, the young and the old, by ear and in
Latin letters; `ordinary` asks for nobody and is calm, and names people, courts and noises all the same. `natural` is
what a week of chats may hold, all of it held out: whether a person is called, for whichever of both.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from slovo.assistant import hearing
from slovo.assistant.measuring import LANGUAGES, UnableToMeasure
from slovo.core.numbers import Share


@dataclass(frozen=True, slots=True)
class Sentence:
    """`heard`: what is to be heard in it; `is_heard`: what is."""

    id: int
    lang: str
    text: str
    heard: str
    is_heard: str

    @property
    def is_held_out(self) -> bool:
        return self.id % 2 == 1


@dataclass(frozen=True, slots=True)
class HearingFigures:
    """`recall`: heard, of those in which it is to be heard. `false_alarms`: heard, of all the others in the list."""

    recall: Share
    false_alarms: Share


def _afterwards(text: str) -> str:
    return "doubt" if hearing.doubts(text) else "helped" if hearing.was_helped(text) else ""


def _person(text: str) -> str:
    return "person" if hearing.wants_person(text) else ""


def _anger(text: str) -> str:
    return "angry" if hearing.is_angry(text) else ""


def _either(text: str) -> str:
    return _person(text) or _anger(text)


def _called(text: str) -> str:
    return "called" if _either(text) else ""


LISTS: dict[str, tuple[Callable[[str], str], tuple[str, ...]]] = {
    "person": (_person, ("person",)),
    "anger": (_anger, ("angry",)),
    "afterwards": (_afterwards, ("helped", "doubt")),
    "afresh_person": (_person, ("person",)),
    "afresh_anger": (_anger, ("angry",)),
    "ordinary": (_either, ("person", "angry")),
    "lately_person": (_person, ("person",)),
    "lately_anger": (_anger, ("angry",)),
    "lately_calm": (_either, ("person", "angry")),
    "natural_person": (_called, ("called",)),
    "natural_anger": (_called, ("called",)),
    "natural_calm": (_called, ("called",)),
}


def sentences(folder: Path, name: str) -> Iterator[Sentence]:
    hear, labels = LISTS[name]
    path = folder / f"heard_{name}.jsonl"
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError):
        raise UnableToMeasure(_("%(place)s cannot be read; give a text in UTF-8.") % {"place": path}) from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            plain = json.loads(line)
            lang, text, heard = plain["lang"], str(plain["text"]), plain["heard"]
            if lang not in LANGUAGES or heard not in ("", *labels):
                raise ValueError(lang, heard)
            yield Sentence(int(plain["id"]), lang, text, heard, hear(text))
        except (ValueError, KeyError, TypeError, RecursionError):
            words = _("%(place)s, line %(number)s: write one object with id, lang, text and heard (%(of)s).")
            named = {"place": path, "number": number, "of": ", ".join(f'"{one}"' for one in (*labels, ""))}
            raise UnableToMeasure(words % named) from None


def figures(found: Sequence[Sentence], label: str) -> HearingFigures:
    meant = [one for one in found if one.heard == label]
    others = [one for one in found if one.heard != label]
    return HearingFigures(
        Share(sum(one.is_heard == label for one in meant), len(meant)),
        Share(sum(one.is_heard == label for one in others), len(others)),
    )
