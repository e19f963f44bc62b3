"""Steps along the tokens of a sentence, which the three grammars (days, clocks, spans) share."""

from collections.abc import Sequence
from dataclasses import dataclass

from slovo.core.text import carries_little, grammemes
from slovo.core.when.tokens import Token
from slovo.core.when.vocabulary import Kind, Meaning

LITTLE_WORDS_MAX = 3
NOTHING = Token(0, 0)
SEVERAL_DAYS = frozenset({"дни", "дней", "дні", "днів"})
CUTS = frozenset(",:()")  # part a sentence


@dataclass(frozen=True, slots=True)
class Walk:
    """Positions outside of the sentence hold nothing."""

    tokens: Sequence[Token]

    def at(self, index: int) -> Token:
        return self.tokens[index] if 0 <= index < len(self.tokens) else NOTHING

    def means(self, index: int, *kinds: Kind) -> bool:
        meaning = self.at(index).meaning
        return meaning is not None and meaning.kind in kinds

    def meaning(self, index: int) -> Meaning:
        """Only where `means` was asked."""
        meaning = self.at(index).meaning
        assert meaning
        return meaning

    def name(self, index: int, kind: Kind) -> str:
        """What a word of that kind names; "" where none stands."""
        meaning = self.at(index).meaning
        return meaning.name if meaning is not None and meaning.kind is kind else ""

    def past(self, index: int, *kinds: Kind) -> int:
        """The first position from `index` on whose word is of none of the kinds."""
        for _word in range(LITTLE_WORDS_MAX):
            index += self.means(index, *kinds)
        return index

    def is_plural(self, index: int) -> bool:
        """Whether a unit or the word before it says that there are several, of which nobody says how many."""
        token, before = self.at(index), self.at(index - 1)
        if token.language == "en":
            return token.form.endswith("s")
        plural = ("ие", "их", "эти", "і", "іх", "ими")
        several = before.means(Kind.NEAREST, Kind.NEXT, Kind.THIS) and before.form.endswith(plural)
        return token.form in SEVERAL_DAYS or (several and self.name(index, Kind.UNIT) != "full_day")

    def is_counted(self, index: int) -> bool:
        """Whether what stands at `index` is counted by the number before it: roubles, pieces, people."""
        token = self.at(index)
        if token.figure:
            return token.clock is None and token.date is None
        if token.meaning:
            before = token.meaning.name == "before"
            return token.means(Kind.COUNTED, Kind.UNIT, Kind.YEAR_WORD, Kind.NUMBER, Kind.MORE, Kind.WORKING) or before
        if not token.form[:1].isalpha():
            return False
        if token.language == "en":
            return not carries_little(token.form)
        known = grammemes(token.form, token.language)
        return bool(known & {"NOUN", "ADJF"}) and "nomn" not in known
