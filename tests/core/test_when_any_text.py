"""Whatever the text: offsets lie within it, moments are ahead, and the work grows with the text and not faster."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slovo.core.when import named_in
from slovo.core.when.vocabulary import vocabulary
from slovo.core.when.walk import Walk
from slovo.core.worktime import Calendar
from tests.core.saying import CALENDAR, NOW, nothing_passed_over

LANGUAGES = ("ru", "uk", "en")
CALENDARS = [
    CALENDAR,
    Calendar.from_document({"tz": "Europe/Kyiv"}),
    Calendar.from_document({"tz": "America/St_Johns", "week": {"fri": [["22:00", "06:00"]]}, "holidays": "UA"}),
    Calendar.from_document({"tz": "Pacific/Apia", "week": {"mon": [["00:00", "24:00"]], "tue": [["00:00", "24:00"]]}}),
]
SIZE = 100_000
HOSTILE = [
    "1 ",
    "12-12 ",
    "10 (10) ",
    "до 1 ",
    "с 10 до ",
    "от 2 до ",
    "in the next ",
    "примерно ",
    "the ",
    "двадцать ",
]
HOSTILE += [
    "до конца ",
    "не работаем ",
    "~",
    ",",
    "(",
    "- ",
    "завтра прошлой ",
    "час-",
    "если ",
    "15.12 - ",
    "Dec 3 - ",
]
WORDS = sorted(
    {word for language in LANGUAGES for word in vocabulary(language).words}
    | {" ".join(words) for one in LANGUAGES for some in vocabulary(one).phrases.values() for words, _meaning in some}
)
FIGURES = st.one_of(
    st.integers(0, 10_000).map(str),
    st.times().map(lambda clock: f"{clock.hour}:{clock.minute:02}"),
    st.dates(min_value=datetime(1990, 1, 1).date()).map(lambda day: f"{day:%d.%m}"),  # noqa: DTZ001 - a day
    st.dates().map(lambda day: f"{day:%d.%m.%Y}"),
    st.dates().map(str),
    st.from_regex(r"[0-9]{1,3}([.,:/-][0-9]{1,3}){0,3}(-?[а-яёіїa-z]{1,3})?", fullmatch=True),
)
PIECES = st.one_of(
    st.sampled_from(WORDS), FIGURES, st.sampled_from([*".,!?;:()-–—>\n", "ответим", "надішлемо", "will"])
)
SENTENCES = st.lists(PIECES, max_size=12).map(" ".join)
TEXTS = st.one_of(st.text(max_size=200), SENTENCES, st.tuples(SENTENCES, st.text(max_size=20), SENTENCES).map("".join))
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.timezones())  # noqa: DTZ001 - bounds


@given(TEXTS, MOMENTS, st.sampled_from(CALENDARS), st.sampled_from([*LANGUAGES, ""]))
def test_moments_stand_in_the_text_and_lie_ahead(text: str, now: datetime, calendar: Calendar, language: str) -> None:
    found = named_in(text, now=now, calendar=calendar, language=language)

    position = 0
    for one in found:
        assert position <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == text[one.start : one.end].strip()
        assert one.due.tzinfo is not None
        assert one.due > now.astimezone(ZoneInfo("UTC"))
        position = one.end


@given(SENTENCES, st.sampled_from(LANGUAGES))
def test_what_is_quoted_is_not_read(text: str, language: str) -> None:
    quoted = "\n".join(f"> {line}" for line in f"завтра\n{text}".splitlines())
    assert named_in(quoted, now=NOW, calendar=CALENDAR, language=language) == []


@pytest.mark.parametrize(
    "text", ["1" * SIZE, "1 " * SIZE, "1.1." * SIZE, "1-" * SIZE, "а" * SIZE, "a'" * SIZE, " " * SIZE]
)
def test_a_hostile_text_comes_to_an_end(text: str) -> None:
    """A pattern that looks back or ahead without bounds would be at it for hours."""
    assert named_in(text, now=NOW, calendar=CALENDAR, language="ru") == []


@pytest.mark.parametrize("piece", HOSTILE)
def test_work_grows_as_the_text_does(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []
    look = Walk.at
    monkeypatch.setattr(Walk, "at", lambda walk, index: looks.append(index) or look(walk, index))

    def work(words: int) -> int:
        looks.clear()
        with nothing_passed_over():
            named_in(piece * words, now=NOW, calendar=CALENDAR, language="ru")
        return len(looks)

    assert work(400) <= 2.1 * work(200) <= 2.1 * 2.1 * work(100)
