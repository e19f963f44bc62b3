"""Articles are found by word forms, in three languages, the same on both databases."""

from datetime import timedelta

import pytest
from django.utils import timezone

from slovo.knowledge import actions, asking
from slovo.knowledge.asked_models import NotFound
from slovo.knowledge.search import search
from tests.cast import Cast
from tests.knowledge.stories import published, written
from tests.privacy.nights import sweeps_at


def titles(cast: Cast, words: str, **options: object) -> list[str]:
    return [one.version.title for one in search(cast.chainik.pk, words, **options)]  # type: ignore[arg-type]


@pytest.fixture
def shelf(cast: Cast) -> None:
    published(cast, "Как вернуть чайник", "Возвраты принимаем 14 дней. Нужен чек.")
    published(cast, "Доставка по городу", "Курьер привозит покупки за день. Чайник можно вернуть курьеру.")
    published(cast, "Повернення чайника", "Товар повертають протягом 14 днів.", language="uk")
    published(cast, "How to return a kettle", "Returns are taken for 14 days.", language="en")
    published(cast, "Скидки для своих", "Возврат без чека: решает старший.", audience="internal")
    written(cast, "Возвраты: новые правила", "Черновик.")


@pytest.mark.parametrize(
    ("words", "language", "first"),
    [
        ("возвратом чайников", "ru", "Как вернуть чайник"),
        ("когда привезут покупку", "ru", "Доставка по городу"),
        ("поверненням", "uk", "Повернення чайника"),
        ("returned kettles", "en", "How to return a kettle"),
    ],
)
def test_other_forms_of_the_words_find_it(cast: Cast, shelf: None, words: str, language: str, first: str) -> None:
    assert titles(cast, words, language=language)[0] == first


def test_a_title_counts_for_more_than_a_mention(cast: Cast, shelf: None) -> None:
    assert titles(cast, "вернуть чайник", language="ru") == ["Как вернуть чайник", "Доставка по городу"]


def test_the_beginning_of_a_word_is_enough_from_the_third_letter(cast: Cast, shelf: None) -> None:
    assert titles(cast, "дост", language="ru", typing=True) == ["Доставка по городу"]
    assert titles(cast, "до", language="ru", typing=True) == []
    assert titles(cast, "дост", language="ru") == []


def test_what_readers_may_not_see_is_not_found(cast: Cast, shelf: None) -> None:
    assert "Скидки для своих" not in titles(cast, "скидки возврат чек")
    assert titles(cast, "скидки своих", audiences=("public", "internal")) == ["Скидки для своих"]
    assert search(cast.honey.pk, "вернуть чайник") == []


def test_what_is_archived_or_says_something_else_is_found_no_longer(cast: Cast) -> None:
    version, at = published(cast, "Возврат", "Нужен чек."), timezone.now()
    assert titles(cast, "чеки") == ["Возврат"]
    published(cast, "Возврат", "Нужен паспорт.", article=version.text.article)
    assert titles(cast, "чеки") == []
    actions.archive(article_id=version.text.article_id, by=cast.maria, at=at)
    assert titles(cast, "паспорт") == []
    actions.unarchive(article_id=version.text.article_id, by=cast.maria, at=at)
    assert titles(cast, "паспорт") == ["Возврат"]


def test_what_only_shares_a_little_is_no_answer(cast: Cast, shelf: None) -> None:
    assert titles(cast, "чайник заржавел изнутри после уксуса", language="ru") == []


@pytest.mark.parametrize("words", ["", "?!", "и на", "'; DROP TABLE--", "%_%", "\\"])
def test_what_has_no_words_finds_nothing_and_breaks_nothing(cast: Cast, shelf: None, words: str) -> None:
    assert titles(cast, words) == []


def test_what_was_sought_in_vain_is_counted_without_personal_data(cast: Cast) -> None:
    at = timezone.now()
    for words in ("Гарантия  irina@example.com +7 900 123-45-67", "гарантия", "12345 @irina"):
        asking.note_not_found(brand_id=cast.chainik.pk, language="ru", words=words, at=at)

    assert list(NotFound.objects.values_list("words", "times")) == [("гарантия", 2)]
    sweeps_at(at + timedelta(days=180))
    assert NotFound.objects.exists()
    sweeps_at(at + timedelta(days=181))
    assert not NotFound.objects.exists()
