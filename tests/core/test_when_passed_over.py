"""What is passed over before it is read word by word names nothing: every text says the same with and without it."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slovo.core.when import TEXT_CHARACTERS_MAX, Named, may_be_named_in, named_in, tokens
from slovo.core.when.vocabulary import BEARING, entries
from tests.bench.words import sentences
from tests.core import test_when_english as english
from tests.core import test_when_nothing as nothing
from tests.core import test_when_russian as russian
from tests.core import test_when_ukrainian as ukrainian
from tests.core.saying import CALENDAR, NOW, cases, nothing_passed_over
from tests.core.test_when_any_text import LANGUAGES, SENTENCES, TEXTS, WORDS

TABLES = [
    *(russian.SAID, ukrainian.SAID, english.SAID, english.MIXED),
    *(nothing.RUSSIAN, nothing.UKRAINIAN, nothing.ENGLISH, nothing.QUOTED),
]
PHRASES = [case.text for table in TABLES for case in cases(table)]
LETTERS = [" ".join(sentences(number, 900)) for number in range(100)]
BETWEEN = st.sampled_from(
    [" ", ". ", ".\n", "! ", "?\n\n", "; ", "… ", ", ", "\n> ", ": ", " a@example.com. ", "'", "\u0301"]
)
MIXED = st.lists(st.tuples(st.sampled_from(PHRASES + WORDS), BETWEEN, SENTENCES), max_size=4).map(
    lambda some: "".join(piece[:1].upper() + piece[1:] for three in some for piece in three)
)


def everything(text: str, language: str = "") -> list[Named]:
    with nothing_passed_over():
        return named_in(text, now=NOW, calendar=CALENDAR, language=language)


def same(text: str, language: str = "") -> bool:
    return named_in(text, now=NOW, calendar=CALENDAR, language=language) == everything(text, language)


@pytest.mark.parametrize("language", ["", *LANGUAGES])
def test_phrases_of_the_tables(language: str) -> None:
    assert [text for text in PHRASES if not same(text, language)] == []


@pytest.mark.parametrize("parting", [" ", "\n", "\n\n"])
def test_letters_made_of_the_tables(parting: str) -> None:
    letters = [parting.join(PHRASES[first : first + 7]) for first in range(0, len(PHRASES), 5)]
    assert [text for text in letters if not same(text)] == []


def test_letters_of_the_bench() -> None:
    assert [text for text in LETTERS if not same(text)] == []


@given(st.one_of(TEXTS, MIXED), st.sampled_from(["", *LANGUAGES]))
def test_any_text(text: str, language: str) -> None:
    assert named_in(text, now=NOW, calendar=CALENDAR, language=language) == everything(text, language)


def _bearing() -> Iterator[str]:
    for language in LANGUAGES:
        yield from (form for form, meaning in entries(language) if meaning.kind in BEARING)


def test_every_word_of_the_tables_that_bears_a_moment_is_seen() -> None:
    shapes: list[Callable[[str], str]] = [str, str.upper, str.title, lambda form: f"«{form}»,"]
    assert [form for form in _bearing() for shape in shapes if not tokens.may_name(f"ну {shape(form)} вот")] == []


@pytest.mark.parametrize(
    "text",
    [
        "Здравствуйте! Ваш заказ собран и упакован. Номер 48213, сумма 1500 рублей. Спасибо, что выбрали нас.",
        "Вітаємо! Ми перевірили замовлення і передали його на склад. Дякуємо за терпіння.",
        "Hello! We have checked the parcel and handed it to the courier. Thank you for waiting.",
    ],
)
def test_an_answer_without_a_time_is_not_cut_into_words(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "_tokens", None)
    assert named_in(text, now=NOW, calendar=CALENDAR) == []


def test_of_a_long_answer_only_the_sentence_with_a_time_is(monkeypatch: pytest.MonkeyPatch) -> None:
    cut: list[str] = []
    original = tokens._tokens
    monkeypatch.setattr(
        tokens, "_tokens", lambda text, start, end: cut.append(text[start:end]) or original(text, start, end)
    )

    found = named_in("Мы всё проверили.\nЗаказ собран. Привезём завтра до 18:00! Спасибо.", now=NOW, calendar=CALENDAR)

    assert cut == ["Привезём завтра до 18:00!"]
    assert len(found) == 1


def test_of_a_text_that_is_cut_off_the_half_of_a_word_counts() -> None:
    text = f"{'а' * (TEXT_CHARACTERS_MAX - 7)} завтрак."
    assert [text[one.start : one.end] for one in named_in(text, now=NOW, calendar=CALENDAR)] == ["завтра"]
    assert may_be_named_in(text)


def test_a_full_stop_apart_from_its_word_ends_a_sentence() -> None:
    assert named_in("Ответим в теч . завтра", now=NOW, calendar=CALENDAR) == everything("Ответим в теч . завтра")
