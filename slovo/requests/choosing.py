"""Somebody chooses. Actions, as in `actions.py`.

A request that demands a choice is taken with one or not at all: whoever files it does both in one transaction, so that
what is refused here leaves nothing behind.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F
from django.utils.translation import gettext as _

from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rows import insert_unknown
from slovo.core.rules import Rule
from slovo.facts.requests import ChoiceGivenBack, ChoiceMade
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import ledger
from slovo.promises.models import WHAT_CHARACTERS_MAX, Promise
from slovo.requests.models import Choice, OptionSlot, OptionVersion, RequestOption, RequestType
from slovo.requests.periods import beginning, periods
from slovo.requests.queries import free

ON_THE_PAGE = "page"
HOW = ("phone", "message", "in_person", "other")  # a customer said it to somebody


class UnableToChoose(UnableTo):
    pass


class ChoiceMissing(UnableToChoose):
    """A request that demands a choice came without one."""


class PlaceTaken(UnableToChoose):
    """Somebody else was faster, or there is no place as far as one may look ahead."""


class UnableToGiveBack(UnableTo):
    pass


@transaction()
def choose(
    *,
    type_id: int,
    version_id: int | None,
    about: str,
    customer_id: int,
    language: str,
    how: str,
    by: Staff,
    at: datetime,
    starts_on: date | None = None,
) -> Choice | None:
    """What a customer chose, said to somebody of the house, who answers for it. `how`: of HOW.

    `about`: the key of a conversation; whoever calls has made sure that it is this customer's, of this brand.
    `starts_on`: the period in which the place is wanted; None: the next one that is free.
    """
    request_type = locked(RequestType, type_id)
    by.must(Verb.FILE, request_type)
    if how not in HOW:
        raise UnableToChoose(_("Say how the customer chose: by phone, in a message, in person."), rule=Rule.WAY_IS_SAID)
    chosen = _Chosen(about, customer_id, language, how, by.actor, at, starts_on)
    return _take(request_type, version_id, chosen)


@transaction()
def choose_on_page(
    *,
    type_id: int,
    version_id: int | None,
    about: str,
    customer_id: int,
    language: str,
    at: datetime,
    starts_on: date | None = None,
) -> Choice | None:
    """As `choose`, by the customer, on the public page."""
    actor = Actor("customer", str(customer_id))
    chosen = _Chosen(about, customer_id, language, ON_THE_PAGE, actor, at, starts_on)
    return _take(locked(RequestType, type_id), version_id, chosen)


@transaction()
def give_back(*, choice_id: int, words: str, how: str, by: Staff, at: datetime) -> None:
    """The customer does not want it any more: its place is free again, and what it promised is released."""
    choice = locked(Choice, choice_id)
    by.must(Verb.FILE, choice)
    if choice.given_back_at:
        raise UnableToGiveBack(_("It has been given back already."), rule=Rule.GIVEN_BACK_ONCE)
    if not words.strip() or how not in HOW:
        raise UnableToGiveBack(
            _("Write who said so and why, and choose how they said it."), rule=Rule.WORDS_OF_THE_CUSTOMER
        )
    if choice.promise_id and Promise.objects.get(pk=choice.promise_id).owed:
        ledger.release(promise_id=choice.promise_id, words=words, how=how, by=by, at=at)
    _give_back(choice, actor=by.actor, at=at)


@transaction()
def follow_release(*, promise_id: int, at: datetime) -> None:
    """What a choice promised was released: its place is free again."""
    for choice in Choice.objects.filter(promise_id=promise_id, promise__released_at__isnull=False, given_back_at=None):
        _give_back(choice, actor=Actor("rule", "released"), at=at)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Whose choice it is, and how it was said."""

    about: str
    customer_id: int
    language: str
    how: str
    actor: Actor
    at: datetime
    starts_on: date | None


def _take(request_type: RequestType, version_id: int | None, chosen: _Chosen) -> Choice | None:
    if request_type.archived_at:
        raise UnableToChoose(_("This request is not taken any more. Choose another one."), rule=Rule.REQUEST_IS_TAKEN)
    if version_id is None:
        if request_type.demands_choice:
            raise ChoiceMissing(
                _("Choose one of the options first. Nothing is chosen for you."), rule=Rule.CHOICE_IS_DEMANDED
            )
        return None
    version = _current(request_type, version_id)
    if Choice.objects.filter(about=chosen.about, request_type=request_type, given_back_at=None).exists():
        raise UnableToChoose(
            _("A choice stands here already. Give it back before another one is made."), rule=Rule.ONE_CHOICE_A_REQUEST
        )
    slot = _claim(version, request_type, chosen) if version.capacity else None
    promise = _promise(version, request_type, slot, chosen)
    return _chose(version, request_type, slot, promise, chosen)


