"""A rule moved a promise and everything stood still before its letter left: nobody is told a moment that has passed."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from slovo.channels.models import Mailbox, Outbound
from slovo.conversations.models import Message
from slovo.core.journal.models import JournalEntry
from slovo.promises import ledger, stepping
from slovo.promises.ladder_models import CustomerNotice
from slovo.promises.models import Promise, State
from tests.cast import Cast, arrives, at_one_instant, letter, work_at
from tests.ports import free_ports
from tests.promises.ladders import at_any_hour, ladder, reminded, tell
from tests.promises.stories import now_of
from tests.web.portal.pages import promised_to_irina

MINUTE = timedelta(minutes=1)


@pytest.fixture
def promise(cast: Cast) -> Promise:
    """Due in an hour; twenty minutes before, a rule moves it by half an hour and tells Irina."""
    arrives(letter(), cast.chainik_mail)
    at_any_hour(cast)
    ladder(cast, tell(20, later=30), at=timezone.now())
    return promised_to_irina(cast, hours=1)


def dropped() -> list[str]:
    return list(JournalEntry.objects.filter(kind="CustomerNoticeDropped").values_list("data__reason", flat=True))


def test_what_is_written_only_after_its_moment_is_left_to_people(cast: Cast, promise: Promise) -> None:
    assert promise.due_at
    stepping.take_steps(at=promise.due_at - 20 * MINUTE)

    work_at(promise.due_at + timedelta(days=1))

    assert not Outbound.objects.exists()
    assert (dropped(), {why for _name, why in reminded()}) == (["too_late"], {"untold"})
    assert now_of(promise).due_at == promise.due_at


def test_what_is_still_to_come_is_told_and_what_has_passed_is_not(cast: Cast, promise: Promise) -> None:
    assert promise.due_at
    later = promised_to_irina(cast, what="Чашка", hours=1 + 8 / 60)
    stepping.take_steps(at=promise.due_at - 20 * MINUTE)  # both are told within minutes, as one letter

    work_at(promise.due_at + 31 * MINUTE)

    [sent] = Outbound.objects.all()
    assert ("Чашка: " in sent.posting["text"], promise.what in sent.posting["text"]) == (True, False)
    assert sorted(dropped()) == ["too_late"]
    assert CustomerNotice.objects.filter(sent_at=None).count() == 1
    assert now_of(later).state != State.KEPT


def test_a_letter_that_cannot_leave_before_its_moment_never_does(cast: Cast, promise: Promise) -> None:
    """Nobody listens where letters leave: it waits at the door, is tried again, and then it is too late."""
    assert promise.due_at
    nowhere = {"outgoing_folder": "", "smtp_host": "127.0.0.1", "smtp_port": free_ports(1)[0]}
    Mailbox.objects.filter(pk=cast.chainik_mail.pk).update(**nowhere)
    told_at = promise.due_at - 20 * MINUTE
    stepping.take_steps(at=told_at)
    work_at(told_at)
    assert (Outbound.objects.get().state, reminded()) == ("queued", [])
    Mailbox.objects.filter(pk=cast.chainik_mail.pk).update(outgoing_folder=cast.outgoing)

    work_at(promise.due_at + 31 * MINUTE)

    refused = Outbound.objects.get()
    assert (refused.state, refused.sent_at) == ("failed", None)
    assert "Сообщите" in refused.explanation
    assert {why for _name, why in reminded()} == {"untold"}
    assert now_of(promise).due_at == promise.due_at


def at_a_closed_door(cast: Cast, promise: Promise, *, at: datetime) -> None:
    """The notice is written at that moment, and nobody listens where letters leave."""
    nowhere = {"outgoing_folder": "", "smtp_host": "127.0.0.1", "smtp_port": free_ports(1)[0]}
    Mailbox.objects.filter(pk=cast.chainik_mail.pk).update(**nowhere)
    stepping.take_steps(at=at)
    work_at(at)
    assert Outbound.objects.get().state == "queued"
    Mailbox.objects.filter(pk=cast.chainik_mail.pk).update(outgoing_folder=cast.outgoing, smtp_host="")


def test_what_is_done_before_its_letter_can_leave_is_told_to_nobody(cast: Cast, promise: Promise) -> None:
    assert promise.due_at
    at_a_closed_door(cast, promise, at=promise.due_at - 20 * MINUTE)
    with at_one_instant(promise.due_at - 19 * MINUTE):
        ledger.keep(promise_id=promise.pk, by=cast.anna, at=timezone.now())

    work_at(promise.due_at - 10 * MINUTE)

    assert not Outbound.objects.exists()
    assert not Message.objects.filter(direction="out").exists()
    assert (dropped(), now_of(promise).state) == (["known"], State.KEPT)
    assert {why for _name, why in reminded()} == set()


def test_what_she_has_cancelled_meanwhile_is_told_to_nobody(cast: Cast, promise: Promise) -> None:
    assert promise.due_at
    at_a_closed_door(cast, promise, at=promise.due_at - 20 * MINUTE)
    at = promise.due_at - 19 * MINUTE
    with at_one_instant(at):
        ledger.release(promise_id=promise.pk, words="Не нужно", how="phone", by=cast.anna, at=at)

    work_at(promise.due_at - 10 * MINUTE)

    assert (Outbound.objects.exists(), dropped()) == (False, ["known"])


def test_a_letter_that_tells_of_something_else_too_leaves(cast: Cast, promise: Promise) -> None:
    assert promise.due_at
    later = promised_to_irina(cast, what="Чашка", hours=1 + 8 / 60)
    at_a_closed_door(cast, promise, at=promise.due_at - 20 * MINUTE)
    with at_one_instant(promise.due_at - 19 * MINUTE):
        ledger.keep(promise_id=promise.pk, by=cast.anna, at=timezone.now())

    work_at(promise.due_at - 10 * MINUTE)
    work_at(promise.due_at + 2 * MINUTE)

    assert (Outbound.objects.get().state, now_of(later).state) == ("sent", State.MOVED)
