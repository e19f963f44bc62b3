"""What a customer was told of a promise, and what they chose, is not rewritten behind the ledger's back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from slovo.core.db import transaction
from slovo.promises import choosing, ledger, moving, replay
from slovo.promises.guard import RULES
from slovo.promises.ladder_models import CustomerChoice, CustomerNotice, NewsLine, NoticeLine
from slovo.promises.models import Promise
from slovo.promises.more_models import PromiseMove
from tests.cast import Cast, arrives, letter, work_at
from tests.promises.ladders import at_any_hour, clock_strikes, ladder, tell
from tests.promises.stories import now_of
from tests.web.portal.pages import promised_to_irina

MINUTE = timedelta(minutes=1)
THEN, SOME_DAY = "'2020-01-01 00:00:00+00:00'", "'2027-01-01 00:00:00+00:00'"
TABLES = ("promise", "promisemove", "customernotice", "noticeline", "newsline", "customerchoice")


@contextmanager
def refused() -> Iterator[None]:
    """By the guard itself, and not by anything else that would not fit."""
    with pytest.raises(IntegrityError) as problem, transaction():
        yield
    assert str(problem.value).splitlines()[0] in {rule.words for rule in RULES}


def asked_for(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def promise(cast: Cast) -> Promise:
    """A letter has told Irina what is new, and of another moment; she wants something else."""
    arrives(letter(), cast.chainik_mail)
    at_any_hour(cast)
    ladder(cast, tell(20, later=30), at=timezone.now())
    promise = promised_to_irina(cast, hours=1)
    assert promise.due_at
    news = {"now": "Мастер едет к вам", "next": "Позвонит за час"}
    ledger.say_news(promise_id=promise.pk, **news, by=cast.anna, at=promise.due_at - 21 * MINUTE)
    clock_strikes(promise.due_at - 20 * MINUTE)
    work_at(promise.due_at - 19 * MINUTE)
    choosing.choose(promise_id=promise.pk, choice="alternative", words="Заберу сама", at=promise.due_at - 10 * MINUTE)
    assert CustomerNotice.objects.get().sent_at
    return now_of(promise)


UNTRUTHS = {
    "a choice is gone": "DELETE FROM promises_customerchoice",
    "they chose to wait": "UPDATE promises_customerchoice SET choice = 'wait'",
    "they said other words": "UPDATE promises_customerchoice SET words = 'Подожду'",
    "they chose earlier": f"UPDATE promises_customerchoice SET at = {THEN}",
    "a colleague chose": "UPDATE promises_customerchoice SET by_kind = 'staff', by_id = '1'",
    "a line is gone": "DELETE FROM promises_noticeline",
    "another reason was told": """UPDATE promises_noticeline SET reasons = '{"ru": "Пожар"}'""",
    "no choice was offered": "UPDATE promises_noticeline SET offers_choice = NOT offers_choice",
    "a line of news is gone": "DELETE FROM promises_newsline",
    "the news were older": f"UPDATE promises_newsline SET said_at = {THEN}",
    "a notice is gone": "DELETE FROM promises_customernotice",
    "somebody else was told": "UPDATE promises_customernotice SET customer_id = customer_id + 1",
    "it was about something else": "UPDATE promises_customernotice SET about = 'conversation:0'",
    "it was made earlier": f"UPDATE promises_customernotice SET made_at = {THEN}",
    "it left earlier": f"UPDATE promises_customernotice SET sent_at = {THEN}",
    "it never left": "UPDATE promises_customernotice SET sent_at = NULL",
    "another letter said it": "UPDATE promises_customernotice SET message_id = 0",
    "it was never said": "UPDATE promises_customernotice SET said_at = NULL",
    "it never moved": "UPDATE promises_promise SET moved_at = NULL",
    "it moved earlier": f"UPDATE promises_promise SET moved_at = {THEN}",
    "it was moved for another reason": "UPDATE promises_promisemove SET reason = 'Вы сами просили'",
    "something else was promised": "UPDATE promises_promise SET what = 'Чашка'",
}


@pytest.mark.parametrize("untruth", UNTRUTHS)
def test_what_was_told_and_chosen_is_not_rewritten(promise: Promise, untruth: str) -> None:
    with refused():
        asked_for(UNTRUTHS[untruth])


def test_nothing_is_added_to_what_was_said(promise: Promise) -> None:
    with refused():
        NoticeLine.objects.create(notice=CustomerNotice.objects.get(), move=PromiseMove.objects.get())
    with refused():
        NewsLine.objects.create(notice=CustomerNotice.objects.get(), promise=promise, said_at=timezone.now())


def test_what_was_said_is_not_carried_into_another_notice(promise: Promise) -> None:
    said = CustomerNotice.objects.get()
    other = CustomerNotice.objects.create(
        brand=said.brand, customer=said.customer, about=said.about, made_at=said.made_at
    )

    with refused():
        NoticeLine.objects.update(notice=other)


@pytest.mark.parametrize("table", TABLES)
def test_nothing_of_it_is_emptied_or_replaced(promise: Promise, table: str) -> None:
    name = f"promises_{table}"
    whole = (
        f"INSERT OR REPLACE INTO {name} SELECT * FROM {name}"
        if connection.vendor == "sqlite"
        else f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {name} CASCADE"
    )

    with refused():
        asked_for(whole)


def test_nobody_hears_of_a_move_before_it_is_made(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    promise = promised_to_irina(cast, hours=2)
    assert promise.due_at
    made_at = timezone.now()
    moved = moving.move(
        promise_id=promise.pk, due_at=promise.due_at + 60 * MINUTE, reason="Снег", by=cast.anna, at=made_at
    )
    with refused():
        PromiseMove.objects.update(notice_sent_at=made_at - MINUTE)
    with refused():
        Promise.objects.filter(pk=promise.pk).update(moved_at=made_at)

    # The clock of the machine from which it left was a little behind.
    moving.note_notice(move_id=moved.pk, sent_at=made_at - timedelta(seconds=1), actor=cast.anna.actor)

    assert PromiseMove.objects.get().notice_sent_at == made_at
    assert (now_of(promise).moved_at, replay.compare().agrees) == (made_at, True)


def test_an_erasure_takes_the_words_and_nothing_else(promise: Promise) -> None:
    CustomerChoice.objects.update(words="[…]")
    NoticeLine.objects.update(reasons={})
    PromiseMove.objects.update(reason="[…]")
    Promise.objects.update(what="[…]", now="", next="", release_words="")

    assert CustomerChoice.objects.get().choice == "alternative"
