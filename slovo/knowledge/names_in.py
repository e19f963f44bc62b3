"""Where a text has somebody's name in it, for `places`: by the dictionary, by its look, and by how people introduce
themselves. In doubt it is a name: a word too many that is masked costs nothing."""

import re
from collections.abc import Collection, Iterator

from slovo.core.text import carries_little, grammemes, words
from slovo.core.text.irregular import LITTLE_ENGLISH
from slovo.core.text.lemmas import is_cyrillic, is_known
from slovo.core.text.words import Word

LETTERS_MIN = 2  # of a word that is no known name
_LANGUAGES = ("ru", "uk")
_NAMES = {"Name", "Surn", "Patr"}
# What people say in Latin letters about themselves and of whom they love; the dictionaries of names are in Cyrillic.
_GIVEN = """
    aaron adam adele agnes alan alana albert alex alexander alexandra alexei alexey alfred ali alice alina alison amanda
    amelia amir amy ana anastasia anatoly andrea andrew andrey andrii andriy angela anita ann anna anne anthony anton
    antonio arthur artem ashley aziz barbara ben benjamin bernard beth betty bill bob bogdan bohdan boris brian bruce
    carl carlos carol caroline catherine charles charlotte chloe chris christian christine christopher claire clara
    colin craig cynthia daisy damian dan daniel daria dariya darya dave david dean deborah denis dennis derek diana
    diane dima dmitri dmitriy dmitry dmytro dominic donald donna doris dorothy douglas dylan eddie edward elena eleanor
    eli elizabeth ella ellen ellie emily emma eric erica eugene eva evan evelyn fatima felix fiona frances francis
    frank fred galina gary george gerald gleb gloria gordon grace graham greg gregory hanna hannah harold harriet harry
    hassan heather helen helena henry hugh ian igor ihor ilya inna ira irene irina iryna isaac isabel isabella ivan
    ivanna jack jacob jake james jamie jan jane janet jason jay jean jeff jeffrey jennifer jenny jeremy jerry jessica
    jessie jill jim joan joanna joe joel john jonathan jordan jose joseph josh joshua joyce juan judith judy julia
    julian julie justin karen karina kate katherine kathleen kathy katya keith kelly ken kenneth kevin kim kirill
    kostya kristina kyle larisa larry larysa laura lauren lena leo leonard leonid lesya lilia lily linda lisa logan
    louis louise lucas lucy luke lydia lyudmila maksim maksym marcus margaret maria mariana marie marina marion
    marharyta martha martin mary maryna masha mason matt matthew
    maureen max maxim megan melanie melissa michael michelle mikhail
    mila mohamed mohammed molly monica muhammad mykhailo mykola nadia nadiya nancy naomi natalia nataliia nataliya
    natasha nathan neil nick nicholas nicole nigel nikita nikolai nina noah nora oksana oleg oleh olena olga olha oliver
    olivia omar oscar owen pamela patricia patrick paul paula pauline pavel pavlo pete peter petro phil philip phyllis
    polina rachel ralph raymond rebecca richard rita rob robert roger roman ron ronald rosa rose roy russell ruslan ruth
    ryan sally sam samantha samuel sandra sara sarah sasha scott sean sergei sergey serhii serhiy sharon sheila shirley
    simon slava sofia sofiia sophia sophie stanislav stephanie stephen steve steven stuart sue susan suzanne svetlana
    svitlana sylvia tamara tanya taras tatiana teresa terry tetiana tetyana theresa thomas tim timothy tina tobias tom
    tony tracy valentina valeria valeriy vanessa vasily vasyl vera veronica victor victoria viktor viktoria vincent vira
    vitaliy vitaly vlad vladimir vladislav volodymyr walter wendy wendell william yana yaroslav yevhen yulia yuri yuriy
    yusuf zachary zahra zhanna zoe zoya
"""
GIVEN = frozenset(_GIVEN.split())
_NAME = r"[^\W\d_][\w'’-]*"
_CAPITAL = r"[A-ZА-ЯЁІЇЄҐ][\w'’-]*"
# After these stands a name, however it is written.
_CALLED = re.compile(
    r"\b(?:меня (?:зовут|звать)|зовут(?: меня)?|моё имя|мое имя|моя фамилия|фамилия|это пишет|вас беспокоит"
    r"|мене (?:звати|звуть)|звати(?: мене)?|моє ім['’]я|моє прізвище|прізвище|це пише|вас турбує"
    r"|my (?:full |first |last )?name is|my surname is|my name['’]?s|the name['’]?s|surname|last name|first name"
    r"|call me|on behalf of|the passenger is|the patient is|the patient['’]?s name is)[\s:,—–-]+(?:is\s+)?"
    rf"(?P<name>{_NAME}(?:[ \t]+{_NAME})?)",
    re.IGNORECASE,
)
# After these may stand anything: with a capital, or known as a name, it is one.
_INTRODUCED = re.compile(
    r"\b(?:i['’]?m|i am|this is|it['’]?s|here is|это|я|це|вам пишет|вам пише|пишет|пише|для|имя|ім['’]я|фио|піб|name)"
    rf"[\s:,—–-]+(?P<name>{_NAME}(?:[ \t]+(?-i:{_CAPITAL})){{0,2}})",
    re.IGNORECASE,
)
_SPEAKING = re.compile(rf"\b(?P<name>{_CAPITAL})(?i:\s+(?:speaking|here|на связи|на зв['’]язку|беспокоит|турбує))\b")
_SIGNED = re.compile(
    r"\b(?:(?i:regards|sincerely|thanks|cheers|с уважением|з повагою|ваш|ваша)),?\s+"
    r"(?P<name>[A-ZА-ЯЁІЇЄҐ][\w'’-]*(?:[ \t]+[A-ZА-ЯЁІЇЄҐ][\w'’.-]*){0,3})"
)
_INITIALS = re.compile(rf"\b(?:[A-ZА-ЯІЇЄҐ]\.\s?){{1,2}}{_CAPITAL}|\b{_CAPITAL}\s(?:[A-ZА-ЯІЇЄҐ]\.\s?){{1,2}}")


