"""The words of three languages as meanings. The tables stand in `words/`; how a phrase is added: README.md.

A line of a table is `KIND value: word, two words, stem*, word(ending ending)`. The value, a number or a name, may be
missing; the ending "-" is none. Words are written folded (`core.text.fold`): small letters, no ё; of Cyrillic words
the apostrophes are left out, too. A word stands in one line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cache

from slovo.core.when.words import english, russian, ukrainian

STEM_CHARACTERS_MIN = 4
PHRASE_WORDS_MAX = 6


class Kind(Enum):
    BY = auto()  # "by", «до»; "day": stands before days only; "span": before spans only
    AT = auto()  # "on", «в»; "clock": a number after it is an hour; "day", "for": it is none
    IN = auto()  # "in two hours", «через»; "spent": «за», of what is done meanwhile
    WITHIN = auto()  # "within", «в течение»; "most": «не более», of what may as well be an amount
    TAKES = auto()  # "takes two days"
    AFTER = auto()  # "after", "since": what follows is no end
    FROM = auto()  # "from … to"; "amount": of what may as well be an amount
    TO = auto()  # joins the ends of a range
    AND = auto()  # "and", "or": joins as well
    LITTLE = auto()  # may stand between, and says nothing of time
    APPROX = auto()  # the same, and the moment is a rough one; "part": a part of a day may follow, «около обеда»
    DAY = auto()  # its distance from today
    WEEKDAY = auto()  # 0 is Monday
    MONTH = auto()
    HOLIDAY = auto()  # "month-day"
    WEEKEND = auto()
    DATE_WORD = auto()  # «15 числа»
    YEAR_WORD = auto()
    UNIT = auto()  # of a span: "minute", "hour", "day", "full_day", "week", "month", "half_year", "year"
    WORKING = auto()  # "business days"
    THIS = auto()
    NEXT = auto()
    NEAREST = auto()
    PAST = auto()  # stands before what is over: "last Friday"
    AGO = auto()  # stands after it
    FROM_NOW = auto()  # "two days from now"
    EDGE = auto()  # "start", "middle" or "end" of what follows
    EDGE_OF = auto()  # "EOW": the end of a "week", "month" or "year"
    CLOSING = auto()  # "EOD": of the "day" or of the "working" day
    CLOSES = auto()  # «закрытия»: the same where nothing says of what; else an "end" as EDGE
    PART = auto()  # of a day: `said.PARTS`
    PART_OF = auto()  # the same where it needs something before it: «до вечера», "tomorrow morning"
    HALF_OF = auto()  # «первой половине» of a day that follows
    TONIGHT = auto()
    HALF_DAY = auto()  # "pm": how many hours it adds
    HALF_PAST = auto()  # minutes from the hour that is named
    NUMBER = auto()
    MORE = auto()  # "and a half"
    ORDINAL = auto()  # of a day in its month
    HOUR = auto()  # «шоста»: of an hour
    SPAN = auto()  # in minutes: «полчаса»
    SOON = auto()  # the same with its preposition
    LABEL = auto()  # the number after it is a name: "order 15.12"
    COUNTED = auto()  # the number before it is an amount: "18 kg"
    PLAIN = auto()  # means nothing here, though a part of it or another language does
    # What tells a promise from the rest (judging.py):
    PROMISE = auto()
    LASTS = auto()  # the same, and the number of days after it is promised: «доставка 3–5 дней»
    WILL = auto()
    DOING = auto()  # a present tense, which may be meant for the future
    WAS = auto()
    BEING = auto()  # "is sent" is not past
    STANDING = auto()  # opening hours, warranties, discounts, prices
    THANKS = auto()  # and requests
    ASIDE = auto()  # "please" between commas, which part nothing
    CONDITION = auto()  # and events: what follows counts from them
    HABIT = auto()
    NOT = auto()

    __hash__ = object.__hash__  # one of each: Enum's own, of its name, is asked for every word


BEARING = frozenset(  # without one of these, or a figure, nothing is said of time
    {
        *(Kind.DAY, Kind.WEEKDAY, Kind.MONTH, Kind.HOLIDAY, Kind.WEEKEND, Kind.UNIT, Kind.EDGE_OF, Kind.CLOSING),
        *(Kind.CLOSES, Kind.PART, Kind.PART_OF, Kind.TONIGHT, Kind.NUMBER, Kind.ORDINAL, Kind.HOUR, Kind.SPAN),
        Kind.SOON,
    }
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """`number` and `name` are what a table says after the kind, whichever of the two it is."""

    kind: Kind
    number: float = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    words: dict[str, Meaning] = field(default_factory=dict)
    stems: dict[str, Meaning] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], Meaning]]] = field(
        default_factory=dict
    )  # by first word, longest first

    def meaning(self, form: str) -> Meaning | None:
        """Of one folded word or sign."""
        known = self.words.get(form)
        if known or not self.stems:
            return known
        stems = (form[:size] for size in range(STEM_CHARACTERS_MIN, len(form) + 1))
        return next((self.stems[stem] for stem in stems if stem in self.stems), None)


_TABLES = {"ru": russian.WORDS, "uk": ukrainian.WORDS, "en": english.WORDS}
_SIGNS = {
    **dict.fromkeys("№#", Meaning(Kind.LABEL)),
    **dict.fromkeys("$€₽₴£", Meaning(Kind.COUNTED, name="before")),
    **dict.fromkeys("%°×*+=/", Meaning(Kind.COUNTED)),
    "-": Meaning(Kind.TO),
    "~": Meaning(Kind.APPROX),
}
_LINE = re.compile(r"(?P<kind>[A-Z_]+)(?: (?P<value>[\w.-]+))?: (?P<words>.+)")
_FORMS = re.compile(r"(?P<stem>.*?)\((?P<endings>[^)]*)\)(?P<rest>.*)")
_PARTS = re.compile(r"[^\s-]+|-")


@cache
def vocabulary(language: str) -> Vocabulary:
    """`language`: "ru", "uk" or "en"."""
    known = Vocabulary(words=dict(_SIGNS))
    for form, meaning in entries(language):
        _add(known, form, meaning)
    for phrases in known.phrases.values():
        phrases.sort(key=lambda phrase: -len(phrase[0]))
    return known


def entries(language: str) -> Iterator[tuple[str, Meaning]]:
    """Every form of a table."""
    for line in filter(None, _TABLES[language].splitlines()):
        found = _LINE.fullmatch(line)
        assert found, line
        meaning = _meaning(Kind[found["kind"]], found["value"] or "")
        for written in found["words"].split(", "):
            for form in _forms(written):
                yield form, meaning


def _meaning(kind: Kind, value: str) -> Meaning:
    try:
        return Meaning(kind, number=float(value))
    except ValueError:
        return Meaning(kind, name=value)


def _forms(written: str) -> Iterator[str]:
    found = _FORMS.fullmatch(written)
    if not found:
        yield written
        return
    for ending in found["endings"].split():
        yield f"{found['stem']}{ending.removesuffix('-')}{found['rest']}"


def _add(known: Vocabulary, form: str, meaning: Meaning) -> None:
    parts = tuple(_PARTS.findall(form))
    if len(parts) > 1:
        assert len(parts) <= PHRASE_WORDS_MAX, form
        known.phrases.setdefault(parts[0], []).append((parts, meaning))
    elif form.endswith("*"):
        known.stems.setdefault(form.removesuffix("*"), meaning)
    else:
        known.words.setdefault(form, meaning)
