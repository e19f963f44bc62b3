"""Asking for a call. Actions; another time or none: `choosing.py`, the calls: `calling.py`, the rules: `ruling.py`."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.callbacks import queries
from slovo.callbacks.booking import NoSlotLeft as NoSlotLeft
from slovo.callbacks.booking import UnableToAskForCall as UnableToAskForCall
from slovo.callbacks.booking import place_in, promise_call, release_old
from slovo.callbacks.deeds import callback_fact, rule_for_writing, told, working_moment
from slovo.callbacks.models import (
    CALL_ID_CHARACTERS_MAX,
    WORDS_CHARACTERS_MAX,
    Callback,
    How,
    MissedCall,
)
from slovo.core.db import transaction
from slovo.core.journal.actor import Actor
from slovo.core.rules import Rule
from slovo.customers import actions as customers
from slovo.customers.identity import normal_phone
from slovo.customers.models import Customer, Identity
from slovo.facts.callbacks import CallbackAsked, CallbackAskedAgain
from slovo.people.models import NOT_ALLOWED, Staff
from slovo.people.rights import NotAllowed, Verb

PORTAL = Actor("rule", "callback_page")


@transaction(durable=True)
def ask(
    *,
    brand: Brand,
    customer: Customer,
    phone: str,
    by: Staff,
    at: datetime,
    about: str = "",
    slot_starts_at: datetime | None = None,
    words: str = "",
    how: str = How.AGENT,
) -> tuple[Callback, bool]:
    """A person or a program writes down that this customer wants a call; and whether it is a new callback.

    `about`: the key of a conversation of theirs; whoever calls has made sure of that. `slot_starts_at`: None for as
    soon as possible.
    """
    by.must(Verb.PROMISE, brand)
    number = _number(brand, phone)
    return _ask(
        brand, customer, number, about=about, how=how, start=slot_starts_at, words=words, actor=by.actor, by=by, at=at
    )


@transaction(durable=True)
def ask_by_customer(
    *,
    brand: Brand,
    phone: str,
    at: datetime,
    name: str = "",
    language: str = "",
    slot_starts_at: datetime | None = None,
    words: str = "",
    customer: Customer | None = None,
    about: str = "",
    how: str = How.PORTAL,
) -> tuple[Callback, bool]:
    """They ask themselves, on a page of ours. `customer`: where the page knows them; else whom the number leads to."""
    number = _number(brand, phone)
    customer = customer or _customer(brand, number, name=name, language=language, actor=PORTAL, at=at)
    actor = Actor("customer", str(customer.pk))
    return _ask(brand, customer, number, about=about, how=how, start=slot_starts_at, words=words, actor=actor, at=at)


@transaction(durable=True)
def note_missed_call(
    *, brand: Brand, call_id: str, phone: str, by: Staff, at: datetime, name: str = ""
) -> tuple[Callback, bool]:
    """A telephone exchange tells of a call that nobody took. The same `call_id` twice is one call."""
    if not by.may_at(Verb.FILE, brand.pk):
        raise NotAllowed(NOT_ALLOWED)
    if not call_id.strip() or len(call_id) > CALL_ID_CHARACTERS_MAX:
        raise UnableToAskForCall(_("Give the call the id by which your exchange knows it."), rule=Rule.CALL_HAS_AN_ID)
    rule_for_writing(brand)
    known = MissedCall.objects.select_related("callback").filter(brand=brand, call_id=call_id).first()
    if known:
        return known.callback, False
    number = _number(brand, phone)
    customer = _customer(brand, number, name=name, language=brand.language, actor=by.actor, at=at)
    callback, new = _ask(
        brand, customer, number, about="", how=How.MISSED_CALL, start=None, words="", actor=by.actor, at=at
    )
    MissedCall.objects.create(brand=brand, call_id=call_id, callback=callback, at=at)
    return callback, new


def _ask(
    brand: Brand,
    customer: Customer,
    phone: str,
    *,
    about: str,
    how: str,
    start: datetime | None,
    words: str,
    actor: Actor,
    at: datetime,
    by: Staff | None = None,
) -> tuple[Callback, bool]:
    rule = rule_for_writing(brand)
    if len(words) > WORDS_CHARACTERS_MAX:
        raise UnableToAskForCall(
            _("Say it in %(count)d characters at most.") % {"count": WORDS_CHARACTERS_MAX}, rule=Rule.TEXT_WITHIN_LIMITS
        )
    if known := queries.open_for(brand.pk, phone):
        return _joined(known, how=how, words=words, about=about, actor=actor, at=at), False
    slot = place_in(brand, rule, start, at=at) if start else None
    language = customer.language or brand.language
    callback = Callback(
        brand=brand,
        customer=customer,
        phone=phone,
        about=about,
        asked_how=how,
        language=language,
        words=words.strip(),
        made_at=at,
        next_call_at=slot[0] if slot else working_moment(brand, at, 0),
    )
    if slot:
        callback.slot_starts_at, callback.slot_ends_at, callback.slot_place = slot
    callback.promise = promise_call(
        brand, customer.pk, rule, slot, about=about, language=language, owner=by and by.as_colleague, actor=actor, at=at
    )
    given_up = queries.given_up(brand.pk, phone)
    callback.save()
    for one in given_up:  # they ask anew: what was owed to them in vain is owed so no more
        release_old(promise_id=one.promise_id, at=at)
    moments = {"due_at": callback.promise.due_at, "slot_starts_at": callback.slot_starts_at}
    plain: dict[str, Any] = {name: moment.isoformat() if moment else None for name, moment in moments.items()}
    fact = callback_fact(CallbackAsked, callback, how=how, promise_id=callback.promise.pk, **plain)
    told(fact, actor=actor, at=at)
    return callback, True


def _joined(callback: Callback, *, how: str, words: str, about: str, actor: Actor, at: datetime) -> Callback:
    """They wait already: it is one call, by the time that was promised first."""
    joined = [text for text in (callback.words, words.strip()) if text]
    callback.words = "\n".join(dict.fromkeys(joined))[:WORDS_CHARACTERS_MAX]
    callback.asked_times += 1
    callback.about = callback.about or about
    callback.save(update_fields=["words", "asked_times", "about"])
    told(callback_fact(CallbackAskedAgain, callback, how=how), actor=actor, at=at)
    return callback


def _number(brand: Brand, phone: str) -> str:
    number = normal_phone(phone[:60], country=queries.rule_of(brand).country)
    if not number:
        raise UnableToAskForCall(_("This is not a phone number. Check it for slips."), rule=Rule.PHONE_IS_A_NUMBER)
    return number


def _customer(brand: Brand, phone: str, *, name: str, language: str, actor: Actor, at: datetime) -> Customer:
    return customers.find_or_create(
        brand_id=brand.pk, kind=Identity.PHONE, value=phone, name=name.strip(), language=language, actor=actor, at=at
    )