def _current(request_type: RequestType, version_id: int) -> OptionVersion:
    """Nobody chooses by words that do not hold any more."""
    found = OptionVersion.objects.filter(pk=version_id, option__request_type=request_type).first()
    if found is None:
        raise UnableToChoose(
            _("There is no such option. Choose one of those that are offered."), rule=Rule.CHOICE_IS_OFFERED
        )
    option = locked(RequestOption, found.option_id)  # its places and versions stand still until the end
    if option.archived_at or option.versions.filter(number__gt=found.number).exists():
        raise UnableToChoose(
            _("What this option says has changed since. Read it again and choose anew."),
            rule=Rule.CHOICE_IS_AS_IT_WAS_READ,
        )
    return found


def _claim(version: OptionVersion, request_type: RequestType, chosen: _Chosen) -> OptionSlot:
    """A place: in the period that is wanted, else in the first that has one."""
    brand, days = request_type.brand, list(periods(version.per, chosen.at, request_type.brand.tz))
    if chosen.starts_on is not None:
        days = [day for day in days if day == chosen.starts_on]
    assert version.capacity
    for day in days:
        fresh = OptionSlot(option_id=version.option_id, per=version.per, starts_on=day, places=version.capacity)
        insert_unknown([fresh])
        slots = OptionSlot.objects.filter(option_id=version.option_id, per=version.per, starts_on=day)
        if slots.filter(taken__lt=F("places")).update(taken=F("taken") + 1):
            return slots.get()
    left = free([version], brand, chosen.at)[version.pk]
    if left.starts_on is None:
        raise PlaceTaken(_("All places are taken. Choose another option."), rule=Rule.PLACE_IS_FREE)
    if not left.words:
        raise PlaceTaken(_("This place is taken. Choose again."), rule=Rule.PLACE_IS_FREE)
    raise PlaceTaken(
        _("This place is taken. Next free: %(period)s. Choose again.") % {"period": left.words}, rule=Rule.PLACE_IS_FREE
    )


def _promise(
    version: OptionVersion, request_type: RequestType, slot: OptionSlot | None, chosen: _Chosen
) -> Promise | None:
    """Due so many working minutes after now, or after the period begins in which the place is."""
    if version.promise_minutes is None:
        return None
    brand = request_type.brand
    begins = beginning(slot.per, slot.starts_on, brand.tz) if slot else None
    since = max(chosen.at, begins) if begins else chosen.at
    due_at = brand.main_calendar.calendar.deadline(since, version.promise_minutes)
    owner_id, team_id = _responsible(request_type, due_at, chosen.at)
    return ledger.make_by_rule(
        brand=brand,
        customer_id=chosen.customer_id,
        about=chosen.about,
        kind=version.promise_kind,
        what=version.wording(chosen.language, brand.language)["promised"][:WHAT_CHARACTERS_MAX],
        due_at=due_at,
        owner_id=owner_id,
        team_id=team_id,
        actor=chosen.actor,
        at=chosen.at,
    )


def _responsible(request_type: RequestType, due_at: datetime, at: datetime) -> tuple[int | None, int | None]:
    """As the type says; somebody who is there in time, when its person is not and it has no team. Where nobody is,
    somebody who is not away: nothing is refused to a customer because all have gone home."""
    here = people.in_time_for(due_at, request_type.brand_id, at)
    if request_type.owner_id and here.filter(pk=request_type.owner_id).exists():
        return request_type.owner_id, request_type.team_id
    if request_type.team_id:
        return None, request_type.team_id
    found = here.order_by("pk").first() or people.not_away_at(request_type.brand_id, at).order_by("pk").first()
    return found.pk if found else None, None


def _chose(
    version: OptionVersion,
    request_type: RequestType,
    slot: OptionSlot | None,
    promise: Promise | None,
    chosen: _Chosen,
) -> Choice:
    choice = Choice.objects.create(
        brand_id=request_type.brand_id,
        customer_id=chosen.customer_id,
        about=chosen.about,
        request_type=request_type,
        version=version,
        language=chosen.language,
        wording=version.wording(chosen.language, request_type.brand.language),
        how=chosen.how,
        by_kind=chosen.actor.kind,
        by_id=chosen.actor.id,
        at=chosen.at,
        slot=slot,
        promise=promise,
    )
    fact = ChoiceMade(
        brand_id=choice.brand_id,
        choice_id=choice.pk,
        regarding=choice.about,
        option_id=version.option_id,
        request_type_id=request_type.pk,
        customer_id=chosen.customer_id,
        number=version.number,
        how=chosen.how,
        starts_on=slot.starts_on.isoformat() if slot else None,
        promise_id=promise.pk if promise else None,
    )
    record(fact, actor=chosen.actor, at=chosen.at)
    return choice


def _give_back(choice: Choice, *, actor: Actor, at: datetime) -> None:
    if not Choice.objects.filter(pk=choice.pk, given_back_at=None).update(given_back_at=at):
        return
    slot = choice.slot
    if slot:
        OptionSlot.objects.filter(pk=slot.pk, taken__gt=0).update(taken=F("taken") - 1)
    fact = ChoiceGivenBack(
        brand_id=choice.brand_id,
        choice_id=choice.pk,
        regarding=choice.about,
        option_id=choice.version.option_id,
        starts_on=slot.starts_on.isoformat() if slot else None,
    )
    record(fact, actor=actor, at=at)
