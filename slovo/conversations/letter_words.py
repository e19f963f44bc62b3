"""The words of letters that rules write about visits, things that were waited for, and calls. Shipped ones, which a
brand may replace by its own, part by part and language by language.

They are data, as those of notices are (`promises/notice_words.py`). What must not be missing is none of them: the
moment and place of a visit, its entry for a calendar and the link to the customer's page follow whatever is said.
"""

from collections.abc import Mapping

from slovo.conversations.letter_models import LetterText
from slovo.conversations.models import Conversation
from slovo.promises.notice_words import LANGUAGES, filled, names_in

PARTS: dict[str, tuple[str, ...]] = {
    "visit_booked": ("title", "brand", "name"),
    "visit_moved": ("title", "was", "brand", "name"),
    "visit_cancelled": ("title", "brand", "name"),
    "visit_off": ("title", "brand", "name"),
    "visit_soon": ("title", "brand", "name"),
    "visit_change": ("brand",),
    "it_is_here": ("title", "moment", "brand", "name"),
    "call_failed": ("time", "brand", "name"),
    "call_again": ("time", "brand"),
    "call_on": ("date", "time", "brand"),
    "call_never": ("brand",),
    "call_when": ("brand",),
    "call_wrong": ("time", "brand", "name"),
}
SHIPPED: dict[str, dict[str, str]] = {
    "ru": {
        "visit_booked": "Вы записаны: {title}.",
        "visit_moved": "Ваш визит «{title}» перенесён. Было: {was}. Теперь:",
        "visit_cancelled": "Ваш визит «{title}» отменён, как вы и просили. Он был назначен на:",
        "visit_off": "Просим прощения: нам приходится отменить ваш визит «{title}». Ответьте на это письмо, и мы "
        "подберём другое время. Визит был назначен на:",
        "visit_soon": "Ждём вас: {title}.",
        "visit_change": "Если не сможете прийти или хотите другое время, ответьте на это письмо.",
        "it_is_here": "«{title}» уже у нас, и мы отложили его для вас до {moment}. Берёте? Просто ответьте на это "
        "письмо. Если уже не нужно, тоже напишите: тогда предложим тому, кто ждёт следующим.",
        "call_failed": "Мы позвонили вам в {time} и не дозвонились.",
        "call_again": "Попробуем ещё раз в {time}. Если вам удобнее другое время, напишите его в ответ.",
        "call_on": "Попробуем ещё раз {date} в {time}. Если вам удобнее другое время, напишите его в ответ.",
        "call_never": "Больше мы звонить не будем, если вы сами об этом не попросите: ответьте на это письмо или "
        "позвоните нам.",
        "call_when": "Когда вам позвонить? Напишите в ответ удобное время.",
        "call_wrong": "Мы позвонили вам в {time}, но, похоже, с номером ошибка. Напишите, пожалуйста, в ответ номер, "
        "по которому вам можно дозвониться.",
    },
    "uk": {
        "visit_booked": "Вас записано: {title}.",
        "visit_moved": "Ваш візит «{title}» перенесено. Було: {was}. Тепер:",
        "visit_cancelled": "Ваш візит «{title}» скасовано, як ви й просили. Його було призначено на:",
        "visit_off": "Перепрошуємо: нам доводиться скасувати ваш візит «{title}». Дайте відповідь на цей лист, і ми "
        "підберемо інший час. Візит було призначено на:",
        "visit_soon": "Чекаємо на вас: {title}.",
        "visit_change": "Якщо не зможете прийти або хочете інший час, дайте відповідь на цей лист.",
        "it_is_here": "«{title}» уже в нас, і ми відклали його для вас до {moment}. Берете? Просто дайте відповідь на "
        "цей лист. Якщо вже не потрібно, теж напишіть: тоді запропонуємо тому, хто чекає наступним.",
        "call_failed": "Ми зателефонували вам о {time} і не додзвонилися.",
        "call_again": "Спробуємо ще раз о {time}. Якщо вам зручніший інший час, напишіть його у відповідь.",
        "call_on": "Спробуємо ще раз {date} о {time}. Якщо вам зручніший інший час, напишіть його у відповідь.",
        "call_never": "Більше ми не телефонуватимемо, якщо ви самі про це не попросите: дайте відповідь на цей лист "
        "або зателефонуйте нам.",
        "call_when": "Коли вам зателефонувати? Напишіть у відповідь зручний час.",
        "call_wrong": "Ми зателефонували вам о {time}, але, схоже, номер хибний. Напишіть, будь ласка, у відповідь "
        "номер, за яким вам можна додзвонитися.",
    },
    "en": {
        "visit_booked": "You are booked: {title}.",
        "visit_moved": "Your visit “{title}” has another time. It was: {was}. Now it is:",
        "visit_cancelled": "Your visit “{title}” is cancelled, as you wished. It was to be:",
        "visit_off": "We are sorry: we must cancel your visit “{title}”. Reply to this letter, and we will find "
        "another time. It was to be:",
        "visit_soon": "We are expecting you: {title}.",
        "visit_change": "If you cannot come or want another time, reply to this letter.",
        "it_is_here": "“{title}” is here, and we keep it for you until {moment}. Do you want it? Just answer this "
        "letter. If you do not need it any more, write that too: then it goes to the next person who waits.",
        "call_failed": "We called you at {time} and could not reach you.",
        "call_again": "We will try again at {time}. If another time suits you better, reply with it.",
        "call_on": "We will try again on {date} at {time}. If another time suits you better, reply with it.",
        "call_never": "We will not call again unless you ask us to: reply to this letter, or call us.",
        "call_when": "When shall we call you? Reply with a time that suits you.",
        "call_wrong": "We called you at {time}, but the number we have seems to be wrong. Please reply with the number "
        "at which we can reach you.",
    },
}
Own = Mapping[tuple[str, str], str]


def own_texts(brand_id: int) -> dict[tuple[str, str], str]:
    """By part and language."""
    rows = LetterText.objects.filter(brand_id=brand_id)
    return {(row.part, row.language): row.text for row in rows}


def unknown_names(part: str, text: str) -> list[str]:
    return [name for name in names_in(text) if name not in PARTS[part]]


def words(part: str, language: str, own: Own, **values: str) -> str:
    """`own`: the brand's, by part and language."""
    known = language if language in LANGUAGES else "en"
    return filled(own.get((part, known)) or SHIPPED[known][part], **values)


def said(part: str, place: Conversation, own: Own, *, language: str, **values: str) -> str:
    """To the customer there."""
    return words(part, language, own, brand=place.brand.name, name=place.customer.name, **values)
