"""Which deeds on a customer's page are seen where they talk with us, and the tasks for it (`page_deeds.py`)."""

from collections.abc import Callable
from functools import partial

from django.utils import timezone

from slovo.conversations.page_deeds import show
from slovo.core.tasks import task
from slovo.customers.consent_models import How as Through
from slovo.customers.consents import WORDS_OF_PAGE
from slovo.facts.callbacks import CallbackAsked, CallbackAskedAgain, CallbackFact
from slovo.facts.customers import ConsentSaid, CustomerChanged
from slovo.facts.orders import ReservationSettled
from slovo.facts.promises import (
    PromiseChoiceMade,
    PromiseConsentGiven,
    PromiseConsentRefused,
    PromiseDoneLate,
    PromiseFact,
    PromiseKept,
    PromiseReleased,
)
from slovo.facts.visits import VisitConfirmed
from slovo.promises import queries as promises
from slovo.promises import reminding
from slovo.promises.ledger import ON_THEIR_PAGE

CANCELLED = "PromiseReleased"
PORTAL = "portal"  # how a call was asked for: by the customer, on a page of ours
CALL = ("name", "customer_id", "regarding")
LETTERS = ("customer_id", "purpose", "given")
WITH = ("name", "customer_id", "regarding", "title")  # of a thing


def elsewhere(fact: PromiseFact) -> bool:
    """What is about a conversation stands in its thread by itself."""
    return not fact.regarding.startswith("conversation:")


def said_done(fact: PromiseKept | PromiseDoneLate) -> bool:
    return fact.by_customer and elsewhere(fact)


def on_their_page(fact: PromiseReleased | PromiseConsentGiven | PromiseConsentRefused | PromiseChoiceMade) -> bool:
    return fact.how == ON_THEIR_PAGE and elsewhere(fact)


def by_customer(fact: VisitConfirmed | ReservationSettled) -> bool:
    return fact.by_customer


def asked_for_call(fact: CallbackAsked | CallbackAskedAgain) -> bool:
    """A call about a conversation stands there by its promise."""
    return fact.how == PORTAL and not_of_a_talk(fact)


def not_of_a_talk(fact: CallbackFact) -> bool:
    return not fact.regarding.startswith("conversation:")


def said_on_their_page(fact: ConsentSaid) -> bool:
    """On a page of their own, not on one that is there for everybody."""
    return fact.how == Through.PAGE and fact.words == WORDS_OF_PAGE


def chose_clock(fact: CustomerChanged) -> bool:
    return fact.by_customer and "zone" in fact.fields


@task("conversations.show_page_deed@1", queue="out")
def show_deed(name: str, promise_id: int, score: int | None = None, move_id: int | None = None) -> Callable[[], None]:
    """Of a promise. `name`: of the fact."""
    return partial(_show_deed, name, promise_id, score, move_id)


def _show_deed(name: str, promise_id: int, score: int | None, move_id: int | None) -> None:
    at = timezone.now()
    promise = promises.of_ids([promise_id]).get()
    show(
        customer_id=promise.customer_id,
        about=promise.about,
        did=name,
        promise_id=promise_id,
        score=score,
        move_id=move_id,
        at=at,
    )
    if name == CANCELLED:
        reminding.remind_of_cancellation(promise_id=promise_id, at=at)


@task("conversations.show_page_deed_with@1", queue="out")
def show_deed_with(name: str, customer_id: int, regarding: str, title: str) -> Callable[[], None]:
    """With a thing that may have no promise. `name`: of the fact."""
    return partial(_show_deed_with, name, customer_id, regarding, title)


def _show_deed_with(name: str, customer_id: int, regarding: str, title: str) -> None:
    show(customer_id=customer_id, about=regarding, did=name, title=title, at=timezone.now())


@task("conversations.show_call_asked@1", queue="out")
def show_call(name: str, customer_id: int, regarding: str, slot_starts_at: str | None = None) -> Callable[[], None]:
    """They wait for a call. `name`: of the fact. `slot_starts_at`: None for as soon as possible."""
    return partial(_show_deed_with, name, customer_id, regarding, slot_starts_at or "")


@task("conversations.show_clock_chosen@1", queue="out")
def show_clock(name: str, customer_id: int) -> Callable[[], None]:
    """By whose clock they read. Which it is stands beside the thread: the journal holds nothing of where they live."""
    return partial(_show_deed_with, name, customer_id, f"customer:{customer_id}", "")


@task("conversations.show_letters_chosen@1", queue="out")
def show_letters(customer_id: int, purpose: str, given: bool) -> Callable[[], None]:
    """Whether rules write to them, and why."""
    did = "ConsentGiven" if given else "ConsentWithdrawn"
    return partial(_show_deed_with, did, customer_id, f"customer:{customer_id}", purpose)
