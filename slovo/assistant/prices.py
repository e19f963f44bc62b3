"""Who asks for a price is answered by nothing that names none, however well its words fit."""

import re

from slovo.core.text import line

_ASKED = re.compile(
    r" (?:сколько (?:\w+ ){0,2}(?:сто[ия]т|стоить|обойд[её]т\w*|плат\w+|заплат\w+)"
    r"|поч[её]м|цен[аыуе]?|стоимост[ьи]|прайс\w*|расценк\w+"
    r"|скільки (?:\w+ ){0,2}(?:кошту\w+|плат\w+|заплат\w+|обійд\w+)"
    r"|почім|цін[аиуі]?|вартіст[ьі]|вартости|розцінк\w+"
    r"|how much (?:is|are|does|do|for|to|will|would|it|s)|how much's|prices?|costs?|fees?|charges?|tariffs?)(?= )"
)
_TOLD = re.compile(
    r"[₽₴€$£%]|\b(?:руб|грн|гривен|гривн|коп|євро|евро|доллар|долар|eur|usd|uah|rub|hryvn|rouble|ruble|euro|dollar)"
    r"|\b(?:бесплатн|безкоштовн|безоплатн|free\b|сто[ия]т|стоимост|цен[аыуе]?\b|кошту|вартіст|цін[аиуі]?\b|тариф|плат|оплат"
    r"|доплат|скидк|знижк|price|cost|fee\b|fees\b|charg|pay|paid|discount|tariff)",
    re.IGNORECASE,
)


def asks_price(question: str) -> bool:
    return bool(_ASKED.search(line(question)))


def tells_price(text: str) -> bool:
    return bool(_TOLD.search(text))
