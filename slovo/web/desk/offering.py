"""Forms of what is offered: texts in several languages, prices and numbers as people write them."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.numbers import get_currency_precision
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.errors import UnableTo
from slovo.requests import queries
from slovo.requests.actions import Offer
from slovo.requests.choosing import ON_THE_PAGE
from slovo.requests.models import OptionVersion, RequestType, Texts
from slovo.web.desk.requests import whole_number
from slovo.web.desk.words.pledges import HOW
from slovo.web.money import price_words
from slovo.web.portal.asking.form import value_of

TEXTS = ("names", "promised", "not_promised", "limits")
PRICE_CHARACTERS_MAX = 20


def how_they_said() -> list[tuple[str, str]]:
    """A code, and words for it."""
    return [(code, str(words)) for code, words in HOW.items() if code != ON_THE_PAGE]


def texts_in(given: QueryDict, name: str) -> Texts:
    """`name`_ru, `name`_uk, `name`_en."""
    found = {language: given.get(f"{name}_{language}", "").strip() for language, _name in settings.LANGUAGES}
    return {language: text for language, text in found.items() if text}


def minor_in(text: str, currency: str) -> int | None:
    """«1 500,50» in the currency's smallest unit. Nothing written: None."""
    plain = "".join(text.split()).replace(",", ".")
    if not plain:
        return None
    try:
        minor = Decimal(plain[:PRICE_CHARACTERS_MAX]).scaleb(get_currency_precision(currency))
        if not minor.is_finite() or minor != minor.to_integral_value() or minor < 0:
            raise InvalidOperation
        return int(minor)
    except InvalidOperation:
        raise UnableTo(_("This is no price. Write how much it is.")) from None


def offer_in(given: QueryDict) -> Offer:
    currency = given.get("currency", "").strip().upper()[:3]
    price = minor_in(given.get("price", ""), currency)
    kind = given.get("promise_kind", "")
    per = given.get("per", "")
    return Offer(
        **{name: texts_in(given, name) for name in TEXTS},
        price_minor=price,
        currency=currency if price is not None else "",
        promise_kind=kind,
        promise_minutes=whole_number(given.get("promise_minutes", "")) if kind else None,
        capacity=whole_number(given.get("capacity", "")) if per else None,
        per=per,
    )


def price_for_field(version: OptionVersion) -> str:
    if version.price_minor is None:
        return ""
    return str(Decimal(version.price_minor).scaleb(-get_currency_precision(version.currency)))


def lines(types: Sequence[RequestType], brand: Brand) -> list[dict[str, Any]]:
    """Types of one brand with what is offered in each, in the reader's language. Two questions in all."""
    language = get_language() or "en"
    versions = queries.offered([one.pk for one in types])
    free = queries.free(versions, brand, timezone.now())
    by_type: dict[int, list[dict[str, Any]]] = {}
    for version in versions:
        left = free.get(version.pk)
        shown = {
            "version": version,
            "said": version.wording(language, brand.language),
            "price": price_words(version.price_minor, version.currency),
            "free": left,
            "gone": left is not None and left.starts_on is None,
            "value": value_of(version.pk, left),
            "price_given": price_for_field(version),
        }
        by_type.setdefault(version.option.request_type_id, []).append(shown)
    return [{"type": one, "name": one.name(language), "options": by_type.get(one.pk, [])} for one in types]
