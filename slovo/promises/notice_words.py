"""The words of a notice. Shipped ones, which a brand may replace by its own, part by part and language by language.

They are data, not catalogues: whoever sends letters chooses the words, in the customer's language, not the reader's.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import formats, translation

LANGUAGES = ("ru", "uk", "en")
PARTS: dict[str, tuple[str, ...]] = {
    "opening": ("name", "brand"),
    "line": ("what", "was", "now", "reason"),
    "late_line": ("what", "was", "now", "reason"),
    "sooner_line": ("what", "was", "now", "reason"),
    "news": ("what", "now"),
    "news_next": ("next",),
    "choice": (),
    "several": (),
    "closing": ("brand",),
}
_NAME = re.compile(r"\{([^{}]*)\}")
SHIPPED: dict[str, dict[str, str]] = {
    "ru": {
        "opening": "Здравствуйте, {name}!",
        "line": "{what}: мы обещали {was}, но не успеваем. {reason} Теперь — {now}.",
        "late_line": "{what}: мы обещали {was} и не успели. Простите нас. {reason} Теперь ждите {now}.",
        "sooner_line": "{what}: мы обещали {was}, но будет раньше — {now}. {reason}",
        "news": "{what}: {now}",
        "news_next": "Дальше: {next}",
        "choice": "Решаете вы. Ответьте «подожду» (и до какого времени самое позднее), предложите другое "
        "или напишите «отменяйте» — сделаем, как скажете.",
        "several": "Здесь сказано о нескольких делах. В ответе назовите, о каком из них речь, "
        "или ответьте сразу обо всех.",
        "closing": "Простите за неудобство.",
    },
    "uk": {
        "opening": "Вітаємо, {name}!",
        "line": "{what}: ми обіцяли {was}, але не встигаємо. {reason} Тепер — {now}.",
        "late_line": "{what}: ми обіцяли {was} і не встигли. Пробачте нам. {reason} Тепер чекайте {now}.",
        "sooner_line": "{what}: ми обіцяли {was}, але буде раніше — {now}. {reason}",
        "news": "{what}: {now}",
        "news_next": "Далі: {next}",
        "choice": "Вирішуєте ви. Відповідайте «почекаю» (і до котрої щонайпізніше), запропонуйте інше "
        "або напишіть «скасуйте» — зробимо, як скажете.",
        "several": "Тут ідеться про кілька справ. У відповіді назвіть, про яку з них мова, "
        "або відповідайте одразу про всі.",
        "closing": "Перепрошуємо за незручності.",
    },
    "en": {
        "opening": "Hello {name},",
        "line": "{what}: we promised it {was}, and will not make it. {reason} The new time is {now}.",
        "late_line": "{what}: we promised it {was}, and did not make it. We are sorry. {reason} Expect it {now}.",
        "sooner_line": "{what}: we promised it {was}, and it will be sooner: {now}. {reason}",
        "news": "{what}: {now}",
        "news_next": "What is next: {next}",
        "choice": "It is your choice. Answer “I will wait” (and until when at most), suggest something else, "
        "or write “cancel”, and that is what we will do.",
        "several": "This letter is about more than one thing. Say in your answer which one you mean, "
        "or that it holds for all.",
        "closing": "We apologise for the trouble.",
    },
}


def names_in(text: str) -> list[str]:
    return _NAME.findall(text)


def unknown_names(part: str, text: str) -> list[str]:
    return [name for name in names_in(text) if name not in PARTS[part]]


def words(part: str, language: str, own: Mapping[tuple[str, str], str], **values: str) -> str:
    """`own`: the brand's, by part and language. What is not named in them is left as it is."""
    return filled(own.get((part, language)) or SHIPPED[language][part], **values)


def filled(text: str, **values: str) -> str:
    text = _NAME.sub(lambda found: values.get(found[1], found[0]), text)
    return " ".join(text.split(" ")).replace(", !", "!").replace(" ,", ",").strip()


def spoken(moment: datetime, *, at: datetime, zone: str, language: str) -> str:
    """«14:05» for today, «14:05, 3 декабря» for another day, where the customer is."""
    there, now = moment.astimezone(ZoneInfo(zone)), at.astimezone(ZoneInfo(zone))
    with translation.override(language):
        clock = formats.time_format(there, "H:i")
        day = formats.date_format(there, "j F" if language == "en" else "j E")
    return clock if there.date() == now.date() else f"{clock}, {day}"


def reason_in(reasons: Mapping[str, str], *languages: str) -> str:
    """In the first of these languages in which there is one."""
    return next((reasons[one] for one in languages if reasons.get(one)), next(iter(reasons.values()), ""))


def sentence(text: str) -> str:
    return text if not text or text[-1] in ".!?…" else f"{text}."
