"""What the customer reads when something is given for a delay."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import formats, translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slovo.core.money import money_words
from slovo.recovery import queries
from slovo.recovery.models import Compensation
from slovo.recovery.rule_models import Gives

WHAT, GIFTS = "{what}", "{gifts}"


def text_of(rows: Sequence[Compensation], language: str) -> str:
    """One message for all of them, which are one customer's at one brand."""
    brand = rows[0].promise.brand
    with translation.override(language):
        promised = list(dict.fromkeys(row.promise.what or _("An answer to your message") for row in rows))
        what = "\n".join(f"— {words}" for words in promised) if len(promised) > 1 else promised[0]
        gifts = "\n\n".join(words_of(row, language) for row in rows)
        words = queries.words_of(brand.pk, language) or _usual(len(promised))
    return words.replace(WHAT, what).replace(GIFTS, gifts)


def usual_words(language: str) -> str:
    with translation.override(language):
        return _usual(1)


def _usual(number: int) -> str:
    return ngettext(
        "We promised you something and are late with it: {what}. We are sorry that you have to wait.\n\n{gifts}",
        "We promised you several things and are late with them:\n{what}\n\nWe are sorry that you have to wait."
        "\n\n{gifts}",
        number,
    )


def words_of(row: Compensation, language: str) -> str:
    """What it is, in the language that is on."""
    if row.gives == Gives.REFUND:
        return _refund(row, language)
    assert row.valid_until
    values = {
        "code": row.code,
        "day": _last_day(row.valid_until, row),
        "discount": f"{row.percent} %" if row.percent else _money(row, language),
    }
    words = _(
        "For this you get a discount of %(discount)s on your next purchase, until %(day)s inclusive, with this code: "
        "%(code)s"
    )
    return words % values


def _last_day(moment: datetime, row: Compensation) -> str:
    """By the customer's clock; with the hour where the brand's day ends within one of theirs."""
    there, here = (localtime(moment, zone) for zone in (row.customer.tz, row.promise.brand.tz))
    return formats.date_format(there, "DATE_FORMAT" if there.time() == here.time() else "DATETIME_FORMAT")


def _refund(row: Compensation, language: str) -> str:
    assert row.refund
    assert row.refund.due_at
    day = formats.date_format(localtime(row.refund.due_at, row.customer.tz), "DATE_FORMAT")
    if row.amount_minor is None:
        values = {"percent": f"{row.percent} %", "day": day}
        return _("We pay you back %(percent)s of the price by %(day)s, and you need not do anything for it.") % values
    return _("We pay you back %(amount)s by %(day)s, and you need not do anything for it.") % {
        "amount": _money(row, language),
        "day": day,
    }


def _money(row: Compensation, language: str) -> str:
    assert row.amount_minor
    return money_words(row.amount_minor, row.currency, language)
