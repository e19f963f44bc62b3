"""What a calendar document may say, and what is answered to one that says it wrongly."""

from datetime import UTC, date, datetime

import pytest
import yaml

from slovo.core.worktime import Calendar, UnableToReadCalendar

YAML = """
tz: Europe/Moscow
week:
  mon: [[08:00, 12:00], [13:00, 24:00]]
  tue: [[9:30, 13:00:30]]
  wed:
  thu: []
  fri: [["22:00", "02:00"]]
holidays:
  - 2026-01-01
  - "2026-01-02"
  - RU
special:
  2026-02-22: [[10:00, 12:00]]
closed:
  2026-02-24: [[10:00, 10:30]]
"""


def test_yaml_and_json_say_the_same_with_and_without_quotes():
    quoted = {
        "tz": "Europe/Moscow",
        "week": {
            "mon": [["08:00", "12:00"], ["13:00", "24:00"]],
            "tue": [["09:30", "13:00:30"]],
            "fri": [["22:00", "02:00"]],
        },
        "holidays": {"country": "RU", "dates": ["2026-01-01", "2026-01-02"]},
        "special": {"2026-02-22": [["10:00", "12:00"]]},
        "closed": {"2026-02-24": [["10:00", "10:30"]]},
    }
    assert Calendar.from_document(yaml.safe_load(YAML)) == Calendar.from_document(quoted)


def test_a_time_is_exact_to_the_second():
    hour, minute = 3_600, 60
    calendar = Calendar.from_document(yaml.safe_load(YAML))
    assert calendar.week[1] == ((9 * hour + 30 * minute, 13 * hour + 30),)
    assert calendar.week[4] == ((22 * hour, 26 * hour),)
    assert calendar.holidays == {date(2026, 1, 1), date(2026, 1, 2)}


def test_a_zone_alone_is_a_calendar_without_hours():
    calendar = Calendar.from_document({"tz": "Asia/Kolkata", "week": None, "holidays": None})
    assert not calendar.is_open(datetime(2026, 3, 6, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("document", "refusal"),
    [
        ([], "The calendar: expected keys with values, found []."),
        (None, 'tz: missing; write the name of a time zone such as "Europe/Kyiv" or "Europe/Moscow".'),
        (
            {"tz": "Kiev"},
            "tz: there is no time zone 'Kiev'; write the name of a time zone such as "
            '"Europe/Kyiv" or "Europe/Moscow".',
        ),
        (
            {"hollidays": []},
            "The calendar: there is no key 'hollidays'; write one of tz, week, holidays, special, closed, name.",
        ),
        (
            {"week": {"monday": []}},
            "week: there is no key 'monday'; write one of mon, tue, wed, thu, fri, sat, sun.",
        ),
        (
            {"week": {"mon": ["09:00", "18:00"]}},
            "week.mon: '09:00' is not an interval; write intervals such as "
            '[["08:00", "12:00"], ["13:00", "17:00"]], or [] when closed.',
        ),
        (
            {"week": {"mon": "09:00-18:00"}},
            "week.mon: '09:00-18:00' is not a list; write intervals such as "
            '[["08:00", "12:00"], ["13:00", "17:00"]], or [] when closed.',
        ),
        (
            {"week": {"mon": [["9", "18:00"]]}},
            'week.mon: \'9\' is not a time; write "08:00", "08:00:30" or "24:00".',
        ),
        (
            {"special": {"2026-01-01": [["24:00", "02:00"]]}},
            'special.2026-01-01: nothing starts at "24:00"; write "00:00" on the next day.',
        ),
        (
            {"closed": {"1 May": []}},
            "closed: '1 May' is not a date; write it as year-month-day, \"2026-12-31\".",
        ),
        (
            {"holidays": ["2026-02-30"]},
            "holidays: '2026-02-30' is not a date; write it as year-month-day, \"2026-12-31\".",
        ),
        (
            {"holidays": "XX"},
            'holidays: \'XX\' is no country with known holidays; write a code in quotes: "UA", "RU".',
        ),
        (
            {"holidays": [False]},  # YAML's reading of NO, Norway
            'holidays: False is no country with known holidays; write a code in quotes: "UA", "RU".',
        ),
        (
            {"holidays": {"country": "RU", "working_weekends": "yes"}},
            "holidays.working_weekends: 'yes' is neither true nor false; write one of them.",
        ),
        (
            {"holidays": {"countries": ["RU"]}},
            "holidays: there is no key 'countries'; write one of country, dates, working_weekends.",
        ),
    ],
)
def test_a_mistake_is_named_with_its_key_and_its_remedy(document, refusal):
    if isinstance(document, dict):
        document = {"tz": "UTC"} | document
    with pytest.raises(UnableToReadCalendar) as refused:
        Calendar.from_document(document)
    assert str(refused.value) == refusal


@pytest.mark.parametrize("time", ["24:01", "25:00", "12:60", "12:00:60", "-1:00", "", None, True, 9, 59, 1441, 90_000])
def test_what_is_no_time_is_refused(time):
    with pytest.raises(UnableToReadCalendar, match=r"week\.mon: .* is not a time"):
        Calendar.from_document({"tz": "UTC", "week": {"mon": [[time, "18:00"]]}})


@pytest.mark.parametrize("tz", ["", "Europe", "../UTC", "+03:00", "/etc/localtime", "x" * 300, 3, "a\0b"])
def test_what_is_no_zone_is_refused(tz):
    with pytest.raises(UnableToReadCalendar, match=r"^tz: "):
        Calendar.from_document({"tz": tz})


@pytest.mark.parametrize("code", ["NYSE", "ECB", "os", "JAN", "weekend", "Ukraine", "РФ", {}, 7])
def test_what_is_no_country_is_refused(code):
    with pytest.raises(UnableToReadCalendar, match="is no country with known holidays"):
        Calendar.from_document({"tz": "UTC", "holidays": {"country": code}})
