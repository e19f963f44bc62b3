"""What the tests of callbacks say all the time."""

from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

from slovo.callbacks import actions, calling, ruling
from slovo.callbacks.models import Callback
from slovo.customers import actions as customers
from slovo.customers.models import Customer, Identity
from tests.cast import IRINA, Cast

PHONE = "+7 (900) 000-00-12"
E164 = "+79000000012"
MINUTE = timedelta(minutes=1)
RULE: dict[str, Any] = {
    "minutes_to_call": 10,
    "attempts_max": 2,
    "wait_minutes": 3,
    "when_exhausted": "message",
    "slot_minutes": 30,
    "slot_capacity": 1,
    "days_ahead": 3,
    "country": "RU",
    "team_id": None,
    "page_open": False,
}


def ruled(cast: Cast, *, at: datetime, **more: Any) -> None:
    """A taxi firm's rule: ten minutes, two attempts, three minutes between them."""
    ruling.set_rule(brand=cast.chainik, by=cast.orlov, at=at, **{**RULE, **more})


def irina(cast: Cast, *, at: datetime, email: bool = True) -> Customer:
    """Known by her number, and by her address if `email`."""
    identities = [(Identity.PHONE, E164), *([(Identity.EMAIL, IRINA)] if email else [])]
    return customers.add_customer(
        brand_id=cast.chainik.pk, name="Ирина", language="ru", identities=identities, by=cast.orlov, at=at
    )


def missed(cast: Cast, *, at: datetime, call_id: str = "call-1", phone: str = PHONE) -> Callback:
    return actions.note_missed_call(brand=cast.chainik, call_id=call_id, phone=phone, by=cast.orlov, at=at)[0]


def calls(cast: Cast, callback: Callback, outcome: str, *, at: datetime, **more: Any) -> Callback:
    """Anna calls, and writes down how it went."""
    calling.log_attempt(callback_id=callback.pk, outcome=outcome, by=more.pop("by", cast.anna), at=at, **more)
    return now_of(callback)


def now_of(callback: Callback) -> Callback:
    return Callback.objects.select_related("promise").get(pk=callback.pk)


def letters_out(cast: Cast) -> list[str]:
    """The words of the letters that left, the oldest first."""
    found = [message_from_bytes(path.read_bytes(), policy=default) for path in Path(cast.outgoing).glob("**/*.eml")]
    bodies = [(str(mail["Date"]), mail.get_body(("plain",))) for mail in found]
    return [body.get_content() for _date, body in sorted(bodies, key=lambda one: one[0]) if body]