def names_in(text: str, *, said: Collection[str]) -> Iterator[tuple[int, int]]:
    """`said`: the folded words of what is quoted: who reads that knows them."""
    for pattern in (_CALLED, _SPEAKING, _SIGNED, _INITIALS):
        yield from (match.span("name" if "name" in pattern.groupindex else 0) for match in pattern.finditer(text))
    for match in _INTRODUCED.finditer(text):
        first = next(words(match["name"])).form
        if _is_one(first) or (match["name"][0].isupper() and first not in said and not _means_something(first)):
            yield match.span("name")
    for word in words(text):
        if text[word.start].isupper() and _is_name(word, text, said):
            yield word.start, word.end


def _is_one(form: str) -> bool:
    """By a list or a dictionary, in whatever case it stands."""
    return form in GIVEN or any("Name" in grammemes(form, language) for language in _LANGUAGES)


def _means_something(form: str) -> bool:
    """A word of every day, which stands after "это" and "this is" far oftener than anybody's name."""
    return form in LITTLE_ENGLISH or (is_cyrillic(form) and _is_in_a_dictionary(form))


def _is_name(word: Word, text: str, said: Collection[str]) -> bool:
    """Of a word with a capital. Within a sentence nothing else has one but what is quoted, and codes."""
    form = word.form.removesuffix("'s")
    if form in LITTLE_ENGLISH or carries_little(form) or any(sign.isdigit() for sign in form):
        return False
    if form in GIVEN or any(grammemes(form, language) & _NAMES for language in _LANGUAGES):
        return True
    if form in said or len(form) < LETTERS_MIN:
        return False
    if not _begins(text, word.start):
        return True
    return is_cyrillic(form) and not _is_in_a_dictionary(form)  # «Нурлану надо…»


def _is_in_a_dictionary(form: str) -> bool:
    return any(is_known(form, language) for language in _LANGUAGES)


def _begins(text: str, start: int) -> bool:
    """A sentence, whose first word is written with a capital in any case."""
    before = text[:start].rstrip(' «"(\t')
    return not before or before[-1] in ".!?…\n:"
