"""What a visitor answered: a number, a phone, a choice, a time, out of their own words. None: that is no answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import formats
from django.utils.translation import gettext as _

from slovo.assistant.flows.document import Asked, FlowStep
from slovo.core.text import forms, line
from slovo.core.text.lemmas import lemmas_in_a_text
from slovo.core.when import named_in
from slovo.core.worktime import Calendar
from slovo.customers.identity import normal_email, normal_phone
from slovo.orders.models import ID_CHARACTERS_MAX
from slovo.requests.models import in_language

STARTING_WORDS_MAX = 30  # a longer story is for a person
TEXT_CHARACTERS_MAX = 1_000
PHONE_DIGITS_MIN = 7
NUMBER_DIGITS_MIN = 3  # of one that is found within a sentence
_NUMBER = re.compile(r"(?:^|(?<=[\s#№«\"(:]))(?:[^\W\d_]{1,5}[-–]?)?\d[\w/–-]*")
_EMAIL = re.compile(r"[^\s<>«»\"',;]+@[^\s<>«»\"',;]+\.[^\s<>«»\"',;.]+")
_PHONE = re.compile(r"\+?\d[\d\s().–-]{5,}\d")
_NOT = {"не", "not", "never", "didn't", "don't"}
_ANOTHER = re.compile(r" (?:друг(?:ое|ой|ие)|позже|ещё|інш(?:ий|е|і)|пізніше|ще|another|other|later|more) ")

_SOON = re.compile(
    r"(?<! не)(?<! not) "
    r"(?:сейчас|скорее|побыстрее|немедленно|зараз|якнайшвидше|швидше|негайно|soon|now|asap|immediately) "
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when words were said: the clock and the hours that they mean, the country in which a phone is read."""

    language: str
    country: str
    calendar: Calendar
    at: datetime


def starts(text: str, phrases: Sequence[str], language: str) -> int:
    """How many words of the longest phrase of which every word was said, in any form; 0 for none."""
    spoken = list(forms(text))
    if len(spoken) > STARTING_WORDS_MAX:
        return 0
    before = ["", *spoken]  # «мне не перезвонили» asks for nothing
    said = [lemmas_in_a_text(form, language) for form, last in zip(spoken, before, strict=False) if last not in _NOT]
    found = 0
    for phrase in phrases:
        wanted = [lemmas_in_a_text(form, language) for form in forms(phrase)]
        if wanted and all(any(one & other for other in said) for one in wanted):
            found = max(found, len(wanted))
    return found


def same(text: str, other: str) -> bool:
    return line(text) == line(other)


def order_number(text: str) -> str | None:
    """Alone, or the one in a sentence that looks like it: a few days are no number of an order."""
    text = text.strip()
    alone = text.lstrip("#№ ").rstrip(" .!")
    if alone and len(alone) <= ID_CHARACTERS_MAX and not re.search(r"\s", alone) and re.search(r"\d", alone):
        return alone
    found = [one.rstrip("–-/") for one in _NUMBER.findall(text)]
    likely = [one for one in found if sum(letter.isdigit() for letter in one) >= NUMBER_DIGITS_MIN]
    return likely[0] if len(set(likely)) == 1 and len(likely[0]) <= ID_CHARACTERS_MAX else None


def phone(text: str, country: str) -> str | None:
    found = _PHONE.search(text)
    written = found[0] if found else ""
    if sum(letter.isdigit() for letter in written) < PHONE_DIGITS_MIN:
        return None
    return normal_phone(written, country=country) or None


def contact(text: str, country: str) -> str | None:
    """An e-mail address or a phone number, normalised."""
    found = _EMAIL.search(text)
    return (normal_email(found[0]) or None) if found else phone(text, country)


def without_answers(text: str) -> str:
    """Without addresses and numbers: in capitals, they are no shouting."""
    return _NUMBER.sub(" ", _EMAIL.sub(" ", text))


def words_answered(asks: str, text: str, place: Place) -> str | None:
    """To what is asked in words, not by choice."""
    if asks == Asked.ORDER:
        return order_number(text)
    if asks == Asked.PHONE:
        return phone(text, place.country)
    if asks == Asked.CONTACT:
        return contact(text, place.country)
    return text.strip()[:TEXT_CHARACTERS_MAX] or None


def choice(step: FlowStep, text: str, languages: Sequence[str]) -> str | None:
    """The step to which the chosen answer leads: it was said, or its number, or words of it alone."""
    names = [in_language(one.names, *languages) for one in step.choices]
    for place, name in enumerate(names):
        if same(text, name) or text.strip().rstrip(".)") == str(place + 1):
            return step.choices[place].next
    said = set(forms(text))
    shared = [len(said & set(forms(name))) for name in names]
    best = max(shared, default=0)
    return step.choices[shared.index(best)].next if best and shared.count(best) == 1 else None


def slot_words(starts_at: datetime, calendar: Calendar) -> str:
    local = starts_at.astimezone(calendar.zone)
    return f"{formats.date_format(local, 'D, j E')}, {local:%H:%M}"


def another_time() -> str:
    return _("Another time")


def as_soon_as_possible() -> str:
    return _("As soon as possible")


def is_wanted_soon(text: str) -> bool:
    """It is the first of what they choose from."""
    is_first = text.strip().rstrip(".)") == "1"
    return is_first or same(text, as_soon_as_possible()) or bool(_SOON.search(line(text)))


def wants_another_time(text: str) -> bool:
    return same(text, another_time()) or bool(_ANOTHER.search(line(text)))


def offered_slot(text: str, offered: Sequence[datetime], calendar: Calendar, *, first: int = 1) -> datetime | None:
    """Of those that were offered: as it was written, by its number (`first`: of the first), or by its time if one alone
    has it."""
    for place, one in enumerate(offered, start=first):
        if same(text, slot_words(one, calendar)) or text.strip().rstrip(".)") == str(place):
            return one
    clock = re.fullmatch(r"\D{0,5}(\d{1,2})[:.](\d{2})\D{0,5}", text.strip())
    if clock is None:
        return None
    local = [one.astimezone(calendar.zone) for one in offered]
    fitting = [one for one in local if (one.hour, one.minute) == (int(clock[1]), int(clock[2]))]
    return fitting[0] if len(fitting) == 1 else None


def moment_named(text: str, place: Place) -> datetime | None:
    """«завтра в 15:00»: the one moment of which they speak; of a mere day, its beginning."""
    statement = text.replace("?", " ")  # what is asked promises nothing
    named = named_in(statement, now=place.at, calendar=place.calendar, language=place.language)
    if len(named) != 1:
        return None
    if named[0].exact:
        return named[0].due
    day = (named[0].due - timedelta(minutes=1)).astimezone(place.calendar.zone).date()
    return place.calendar.moment(datetime.combine(day, time.min))
