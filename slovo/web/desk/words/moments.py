"""Moments in natural words, in the reader's language and zone. `at` is the moment spoken of, `now` the clock."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
DAYS_KEPT_MAX = 4_096
SPAN_IN_HOURS_MAX = 12 * HOUR
EXACT_HOURS_MAX = 10
WEEKDAYS = (
    gettext_lazy("on Monday by %(time)s"),
    gettext_lazy("on Tuesday by %(time)s"),
    gettext_lazy("on Wednesday by %(time)s"),
    gettext_lazy("on Thursday by %(time)s"),
    gettext_lazy("on Friday by %(time)s"),
    gettext_lazy("on Saturday by %(time)s"),
    gettext_lazy("on Sunday by %(time)s"),
)


def clock(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M}"


def exact(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{_day(local.date(), 'j E Y', get_language())}, {local:%H:%M:%S}"


def span(length: timedelta) -> str:
    """«2 h 15 min»; from ten hours on whole hours, from a day on whole days."""
    minutes = max(1, int(length / MINUTE))
    if length >= DAY:
        return ngettext("%(count)d day", "%(count)d days", length.days) % {"count": length.days}
    hours, rest = divmod(minutes, 60)
    parts = [_("%(count)d h") % {"count": hours}] if hours else []
    parts += [_("%(count)d min") % {"count": rest}] if rest and hours < EXACT_HOURS_MAX else []
    return " ".join(parts)


def until(at: datetime, now: datetime) -> str:
    """«in 2 h 15 min», «tomorrow by 18:00»."""
    left, days = at - now, _days_between(at, now)
    if left < MINUTE:
        return _("in less than a minute")
    if days == 0 or left < SPAN_IN_HOURS_MAX:
        return _("in %(span)s") % {"span": span(left)}
    if days == 1:
        return _("tomorrow by %(time)s") % {"time": clock(at)}
    if days < 7:
        return WEEKDAYS[timezone.localtime(at).weekday()] % {"time": clock(at)}
    return _("%(date)s by %(time)s") % {"date": _date(at, now), "time": clock(at)}


def late(at: datetime, now: datetime) -> str:
    return _("late by %(span)s") % {"span": span(now - at)}


def ago(at: datetime, now: datetime) -> str:
    """«5 minutes ago», «yesterday at 14:02»."""
    passed, days = now - at, _days_between(now, at)
    if passed < MINUTE:
        return _("just now")
    if passed < HOUR:
        minutes = passed // MINUTE
        return ngettext("%(count)d minute ago", "%(count)d minutes ago", minutes) % {"count": minutes}
    if days == 0 or passed < SPAN_IN_HOURS_MAX:
        hours = passed // HOUR
        return ngettext("%(count)d hour ago", "%(count)d hours ago", hours) % {"count": hours}
    if days == 1:
        return _("yesterday at %(time)s") % {"time": clock(at)}
    return _("%(date)s at %(time)s") % {"date": _date(at, now), "time": clock(at)}


def short(at: datetime, now: datetime) -> str:
    """As little as says it: «14:02», «yesterday», «12 May»."""
    days = _days_between(now, at)
    if days <= 0:
        return clock(at)
    return _("yesterday") if days == 1 else _date(at, now)


def by_when(at: datetime, now: datetime) -> str:
    """«18:00» today, «12 May, 18:00» on another day."""
    return clock(at) if _days_between(at, now) == 0 else f"{_date(at, now)}, {clock(at)}"


def on_day(at: datetime, now: datetime) -> str:
    """«Mon 30 November, 18:00», whichever day it is."""
    zone = timezone.get_current_timezone()
    day, this_year = at.astimezone(zone).date(), now.astimezone(zone).year
    return f"{_day(day, 'D j E' if day.year == this_year else 'D j E Y', get_language())}, {clock(at)}"


def _days_between(later: datetime, earlier: datetime) -> int:
    zone = timezone.get_current_timezone()
    return (later.astimezone(zone).date() - earlier.astimezone(zone).date()).days


def _date(at: datetime, now: datetime) -> str:
    zone = timezone.get_current_timezone()
    day, this_year = at.astimezone(zone).date(), now.astimezone(zone).year
    return _day(day, "j E" if day.year == this_year else "j E Y", get_language())


@lru_cache(maxsize=DAYS_KEPT_MAX)
def _day(day: date, form: str, language: str | None) -> str:
    """In the language that is active: a list has the same few days in all of its lines."""
    return date_format(day, form)
