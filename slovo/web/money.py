"""Money in words of the reader's language."""

from django.utils.translation import get_language

from slovo.core.money import money_words


def price_words(minor: int | None, currency: str) -> str:
    """`minor`: in the currency's smallest unit; None has no words."""
    return "" if minor is None or not currency else money_words(minor, currency, get_language() or "en")
