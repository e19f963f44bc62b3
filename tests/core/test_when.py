"""What moments in words depend on: the clock, the calendar, the zone, the language."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from slovo.core.text import fold
from slovo.core.when import MOMENTS_MAX, TEXT_CHARACTERS_MAX, named_in
from slovo.core.when.vocabulary import entries
from slovo.core.worktime import WEEKDAYS, Calendar
from tests.core.saying import CALENDAR, DAY, NOW, read

KYIV = ZoneInfo("Europe/Kyiv")
NEVER_OPEN = Calendar.from_document({"tz": "Europe/Moscow"})
ALWAYS_OPEN = Calendar.from_document(
    {
        "tz": "Europe/Moscow",
        "week": {day: [["00:00", "24:00"]] for day in WEEKDAYS},
    }
)
NIGHTS = Calendar.from_document(
    {"tz": "Europe/Moscow", "week": {"tue": [["20:00", "04:00"]], "fri": [["20:00", "04:00"]]}}
)
FRIDAY = NOW + timedelta(days=3)
SUNDAY = NOW + timedelta(days=5)
EVENING = NOW.replace(hour=20)


def test_offsets_are_those_of_the_text_and_the_moment_is_in_utc() -> None:
    text = "Ура 🎉, отвечу до 18:00!"

    (named,) = named_in(text, now=NOW, calendar=CALENDAR, language="ru")

    assert text[named.start : named.end] == "до 18:00"
    assert named.due == datetime(2026, 12, 1, 15, tzinfo=UTC)
    assert named.due.tzinfo is UTC
    assert named.exact


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        ("Ответим до 9:00", NOW, "до 9:00: 02.12 09:00"),
        ("Ответим до 12:00", FRIDAY.replace(hour=17), "до 12:00: 05.12 12:00"),
        ("Ответим до 12:00", FRIDAY + timedelta(days=1, hours=7), "до 12:00: 07.12 12:00"),  # on Sunday nobody is there
        ("Ответим утром", NOW.replace(hour=8), "утром: ~01.12 12:00"),
        ("Ответим утром", NOW, "утром: ~02.12 12:00"),
        ("Ответим сегодня", EVENING, "сегодня: ~01.12 23:59"),
        ("Ответим в течение дня", EVENING, "в течение дня: ~01.12 23:59"),
        ("Ответим в течение рабочего дня", EVENING, "в течение рабочего дня: ~02.12 18:00"),
        ("Ответим до конца рабочего дня", SUNDAY, "до конца рабочего дня: ~07.12 18:00"),
        ("Ответим через 2 дня", SUNDAY, "через 2 дня: ~08.12 18:00"),
        ("Ответим через 2 рабочих дня", FRIDAY, "через 2 рабочих дня: ~07.12 18:00"),
        ("Ответим в течение 2 рабочих часов", FRIDAY.replace(hour=17), "в течение 2 рабочих часов: 05.12 11:30"),
        ("Ответим в пятницу", FRIDAY, "в пятницу: ~11.12 18:00"),
        ("Ответим в эту пятницу", FRIDAY, "в эту пятницу: ~04.12 18:00"),
        ("Ответим на этой неделе", SUNDAY, "на этой неделе: ~06.12 23:59"),
        ("Ответим в начале недели", FRIDAY, "в начале недели: ~08.12 18:00"),
        ("Ответим в начале года", NOW, "в начале года: ~31.01 23:59"),
        ("Ответим до следующей недели", NOW, "до следующей недели: ~05.12 15:00"),
        ("Ответим 3 января", NOW, "3 января: ~03.01 23:59"),
        ("Ответим до 31 числа", NOW.replace(month=11, day=30), "до 31 числа: ~31.12 18:00"),
        ("Ответим через месяц", datetime(2027, 1, 31, 10, tzinfo=NOW.tzinfo), "через месяц: ~28.02 23:59"),
    ],
)
def test_what_is_said_depends_on_the_clock(text: str, now: datetime, expected: str) -> None:
    assert read(text, language="ru", now=now) == [expected]


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("Ответим сегодня до 9:00", NOW),
        ("Ответим в этот понедельник", NOW),
        ("Ответим 1 декабря до 10:00", NOW),
        ("Ответим 15 ноября", NOW),
        ("Ответим 15.11.2026", NOW),
        ("We will call you this morning", NOW.replace(hour=15)),
        ("Ответим 15 декабря 2036 года", NOW),
    ],
)
def test_what_is_over_or_too_far_is_not_promised(text: str, now: datetime) -> None:
    assert read(text, now=now) == []


@pytest.mark.parametrize(
    ("text", "calendar", "expected"),
    [
        ("Ответим завтра", NEVER_OPEN, ["завтра: ~02.12 23:59"]),
        ("Ответим до 9:00", NEVER_OPEN, ["до 9:00: 02.12 09:00"]),
        ("Ответим через 2 рабочих дня", NEVER_OPEN, []),
        ("Ответим через 2 рабочих часа", NEVER_OPEN, []),
        ("Ответим до конца рабочего дня", NEVER_OPEN, []),
        ("Ответим завтра", ALWAYS_OPEN, ["завтра: ~02.12 23:59"]),
        ("Ответим через 2 рабочих дня", ALWAYS_OPEN, ["через 2 рабочих дня: ~03.12 23:59"]),
        ("Ответим сегодня", NIGHTS, ["сегодня: ~01.12 23:59"]),
        (
            "Ответим через рабочий день",
            NIGHTS,
            ["через рабочий день: ~04.12 23:59"],
        ),  # not in the last hours of tonight
    ],
)
def test_days_end_as_the_calendar_says(text: str, calendar: Calendar, expected: list[str]) -> None:
    assert read(text, calendar=calendar) == expected


def test_the_zone_is_the_calendars() -> None:
    kyiv = Calendar.from_document({"tz": "Europe/Kyiv", "week": {"wed": DAY}})

    (named,) = named_in("завтра до 18:00", now=NOW, calendar=kyiv, language="uk")

    assert named.due == datetime(2026, 12, 2, 18, tzinfo=KYIV)


def test_the_day_is_that_of_the_zone() -> None:
    night = datetime(2026, 12, 1, 22, 30, tzinfo=UTC)  # Wednesday in Moscow
    assert read("Ответим завтра", now=night) == ["завтра: ~03.12 18:00"]


def test_an_hour_that_the_clocks_leave_out_is_a_moment_all_the_same() -> None:
    berlin = Calendar.from_document({"tz": "Europe/Berlin"})
    night = datetime(2027, 3, 27, 23, tzinfo=ZoneInfo("Europe/Berlin"))

    (named,) = named_in("We call tomorrow at 02:30", now=night, calendar=berlin)

    assert named.due == datetime(2027, 3, 28, 1, tzinfo=UTC)


def test_hours_are_real_ones_when_the_clocks_go_back() -> None:
    kyiv = Calendar.from_document({"tz": "Europe/Kyiv"})
    before = datetime(2026, 10, 25, 3, 30, tzinfo=KYIV)  # the first of the two

    (named,) = named_in("за годину зателефонуємо", now=before, calendar=kyiv)

    assert named.due - before.astimezone(UTC) == timedelta(hours=1)


@pytest.mark.parametrize("about", ["примерно", "около", "где-то"])
def test_a_rough_time_is_not_exact(about: str) -> None:
    (named,) = named_in(f"Будем {about} в 15:00", now=NOW, calendar=CALENDAR, language="ru")
    assert not named.exact


def test_a_question_promises_nothing() -> None:
    assert read("Удобно завтра в 10:00? Привезём в среду.") == ["в среду: ~02.12 18:00"]


def test_a_long_text_is_read_to_its_limits() -> None:
    many = read("Ответим завтра. " * (MOMENTS_MAX + 1))
    late = read(" " * TEXT_CHARACTERS_MAX + "Ответим завтра.")

    assert (len(many), late) == (MOMENTS_MAX, [])


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_every_word_of_the_tables_is_written_once_and_as_it_is_looked_up(language: str) -> None:
    written = [form for form, _meaning in entries(language)]

    assert [form for form, times in Counter(written).items() if times > 1] == []
    assert [form for form in written if form != fold(form)] == []
    assert [form for form in written if language != "en" and "'" in form] == []
