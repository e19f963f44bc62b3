"""The names of operators and of what they take, in the three languages. Names are compared folded."""

from datetime import date, timedelta
from re import fullmatch

from slovo.core.text import fold

_NAMES = {
    "from": "from от від",
    "to": "to кому",
    "tag": "tag тег метка мітка",
    "owner": "owner ответственный відповідальний чье чиє",
    "team": "team команда",
    "brand": "brand бренд",
    "before": "before до",
    "after": "after после після с з",
    "is": "is статус стан",
    "has": "has есть є",
    "in": "in в у где де",
}
_STATES = {
    "open": "open открыт открыта открыто открытые відкрит відкрита відкрите відкрито відкриті",
    "waiting": "waiting ждет ждем ждут ожидает чекає чекаємо очікує",
    "closed": "closed закрыт закрыта закрыто закрытые закрит закрита закрите закрито закриті",
    "unassigned": "unassigned ничей ничья ничье ничьи нічий нічия нічиє нічиї",
    "mine": "mine мой моя мое мои мій моє мої",
}
_FILE = {"file": "file files файл файлы файли вложение вложения вкладення attachment attachments"}
_NOTES = {"notes": "notes note заметки заметках заметка нотатки нотатках нотатка"}
_PERSONS = {"me": "me я мне мне меня мені мене", "nobody": "nobody никто ничей ничье ніхто нічий нічиє"}


_DATES = (
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
    r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})",
    r"(?P<year>\d{4})-(?P<month>\d{1,2})",
    r"(?P<year>\d{4})",
)
YEARS = range(1990, 2200)


def _by_word(table: dict[str, str]) -> dict[str, str]:
    return {fold(word): name for name, words in table.items() for word in words.split()}


NAMES, STATES, PERSONS = _by_word(_NAMES), _by_word(_STATES), _by_word(_PERSONS)
_VALUES = {"is": STATES, "has": _by_word(_FILE), "in": _by_word(_NOTES)}


def operator(name: str, value: str) -> tuple[str, str] | None:
    """The operator and its value under the names that the rest of the code uses; None if there is no such thing."""
    known = NAMES.get(fold(name))
    if known is None or not value.strip():
        return None
    if known in ("before", "after"):
        return (known, value) if days(value) else None
    if known in _VALUES:
        chosen = _VALUES[known].get(fold(value))
        return (known, chosen) if chosen else None
    return known, value.strip()


def days(value: str) -> tuple[date, date] | None:
    """The first day of what is written and the first day after it: "2026-03-15", "15.03.2026", "2026-03", "2026"."""
    for pattern in _DATES:
        found = fullmatch(pattern, value)
        if found:
            return _span(**{unit: int(number) for unit, number in found.groupdict().items()})
    return None


def _span(year: int, month: int | None = None, day: int | None = None) -> tuple[date, date] | None:
    if year not in YEARS:
        return None
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return first, first + timedelta(days=1)
    if month:
        return first, (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return first, first.replace(year=year + 1)
