"""The Date field: RFC 5322, its obsolete forms, and what programs write instead."""

import re
from datetime import UTC, datetime, timedelta, timezone

from slovo.channels.email.parse.notes import Notes

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan янв січ", "feb фев лют", "mar мар бер", "apr апр кві", "may май мая тра", "jun июн чер",
            "jul июл лип", "aug авг сер", "sep сен вер", "oct окт жов", "nov ноя лис", "dec дек гру",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ZONE_HOURS = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "met": 1, "cest": 2, "mest": 2,
    "eet": 2, "eest": 3, "msk": 3, "msd": 4, "мск": 3, "samt": 4, "yekt": 5, "omst": 6, "novt": 7, "krat": 7,
    "irkt": 8, "yakt": 9, "vlat": 10, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7, "hst": -10, "akst": -9, "akdt": -8, "jst": 9, "aest": 10,
}  # fmt: skip
_TIME = re.compile(
    r"(?<!\d)(\d{1,2}):(\d{1,2})(?!\d)(?::(\d{1,2})(?!\d)(?:[.,]\d+)?)?(?:\s*([ap])\.?m\.?\b)?", re.IGNORECASE
)
_DOTTED_TIME = re.compile(r"(?<=\s)(\d{1,2})\.(\d{2})(?:\.(\d{2}))?(?=\s|$)()")
_OFFSET = re.compile(r"([+\-−])\s?(\d{1,2}):?(\d{2})?(?!\d)")
_UNSIGNED_OFFSET = re.compile(r"\s()(\d{2})(\d{2})\s*$")
_ISO = re.compile(r"\b(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?=\D|$)")
_DAY_FIRST = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})\b")
_WORDY = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)?[\s.,-]*([^\W\d_]{3,12})[\s.,-]*(\d{4}|\d{2,3})(?!\d|:)", re.IGNORECASE
)
_MONTH_FIRST = re.compile(
    r"\b([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:,|\s|\s[\d:]+\s)+(?:[a-z]{2,5}\s+)?(\d{4})\b", re.IGNORECASE
)
_COMMENT = re.compile(r"\([^()]*\)")
_NAMED_ZONE = re.compile(r"\b(?:utc|gmt)(?=[+\-−]\d)", re.IGNORECASE)
_VALUE_CHARS_MAX = 200
_YEARS = range(1970, 2101)


def parse_date(value: str, notes: Notes) -> datetime | None:
    """The moment, with the offset that the sender wrote."""
    value = value[:_VALUE_CHARS_MAX]
    if not value.strip():
        notes.add("date_missing")
        return None
    try:
        moment = _moment(value, notes)
    except (ValueError, OverflowError):
        moment = None
    if moment is None:
        notes.add("date_broken", value)
    return moment


def _moment(value: str, notes: Notes) -> datetime | None:
    bare = _NAMED_ZONE.sub("", _COMMENT.sub(" ", value))
    day = _day(bare)
    time = _TIME.search(bare) or _DOTTED_TIME.search(bare)
    if day is None or day[0] not in _YEARS:
        return None
    hour, minute, second = (int(time[1]), int(time[2]), min(int(time[3] or 0), 59)) if time else (0, 0, 0)
    if time and time[4]:
        hour = hour % 12 + (12 if time[4].lower() == "p" else 0)
    return datetime(*day, hour, minute, second, tzinfo=_zone(bare, value, time.end() if time else 0, notes))


def _day(value: str) -> tuple[int, int, int] | None:
    """(year, month, day)"""
    if match := _ISO.search(value):
        return int(match[1]), int(match[2]), int(match[3])
    for match in _WORDY.finditer(value):
        if month := _MONTHS.get(match[2].lower()[:3]):
            return _year(match[3]), month, int(match[1])
    if match := _DAY_FIRST.search(value):
        return _year(match[3]), int(match[2]), int(match[1])
    if (match := _MONTH_FIRST.search(value)) and (month := _MONTHS.get(match[1].lower()[:3])):
        return int(match[3]), month, int(match[2])
    return None


def _year(digits: str) -> int:
    """RFC 5322 4.3: two digits below 50 are of this century, three count from 1900."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if len(digits) == 2 and year < 50 else 1900)


def _zone(bare: str, value: str, time_end: int, notes: Notes) -> timezone:
    if match := _OFFSET.search(bare, time_end) or (_UNSIGNED_OFFSET.match(bare, time_end) if time_end else None):
        hours, minutes = int(match[2]), int(match[3] or 0)
        if hours < (24 if match[1] else 15) and minutes < 60:  # without a sign it may be the year
            offset = timedelta(hours=hours, minutes=minutes)
            return timezone(offset if match[1] in {"+", ""} else -offset)
    for word in re.findall(r"[^\W\d_]{1,5}", value[time_end:].lower()):
        if word in _ZONE_HOURS:
            return timezone(timedelta(hours=_ZONE_HOURS[word]))
    notes.add("date_zone_missing")
    return UTC
