"""The periods in which places are counted, in the zone of the brand's calendar."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from django.utils import formats
from django.utils.translation import gettext as _

AHEAD_MAX = {"day": 60, "week": 26, "all": 1}  # periods, from the present one on, in which a place may be taken
EVER = date(1970, 1, 1)


class Per(StrEnum):
    DAY = "day"
    WEEK = "week"
    ALL = "all"


def periods(per: str, at: datetime, zone: tzinfo) -> Iterator[date]:
    """The days with which they begin, from the present one on. A week begins on Monday."""
    today = at.astimezone(zone).date()
    if per == Per.ALL:
        yield EVER
        return
    first = today - timedelta(days=today.weekday()) if per == Per.WEEK else today
    step = 7 if per == Per.WEEK else 1
    yield from (first + timedelta(days=step * number) for number in range(AHEAD_MAX[per]))


def beginning(per: str, starts_on: date, zone: tzinfo) -> datetime | None:
    """The moment at which it begins. None for what has no beginning."""
    return None if per == Per.ALL else datetime.combine(starts_on, time(), zone)


def period_words(per: str, starts_on: date) -> str:
    if per == Per.ALL:
        return ""
    day = formats.date_format(starts_on, "j E")
    return _("the week of %(day)s") % {"day": day} if per == Per.WEEK else day
