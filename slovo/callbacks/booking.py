"""What asking, choosing another time and calling share: a place in a slot, and the promise. Parts of actions."""

from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.callbacks import queries
from slovo.callbacks.deeds import working_moment
from slovo.callbacks.models import CallbackRule
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.rules import Rule
from slovo.people.models import Staff
from slovo.promises import ledger
from slovo.promises.kinds import Kind
from slovo.promises.models import Promise

Slot = tuple[datetime, datetime, int]  # its beginning, its end, the place in it


class UnableToAskForCall(UnableTo):
    pass


class NoSlotLeft(UnableToAskForCall):
    """Somebody else was quicker, or it has begun: choose another."""


def release_old(*, promise_id: int, at: datetime) -> None:
    """Another time takes its place, as the customer wants it. What had been broken by then stays broken."""
    if Promise.objects.get(pk=promise_id).owed:
        ledger.release_by_customer(promise_id=promise_id, words=_("Chose another time"), at=at)


def promise_call(
    brand: Brand,
    customer_id: int,
    rule: CallbackRule,
    slot: Slot | None,
    *,
    about: str,
    language: str,
    owner: Staff | None,
    actor: Actor,
    at: datetime,
) -> Promise:
    minutes = rule.slot_minutes if slot else rule.minutes_to_call
    due_at = slot[1] if slot else working_moment(brand, at, minutes)
    with translation.override(language):
        what = _("We call you back")
    return ledger.make_by_rule(
        brand=brand,
        customer_id=customer_id,
        about=about or f"customer:{customer_id}",
        kind=Kind.CALLBACK,
        what=what,
        due_at=due_at,
        owner_id=owner.pk if owner and owner.comes_by(due_at, at) else None,
        team_id=rule.team_id,
        warning_minutes=minutes // 2,
        actor=actor,
        at=at,
        everybodys=True,
    )


def place_in(brand: Brand, rule: CallbackRule, start: datetime, *, at: datetime) -> Slot:
    """In a slot that the calendar really has, if one is left. Nobody else books meanwhile: the rule is held."""
    until = min(start + timedelta(minutes=1), at + timedelta(days=rule.days_ahead))
    calendar = brand.main_calendar.calendar
    found = next((one for one in queries.slots_between(calendar, rule, max(at, start), until) if one[0] == start), None)
    if found is None:
        raise NoSlotLeft(
            _("There is no such time to choose. Choose one of those that are shown."), rule=Rule.CALL_TIME_IS_OFFERED
        )
    taken = queries.places_taken(brand.pk, *found)
    place = next((place for place in range(1, rule.slot_capacity + 1) if place not in taken), None)
    if place is None or len(taken) >= rule.slot_capacity:
        raise NoSlotLeft(_("This time has just been taken. Choose another one."), rule=Rule.CALL_TIME_IS_FREE)
    return (*found, place)
