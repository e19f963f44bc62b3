"""Flows that are shipped, for a brand to take over and change. Their words are data, in the visitor's language."""

from typing import Any

from slovo.assistant.flows.document import VERSION, Document, read


def _said(ru: str, uk: str, en: str) -> dict[str, str]:
    return {"ru": ru, "uk": uk, "en": en}


_NUMBER = _said(
    "Напишите номер заказа. Он есть в письме или СМС о заказе.",
    "Напишіть номер замовлення. Він є в листі або СМС про замовлення.",
    "Write the number of your order. It is in the letter or text message about it.",
)
_CONTACT = _said(
    "Чтобы не рассказать о чужом заказе: напишите e-mail или телефон, который в нём указан.",
    "Щоб не розповісти про чуже замовлення: напишіть e-mail або телефон, указаний у ньому.",
    "So that nobody hears of an order that is not theirs: write the e-mail or phone that is on it.",
)
_STATE = _said(
    "Заказ {number}: {state}. {promised}",
    "Замовлення {number}: {state}. {promised}",
    "Order {number}: {state}. {promised}",
)
_NOT_FOUND = _said(
    "Заказа с таким номером и контактом я не нахожу.",
    "Замовлення з таким номером і контактом я не знаходжу.",
    "I find no order with this number and contact.",
)
_PHONE_TO_CALL = _said(
    "По какому номеру вам перезвонить?",
    "За яким номером вам передзвонити?",
    "At which number shall we call you back?",
)
_ABOUT = _said(
    "О чём будет разговор? Пары слов достаточно.",
    "Про що буде розмова? Кількох слів досить.",
    "What is it about? A few words are enough.",
)
_CALL_TIME = _said(
    "Когда вам удобно поговорить? Выберите время или напишите своё, например «завтра в 15:00».",
    "Коли вам зручно поговорити? Оберіть час або напишіть свій, наприклад «завтра о 15:00».",
    "When is a good time to talk? Choose one or write your own, like “tomorrow at 15:00”.",
)
_CALLED = _said(
    "Записал: перезвоним на {phone}. {promised}",
    "Записав: передзвонимо на {phone}. {promised}",
    "Noted: we call you back at {phone}. {promised}",
)
_SLOT = _said(
    "Когда вам удобно прийти? Выберите время или напишите своё, например «завтра в 15:00».",
    "Коли вам зручно прийти? Оберіть час або напишіть свій, наприклад «завтра о 15:00».",
    "When would you like to come? Choose a time or write your own, like “tomorrow at 15:00”.",
)
_PHONE_OF_VISIT = _said(
    "Напишите телефон, чтобы мы могли предупредить, если что-то изменится.",
    "Напишіть телефон, щоб ми могли попередити, якщо щось зміниться.",
    "Write a phone number, so that we can tell you if anything changes.",
)
_SURE = _said("Записываю?", "Записую?", "Shall I book it?")
_BOOKED = _said(
    "Готово: «{visit}», {moment}. Перенести или отменить визит можно здесь же, в чате.",
    "Готово: «{visit}», {moment}. Перенести або скасувати візит можна тут же, у чаті.",
    "Done: “{visit}”, {moment}. To move or cancel the visit, write here in the chat.",
)
_TAKEN = _said(
    "Это время только что заняли. Давайте выберем другое.",
    "Цей час щойно зайняли. Оберімо інший.",
    "This time has just been taken. Let us find another one.",
)

_PLAIN: dict[str, dict[str, Any]] = {
    "order": {
        "name": _said("Где мой заказ", "Де моє замовлення", "Where my order is"),
        "starts": {
            "ru": ["где заказ", "статус заказа", "состояние заказа", "когда привезут заказ", "что с заказом"],
            "uk": ["де замовлення", "статус замовлення", "стан замовлення", "коли привезуть замовлення"],
            "en": ["where order", "order status", "state order", "track order", "when order arrive"],
        },
        "menu": _said("Где мой заказ?", "Де моє замовлення?", "Where is my order?"),
        "steps": [
            {"key": "number", "kind": "ask", "asks": "order", "words": _NUMBER, "next": "state"},
            {"key": "state", "kind": "look_up", "words": _STATE, "other": "contact"},
            {"key": "contact", "kind": "ask", "asks": "contact", "words": _CONTACT, "next": "proved_state"},
            {"key": "proved_state", "kind": "look_up", "words": _STATE, "other": "not_found"},
            {"key": "not_found", "kind": "hand_over", "words": _NOT_FOUND},
        ],
    },
    "callback": {
        "name": _said("Перезвоните мне", "Передзвоніть мені", "Call me back"),
        "starts": {
            "ru": ["перезвоните", "позвоните мне", "заказать звонок", "обратный звонок"],
            "uk": ["передзвоніть", "зателефонуйте мені", "замовити дзвінок", "зворотний дзвінок"],
            "en": ["call me back", "call back please", "request call", "phone me"],
        },
        "menu": _said("Перезвоните мне", "Передзвоніть мені", "Call me back"),
        "steps": [
            {"key": "phone", "kind": "ask", "asks": "phone", "words": _PHONE_TO_CALL, "next": "about"},
            {"key": "about", "kind": "ask", "asks": "text", "words": _ABOUT, "next": "time"},
            {
                "key": "time",
                "kind": "ask",
                "asks": "call_time",
                "words": _CALL_TIME,
                "next": "call",
                "other": "call_soon",
            },
            {"key": "call", "kind": "call", "words": _CALLED, "other": "taken"},
            {"key": "taken", "kind": "say", "words": _TAKEN, "next": "time"},
            {"key": "call_soon", "kind": "call", "words": _CALLED},
        ],
    },
    "visit": {
        "name": _said("Запись на визит", "Запис на візит", "Booking a visit"),
        "starts": {
            "ru": ["записаться", "запишите меня", "запись на приём", "забронировать визит"],
            "uk": ["записатися", "запишіть мене", "запис на прийом", "забронювати візит"],
            "en": ["book visit", "book appointment", "make appointment", "schedule visit"],
        },
        "menu": _said("Записаться на визит", "Записатися на візит", "Book a visit"),
        "steps": [
            {"key": "time", "kind": "ask", "asks": "slot", "words": _SLOT, "next": "phone"},
            {"key": "phone", "kind": "ask", "asks": "phone", "words": _PHONE_OF_VISIT, "next": "sure"},
            {
                "key": "sure",
                "kind": "ask",
                "asks": "choice",
                "words": _SURE,
                "choices": [
                    {"names": _said("Да, запишите", "Так, запишіть", "Yes, book it"), "next": "book"},
                    {"names": _said("Выбрать другое время", "Обрати інший час", "Choose another time"), "next": "time"},
                ],
            },
            {"key": "book", "kind": "book", "words": _BOOKED, "other": "taken"},
            {"key": "taken", "kind": "say", "words": _TAKEN, "next": "time"},
        ],
    },
}

TEMPLATES: dict[str, Document] = {slug: read({"version": VERSION, **plain}) for slug, plain in _PLAIN.items()}
