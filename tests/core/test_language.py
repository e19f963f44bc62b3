"""In which language a few words are, of the three that Slovo speaks. The sentences are our own."""

import pytest

from slovo.channels.chat.models import Chat
from slovo.conversations.models import Message
from slovo.core.text.language import language_of, possible_languages
from tests.cast import Cast, arrives, letter, work
from tests.channels.chat.visitors import Browser, a_chat

RUSSIAN = """
Ждите до завтра 18:00
Жду ответа
Верните деньги
Перезвоните мне
Когда привезут заказ
Где мой чайник
Не работает кнопка
Товар не приехал
Коробка пришла пустая
Нужен чек на 4500
Хочу отказаться от доставки
Курьер опоздал на два часа
Подскажите адрес магазина
Можно забрать самому
Во сколько откроетесь
Заказ 1512 отменить
Почему так долго
Спасибо, помогло
Не надо звонить
Как оформить возврат
Оплата не прошла
Где iPhone 15 Pro Max
Не могу войти в личный кабинет
Позовите человека
Доброго дня! Подскажите, пожалуйста
Здравствуйте, это Наталія. Где мой заказ
Хорошо, договорились
Заберу в субботу
Прислали не тот цвет
Да, конечно
Чайник сломан
Ещё не дошло
Вы открыты
Это не то
Сообщите номер накладной
"""
UKRAINIAN = """
Чекайте до завтра 18:00
Чекаю на відповідь
Поверніть кошти
Передзвоніть мені
Коли буде замовлення
Де мій чайник
Не працює кнопка
Товар не прийшов
Коробка була порожня
Потрібен чек на 4500
Хочу скасувати доставку
Кур'єр запізнився
Яка адреса крамниці
Можна забрати самому
Чому так довго
Дякую, допомогло
Не треба телефонувати
Як оформити повернення
Оплата не пройшла
Доброго дня
Добре, домовились
Заберу в суботу
Надіслали не той колір
Так, звичайно
Чайник зламався
Ще не дійшло
Коли буде готово
Покличте людину
Де сайт iPhone
Прошу рахунок
"""
ENGLISH = """
Thanks!
Where is my order
Please call me back
The lid is broken
I want a refund
Delivery status?
Hello, this is Анна. Where is my parcel
Can I pick it up today
Not working
Opening hours
Invoice
Tea arrived wet
"""
# Nothing in them tells: who asks knows more of whoever wrote them.
UNDECIDED = (
    "Ок",
    "12345",
    "До завтра",
    "iPhone 15 Pro Max",
    "Доставка до дома",
    "Номер 1512",
    "Samsung Galaxy S24",
    "+",
)
TABLE = [
    (text, language)
    for language, texts in (("ru", RUSSIAN), ("uk", UKRAINIAN), ("en", ENGLISH))
    for text in texts.strip().splitlines()
]


def test_there_are_enough_sentences_of_each() -> None:
    counts = {language: sum(one == language for _text, one in TABLE) for language in ("ru", "uk", "en")}
    assert len(TABLE) == len({text for text, _language in TABLE}) >= 60
    assert min(counts.values()) >= 12


@pytest.mark.parametrize(("text", "language"), TABLE)
def test_a_short_sentence_tells_its_language(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(("text", "language"), TABLE)
def test_what_it_tells_is_believed_more_than_what_was_known(text: str, language: str) -> None:
    for known in ("ru", "uk", "en"):
        assert language_of(text, known=[known]) == language
    assert language in possible_languages(text)


@pytest.mark.parametrize("text", UNDECIDED)
@pytest.mark.parametrize("known", ["ru", "uk"])
def test_where_nothing_tells_it_is_the_language_that_is_known(text: str, known: str) -> None:
    assert language_of(text, known=["", known, "en"]) == known
    assert known in possible_languages(text)


@pytest.mark.parametrize("text", ["Ок", "До завтра", "12345"])
def test_where_nothing_is_known_either_it_is_none(text: str) -> None:
    assert language_of(text) == ""


def test_english_is_not_what_cyrillic_is_taken_for() -> None:
    """A brand or a customer that speaks English may be written to in other letters."""
    assert language_of("До завтра", known=["en", "uk"]) == "uk"
    assert language_of("До завтра", known=["en"]) == ""


def test_a_customer_who_is_known_keeps_their_language_where_a_letter_tells_nothing(cast: Cast) -> None:
    arrives(letter("Де мій чайник?", message_id="<1@x.example>"), cast.chainik_mail)
    arrives(letter("До завтра", message_id="<2@x.example>", subject="Ок"), cast.chainik_mail)
    arrives(letter("Ждите до завтра 18:00", message_id="<3@x.example>"), cast.chainik_mail)

    assert list(Message.objects.order_by("pk").values_list("language", flat=True)) == ["uk", "uk", "ru"]


def test_of_a_new_customer_it_is_the_brands(cast: Cast) -> None:
    arrives(letter("До завтра", subject="Ок"), cast.honey_mail)
    assert (cast.honey.language, Message.objects.get().language) == ("uk", "uk")


@pytest.mark.parametrize(("text", "language"), [("Ждите до завтра 18:00", "ru"), ("До завтра", "ru"), ("Дякую", "uk")])
def test_in_a_chat_it_is_that_of_the_widget(cast: Cast, text: str, language: str) -> None:
    chat: Chat = a_chat(cast)
    Browser(chat).comes().says(text)
    work()
    assert Message.objects.get(direction="in").language == language
