"""Amounts in the smallest unit of a currency, as people write and read them."""

import re
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_currency, get_currency_precision, list_currencies

CURRENCIES = ("RUB", "UAH", "KZT", "BYN", "EUR", "USD", "GBP", "PLN", "CZK", "GEL", "AMD", "TRY")
AMOUNT_MINOR_MAX = 10**13
_AMOUNT = re.compile(r"\d{1,13}(?:\.\d{1,3})?", re.ASCII)


def is_currency(text: str) -> bool:
    return text in list_currencies()


def minor(text: str, currency: str) -> int | None:
    """«1 250,50» in hryvnias is 125050. None for what is no amount of this currency."""
    said = "".join(text.split()).replace(",", ".")
    if not _AMOUNT.fullmatch(said):
        return None
    return in_minor(Decimal(said), currency) or None


def in_minor(amount: Decimal, currency: str) -> int | None:
    """Exactly, and nothing at all is an amount, too. None for what is no amount of this currency."""
    scaled = amount * 10 ** get_currency_precision(currency)
    return int(scaled) if scaled == scaled.to_integral_value() and 0 <= scaled <= AMOUNT_MINOR_MAX else None


def nearest_minor(amount: Decimal, currency: str) -> int:
    """What is divided does not come out even."""
    return int((amount * 10 ** get_currency_precision(currency)).to_integral_value(ROUND_HALF_UP))


def plain(amount_minor: int, currency: str) -> str:
    """As a field of a form shows it: «1250.50»."""
    places = get_currency_precision(currency)
    return f"{Decimal(amount_minor) / 10**places:.{places}f}"


def money_words(amount_minor: int, currency: str, language: str) -> str:
    """«1 250,50 ₴»; whole ones without a fraction."""
    places = get_currency_precision(currency)
    amount = Decimal(amount_minor) / 10**places
    whole = amount == amount.to_integral_value()
    pattern = ("¤#,##0" if language == "en" else "#,##0\xa0¤") if whole else None
    words = str(format_currency(amount, currency, format=pattern, locale=language, currency_digits=not whole))
    return re.sub(r"^([A-Z]{3})(?=\d)", "\\1\xa0", words)
