"""Russian sentences of customers and agents, as many as wanted, always the same for the same number."""

from collections.abc import Iterator
from functools import cache
from random import Random

SENTENCES = 4000
WHO = "я мы муж жена коллега курьер продавец мастер менеджер склад бухгалтер клиент сосед мама директор".split()
WHEN = (
    "вчера сегодня утром вечером в_понедельник во_вторник в_среду на_прошлой_неделе в_мае до_обеда после_звонка "
    "через_час накануне_праздника в_конце_месяца"
).split()
DID = (
    "получил отправил заказал проверил оплатил вернул открыл собрал включил потерял нашёл заменил привёз увидел "
    "посмотрел записал подписал отменил перенёс упаковал"
).split()
WHICH = (
    "новый белый стеклянный медный тяжёлый старый сломанный чистый тёплый синий большой подарочный дорожный "
    "электрический складной кухонный садовый детский запасной фирменный"
).split()
WHAT = (
    "чайник заказ чек договор счёт кабель фильтр поднос термос набор пакет ящик товар прибор ключ пульт насос шланг "
    "коврик светильник графин кувшин поддон сервиз ковш противень рюкзак столик зонт плед"
).split()
AND = (
    "и_теперь_не_понимаю,_что_делать_дальше но_крышка_не_закрывается_до_конца поэтому_прошу_подтвердить_доставку "
    "а_деньги_до_сих_пор_не_вернулись потому_что_на_сайте_была_другая_цена хотя_обещали_привезти_раньше "
    "и_хочу_знать_точный_срок но_инструкции_в_коробке_нет поэтому_жду_вашего_ответа_сегодня и_всё_работает_хорошо "
    "а_номер_заказа_прилагаю_ниже но_звонка_так_и_не_было если_можно,_перезвоните_после_шести "
    "и_очень_надеюсь_на_быстрое_решение"
).split()


@cache
def _all(*, told_when: bool = True) -> list[str]:
    chance = Random(7)
    made = []
    for number in range(SENTENCES):
        parts = [chance.choice(words) for words in (WHEN, WHO, DID, WHICH, WHAT, AND)]
        words = " ".join(parts[not told_when :]).replace("_", " ")
        made.append(f"{words[0].upper()}{words[1:]}, позиция {chance.randrange(100, 999)}-{number}.")
    return made


def sentences(number: int, characters: int, *, told_when: int = 1) -> Iterator[str]:
    """Together about so many characters, at least one sentence. Of `told_when` sentences one begins with a moment: of a
    customer each does, of an agent who answers one of four."""
    chance, left, place = Random(number), characters, 0
    while left > 0:
        sentence = _all(told_when=place % told_when == 0)[int(chance.random() * SENTENCES)]
        left -= len(sentence) + 1
        place += 1
        yield sentence
