"""What customers are told of their visits: booked, moved, cancelled, soon. With an entry for their calendar."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from slovo.channels.adapter import Person
from slovo.conversations import by_rule, letter_words, page_link, withdrawing
from slovo.conversations.models import Conversation
from slovo.core import icalendar
from slovo.core.db import transaction
from slovo.core.files import storage
from slovo.core.journal.actor import SYSTEM, Actor
from slovo.core.tasks import task
from slovo.customers.models import Customer
from slovo.promises import notifying

TOLD = ("visit_id", "customer_id", "regarding", "title", "place", "starts_at", "ends_at", "zone", "uid", "sequence")
MOVED = (*TOLD, "was_starts_at", "move_id", "by_customer", "heard")
CHANGES = ("visit_moved", "visit_off", "visit_cancelled")
ON_THE_WAY = timedelta(hours=2)  # who hears of it later than that before a visit has set out
FILE_NAME = "visit.ics"
RULE = Actor("rule", "visit")


@task("conversations.tell_visit_booked@1", queue="out")
def tell_booked(**told: Any) -> Callable[[], None]:
    return partial(_tell, told, "visit_booked", icalendar.REQUEST)


@task("conversations.tell_visit_moved@1", queue="out")
def tell_moved(was_starts_at: str, **told: Any) -> Callable[[], None]:
    ours = not told.pop("by_customer", False)
    return partial(_tell, {**told, "was_starts_at": was_starts_at}, "visit_moved", icalendar.REQUEST, ours=ours)


@task("conversations.tell_visit_cancelled@1", queue="out")
def tell_cancelled(cancelled_for: str, **told: Any) -> Callable[[], None]:
    ours = cancelled_for != "customer"
    return partial(_tell, told, "visit_off" if ours else "visit_cancelled", icalendar.CANCEL, ours=ours)


@task("conversations.remind_of_visit@1", queue="out")
def remind(**told: Any) -> Callable[[], None]:
    return partial(_tell, told, "visit_soon", "")


def _tell(told: dict[str, Any], part: str, method: str, *, ours: bool = False) -> None:
    say(told=told, part=part, method=method, ours=ours, at=timezone.now())


@transaction(durable=True)
def say(*, told: dict[str, Any], part: str, method: str, at: datetime, ours: bool = False) -> None:
    """A letter that names the new time remembers the move of which they hear by it, and no other. `told["said"]`: they
    have heard it in their chat, and a letter has the entry for their calendar. `ours`: the company did it, and nobody
    waits for this letter: it does not come in quiet hours, unless the morning would be too late. What waits for the
    morning already is taken back by it: they are told what is true then, and nothing where that is what they know."""
    customer = Customer.objects.select_related("brand", "root").get(pk=told["customer_id"])
    told = {**told, "read_in": customer.zone_or(told["zone"])}
    if part in CHANGES:
        newest = _instead_of_what_waits(told, part, customer, ours=ours, at=at)
        if newest is None:
            return
        told = newest
    if told.get("said"):
        place = by_rule.opened(customer, subject=told["title"], actor=SYSTEM, at=at)
    else:
        place = by_rule.place_of(customer, told["regarding"], subject=told["title"], actor=SYSTEM, at=at)
    to = by_rule.addressee(place) if place else None
    move_id = told.get("move_id")
    if place is None or to is None:
        if move_id:
            notifying.leave_move_to_people(move_id=move_id, at=at)
        return
    language = by_rule.language_of(place)
    own = letter_words.own_texts(place.brand_id)
    with translation.override(language):
        was = _when(told["was_starts_at"], told) if "was_starts_at" in told else ""
        first = letter_words.said(part, place, own, language=language, title=told["title"], was=was)
        parts = [first, _when(told["starts_at"], told), told["place"]]
    if method != icalendar.CANCEL:
        parts.append(letter_words.said("visit_change", place, own, language=language))
    files = (_entry(told, method, place, to, at=at),) if method and place.mailbox else ()
    parts.append(page_link.line(customer, told["regarding"], language=language, actor=RULE, at=at))
    text = "\n\n".join(filter(None, parts))
    by_rule.say(
        place,
        text,
        actor=SYSTEM,
        at=at,
        regarding=f"visit:{told['visit_id']}",
        files=files,
        then=_remembered(told, part),
        at_any_hour=not ours,
        news_until=_known_by(told, at=at),
    )


def _instead_of_what_waits(
    told: dict[str, Any], part: str, customer: Customer, *, ours: bool, at: datetime
) -> dict[str, Any] | None:
    """What there is to tell, as seen from what they know: of a letter that waits they know nothing. None: nothing,
    since what they know is true again, or what waits is newer than this."""
    older = list(withdrawing.waiting(customer, of=f"visit:{told['visit_id']}", at=at))
    if not older:
        return told
    if any((message.before or {})["sequence"] > told["sequence"] for message in older):
        return None
    known = datetime.fromisoformat((older[0].before or {})["known"])
    starts_at, ends_at = (datetime.fromisoformat(told[name]) for name in ("starts_at", "ends_at"))
    for message in older:
        withdrawing.withdraw(message, actor=RULE, at=at)
    if not ours:  # they know what they have just changed
        return told
    if part == "visit_moved":
        true_again = known == starts_at and not told.get("move_id")
        return None if true_again else {**told, "was_starts_at": known.isoformat()}
    return {**told, "starts_at": known.isoformat(), "ends_at": (known + (ends_at - starts_at)).isoformat()}


def _remembered(told: dict[str, Any], part: str) -> dict[str, Any] | None:
    """`known`: when they believe to come, as long as this has not left."""
    then = {"move_id": told["move_id"]} if told.get("move_id") else {}
    if part in CHANGES:
        known = told["starts_at"] if told.get("heard") else told.get("was_starts_at", told["starts_at"])
        then |= {withdrawing.OF: f"visit:{told['visit_id']}", "sequence": told["sequence"], "known": known}
    return then or None


def _known_by(told: dict[str, Any], *, at: datetime) -> datetime:
    """Before they set out for the time that was, or for the one that is."""
    moments = (datetime.fromisoformat(told[name]) for name in ("starts_at", "was_starts_at") if name in told)
    return min((moment for moment in moments if moment > at), default=at) - ON_THE_WAY


def _when(moment: str, told: dict[str, Any]) -> str:
    """By the customer's clock, and where that differs also by the one on the wall there."""
    there, read = (datetime.fromisoformat(moment).astimezone(ZoneInfo(told[zone])) for zone in ("zone", "read_in"))
    if there.utcoffset() == read.utcoffset():
        return _spoken(there)
    return _("%(moment)s your time (there it is %(there)s)") % {"moment": _spoken(read), "there": _spoken(there)}


def _spoken(local: datetime) -> str:
    return f"{formats.date_format(local, 'l, j E')}, {local:%H:%M}"


def _entry(
    told: dict[str, Any], method: str, conversation: Conversation, to: Person, *, at: datetime
) -> tuple[Any, str, str]:
    mailbox = conversation.mailbox
    assert mailbox
    meeting = icalendar.Meeting(
        uid=f"{told['uid']}@{mailbox.domain}",
        sequence=told["sequence"],
        method=method,
        title=f"{told['title']} · {conversation.brand.name}",
        place=told["place"],
        starts_at=datetime.fromisoformat(told["starts_at"]),
        ends_at=datetime.fromisoformat(told["ends_at"]),
        zone=told["zone"],
        organizer=mailbox.address,
        organizer_name=conversation.brand.name,
        attendee=to.value,
        written_at=at,
    )
    return storage.put(icalendar.written(meeting), at=at), FILE_NAME, f"text/calendar; method={method}"
