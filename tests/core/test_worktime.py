"""Working time, by cases that were worked out by hand."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from slovo.core.worktime import Calendar, UnableToCountWorkingTime
from slovo.core.worktime.intervals import hours_of_day

NINE_TO_SIX = {day: [["09:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
ALWAYS = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


def kyiv(**document):
    return Calendar.from_document({"tz": "Europe/Kyiv", "week": NINE_TO_SIX} | document)


def in_zone(tz, **document):
    return Calendar.from_document({"tz": tz, "week": NINE_TO_SIX} | document)


def local(calendar, text):
    return calendar.moment(datetime.fromisoformat(text))


def due(calendar, start, minutes, *pauses):
    spans = [(local(calendar, a), local(calendar, b) if b else None) for a, b in pauses]
    deadline = calendar.deadline(local(calendar, start), minutes, spans)
    return deadline.astimezone(calendar.zone).isoformat()


def between(calendar, start, end, *pauses):
    spans = [(local(calendar, a), local(calendar, b) if b else None) for a, b in pauses]
    return calendar.elapsed(local(calendar, start), local(calendar, end), spans)


def next_open(calendar, at):
    return calendar.next_open(local(calendar, at)).astimezone(calendar.zone).isoformat()


# Days and weeks


def test_friday_evening_runs_on_on_monday():
    assert due(kyiv(), "2026-03-06T17:30", 60) == "2026-03-09T09:30:00+02:00"
    assert between(kyiv(), "2026-03-06T17:30", "2026-03-09T09:30") == 60


def test_a_letter_at_night_counts_from_the_morning():
    assert due(kyiv(), "2026-03-04T02:15", 30) == "2026-03-04T09:30:00+02:00"


def test_minutes_used_up_at_closing_time_end_at_closing_time():
    assert due(kyiv(), "2026-03-06T17:00", 60) == "2026-03-06T18:00:00+02:00"
    assert due(kyiv(), "2026-03-06T17:00", Fraction(60 * 60 + 1, 60)) == "2026-03-09T09:00:01+02:00"


def test_no_minutes_end_where_the_first_would_begin():
    assert due(kyiv(), "2026-03-06T17:00", 0) == "2026-03-06T17:00:00+02:00"
    assert due(kyiv(), "2026-03-06T18:00", 0) == "2026-03-09T09:00:00+02:00"


def test_lunch_does_not_count():
    calendar = kyiv(week={"mon": [["09:00", "13:00"], ["14:00", "18:00"]]})
    assert due(calendar, "2026-03-09T12:30", 60) == "2026-03-09T14:30:00+02:00"
    assert between(calendar, "2026-03-09T00:00", "2026-03-10T00:00") == 480


def test_open_at_the_opening_second_and_closed_at_the_closing_second():
    calendar = kyiv()
    asked = ("08:59:59.999999", "09:00:00", "17:59:59.999999", "18:00:00")
    opened = [calendar.is_open(local(calendar, f"2026-03-06T{time}")) for time in asked]
    assert opened == [False, True, True, False]


def test_next_open_is_the_moment_itself_when_open():
    assert next_open(kyiv(), "2026-03-06T17:59:59.500000") == "2026-03-06T17:59:59.500000+02:00"
    assert next_open(kyiv(), "2026-03-06T18:00:00") == "2026-03-09T09:00:00+02:00"


def test_seconds_are_exact():
    calendar = kyiv(week={"mon": [["09:00:10", "09:00:40"]]})
    assert between(calendar, "2026-03-09T09:00", "2026-03-09T09:00:25") == 0.25
    assert due(calendar, "2026-03-09T09:00", 0.5) == "2026-03-09T09:00:40+02:00"
    assert due(calendar, "2026-03-09T09:00", 0.75) == "2026-03-16T09:00:25+02:00"


def test_an_end_before_the_start_gives_no_minutes():
    assert between(kyiv(), "2026-03-06T12:00", "2026-03-06T11:00") == 0


def test_intervals_that_overlap_count_once():
    calendar = kyiv(week={"mon": [["09:00", "12:00"], ["11:00", "13:00"], ["13:00", "14:00"]]})
    assert between(calendar, "2026-03-09T00:00", "2026-03-10T00:00") == 300


# Past midnight


def test_a_shift_runs_past_midnight():
    calendar = kyiv(week={"fri": [["22:00", "02:00"]]})
    assert due(calendar, "2026-03-06T23:30", 60) == "2026-03-07T00:30:00+02:00"
    assert between(calendar, "2026-03-06T00:00", "2026-03-08T00:00") == 240


def test_a_shift_past_midnight_and_the_next_days_hours_count_once():
    calendar = kyiv(week={"fri": [["22:00", "02:00"]], "sat": [["01:00", "03:00"]]})
    assert between(calendar, "2026-03-06T00:00", "2026-03-08T00:00") == 300


def test_sundays_shift_runs_into_monday():
    calendar = kyiv(week={"sun": [["20:00", "04:00"]]})
    assert between(calendar, "2026-03-09T00:00", "2026-03-09T12:00") == 240


def test_equal_ends_are_round_the_clock():
    calendar = kyiv(week={"fri": [["09:00", "09:00"]]})
    assert between(calendar, "2026-03-06T00:00", "2026-03-08T00:00") == 24 * 60


def test_a_holiday_does_not_cut_the_shift_of_the_evening_before():
    calendar = kyiv(week={"fri": [["22:00", "02:00"]], "sat": [["10:00", "12:00"]]}, holidays=["2026-03-07"])
    assert between(calendar, "2026-03-06T00:00", "2026-03-08T00:00") == 240


def test_a_shift_that_would_start_on_a_holiday_is_not_worked_the_morning_after():
    calendar = kyiv(week={"fri": [["22:00", "02:00"]]}, holidays=["2026-03-06"])
    assert between(calendar, "2026-03-06T00:00", "2026-03-08T00:00") == 0


# Exceptions


def test_special_hours_replace_the_days_hours():
    calendar = kyiv(special={"2026-03-06": [["10:00", "12:00"]], "2026-03-07": [["10:00", "11:00"]]})
    assert between(calendar, "2026-03-06T00:00", "2026-03-08T00:00") == 180


def test_special_without_intervals_is_a_day_off():
    assert due(kyiv(special={"2026-03-06": []}), "2026-03-05T17:30", 60) == "2026-03-09T09:30:00+02:00"


def test_a_listed_holiday_is_closed_whatever_else_says():
    calendar = kyiv(holidays=["2026-03-06"], special={"2026-03-06": [["10:00", "12:00"]]})
    assert between(calendar, "2026-03-06T00:00", "2026-03-07T00:00") == 0


def test_a_countrys_holiday_gives_way_to_special():
    calendar = kyiv(holidays="UA", special={"2026-12-25": [["10:00", "12:00"]]})
    assert between(calendar, "2026-12-25T00:00", "2026-12-26T00:00") == 120


def test_closed_is_taken_out_of_the_day():
    calendar = kyiv(closed={"2026-03-06": [["12:00", "12:30"], ["17:45", "20:00"]]})
    assert between(calendar, "2026-03-06T00:00", "2026-03-07T00:00") == 540 - 30 - 15
    assert due(calendar, "2026-03-06T11:45", 30) == "2026-03-06T12:45:00+02:00"


def test_closed_past_midnight_cuts_what_the_clock_shows_whichever_day_the_shift_began():
    calendar = kyiv(
        week={"fri": [["22:00", "06:00"]], "sat": [["05:00", "08:00"]]},
        closed={"2026-03-06": [["23:00", "01:00"]], "2026-03-07": [["05:30", "07:00"]]},
    )
    assert between(calendar, "2026-03-06T00:00", "2026-03-08T00:00") == 60 + 270 + 60


def test_closed_also_cuts_special_hours():
    calendar = kyiv(special={"2026-03-07": [["10:00", "12:00"]]}, closed={"2026-03-07": [["11:00", "11:30"]]})
    assert between(calendar, "2026-03-07T00:00", "2026-03-08T00:00") == 90


# Countries


def test_new_year_in_russia_lasts_until_the_twelfth():
    calendar = in_zone("Europe/Moscow", holidays="RU")
    assert due(calendar, "2025-12-30T17:00", 120) == "2026-01-12T10:00:00+03:00"


def test_new_year_in_ukraine_is_one_day():
    assert due(kyiv(holidays="UA"), "2025-12-31T17:00", 120) == "2026-01-02T10:00:00+02:00"


def test_a_swapped_saturday_opens_when_asked():
    usual = in_zone("Europe/Moscow", holidays="RU")
    swapped = in_zone("Europe/Moscow", holidays={"country": "RU", "working_weekends": True})
    saturday = "2025-11-01T00:00", "2025-11-02T00:00"
    monday_off = "2025-11-03T00:00", "2025-11-04T00:00"
    assert [between(usual, *saturday), between(usual, *monday_off)] == [0, 0]
    assert [between(swapped, *saturday), between(swapped, *monday_off)] == [540, 0]


def test_dates_and_countries_together():
    calendar = kyiv(holidays=["2026-01-02", "UA"])
    assert due(calendar, "2025-12-31T17:00", 120) == "2026-01-05T10:00:00+02:00"
    assert calendar == kyiv(holidays={"country": "ukr", "dates": ["2026-01-02"]})


# Daylight saving


@pytest.mark.parametrize(
    ("hours", "spring", "autumn"),
    [
        (["23:00", "04:00"], 240, 360),
        (["23:00", "03:00"], 240, 240),
        (["23:00", "03:30"], 240, 270),  # no 03:30 in spring: until the jump; in autumn until the first 03:30
        (["00:00", "24:00"], 1440, 1440),
    ],
)
def test_a_saturday_night_in_kyiv_has_the_hours_that_pass(hours, spring, autumn):
    calendar = kyiv(week={"sat": [hours]})
    assert between(calendar, "2026-03-28", "2026-03-30") == spring
    assert between(calendar, "2026-10-24", "2026-10-26") == autumn


@pytest.mark.parametrize(
    ("hours", "spring", "autumn"),
    [
        (["00:00", "24:00"], 23 * 60, 25 * 60),
        (["03:30", "05:00"], 60, 150),
        (["03:15", "03:45"], 0, 30),
        (["03:30", "04:10"], 10, 100),
        (["04:00", "05:00"], 60, 60),
    ],
)
def test_a_sunday_in_kyiv_has_the_hours_that_pass(hours, spring, autumn):
    calendar = kyiv(week={"sun": [hours]})
    assert between(calendar, "2026-03-29", "2026-03-30") == spring
    assert between(calendar, "2026-10-25", "2026-10-26") == autumn


def test_a_deadline_crosses_the_night_of_the_change():
    calendar = kyiv(week=ALWAYS)
    assert due(calendar, "2026-03-28T23:00", 300) == "2026-03-29T05:00:00+03:00"
    assert due(calendar, "2026-10-24T23:00", 300) == "2026-10-25T03:00:00+02:00"


@pytest.mark.parametrize(
    ("tz", "day", "minutes"),
    [
        ("Australia/Lord_Howe", "2026-10-04", 1410),
        ("Australia/Lord_Howe", "2026-04-05", 1470),
        ("America/Sao_Paulo", "2018-11-04", 1380),  # begins at 01:00
        ("America/Sao_Paulo", "2019-02-16", 1500),  # has 23:00 twice
        ("Europe/Moscow", "2011-03-27", 1380),
        ("Europe/Moscow", "2014-10-26", 1500),
        ("Asia/Kolkata", "2026-03-29", 1440),
        ("America/St_Johns", "2010-11-06", 1440),  # back from 00:01 to 23:01: its day ended at the first midnight
        ("America/St_Johns", "2010-11-07", 1500),
        ("Pacific/Apia", "2011-12-30", 0),  # the day that Samoa left out
    ],
)
def test_a_day_has_the_minutes_that_pass(tz, day, minutes):
    calendar = in_zone(tz, week={}, special={day: [["00:00", "24:00"]]})
    around = timedelta(days=3)
    noon = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    assert calendar.elapsed(noon - around, noon + around) == minutes


def test_the_hour_that_the_clocks_show_twice_around_midnight_belongs_to_the_new_day():
    """Newfoundland, 7 November 2010: from 00:01 back to 23:01 of the day before."""
    calendar = in_zone("America/St_Johns", week={}, special={"2010-11-07": [["00:00", "24:00"]]})
    midnight = local(calendar, "2010-11-07T00:00")
    again_2330 = midnight + timedelta(minutes=30)
    assert again_2330.astimezone(calendar.zone).isoformat() == "2010-11-06T23:30:00-03:30"
    assert calendar.is_open(again_2330)
    assert calendar.next_open(again_2330) == again_2330
    assert calendar.elapsed(midnight, again_2330) == 30
    assert calendar.deadline(again_2330, 60) == midnight + timedelta(minutes=90)


# Pauses


def test_pauses_are_taken_out_in_any_order_and_once():
    pauses = [
        ("2026-03-06T12:00", "2026-03-06T12:30"),
        ("2026-03-06T10:00", "2026-03-06T11:00"),
        ("2026-03-06T10:30", "2026-03-06T11:30"),
    ]
    assert between(kyiv(), "2026-03-06T09:00", "2026-03-06T13:00", *pauses) == 240 - 90 - 30
    assert due(kyiv(), "2026-03-06T09:00", 120, *pauses) == "2026-03-06T13:00:00+02:00"


def test_a_pause_that_covers_the_deadline_moves_it():
    over_the_weekend = ("2026-03-06T17:30", "2026-03-09T10:00")
    assert due(kyiv(), "2026-03-06T17:00", 45, over_the_weekend) == "2026-03-09T10:15:00+02:00"


def test_a_pause_that_begins_at_the_deadline_leaves_it():
    assert due(kyiv(), "2026-03-06T17:00", 30, ("2026-03-06T17:30", None)) == "2026-03-06T17:30:00+02:00"


def test_a_start_within_a_pause_counts_from_its_end():
    pause = ("2026-03-06T08:00", "2026-03-06T10:00")
    assert due(kyiv(), "2026-03-06T09:30", 0, pause) == "2026-03-06T10:00:00+02:00"
    assert due(kyiv(), "2026-03-06T09:30", 10, pause) == "2026-03-06T10:10:00+02:00"


def test_a_pause_before_the_start_changes_nothing():
    pause = ("2026-03-06T09:00", "2026-03-06T10:00")
    assert due(kyiv(), "2026-03-06T11:00", 30, pause) == "2026-03-06T11:30:00+02:00"
    assert between(kyiv(), "2026-03-06T11:00", "2026-03-06T11:30", pause) == 30


def test_while_a_pause_lasts_there_is_no_deadline_and_time_stands_still():
    lasting = ("2026-03-06T10:00", None)
    assert between(kyiv(), "2026-03-06T09:00", "2026-03-16T10:00", lasting) == 60
    with pytest.raises(UnableToCountWorkingTime, match="pause has no end"):
        due(kyiv(), "2026-03-06T09:00", 61, lasting)


def test_a_pause_that_ends_before_it_begins_is_refused():
    with pytest.raises(UnableToCountWorkingTime, match="ends before it begins"):
        between(kyiv(), "2026-03-06T09:00", "2026-03-06T13:00", ("2026-03-06T12:00", "2026-03-06T11:00"))


# Limits


def test_a_calendar_that_never_opens_says_so():
    with pytest.raises(UnableToCountWorkingTime, match="next 100 years: give `week` or `special` opening hours"):
        next_open(kyiv(week={}), "2026-03-06T09:00")


def test_more_minutes_than_the_horizon_holds_are_refused():
    one_minute_a_week = kyiv(week={"mon": [["09:00", "09:01"]]})
    with pytest.raises(UnableToCountWorkingTime, match="too little open time"):
        due(one_minute_a_week, "2026-03-06T09:00", 6_000)


@pytest.mark.parametrize("minutes", [-1, float("nan"), float("inf"), 10**400])
def test_minutes_that_cannot_be_counted_are_refused(minutes):
    with pytest.raises(UnableToCountWorkingTime, match="cannot be counted"):
        due(kyiv(), "2026-03-06T09:00", minutes)


@pytest.mark.parametrize("year", ["0001", "1899", "2200", "9999"])
def test_years_far_away_are_refused(year):
    with pytest.raises(UnableToCountWorkingTime, match="too far away"):
        kyiv().is_open(datetime.fromisoformat(f"{year}-06-01T12:00:00+00:00"))


def test_years_at_the_edge_are_counted():
    calendar = in_zone("UTC", week=ALWAYS, holidays="RU")
    end = datetime(2199, 12, 31, 23, 59, tzinfo=UTC)
    assert calendar.deadline(end, 1) == datetime(2200, 1, 1, tzinfo=UTC)
    assert calendar.elapsed(datetime(1900, 1, 1, tzinfo=UTC), datetime(1900, 1, 2, tzinfo=UTC)) == 1440


def test_a_moment_without_a_zone_is_our_own_mistake():
    with pytest.raises(AssertionError):
        kyiv().is_open(datetime(2026, 3, 6, 12))  # noqa: DTZ001


# Years ahead, drawing, keeping


def test_ten_years_of_weeks_end_where_weeks_of_forty_five_hours_say():
    moscow = in_zone("Europe/Moscow")
    assert due(moscow, "2026-01-05T09:00", 522 * 45 * 60) == "2036-01-04T18:00:00+03:00"
    assert between(moscow, "2026-01-05T00:00", "2036-01-07T00:00") == 522 * 45 * 60


def test_a_months_minutes_end_at_its_last_closing_time():
    assert due(kyiv(), "2026-06-01T00:00", 22 * 540) == "2026-06-30T18:00:00+03:00"
    assert between(kyiv(), "2026-06-01", "2026-07-01") == 22 * 540


@pytest.mark.parametrize("tz", ["Europe/Moscow", "Africa/Casablanca", "Antarctica/Troll"])
def test_years_are_as_long_as_their_days(tz):
    nights = {day: [["09:00", "12:30"], ["22:00", "07:15:20"]] for day in ("mon", "wed", "thu", "sat", "sun")}
    calendar = in_zone(
        tz,
        week=nights,
        holidays=["2026-02-28", "RU"],
        special={"2025-12-31": [["20:00", "03:00"]], "2026-05-01": [["10:00", "11:00"]], "2026-06-30": []},
        closed={"2026-04-30": [["23:00", "05:00"]], "2026-08-31": [["00:00", "01:00"]]},
    )
    midnights = [datetime(2024, 12, 30, tzinfo=UTC) + timedelta(days=day) for day in range(1_200)]
    days = sum(Fraction(calendar.elapsed(*day)).limit_denominator(60) for day in pairwise(midnights))
    assert calendar.elapsed(midnights[0], midnights[-1]) == days
    assert calendar.deadline(midnights[0], days) <= midnights[-1]
    assert calendar.deadline(midnights[0], days + Fraction(1, 60)) > midnights[-1]


def test_years_ahead_look_at_the_uncommon_days_alone(monkeypatch):
    looked_at = []

    def counting(*intervals):
        looked_at.append(intervals)
        return hours_of_day(*intervals)

    calendar = kyiv(holidays=["2027-01-01"], special={"2027-05-08": [["10:00", "15:00"]]})
    monkeypatch.setattr("slovo.core.worktime.calendar.hours_of_day", counting)
    assert due(calendar, "2026-01-05T09:00", 522 * 45 * 60) == "2036-01-07T13:00:00+02:00"
    assert len(looked_at) < 100  # of 3,650


def test_open_intervals_are_joined_at_midnight_and_cut_at_the_edges():
    calendar = kyiv(week={"fri": [["22:00", "24:00"]], "sat": [["00:00", "02:00"], ["10:00", "12:00"]]})
    found = calendar.open_intervals(local(calendar, "2026-03-06T23:00"), local(calendar, "2026-03-07T11:00"))
    assert [[moment.astimezone(calendar.zone).strftime("%a %H:%M") for moment in pair] for pair in found] == [
        ["Fri 23:00", "Sat 02:00"],
        ["Sat 10:00", "Sat 11:00"],
    ]


def test_equal_documents_make_equal_calendars_that_can_be_keys():
    calendar, other = kyiv(holidays="UA"), kyiv(holidays="UA")
    calendar.is_open(datetime(2026, 3, 6, tzinfo=ZoneInfo("Asia/Kolkata")))
    assert {calendar: "kept"}[other] == "kept"
    assert calendar != kyiv()
