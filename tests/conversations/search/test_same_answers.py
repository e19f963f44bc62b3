"""A fixed corpus and literal answers: this file passes on SQLite and on PostgreSQL, so both give the same."""

import pytest

from slovo.conversations import actions
from tests.cast import Cast
from tests.conversations.search.conftest import NOW, Write, subjects

LETTERS = [
    ("Чайник не пришёл", "Здравствуйте! Заказ 48211 оплачен неделю назад, а чайника всё нет. Где посылка?"),
    ("Возврат", "Хочу оформить возврат чайника по гарантии: течёт крышка. Номер 8 900 000-00-12."),
    ("Подарок", "Можно ли упаковать чайник в подарок для детей и доставить курьером в субботу?"),
    ("Счёт для организации", "Просим выставить счёт на десять чайников, реквизиты во вложении."),
    ("Гарантия", "Сколько лет гарантия на самовар? Возвраты по ней возможны?"),
    ("Доставка", "Курьер не приехал, доставку перенесли в третий раз. Верните деньги!"),
    ("Refund", "My kettle was delivered broken, I would like to be refunded."),
    ("Повернення", "Доброго дня! Хочу повернути чайник, гроші просив на картку. Замовлення 48215."),
    ("Вопрос", "Подскажите, подойдёт ли крышка от чайника к самовару?"),
    ("Спасибо", "Всё пришло, ребёнок в восторге от подарка. Спасибо!"),
]
ANSWERS = {
    "чайник": [
        "Чайник не пришёл",
        "Вопрос",
        "Повернення",
        "Счёт для организации",
        "Подарок",
        "Возврат",
    ],
    "чайников гарантий": ["Возврат"],
    "гарантия возврат": ["Гарантия", "Возврат"],
    "возвратами": ["Возврат", "Гарантия"],
    "самовары": ["Вопрос", "Гарантия"],
    "ребёнку подарки": ["Подарок", "Спасибо"],
    "48211": ["Чайник не пришёл"],
    "4821": ["Повернення", "Чайник не пришёл"],
    "+7 (900) 000-00-12": ["Возврат"],
    "refunds kettles": ["Refund"],
    "грошей": ["Повернення"],
    "повернули": ["Повернення"],
    "курьером доставка": ["Доставка"],
    '"крышка от чайника"': ["Вопрос"],
    "крышка -самовар": ["Возврат"],
    "курь": ["Доставка", "Подарок"],
    "is:closed": ["Спасибо"],
    "чайник from:ирина before:2025-12-14": ["Чайник не пришёл", "Подарок", "Возврат"],
    "как вернуть деньги за доставку": ["Доставка"],
    "велосипед": [],
}


def test_the_same_answers_on_every_database(cast: Cast, wrote: Write) -> None:
    for subject, text in LETTERS:
        conversation = wrote(text, subject=subject)
    actions.close_conversation(conversation_id=conversation.pk, by=cast.anna, at=NOW, answer_not_needed=True)

    assert {query: subjects(cast.anna, query) for query in ANSWERS} == ANSWERS


@pytest.mark.slow
@pytest.mark.parametrize("count", [30])
def test_a_rare_word_reaches_all_years(cast: Cast, wrote: Write, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from slovo.conversations.search import candidates

    monkeypatch.setattr(candidates, "CANDIDATES_MAX", 5)
    wrote("Чайник и бергамот.", subject="Самое старое")
    for _time in range(count):
        wrote("Чайник и чабрец.", subject="Новое")

    assert subjects(cast.anna, "бергамот чайник") == ["Самое старое"]
    assert subjects(cast.anna, "чайник is:closed") == []
