"""What a brand offers: types of requests and their options. Actions: each is one transaction."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Case, F, Value, When
from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.facts.requests import (
    RequestOptionArchived,
    RequestOptionChanged,
    RequestTypeArchived,
    RequestTypeChanged,
)
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import queries as promises
from slovo.promises.kinds import Kind
from slovo.requests.models import (
    NAME_CHARACTERS_MAX,
    SLUG_CHARACTERS_MAX,
    TEXT_CHARACTERS_MAX,
    OptionSlot,
    OptionVersion,
    RequestOption,
    RequestType,
    Texts,
)
from slovo.requests.periods import Per

OPTIONS_MAX = 20
CAPACITY_MAX = 100_000
PROMISE_MINUTES_MAX = 366 * 24 * 60
PRICE_MINOR_MAX = 10**12
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CURRENCY = re.compile(r"[A-Z]{3}")


class UnableToSetRequestType(UnableTo):
    pass


class UnableToSetOption(UnableTo):
    pass


@dataclass(frozen=True, slots=True)
class Offer:
    """What an option says and makes: as `OptionVersion`."""

    names: Texts
    promised: Texts
    not_promised: Texts
    limits: Texts = field(default_factory=dict)
    price_minor: int | None = None
    currency: str = ""
    promise_kind: str = ""
    promise_minutes: int | None = None
    capacity: int | None = None
    per: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@transaction()
def set_type(
    *,
    brand: Brand,
    slug: str,
    names: Mapping[str, str],
    demands_choice: bool,
    owner_id: int | None,
    team_id: int | None,
    by: Staff,
    at: datetime,
) -> RequestType:
    """A type that is new here, or other names and rules for one that is not; an archived one comes back."""
    by.must(Verb.MANAGE_BRAND, brand)
    if not _SLUG.fullmatch(slug) or len(slug) > SLUG_CHARACTERS_MAX:
        raise UnableToSetRequestType(
            _("Give it a short name for its address: small Latin letters, figures and hyphens, %(count)d at most.")
            % {"count": SLUG_CHARACTERS_MAX},
            rule=Rule.REQUEST_HAS_NAMES,
        )
    said = _said(names, NAME_CHARACTERS_MAX)
    if not said:
        raise UnableToSetRequestType(
            _("Give it a name that customers read, in one language at least."), rule=Rule.KIND_HAS_NAMES
        )
    _check_responsible(brand, owner_id, team_id)
    request_type, _new = RequestType.objects.update_or_create(
        brand=brand,
        slug=slug,
        defaults={
            "names": said,
            "demands_choice": demands_choice,
            "owner_id": owner_id,
            "team_id": team_id,
            "archived_at": None,
        },
    )
    fact = RequestTypeChanged(
        brand_id=brand.pk, request_type_id=request_type.pk, slug=slug, demands_choice=demands_choice
    )
    record(fact, actor=by.actor, at=at)
    return request_type


@transaction()
def archive_type(*, type_id: int, by: Staff, at: datetime) -> None:
    """Nobody asks for it any more. What was chosen stays."""
    request_type = locked(RequestType, type_id)
    by.must(Verb.MANAGE_BRAND, request_type)
    if request_type.archived_at:
        raise UnableToSetRequestType(_("This type of request is archived already."), rule=Rule.REQUEST_IS_TAKEN)
    request_type.archived_at = at
    request_type.save(update_fields=["archived_at"])
    fact = RequestTypeArchived(brand_id=request_type.brand_id, request_type_id=request_type.pk)
    record(fact, actor=by.actor, at=at)


@transaction()
def set_option(*, type_id: int, option_id: int | None, offer: Offer, by: Staff, at: datetime) -> OptionVersion:
    """A new option, or a new version of one that is there. The same once more changes nothing."""
    request_type = locked(RequestType, type_id)
    by.must(Verb.MANAGE_BRAND, request_type)
    offer = _checked(offer, request_type)
    if option_id is None:
        if RequestOption.objects.filter(request_type=request_type, archived_at=None).count() >= OPTIONS_MAX:
            raise UnableToSetOption(
                _("Nobody chooses between more than %(count)d options.") % {"count": OPTIONS_MAX},
                rule=Rule.OPTION_WITHIN_LIMITS,
            )
        option, last = RequestOption.objects.create(request_type=request_type), None
    else:
        option = locked(RequestOption, option_id)
        if option.request_type_id != request_type.pk or option.archived_at:
            raise UnableToSetOption(_("This request has no such option any more."), rule=Rule.REQUEST_IS_TAKEN)
        last = option.versions.last()
    if last and all(getattr(last, name) == value for name, value in offer.columns.items()):
        return last
    version = OptionVersion.objects.create(
        option=option, number=last.number + 1 if last else 1, made_at=at, made_by=by, **offer.columns
    )
    _open_places(version)
    fact = RequestOptionChanged(
        brand_id=request_type.brand_id,
        request_type_id=request_type.pk,
        option_id=option.pk,
        number=version.number,
        promise_kind=version.promise_kind,
        promise_minutes=version.promise_minutes,
        capacity=version.capacity,
        per=version.per,
    )
    record(fact, actor=by.actor, at=at)
    return version


@transaction()
def archive_option(*, option_id: int, by: Staff, at: datetime) -> None:
    """It is offered no longer. What was chosen stays."""
    option = locked(RequestOption, option_id)
    request_type = option.request_type
    by.must(Verb.MANAGE_BRAND, request_type)
    if option.archived_at:
        raise UnableToSetOption(_("This option is archived already."), rule=Rule.REQUEST_IS_TAKEN)
    option.archived_at = at
    option.save(update_fields=["archived_at"])
    fact = RequestOptionArchived(brand_id=request_type.brand_id, request_type_id=request_type.pk, option_id=option.pk)
    record(fact, actor=by.actor, at=at)


def _open_places(version: OptionVersion) -> None:
    """Slots that are there already have the new number of places, but never fewer than are taken."""
    if version.capacity:
        enough = Case(When(taken__gt=version.capacity, then=F("taken")), default=Value(version.capacity))
        OptionSlot.objects.filter(option_id=version.option_id, per=version.per).update(places=enough)


def _check_responsible(brand: Brand, owner_id: int | None, team_id: int | None) -> None:
    if owner_id is None and team_id is None:
        raise UnableToSetRequestType(
            _("Say who is responsible for what is promised here: a person or a team."),
            rule=Rule.SOMEBODY_IS_RESPONSIBLE,
        )
    if team_id and not people.teams_of([brand.pk]).filter(pk=team_id).exists():
        raise UnableToSetRequestType(
            _("This team belongs to another brand. Choose one of this brand."), rule=Rule.TEAM_OF_THE_BRAND
        )
    if owner_id and not people.colleagues_at(brand.pk).filter(pk=owner_id).exists():
        raise UnableToSetRequestType(
            _("This person does not work for this brand. Choose somebody who does."), rule=Rule.PERSON_OF_THE_BRAND
        )


def _checked(offer: Offer, request_type: RequestType) -> Offer:
    said = Offer(
        names=_said(offer.names, NAME_CHARACTERS_MAX),
        promised=_said(offer.promised, TEXT_CHARACTERS_MAX),
        not_promised=_said(offer.not_promised, TEXT_CHARACTERS_MAX),
        limits=_said(offer.limits, TEXT_CHARACTERS_MAX),
        price_minor=offer.price_minor,
        currency=offer.currency.strip().upper(),
        promise_kind=offer.promise_kind,
        promise_minutes=offer.promise_minutes,
        capacity=offer.capacity,
        per=offer.per,
    )
    if not said.names or not said.promised or not said.not_promised:
        raise UnableToSetOption(
            _("Give it a name, say what it promises, and say as clearly what it does not, in one language at least."),
            rule=Rule.OPTION_SAYS_WHAT_IT_IS_NOT,
        )
    _check_price(said)
    _check_promise(said, request_type)
    if (said.capacity is None) != (said.per == ""):
        raise UnableToSetOption(
            _("Say how many places there are, and in which period: a day, a week, or in all."),
            rule=Rule.OPTION_WITHIN_LIMITS,
        )
    if said.capacity is not None and (said.per not in set(Per) or not 0 < said.capacity <= CAPACITY_MAX):
        raise UnableToSetOption(
            _("There is at least one place, by the day, by the week, or in all."), rule=Rule.OPTION_WITHIN_LIMITS
        )
    return said


def _check_price(offer: Offer) -> None:
    if (offer.price_minor is None) != (offer.currency == ""):
        raise UnableToSetOption(_("A price has its currency: three letters like EUR."), rule=Rule.PRICE_WITH_CURRENCY)
    if offer.price_minor is None:
        return
    if not _CURRENCY.fullmatch(offer.currency) or not 0 <= offer.price_minor <= PRICE_MINOR_MAX:
        raise UnableToSetOption(_("A price has its currency: three letters like EUR."), rule=Rule.PRICE_WITH_CURRENCY)


def _check_promise(offer: Offer, request_type: RequestType) -> None:
    if (offer.promise_kind == "") != (offer.promise_minutes is None):
        raise UnableToSetOption(
            _("What is promised has a kind and a time in which it is done: give both or neither."),
            rule=Rule.OPTION_WITHIN_LIMITS,
        )
    if offer.promise_minutes is None:
        return
    if offer.promise_kind == Kind.ANSWER or offer.promise_kind not in promises.kinds_at(request_type.brand_id):
        raise UnableToSetOption(
            _("This brand makes no promises of this kind. Choose one of its kinds."), rule=Rule.KIND_OF_THE_BRAND
        )
    if not 0 < offer.promise_minutes <= PROMISE_MINUTES_MAX:
        raise UnableToSetOption(_("It takes from a minute to a year of working time."), rule=Rule.OPTION_WITHIN_LIMITS)


def _said(texts: Mapping[str, str], characters_max: int) -> Texts:
    return {language: text.strip()[:characters_max] for language, text in texts.items() if text.strip()}
