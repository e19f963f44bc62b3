"""Which deeds on a customer's page are seen where they talk with us, and the tasks for it (`page_deeds.py`)."""

from collections.abc import Callable
from functools import partial

from django.utils import timezone

from slovo.conversations.page_deeds import show
from slovo.core.tasks import task
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
