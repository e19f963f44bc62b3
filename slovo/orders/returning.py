"""What comes back, and the money for it. Actions, as in `actions.py` of other domains.

Agreeing to a return is a promise to refund. Where our side slipped, it is an obligation, which nothing takes away, nor
does it when the customer cancels what is late.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Sum
from django.utils import translation
from django.utils.translation import gettext as _

from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.money import money_words
from slovo.core.rules import Rule
from slovo.facts.orders import RefundOwed, ReturnAgreed, ReturnReceived, ReturnRefunded, ReturnWithdrawn
from slovo.orders import queries
from slovo.orders.models import CALLED_OFF, WORDS_CHARACTERS_MAX, Order, OrderLine, Return, ReturnLine
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import ledger
from slovo.promises.models import Kind, Promise

CLOCK = Actor("rule", "deadline")


class UnableToReturn(UnableTo):
    pass


@transaction()
def agree(
    *, order_id: int, quantities: Mapping[int, int], amount_minor: int, reason: str, by: Staff, at: datetime
) -> Return:
    """`quantities`: how many of each line, by its id; none where only money is given back."""
    order = locked(Order, order_id)
    by.must(Verb.WORK_ORDERS, order)
    reason = reason.strip()
    if not reason or len(reason) > WORDS_CHARACTERS_MAX:
        raise UnableToReturn(
            _("Write why, in %(count)d characters at most.") % {"count": WORDS_CHARACTERS_MAX},
            rule=Rule.TEXT_WITHIN_LIMITS,
        )
    lines = _lines(order, quantities)
    _check_amount(order, amount_minor)
    return _agreed(order, lines, amount_minor=amount_minor, reason=reason, by=by, at=at)


@transaction()
def note_received(*, return_id: int, by: Staff, at: datetime) -> None:
    row = locked(Return, return_id)
    by.must(Verb.WORK_ORDERS, row.order)
    if row.received_at:
        raise UnableToReturn(_("It has been received already."), rule=Rule.RECEIVED_ONCE)
    row.received_at = at
    row.save(update_fields=["received_at"])
    fact = ReturnReceived(brand_id=row.order.brand_id, order_id=row.order_id, return_id=row.pk)
    record(fact, actor=by.actor, at=at)


@transaction()
def refund(*, return_id: int, reference: str, by: Staff, at: datetime) -> None:
    """The money has been sent. `reference`: by which the bank knows it."""
    row = locked(Return, return_id)
    by.must(Verb.WORK_ORDERS, row.order)
    if not row.is_open:
        raise UnableToReturn(_("This return is settled already."), rule=Rule.RETURN_IS_OPEN)
    _refunded(row, row.order, reference=reference.strip(), by=by, at=at)


@transaction()
def withdraw(*, return_id: int, words: str, by: Staff, at: datetime) -> None:
    """The customer keeps it after all. `words`: what they said. What is owed cannot be withdrawn."""
    row = locked(Return, return_id)
    by.must(Verb.WORK_ORDERS, row.order)
    words = words.strip()
    if not row.is_open:
        raise UnableToReturn(_("This return is settled already."), rule=Rule.RETURN_IS_OPEN)
    if row.owed_since:
        raise UnableToReturn(
            _("We were late, so this refund is owed. Pay it: nothing stops it any more."), rule=Rule.REFUND_IS_OWED
        )
    if not words or len(words) > WORDS_CHARACTERS_MAX:
        raise UnableToReturn(_("Write what the customer said, in a few words."), rule=Rule.WORDS_OF_THE_CUSTOMER)
    row.withdrawn_at, row.withdrawal = at, words
    row.save(update_fields=["withdrawn_at", "withdrawal"])
    if row.refund_id:
        ledger.release_by_rule(promise_id=row.refund_id, reason=CALLED_OFF, actor=by.actor, at=at)
    fact = ReturnWithdrawn(brand_id=row.order.brand_id, order_id=row.order_id, return_id=row.pk)
    record(fact, actor=by.actor, at=at)


@transaction()
def note_slip(*, promise_id: int, at: datetime) -> None:
    """Something promised about an order or a return was late: refunds that are open there are owed from now on."""
    promise = Promise.objects.get(pk=promise_id)
    kind, _colon, number = promise.about.partition(":")
    rows = Return.objects.filter(refunded_at=None, withdrawn_at=None, owed_since=None)
    rows = rows.filter(order_id=int(number)) if kind == "order" else rows.filter(refund=promise)
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        row = locked(Return, pk)
        if row.is_open and row.owed_since is None:
            _owe(row, promise, at=at)
            row.save(update_fields=["owed_since", "owed_because"])


@transaction()
def owe_for_cancelled(*, order: Order, by: Staff, at: datetime) -> None:
    """It was paid and will not come: what was paid is given back."""
    if order.total_minor and not order.returns.filter(withdrawn_at=None).exists():
        with translation.override(order.brand.language):
            reason = _("The order was cancelled after it had been paid.")
        _agreed(order, {}, amount_minor=order.total_minor, reason=reason, by=by, at=at)


@transaction()
def settle_refunded(*, order: Order, by: Staff, at: datetime) -> None:
    """The shop says that the money is back: so is what was to be paid back by an open return."""
    rows = order.returns.filter(refund__isnull=False, refunded_at=None, withdrawn_at=None).order_by("pk")
    for pk in rows.values_list("pk", flat=True):
        row = locked(Return, pk)
        if row.is_open:
            _refunded(row, order, reference="", by=by, at=at)


def _refunded(row: Return, order: Order, *, reference: str, by: Staff, at: datetime) -> None:
    row.refunded_at, row.refund_reference = at, reference
    row.save(update_fields=["refunded_at", "refund_reference"])
    if row.refund_id:
        ledger.keep_by_rule(promise_id=row.refund_id, done_at=at, actor=by.actor)
    fact = ReturnRefunded(
        brand_id=order.brand_id,
        order_id=order.pk,
        return_id=row.pk,
        amount_minor=row.amount_minor,
        currency=order.currency,
    )
    record(fact, actor=by.actor, at=at)


def _agreed(
    order: Order, lines: Mapping[OrderLine, int], *, amount_minor: int, reason: str, by: Staff, at: datetime
) -> Return:
    row = Return.objects.create(order=order, reason=reason, amount_minor=amount_minor, made_at=at)
    ReturnLine.objects.bulk_create(
        ReturnLine(returned=row, line=line, quantity=quantity) for line, quantity in lines.items()
    )
    if amount_minor:
        row.refund = _refund_promised(order, amount_minor, by=by, at=at)
    slipped = Promise.objects.filter(about=order.key, broken_at__isnull=False).order_by("pk").first()
    if slipped and amount_minor:
        _owe(row, slipped, at=at)
    row.save()
    fact = ReturnAgreed(
        brand_id=order.brand_id,
        order_id=order.pk,
        return_id=row.pk,
        amount_minor=amount_minor,
        currency=order.currency,
    )
    record(fact, actor=by.actor, at=at)
    return row


def _refund_promised(order: Order, amount_minor: int, *, by: Staff, at: datetime) -> Promise:
    language = order.customer.language or order.brand.language
    with translation.override(language):
        what = _("Refund of %(amount)s for order %(number)s") % {
            "amount": money_words(amount_minor, order.currency, language),
            "number": order.number,
        }
    team_id = queries.responsible_team(order.brand_id)
    return ledger.make_by_rule(
        brand=order.brand,
        customer_id=order.customer_id,
        about=order.key,
        kind=Kind.REFUND,
        what=what,
        due_at=at + timedelta(days=queries.rules_of(order.brand_id).refund_days),
        actor=by.actor,
        at=at,
        owner_id=by.pk if team_id is None and by.as_colleague else None,
        team_id=team_id,
    )


def _owe(row: Return, promise: Promise, *, at: datetime) -> None:
    with translation.override(row.order.brand.language):
        row.owed_because = (_("It was late: %(what)s.") % {"what": promise.what})[:WORDS_CHARACTERS_MAX]
    row.owed_since = at
    fact = RefundOwed(brand_id=row.order.brand_id, order_id=row.order_id, return_id=row.pk)
    record(fact, actor=CLOCK, at=at)


def _lines(order: Order, quantities: Mapping[int, int]) -> dict[OrderLine, int]:
    lines = {line.pk: line for line in order.lines.all() if line.pk in quantities}
    before = queries.returned(lines)
    for pk, quantity in quantities.items():
        if pk not in lines:
            raise UnableToReturn(_("This line belongs to another order."), rule=Rule.LINE_OF_THE_ORDER)
        if not 1 <= quantity <= lines[pk].quantity - before.get(pk, 0):
            raise UnableToReturn(
                _("More cannot come back than was bought: %(title)s.") % {"title": lines[pk].title},
                rule=Rule.RETURNED_WITHIN_THE_ORDER,
            )
    return {lines[pk]: quantity for pk, quantity in quantities.items()}


def _check_amount(order: Order, amount_minor: int) -> None:
    given = order.returns.filter(withdrawn_at=None).aggregate(total=Sum("amount_minor", default=0))["total"]
    if amount_minor < 0 or given + amount_minor > order.total_minor:
        left = money_words(order.total_minor - given, order.currency, translation.get_language() or "en")
        raise UnableToReturn(
            _("At most %(amount)s are left to give back of this order.") % {"amount": left},
            rule=Rule.REFUND_WITHIN_THE_ORDER,
        )
