"""Follow-ups: planned at the closing or after a delivery, asked once by the clock, at an hour at which people are up.
Actions, as in `actions.py`. A question about the customer's own matter is a service notice, and needs no consent to
advertising; who wants no such letters is not asked."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.conversations import by_rule, queries
from slovo.conversations.families import locked_root
from slovo.conversations.follow_up_models import TEXT_CHARACTERS_MAX, FollowUp, FollowUpRule, Why
from slovo.conversations.follow_up_words import last_moment, promised, question, sensible
from slovo.conversations.models import Conversation, Direction, Message
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.customers import queries as customers
from slovo.customers.consent_models import Purpose
from slovo.customers.consent_queries import may_be_written
from slovo.customers.models import Customer
from slovo.facts.follow_ups import (
    FollowUpAsked,
    FollowUpCalledOff,
    FollowUpFact,
    FollowUpPlanned,
    FollowUpRuleSet,
)
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import ledger
from slovo.promises import queries as promises
from slovo.promises.kinds import Kind
from slovo.promises.models import Promise

FactT = TypeVar("FactT", bound=FollowUpFact)

RULE = Actor("rule", "follow_up")
BY_HAND = "by_hand"
BATCH_MAX = 50
NAMED_MAX = 5  # things that came, in a question
CONVERSATION = "conversation:"
STALE_DAYS = 7  # so long after its moment it is asked no more: it would only wonder them
WAIT_HOURS_MAX = 90 * 24
DAYS_MAX = 1000


class UnableToSetFollowUps(UnableTo):
    pass


class UnableToCallOff(UnableTo):
    pass


@transaction()
def set_rule(
    *,
    brand: Brand,
    active: bool,
    after_closing: bool,
    after_delivery: bool,
    wait_hours: int,
    from_hour: int,
    until_hour: int,
    days_between: int,
    texts: Mapping[str, str],
    by: Staff,
    at: datetime,
) -> FollowUpRule:
    """For what is closed or delivered from now on. Switched off, what waits is asked no more."""
    by.must(Verb.MANAGE_BRAND, brand)
    if not 0 <= from_hour < until_hour <= 24:
        raise UnableToSetFollowUps(
            _("The hours begin before they end, within one day."), rule=Rule.FOLLOW_UP_RULES_WITHIN_LIMITS
        )
    if not 0 <= wait_hours <= WAIT_HOURS_MAX or not 0 <= days_between <= DAYS_MAX:
        raise UnableToSetFollowUps(
            _("Wait ninety days at most, and leave a thousand days between two at most."),
            rule=Rule.FOLLOW_UP_RULES_WITHIN_LIMITS,
        )
    if active and not (after_closing or after_delivery):
        raise UnableToSetFollowUps(
            _("Choose after what we ask: a closing, a delivery or both."), rule=Rule.FOLLOW_UP_IS_AFTER_SOMETHING
        )
    texts = {language: text.strip() for language, text in texts.items() if text.strip()}
    if any(len(text) > TEXT_CHARACTERS_MAX for text in texts.values()):
        raise UnableToSetFollowUps(
            _("Ask in %(count)d characters at most.") % {"count": TEXT_CHARACTERS_MAX}, rule=Rule.TEXT_WITHIN_LIMITS
        )
    rule, _new = FollowUpRule.objects.get_or_create(brand=brand)
    rule.active_since = (rule.active_since or at) if active else None
    rule.after_closing, rule.after_delivery = after_closing, after_delivery
    rule.wait_hours, rule.from_hour, rule.until_hour = wait_hours, from_hour, until_hour
    rule.days_between, rule.texts = days_between, texts
    rule.save()
    fact = FollowUpRuleSet(
        brand_id=brand.pk,
        rule_id=rule.pk,
        active=active,
        after_closing=after_closing,
        after_delivery=after_delivery,
        wait_hours=wait_hours,
        days_between=days_between,
    )
    record(fact, actor=by.actor, at=at)
    return rule


@transaction()
def plan(*, brand_id: int, conversation_id: int, why: str, at: datetime) -> None:
    """The matter is done: a question is promised for later, unless this conversation has had one, or this customer
    has lately, or is to have."""
    rule = queries.follow_up_rule(brand_id)
    if rule is None or not (rule.after_closing if why == Why.CLOSING else rule.after_delivery):
        return
    conversation = Conversation.objects.select_related("customer", "brand").get(pk=conversation_id)
    known = FollowUp.objects.filter(conversation=conversation).first()
    if known and (known.waits or known.asked_at):
        return
    if _others(conversation.customer, at, rule).exclude(conversation=conversation).exists():
        return
    _plan(known or FollowUp(conversation=conversation), rule, conversation.key, why=why, at=at)


@transaction()
def plan_for_delivered(*, promise_id: int, at: datetime) -> None:
    """Something beside conversations, an order, has come: when all that was promised about it has, a question is
    promised for later, where they talk with us."""
    promise = Promise.objects.select_related("customer__brand", "customer__root").get(pk=promise_id)
    rule, customer = queries.follow_up_rule(promise.brand_id), promise.customer
    if rule and not promises.owed(promise.about).filter(kind=Kind.DELIVERY).exists():
        _plan_beside(customer, promise.about, rule, subject=promise.what, at=at)


@transaction()
def plan_for_unpromised(*, about: str, customer_id: int, at: datetime) -> None:
    """As `plan_for_delivered`, of an order of which no date was promised: what was is asked about when it is kept."""
    customer = Customer.objects.select_related("brand", "root").get(pk=customer_id)
    rule = queries.follow_up_rule(customer.brand_id)
    was_promised = Promise.objects.filter(about=about, kind=Kind.DELIVERY, released_at=None)
    if rule and not was_promised.exists():
        with translation.override(customer.language or customer.brand.language):
            subject = _("Your order")
        _plan_beside(customer, about, rule, subject=subject, at=at)


def _plan_beside(customer: Customer, about: str, rule: FollowUpRule, *, subject: str, at: datetime) -> None:
    if not rule.after_delivery or _others(customer, at, rule).exists():
        return
    place = by_rule.where(customer, about)
    known = FollowUp.objects.filter(conversation=place).first() if place else None
    if place is None or (known and known.asked_at):  # a conversation is asked in once
        place, known = by_rule.opened(customer, subject=subject, actor=RULE, at=at), None
    if place:
        _plan(known or FollowUp(conversation=place), rule, about, why=Why.DELIVERY, at=at)


def _plan(follow_up: FollowUp, rule: FollowUpRule, about: str, *, why: str, at: datetime) -> None:
    conversation = follow_up.conversation
    zone = conversation.customer.tz
    ask_at = sensible(at + timedelta(hours=rule.wait_hours), rule, zone)
    follow_up.customer, follow_up.why, follow_up.off_at, follow_up.off_reason = conversation.customer, why, None, ""
    follow_up.planned_at, follow_up.planned_for, follow_up.ask_at = at, ask_at, ask_at
    follow_up.promise = ledger.make_by_rule(
        brand=conversation.brand,
        customer_id=conversation.customer_id,
        about=about,
        kind=Kind.FOLLOW_UP,
        what=promised(conversation),
        due_at=max(last_moment(ask_at, rule, zone), ask_at + timedelta(hours=1)),
        team_id=conversation.team_id,
        actor=RULE,
        at=at,
        everybodys=True,
    )
    follow_up.save()
    said = {"promise_id": follow_up.promise_id, "why": why, "ask_at": ask_at.isoformat()}
    record(_fact(FollowUpPlanned, follow_up, **said), actor=RULE, at=at)


@transaction()
def call_off(*, conversation_id: int, reason: str, at: datetime) -> None:
    """The matter is not done after all: nobody asks. `reason`: a short code."""
    pk = FollowUp.objects.filter(conversation_id=conversation_id, asked_at=None, off_at=None).values_list("pk").first()
    if pk:
        follow_up = locked(FollowUp, pk[0])
        if follow_up.waits:
            _off(follow_up, reason, actor=RULE, at=at)


@transaction()
def call_off_by_hand(*, follow_up_id: int, by: Staff, at: datetime) -> None:
    """Somebody knows that the question would only hurt: nobody asks it."""
    follow_up = locked(FollowUp, follow_up_id)
    by.must(Verb.PROMISE, follow_up.conversation)
    if not follow_up.waits:
        raise UnableToCallOff(_("They have been asked, or it is called off already."), rule=Rule.FOLLOW_UP_WAITS)
    _off(follow_up, BY_HAND, actor=by.actor, at=at)


@transaction()
def ask_due(*, at: datetime) -> int:
    """By the clock: those whose moment has come, the oldest first. How many were looked at."""
    rows = list(queries.follow_ups_due(at).values_list("pk", "conversation_id")[:BATCH_MAX])
    for pk, conversation_id in rows:
        conversation = locked_root(conversation_id)
        follow_up = locked(FollowUp, pk)
        if follow_up.waits and follow_up.ask_at <= at:  # whoever was quicker has asked
            _ask(follow_up, conversation, at=at)
    return len(rows)


def _ask(follow_up: FollowUp, conversation: Conversation, *, at: datetime) -> None:
    rule = queries.follow_up_rule(conversation.brand_id)
    if reason := _why_not(follow_up, conversation, rule, at=at):
        _off(follow_up, reason, actor=RULE, at=at)
        return
    assert rule
    moment = sensible(at, rule, conversation.customer.tz)
    if moment > at:  # we were down when it was time, and now it is night
        follow_up.ask_at = moment
        follow_up.save(update_fields=["ask_at"])
        return
    remembered = {"keeps_id": follow_up.promise_id}
    words = question(conversation, rule, ordered=_is_beside(follow_up), came=_what_came(follow_up))
    message = by_rule.say(conversation, words, actor=RULE, at=at, then=remembered, at_any_hour=True)
    if message is None:
        _off(follow_up, "no_address", actor=RULE, at=at)
        return
    follow_up.asked_at, follow_up.message = at, message
    follow_up.save(update_fields=["asked_at", "message"])
    record(_fact(FollowUpAsked, follow_up, message_id=message.pk), actor=RULE, at=at)


def _what_came(follow_up: FollowUp) -> list[str]:
    """Of what was promised of an order; [] where nothing was, or the conversation itself is asked about."""
    if not _is_beside(follow_up):
        return []
    rows = Promise.objects.filter(about=follow_up.promise.about, kind=Kind.DELIVERY, done_at__isnull=False).order_by(
        "pk"
    )
    return list(rows.values_list("what", flat=True)[:NAMED_MAX])


def _is_beside(follow_up: FollowUp) -> bool:
    """It asks about an order, not about the conversation in which it asks."""
    return follow_up.why == Why.DELIVERY and not follow_up.promise.about.startswith(CONVERSATION)


def _why_not(follow_up: FollowUp, conversation: Conversation, rule: FollowUpRule | None, *, at: datetime) -> str:
    """ "" where it makes sense to ask."""
    if rule is None:
        return "switched_off"
    if follow_up.why == Why.CLOSING and conversation.closed_at is None:
        return "reopened"
    if at - follow_up.planned_for > timedelta(days=STALE_DAYS):
        return "too_late"
    customer = locked(Customer, conversation.customer_id)  # of two at once one sees the other
    asked = _others(customer, at, rule).exclude(pk=follow_up.pk).filter(asked_at__isnull=False)
    if asked.exists():
        return "lately"
    if not may_be_written(customer.pk, Purpose.SERVICE, conversation.channel):
        return "unwanted"
    letters = Message.objects.filter(conversation_id=follow_up.conversation_id, direction=Direction.IN)
    if letters.exists() and not letters.filter(automatic=False).exists():
        return "machine"
    return ""


def _others(customer: Customer, at: datetime, rule: FollowUpRule) -> QuerySet[FollowUp]:
    """Questions that this person has had lately, or is to have."""
    since = at - timedelta(days=rule.days_between)
    rows = FollowUp.objects.filter(customer_id__in=customers.family_ids(customer))
    return rows.filter(Q(asked_at__gt=since) | Q(asked_at=None, off_at=None))


def _off(follow_up: FollowUp, reason: str, *, actor: Actor, at: datetime) -> None:
    follow_up.off_at, follow_up.off_reason = at, reason
    follow_up.save(update_fields=["off_at", "off_reason"])
    record(_fact(FollowUpCalledOff, follow_up, reason=reason), actor=actor, at=at)
    ledger.release_by_rule(promise_id=follow_up.promise_id, reason=reason, actor=RULE, at=at)


def _fact(fact: type[FactT], follow_up: FollowUp, /, **more: Any) -> FactT:
    return fact(
        brand_id=follow_up.conversation.brand_id,
        follow_up_id=follow_up.pk,
        conversation_id=follow_up.conversation_id,
        customer_id=follow_up.customer_id,
        **more,
    )
