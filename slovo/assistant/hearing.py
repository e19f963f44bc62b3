"""What a visitor wants beside an answer: a person, to be left in peace with it, that it is no help. In three languages.

When in doubt, a person is called: an answer too few costs less than somebody who is not heard.
"""

import re

from slovo.assistant import heard_anger as anger
from slovo.assistant import heard_person as person
from slovo.assistant import heard_words as words
from slovo.assistant.sounding import sounds
from slovo.assistant.spellings import readings
from slovo.core.text import fold, forms, line

SHORT_WORDS_MAX = 3
SHOUTED_LETTERS_MIN = 12
SHOUTED_SHARE_MIN = 0.7
_EXCLAIMED = re.compile(r"\?{2,}!|!{2,}\?|(?:\?!|!\?){2,}")

_GREETING = re.compile(
    r"(?: (?:здравствуй(?:те)?|привет|приветствую|добр(?:ый|ое|ого) (?:день|дня|вечер|вечера|утро|утра|времени суток)"
    r"|вітаю|привіт|добрий (?:день|вечір)|доброго (?:вечора|ранку)|добридень|hello|hi|hi there|hey"
    r"|good (?:morning|afternoon|evening|day)))+ "
)


def only_greets(text: str) -> bool:
    """And has said nothing else yet."""
    return bool(_GREETING.fullmatch(line(text)))


def wants_person(text: str) -> bool:
    return any(_calls(said, least) for said, least in readings(text)) or sounds(text, "person")


def _calls(said: str, least: int) -> bool:
    said = _without(person.COUNTED, said)
    if _found(least, said, person.NO_BOT, person.IS_ANYBODY_THERE, person.CALLED):
        return True
    if _found(least, _without(person.OF_OTHERS, said), person.STAFF):
        return True
    return len(said.split()) <= SHORT_WORDS_MAX and _found(least, said, person.IN_SHORT)


def is_angry(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    shouted = sum(letter.isupper() for letter in letters)
    if len(letters) >= SHOUTED_LETTERS_MIN and shouted >= SHOUTED_SHARE_MIN * len(letters):
        return True
    if _EXCLAIMED.search(text):
        return True
    for said, least in readings(text):
        said = _without(anger.CALM, said)
        if _found(least, said, *anger.HOSTILE):
            return True
    return sounds(text, "angry")


def _found(least: int, said: str, *patterns: re.Pattern[str]) -> bool:
    return any(len(match[0]) >= least for pattern in patterns for match in pattern.finditer(said))


def _without(pattern: re.Pattern[str], said: str) -> str:
    return pattern.sub("", said)


def doubts(text: str) -> bool:
    """To be asked about what is said after an answer. That it was none is heard wherever it stands, whatever thanks are
    beside it."""
    said = f" {' '.join(words.NOTHING_MORE.sub('', line(text)).split())} "
    return bool(words.NO_FIRST.search(said) or words.NO_HELP.search(said))


def was_helped(text: str) -> bool:
    """To be asked about what is said after an answer. Only a clear yes, or thanks, with nothing beside it but what goes
    with one: where there is a "not", a "but", or anything else, somebody may be waiting for more."""
    if "?" in text or doubts(text):
        return False
    said = words.NOTHING_MORE.sub(" yes ", line(text))
    beside = words.YES.sub("", said).split()
    return bool(words.YES.search(said)) and words.WITH_A_YES.issuperset(beside)


def chosen(text: str, titles: tuple[str, str]) -> int | None:
    """Which of two was meant, 0 or 1: its number, or more of its title's words than of the other's."""
    said = set(forms(text))
    numbers = [place for place in (0, 1) if str(place + 1) in said]
    if len(numbers) == 1 and len(said) <= SHORT_WORDS_MAX:
        return numbers[0]
    one, other = (len(said & set(forms(fold(title)))) for title in titles)
    return None if one == other else int(other > one)
