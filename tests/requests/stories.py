"""What the tests of requests say all the time: «Чайник и Ко» engraves kettles."""

from typing import Any

from django.utils import timezone

from slovo.customers.models import Customer
from slovo.people.models import Staff
from slovo.requests import actions, choosing, extras
from slovo.requests.actions import Offer
from slovo.requests.extras import Gift
from slovo.requests.models import OptionVersion, RequestType
from slovo.standards import expectations
from tests.cast import Cast, the_conversation


def engraving(cast: Cast, **more: Any) -> RequestType:
    """Pavel engraves. It demands a choice."""
    given: dict[str, Any] = {
        "brand": cast.chainik,
        "slug": "engraving",
        "names": {"ru": "Гравировка", "en": "Engraving"},
        "demands_choice": True,
        "owner_id": cast.pavel.pk,
        "team_id": None,
        "by": cast.orlov,
        "at": timezone.now(),
    }
    return actions.set_type(**{**given, **more})


def by_hand(request_type: RequestType, by: Staff, *, option_id: int | None = None, **more: Any) -> OptionVersion:
    """Engraved by hand: one a week, done in two days."""
    words = {
        "names": {"ru": "Вручную", "en": "By hand"},
        "promised": {"ru": "Гравировка вручную за два дня", "en": "Engraved by hand within two days"},
        "not_promised": {"ru": "Шрифт выбирает мастер", "en": "The master chooses the lettering"},
        "price_minor": 150_000,
        "currency": "RUB",
        "promise_kind": "repair",
        "promise_minutes": 2 * 24 * 60,
        "capacity": 1,
        "per": "week",
    }
    offer = Offer(**{**words, **more})  # type: ignore[arg-type]
    return actions.set_option(type_id=request_type.pk, option_id=option_id, offer=offer, by=by, at=timezone.now())


def by_machine(request_type: RequestType, by: Staff) -> OptionVersion:
    """As many as like, and nothing promised about the day."""
    return by_hand(
        request_type,
        by,
        names={"ru": "Станком", "en": "By machine"},
        promised={"ru": "Надпись до двадцати букв", "en": "Up to twenty letters"},
        not_promised={"ru": "День не обещан", "en": "No day is promised"},
        price_minor=None,
        currency="",
        promise_kind="",
        promise_minutes=None,
        capacity=None,
        per="",
    )


def one_of_each(cast: Cast) -> None:
    """A request of Irina with its choice, a gift, an expectation, and one that nobody had promised."""
    customer, about, at = Customer.objects.get(), the_conversation().key, timezone.now()
    kettle = engraving(cast)
    choosing.choose(
        type_id=kettle.pk,
        version_id=by_machine(kettle, cast.orlov).pk,
        about=about,
        customer_id=customer.pk,
        language="ru",
        how="phone",
        by=cast.anna,
        at=at,
    )
    gift = Gift(what="Чай", reason="Долго ждала", phrase="В подарок.")
    extras.give(brand=cast.chainik, customer_id=customer.pk, about=about, gift=gift, by=cast.anna, at=at)
    expectations.set_expectation(
        brand=cast.chainik, portrait=None, what="Срок", weight=3, reason="Спросили", kinds=[], by=cast.orlov, at=at
    )
    expectations.note_unpromised(brand=cast.chainik, words="Wi-Fi", source=about, by=cast.anna, at=at)
