"""A conversation is found by every form of every word, in three languages, however it is written."""

import pytest

from tests.cast import Cast
from tests.conversations.search.conftest import Write, found, subjects

pytestmark = pytest.mark.thorough


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Оформляю возврат", "возвратом"),
        ("Жду возвраты по заказам", "возврат заказа"),
        ("Купили для детей", "ребёнок"),
        ("Чайник пришёл разбитым", "прийти"),
        ("Ещё не пришел", "ещё пришёл"),
        ("Мастера так и не дождалась", "мастер"),
        ("Промокодом не воспользоваться", "промокод"),
        ("Верните деньги", "денег"),
        ("Ко́фе остыл", "кофе"),
        ("Кофе\u00adварка течёт", "кофеварки"),
    ],
)
def test_russian_forms_meet(cast: Cast, wrote: Write, written: str, asked: str) -> None:
    wrote(written, subject="Наше")
    wrote("Совсем о другом: спасибо.", subject="Другое")

    assert subjects(cast.anna, asked) == ["Наше"]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Минуло кілька років", "рік"),
        ("Поверніть мої гроші", "грошей"),
        ("Посилка з накладною загубилася", "накладна"),
        ("Міський кур'єр запізнився", "кур’єром"),
        ("Пам’ять про це", "пам'яті"),
        ("Мед зацукрувався, об`єм не той", "об'єму"),
        ("Замовлень було два", "замовлення"),
        ("Для наших дітей", "дитина"),
    ],
)
def test_ukrainian_forms_meet(cast: Cast, wrote: Write, written: str, asked: str) -> None:
    wrote(written, subject="Наше", mailbox="honey")
    wrote("Дякую, все гаразд.", subject="Інше", mailbox="honey")

    assert subjects(cast.taras, asked) == ["Наше"]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("I was refunded twice", "refund"),
        ("Two kettles were sent", "kettle send"),
        ("The children broke it", "child"),
        ("The customer's café", "customers cafe"),
        ("They've paid", "pay"),
    ],
)
def test_english_forms_meet(cast: Cast, wrote: Write, written: str, asked: str) -> None:
    wrote(written, subject="Ours")
    wrote("Something else entirely.", subject="Theirs")

    assert subjects(cast.anna, asked) == ["Ours"]


def test_a_word_of_the_other_language_in_a_letter_is_found(cast: Cast, wrote: Write) -> None:
    wrote("Здравствуйте! Вы пишете, что отправите «замовленням» через Нову пошту, это как?", subject="Наше")

    assert subjects(cast.anna, "замовлення пошта") == ["Наше"]


def test_words_with_hyphens_are_found_whole_and_in_parts(cast: Cast, wrote: Write) -> None:
    wrote("Нужна кофе-машина и интернет-магазин.", subject="Наше")

    assert [subjects(cast.anna, asked) for asked in ("кофе-машины", "кофе", "машину", "интернет магазином")] == [
        ["Наше"]
    ] * 4


def test_every_place_where_a_word_may_stand(cast: Cast, wrote: Write) -> None:
    sender = "Семён Кочерга <semyon.k@pechi.example>"
    one = wrote(
        "Смотрите файл.", subject="Заслонка", sender=sender, files=[("смета-2026.pdf", "application/pdf", b"%")]
    )
    wrote("Смотрите.", subject="Другое")

    asked = ("заслонки", "кочергу", "semyon.k@pechi.example", "pechi", "смета", one.reference, f"#{one.reference}")
    assert [subjects(cast.anna, word) for word in asked] == [["Заслонка"]] * len(asked)


def test_what_the_customer_quoted_is_not_theirs(cast: Cast, wrote: Write) -> None:
    wrote("Спасибо!\n\n> 1 марта 2026, Анна писала:\n> самовары подорожали", subject="Наше")

    assert subjects(cast.anna, "самовар") == []


@pytest.mark.parametrize(
    "asked",
    ["+7 900 000-00-12", "8 (900) 000-00-12", "89000000012", "9000000012", "900 000 00 12", "000-00-12", "0000012"],
)
@pytest.mark.parametrize("written", ["8 900 000-00-12", "+79000000012", "(900) 000 00 12"])
def test_a_phone_is_found_in_any_notation(cast: Cast, wrote: Write, written: str, asked: str) -> None:
    wrote(f"Мой номер {written}, звоните.", subject="Наше")
    wrote("Мой номер 8 900 000-00-13.", subject="Другое")

    assert subjects(cast.anna, asked) == ["Наше"]


def test_a_ukrainian_phone_with_and_without_the_country(cast: Cast, wrote: Write) -> None:
    wrote("Телефонуйте: 050 123 45 67", subject="Наше", mailbox="honey")

    assert [subjects(cast.taras, asked) for asked in ("+380 50 123 45 67", "0501234567", "50 123-45-67")] == [
        ["Наше"]
    ] * 3


@pytest.mark.parametrize(("beginning", "how"), [("возвр", "beginning"), ("дете", "beginning"), ("возвраты", "all")])
def test_the_last_word_may_be_a_beginning(cast: Cast, wrote: Write, beginning: str, how: str) -> None:
    wrote("Возвраты для детей.", subject="Наше")

    assert subjects(cast.anna, f"наше {beginning}", typing=True) == ["Наше"]
    assert found(cast.anna, beginning).how == how


def test_a_beginning_finds_other_forms_than_the_one_it_begins(cast: Cast, wrote: Write) -> None:
    wrote("Ребёнок обжёгся.", subject="Первое")
    wrote("Это для детей.", subject="Второе")

    assert subjects(cast.anna, "дете", typing=True) == ["Второе", "Первое"]


def test_two_letters_and_a_finished_word_are_no_beginning(cast: Cast, wrote: Write) -> None:
    wrote("Возвраты.", subject="Наше")

    assert [subjects(cast.anna, typed, typing=True) for typed in ("во", "возвр ")] == [[], []]


def test_a_whole_question_finds_what_has_its_rarest_words(cast: Cast, wrote: Write) -> None:
    wrote("Гарантия на самовар два года.", subject="Самовар")
    wrote("Как вернуть чайник? Какие сроки?", subject="Чайник")
    wrote("Как вы работаете в праздники?", subject="Праздники")

    answer = found(cast.anna, "как мне узнать, какая у самоваров гарантия")

    assert (answer.how, answer.results[0].subject) == ("some", "Самовар")
