"""Whoever says of a promise that it is done, or not awaited any more, while something else stands behind it.

The domain of that thing hears of it in the same act (`config/wiring.py`), and refuses what is not true of it. What a
rule settles together with the thing, what a customer says on a page of their own, and an erasure go through.
"""

from slovo.core.errors import UnableTo
from slovo.facts.promises import PromiseDoneLate, PromiseKept, PromiseReleased
from slovo.promises.ledger import ON_THEIR_PAGE
from slovo.promises.models import BY_CUSTOMER, BY_MISTAKE

Settled = PromiseKept | PromiseDoneLate | PromiseReleased


class UnableToSettlePromise(UnableTo):
    pass


def said_done(fact: Settled) -> bool:
    """By somebody of the house, not by the customer."""
    return not isinstance(fact, PromiseReleased) and not fact.by_customer


def said_done_inside(fact: Settled) -> bool:
    """As `said_done`, and not by whoever does the work, who knows it best."""
    return not isinstance(fact, PromiseReleased) and not fact.by_customer and not fact.by_worker


def said_unwanted(fact: Settled) -> bool:
    """Somebody of the house says so for the customer, or that it was never promised."""
    if not isinstance(fact, PromiseReleased):
        return False
    return fact.reason in {BY_CUSTOMER, BY_MISTAKE} and fact.how != ON_THEIR_PAGE
