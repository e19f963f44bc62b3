"""The moment that a text names becomes another one, in words that mean exactly that."""

from datetime import datetime, timedelta

from django.utils import formats, translation

from slovo.brands.models import Brand
from slovo.conversations.promised import offers_in
from slovo.core.when import named_in

WORDS = {  # today, tomorrow, another day, a time of it
    "ru": ("сегодня", "завтра", "{day}", "{day} до {time}"),
    "uk": ("сьогодні", "завтра", "{day}", "{day} до {time}"),
    "en": ("today", "tomorrow", "on {day}", "{day} by {time}"),
}


def reworded(
    text: str, mark: str, due_at: datetime, *, brand: Brand, language: str, at: datetime
) -> tuple[str, str] | None:
    """The text, and the mark of the moment in it. None where no words are found that are read as this moment: then the
    text stays, and its author puts it right."""
    offers = offers_in(text, brand=brand, at=at)
    place = next((number for number, one in enumerate(offers) if one.mark == mark), None)
    if place is None or language not in WORDS:
        return None
    named = named_in(text, now=at, calendar=brand.main_calendar.calendar)[place]
    words = _said(due_at, at=at, brand=brand, language=language)
    if text[named.start : named.end][:1].isupper():
        words = words[0].upper() + words[1:]
    other = text[: named.start] + words + text[named.end :]
    found = offers_in(other, brand=brand, at=at)
    same = len(found) == len(offers) and found[place].due_at == due_at
    return (other, found[place].mark) if same else None


def _said(due_at: datetime, *, at: datetime, brand: Brand, language: str) -> str:
    today, tomorrow, another, with_time = WORDS[language]
    there, now = due_at.astimezone(brand.tz), at.astimezone(brand.tz)
    with translation.override(language):
        day = another.format(day=formats.date_format(there, "j F" if language == "en" else "j E"))
        time = formats.time_format(there, "H:i")
    day = {now.date(): today, now.date() + timedelta(days=1): tomorrow}.get(there.date(), day)
    return with_time.format(day=day, time=time)
