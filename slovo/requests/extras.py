"""What is given beyond what was promised. Actions, as in `actions.py`."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.facts.requests import ExtraAnnounced, ExtraRecorded, ExtraTakenBack
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.requests.extra_models import REASON_CHARACTERS_MAX, WHAT_CHARACTERS_MAX, WORDS_CHARACTERS_MAX, Extra

IN_A_LETTER = "letter"
HOW = ("phone", "message", "in_person", "other")
MINOR_MAX = 10**12
_CURRENCY = re.compile(r"[A-Z]{3}")


class UnableToGiveExtra(UnableTo):
    pass


class UnableToAnnounce(UnableTo):
    pass


@dataclass(frozen=True, slots=True)
class Gift:
    """What is given, as `Extra`. `phrase`: what the customer reads of it; it names it a gift."""

    what: str
    reason: str
    phrase: str
    usual_price_minor: int | None = None
    currency: str = ""
    limits: str = ""
    handover_words: str = ""
    asked_for: bool = False
    charge_minor: int = 0


@transaction()
def give(
    *, brand: Brand, customer_id: int, about: str, gift: Gift, by: Staff, at: datetime, drafted: bool = False
) -> Extra:
    """Recorded first, announced when an answer with its phrase has left, or when somebody says that they told them.

    `about`: the key of what it is about; whoever calls has made sure that it is this customer's, of this brand.
    `drafted`: with the answer that they are writing.
    """
    by.must(Verb.REPLY, brand)
    _check(gift)
    extra = Extra.objects.create(
        brand=brand,
        customer_id=customer_id,
        about=about,
        what=gift.what.strip(),
        reason=gift.reason.strip(),
        phrase=" ".join(gift.phrase.split()),
        usual_price_minor=gift.usual_price_minor,
        currency=gift.currency,
        limits=gift.limits.strip(),
        handover_words=gift.handover_words.strip(),
        asked_for=gift.asked_for,
        charge_minor=gift.charge_minor,
        recorded_at=at,
        by_kind=by.actor.kind,
        by_id=by.actor.id,
        drafted_by=by if drafted else None,
    )
    fact = ExtraRecorded(
        brand_id=brand.pk, extra_id=extra.pk, regarding=about, customer_id=customer_id, asked_for=gift.asked_for
    )
    record(fact, actor=by.actor, at=at)
    return extra


@transaction()
def say_announced(*, extra_id: int, how: str, by: Staff, at: datetime) -> None:
    """Somebody told the customer, outside any answer. `how`: of HOW."""
    extra = locked(Extra, extra_id)
    by.must(Verb.REPLY, extra)
    if how not in HOW:
        raise UnableToAnnounce(_("Choose how the customer heard of it."), rule=Rule.WAY_IS_SAID)
    if extra.announced_at:
        raise UnableToAnnounce(_("The customer has heard of it already."), rule=Rule.ANNOUNCED_ONCE)
    _announced(extra, how=how, actor=by.actor, at=at)


@transaction()
def take_back(*, extra_ids: Collection[int], by: Staff, at: datetime) -> None:
    """The answers in which they recorded these are dropped: the customer gets none of them. What the customer knows of
    stays, and so does what others recorded."""
    for extra_id in sorted(extra_ids):
        extra = locked(Extra, extra_id)
        by.must(Verb.REPLY, extra)
        if extra.announced_at or extra.taken_back_at or extra.drafted_by_id != by.pk:
            continue
        extra.taken_back_at = at
        extra.save(update_fields=["taken_back_at"])
        fact = ExtraTakenBack(brand_id=extra.brand_id, extra_id=extra.pk, regarding=extra.about)
        record(fact, actor=by.actor, at=at)


@transaction()
def note_announced(*, extra_id: int, sent_at: datetime) -> bool:
    """An answer that names it has left: they get it, though it was taken back. False when the customer knew already."""
    extra = locked(Extra, extra_id)
    if extra.announced_at:
        return False
    _announced(extra, how=IN_A_LETTER, actor=Actor("rule", "gift"), at=sent_at)
    return True


def _announced(extra: Extra, *, how: str, actor: Actor, at: datetime) -> None:
    extra.announced_at, extra.announced_how, extra.taken_back_at = at, how, None
    extra.save(update_fields=["announced_at", "announced_how", "taken_back_at"])
    fact = ExtraAnnounced(brand_id=extra.brand_id, extra_id=extra.pk, regarding=extra.about, how=how)
    record(fact, actor=actor, at=at)


def _check(gift: Gift) -> None:
    if not gift.what.strip() or not gift.reason.strip():
        raise UnableToGiveExtra(_("Say what is given, and why."), rule=Rule.EXTRA_SAYS_WHAT_AND_WHY)
    if not gift.phrase.strip():
        raise UnableToGiveExtra(
            _("Write the sentence by which the customer learns that it is a gift."), rule=Rule.EXTRA_SAYS_WHAT_AND_WHY
        )
    longest = {gift.what: WHAT_CHARACTERS_MAX, gift.reason: REASON_CHARACTERS_MAX}
    longest |= dict.fromkeys((gift.limits, gift.handover_words, gift.phrase), WORDS_CHARACTERS_MAX)
    if too_long := next((most for text, most in longest.items() if len(text) > most), None):
        raise UnableToGiveExtra(
            _("Say it in %(count)d characters at most.") % {"count": too_long}, rule=Rule.TEXT_WITHIN_LIMITS
        )
    if gift.charge_minor and not gift.asked_for:
        raise UnableToGiveExtra(
            _("What the customer did not ask for never costs more. Take the charge away."),
            rule=Rule.EXTRA_UNASKED_COSTS_NOTHING,
        )
    if not 0 <= gift.charge_minor <= MINOR_MAX or not 0 <= (gift.usual_price_minor or 0) <= MINOR_MAX:
        raise UnableToGiveExtra(_("This is no price. Write how much it is."), rule=Rule.PRICE_WITH_CURRENCY)
    priced = gift.usual_price_minor is not None or gift.charge_minor
    if (priced and not _CURRENCY.fullmatch(gift.currency)) or (not priced and gift.currency):
        raise UnableToGiveExtra(_("A price has its currency: three letters like EUR."), rule=Rule.PRICE_WITH_CURRENCY)
