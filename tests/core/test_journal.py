"""The journal: part of the change, in order, and no reader ever misses a fact."""

import threading
from dataclasses import dataclass

import pytest
from django.db import connection
from django.utils import timezone

from slovo.core.db import transaction
from slovo.core.journal import queries
from slovo.core.journal.actor import SYSTEM
from slovo.core.journal.models import JournalEntry
from slovo.core.journal.queries import Cursor
from slovo.core.journal.recording import record
from slovo.facts import Fact
from tests.cast import Cast, arrives, letter, the_conversation
from tests.databases import on_postgresql_alone
from tests.house import until

SETTLED = "all older transactions of this PostgreSQL, also of its other databases, to end"


@dataclass(frozen=True, kw_only=True)
class SomethingHappened(Fact):
    number: int

    @property
    def about(self) -> str:
        return "test:1"


def happen(number: int) -> None:
    record(SomethingHappened(brand_id=None, number=number), actor=SYSTEM, at=timezone.now())


def numbers(cursor: Cursor) -> list[int]:
    return [entry.data["number"] for entry in queries.after(cursor)]


@pytest.mark.django_db
def test_a_fact_outside_of_a_transaction_is_our_own_mistake() -> None:
    with pytest.raises(AssertionError, match="part of the change"):
        happen(1)


@transaction()
def _happen_and_fail() -> None:
    happen(1)
    raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_has_not_happened() -> None:
    with pytest.raises(ZeroDivisionError):
        _happen_and_fail()

    assert JournalEntry.objects.count() == 0


@on_postgresql_alone("SQLite has one writer at a time: nobody commits late")
@pytest.mark.django_db(transaction=True)
def test_a_late_commit_is_not_lost_by_a_reader_that_was_faster() -> None:
    """A slow transaction takes its id first and commits last: reading by `id >` would lose its fact."""
    recorded, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction():
            happen(1)
            recorded.set()
            assert may_commit.wait(20)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert recorded.wait(20)
    with transaction():
        happen(2)
    seen_meanwhile, moment_meanwhile = numbers(Cursor()), queries.moment()
    may_commit.set()
    thread.join()

    assert seen_meanwhile == []
    assert queries.moment() != moment_meanwhile
    until(lambda: numbers(Cursor()) == [1, 2], SETTLED)


@pytest.mark.django_db
def test_a_moment_lasts_until_the_next_fact() -> None:
    moments = [queries.moment(), queries.moment()]
    for number in range(2):
        with transaction():
            happen(number)
        moments += [queries.moment(), queries.moment()]

    assert moments[0::2] == moments[1::2]
    assert len(set(moments)) == 3


@pytest.mark.django_db(transaction=True)
def test_a_reader_goes_on_where_it_stopped() -> None:
    for number in range(5):
        with transaction():
            happen(number)
    until(lambda: len(queries.after(Cursor())) == 5, SETTLED)
    third = queries.after(Cursor())[2]

    assert numbers(Cursor(third.transaction_id, third.pk)) == [3, 4]


def test_facts_of_a_letter_name_cause_and_actor(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)

    made = JournalEntry.objects.get(kind="PromiseMade")
    assert made.about == the_conversation().key
    assert (made.actor_kind, made.actor_id) == ("rule", "answer")
    assert made.cause is not None
    assert made.cause.kind == "MessageReceived"
    assert made.cause.actor_kind == "customer"


def test_the_journal_holds_no_words_of_the_customer(cast: Cast) -> None:
    arrives(letter("Мой тайный адрес: улица Чайная, 5"), cast.chainik_mail)

    stored = " ".join(str(entry.data) for entry in JournalEntry.objects.all())
    assert [word for word in ("Чайная", "irina", "Ирина", "Чайник") if word in stored] == []


def test_what_one_request_did_is_found_under_one_id(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    JournalEntry.objects.all().delete()

    address = f"/conversations/{the_conversation().public_id}/replies"
    cast.browser_of(cast.anna).post(address, {"text": "Он уже в пути.", "then_close": "1"})

    ids = set(JournalEntry.objects.values_list("request_id", flat=True))
    assert len(ids) == 1
    assert ids != {""}
