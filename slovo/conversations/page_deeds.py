"""What customers do on a page of their own, shown where they talk with us.

What is done with a promise about a conversation stands in its thread by its own facts. An order, a visit or a
reservation has facts of its own: what the customer does with one is told in the conversation that belongs to it, once.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.utils import timezone

from slovo.conversations import by_rule
from slovo.conversations.changes import changed
from slovo.conversations.families import locked_root
from slovo.core.db import transaction
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.tasks import task
from slovo.customers.models import Customer
from slovo.facts.conversations import DoneOnTheirPage
from slovo.promises import queries as promises
from slovo.promises import reminding

CANCELLED = "PromiseReleased"
WITH = ("name", "customer_id", "regarding", "title")  # of a thing


@task("conversations.show_page_deed@1", queue="out")
def show_deed(name: str, promise_id: int, score: int | None = None) -> Callable[[], None]:
    """Of a promise. `name`: of the fact."""
    return partial(_show_deed, name, promise_id, score)


def _show_deed(name: str, promise_id: int, score: int | None) -> None:
    at = timezone.now()
    promise = promises.of_ids([promise_id]).get()
    show(customer_id=promise.customer_id, about=promise.about, did=name, promise_id=promise_id, score=score, at=at)
    if name == CANCELLED:
        reminding.remind_of_cancellation(promise_id=promise_id, at=at)


@task("conversations.show_page_deed_with@1", queue="out")
def show_deed_with(name: str, customer_id: int, regarding: str, title: str) -> Callable[[], None]:
    """With a thing that may have no promise. `name`: of the fact."""
    return partial(_show_deed_with, name, customer_id, regarding, title)


def _show_deed_with(name: str, customer_id: int, regarding: str, title: str) -> None:
    show(customer_id=customer_id, about=regarding, did=name, title=title, at=timezone.now())


@transaction()
def show(
    *,
    customer_id: int,
    about: str,
    did: str,
    at: datetime,
    promise_id: int | None = None,
    title: str = "",
    score: int | None = None,
) -> None:
    """Nothing, where they have never talked with us."""
    customer = Customer.objects.select_related("brand", "root").get(pk=customer_id)
    place = by_rule.where(customer, about)
    if place is None:
        return
    conversation = locked_root(place.pk)
    fact = DoneOnTheirPage(
        brand_id=conversation.brand_id,
        conversation_id=conversation.pk,
        did=did,
        customer_id=customer_id,
        promise_id=promise_id,
        title=title,
        score=score,
    )
    record(fact, actor=Actor("customer", str(customer_id)), at=at)
    changed(conversation)
