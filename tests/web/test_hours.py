"""Working hours as a picture, a form, and a document for experts: three views of one thing."""

import re
from datetime import UTC, datetime
from html import unescape
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from slovo.brands.models import Brand
from slovo.people.models import Staff
from slovo.web.desk.words import places
from tests.cast import Cast

pytestmark = pytest.mark.thorough

WEEK = """
tz: Europe/Moscow
week:
  mon: [["09:00", "13:00"], ["14:00", "18:00"]]
  fri: [["22:00", "02:00"]]
  sun: [["00:00", "24:00"]]
holidays: {country: RU, dates: ["2026-12-29"]}
special: {"2026-12-30": [["10:00", "12:00"]]}
closed: {"2027-01-11": [["11:00", "12:00"]]}
"""


@pytest.fixture(autouse=True)
def hours(cast: Cast) -> None:
    browser = cast.browser_of(cast.orlov)
    form = browser.get(f"/brands/{cast.chainik.pk}/").context["form"]
    given = {name: str(form.get_initial_for_field(field, name) or "") for name, field in form.fields.items()}
    assert browser.post(f"/brands/{cast.chainik.pk}/", given | {"calendar": WEEK}).status_code == 302


def document(cast: Cast) -> dict[str, object]:
    found: dict[str, object] = Brand.objects.get(pk=cast.chainik.pk).main_calendar.document
    return found


def shown(cast: Cast, *, at: datetime = datetime(2026, 12, 28, 9, tzinfo=UTC)) -> list[list[str]]:
    """The rows of both pictures: day, hours with what is special."""
    with mock.patch.object(timezone, "now", return_value=at):
        browser = Client()
        browser.force_login(cast.orlov)
        page = browser.get(f"/brands/{cast.chainik.pk}/").content.decode()
    rows = re.findall(r'<th scope="row">(.*?)</th>.*?</svg></td>\s*<td>(.*?)</td>', page, re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", unescape(cell)) for cell in row] for row in rows]


def filled(cast: Cast) -> dict[str, str]:
    """The form as a browser would send it back untouched."""
    form = cast.browser_of(cast.orlov).get(f"/brands/{cast.chainik.pk}/").context["hours"]
    given = {name: form[name].value() for name in form.fields}
    return {name: str(value) for name, value in given.items() if value not in (None, False)} | {
        name: "" for name, value in given.items() if value is None
    }


def saves(cast: Cast, **changes: str) -> int:
    given = {name.replace("_", "-") if name != "working_weekends" else name: value for name, value in changes.items()}
    return cast.browser_of(cast.orlov).post(f"/brands/{cast.chainik.pk}/hours", filled(cast) | given).status_code


def test_the_usual_week_is_told_in_words_beside_its_picture(cast: Cast) -> None:
    assert shown(cast)[:7] == [
        ["Понедельник", "09:00–13:00, 14:00–18:00"],
        ["Вторник", "закрыто"],
        ["Среда", "закрыто"],
        ["Четверг", "закрыто"],
        ["Пятница", "22:00–24:00"],
        ["Суббота", "00:00–02:00"],
        ["Воскресенье", "круглосуточно"],
    ]


def test_the_days_that_come_name_their_holidays_and_exceptions(cast: Cast) -> None:
    days = shown(cast)[7:]

    assert len(days) == 14
    assert days[:5] == [
        ["Пн, 28 декабря", "09:00–13:00, 14:00–18:00"],
        ["Вт, 29 декабря", "закрыто выходной по вашему списку"],
        ["Ср, 30 декабря", "10:00–12:00 особые часы"],
        ["Чт, 31 декабря", "закрыто Выходной (перенесено с 04.01.2026)"],
        ["Пт, 1 января", "закрыто Новогодние каникулы"],
    ]


def test_an_untouched_form_changes_nothing_that_counts(cast: Cast) -> None:
    before = document(cast)
    assert saves(cast) == 302

    after = document(cast)
    assert after.pop("holidays") == {"country": ["RU"], "dates": ["2026-12-29"]}
    assert after == {name: value for name, value in before.items() if name != "holidays"}


def test_hours_are_added_and_taken_away(cast: Cast) -> None:
    assert saves(cast, tue_0_opens="10:00", tue_0_closes="00:00", mon_1_opens="", mon_1_closes="") == 302

    assert document(cast)["week"] == {
        "mon": [["09:00", "13:00"]],
        "tue": [["10:00", "24:00"]],
        "fri": [["22:00", "02:00"]],
        "sun": [["00:00", "24:00"]],
    }


def test_countries_are_chosen_by_name_and_moved_weekends_worked(cast: Cast) -> None:
    assert saves(cast, country_0="UA", country_1="KZ", working_weekends="on") == 302

    holidays = {"country": ["UA", "KZ"], "dates": ["2026-12-29"], "working_weekends": True}
    assert document(cast)["holidays"] == holidays
    assert ("UA", "Украина") in places.countries("ru")
    assert ("UA", "Україна") in places.countries("uk")


def test_without_any_country_only_the_listed_days_are_off(cast: Cast) -> None:
    saves(cast, country_0="")

    assert document(cast)["holidays"] == {"dates": ["2026-12-29"]}


@pytest.mark.parametrize("changes", [{"tue_0_opens": "10:00"}, {"tue_0_closes": "10:00"}, {"tue_0_opens": "soon"}])
def test_half_an_interval_is_refused_in_words_and_nothing_is_saved(cast: Cast, changes: dict[str, str]) -> None:
    before = document(cast)

    assert saves(cast, **changes) == 422
    assert document(cast) == before


@pytest.mark.parametrize("who", ["anna", "maria", "taras"])
def test_only_an_administrator_changes_the_hours(cast: Cast, who: str) -> None:
    assert cast.browser_of(getattr(cast, who)).post(f"/brands/{cast.chainik.pk}/hours", {}).status_code == 404


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Europe/Kyiv", "Europe/Kyiv"),
        ("Київ, Україна (Europe/Kyiv)", "Europe/Kyiv"),
        ("київ", "Europe/Kyiv"),
        ("Нью-Йорк", "America/New_York"),
        ("Kiev", None),
        ("Europe", None),
        ("", None),
    ],
)
def test_a_zone_is_found_by_its_words(words: str, zone: str | None) -> None:
    assert places.zone_of(words, "uk") == zone


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "Киев, Украина (Europe/Kyiv)"),
        ("uk", "Київ, Україна (Europe/Kyiv)"),
        ("en", "Kyiv, Ukraine (Europe/Kyiv)"),
    ],
)
def test_a_zone_has_its_name_in_the_readers_language(language: str, words: str) -> None:
    assert places.zones(language)["Europe/Kyiv"] == words


def test_a_zone_is_chosen_by_its_city_in_the_preferences(cast: Cast) -> None:
    browser = cast.browser_of(cast.maria)
    page = browser.post("/preferences/", {"language": "ru", "theme": "", "zone": "Владивосток"}, follow=True)

    assert Staff.objects.get(pk=cast.maria.pk).zone == "Asia/Vladivostok"
    assert 'value="Владивосток, Россия (Asia/Vladivostok)"' in page.content.decode()


def test_a_zone_that_is_none_is_refused_in_words(cast: Cast) -> None:
    page = cast.browser_of(cast.maria).post("/preferences/", {"language": "ru", "theme": "", "zone": "Марс"})

    assert "Такого часового пояса нет. Выберите из списка." in page.content.decode()
