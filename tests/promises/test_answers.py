"""The promise to answer, through the desk: kept, late, paused, released, handed over."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from slovo.brands.models import WorkingCalendar
from slovo.channels import outcomes
from slovo.channels.models import Outbound
from slovo.conversations.models import Conversation
from slovo.core.db import transaction
from slovo.core.journal.models import JournalEntry
from slovo.promises import actions as promises
from slovo.promises import replay
from slovo.promises.models import Promise, State
from tests.cast import Cast, arrives, letter, the_conversation, work

OFFICE_HOURS = {day: [["09:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


def post(cast: Cast, conversation: Conversation, noun: str, **form: str) -> int:
    address = f"/conversations/{conversation.public_id}/{noun}"
    return cast.browser_of(cast.anna).post(address, form).status_code


def the_promise() -> Promise:
    return Promise.objects.get()


def test_the_deadline_counts_working_time_only(cast: Cast) -> None:
    WorkingCalendar.objects.filter(brand=cast.chainik).update(document={"tz": "Europe/Moscow", "week": OFFICE_HOURS})
    friday_evening = datetime.fromisoformat("2026-11-20T17:30:00+03:00")

    arrives(letter(), cast.chainik_mail, at=friday_evening)

    assert the_promise().due_at == datetime.fromisoformat("2026-11-23T10:30:00+03:00")
    assert the_promise().warn_at == datetime.fromisoformat("2026-11-23T10:00:00+03:00")


def test_a_second_letter_buys_no_more_time(cast: Cast) -> None:
    hour_ago = timezone.now() - timedelta(hours=1)
    arrives(letter(), cast.chainik_mail, at=hour_ago)
    due_at = the_promise().due_at

    arrives(
        letter("Ну что там?", message_id="<2@example.com>", headers=[("References", "<1@irina.example.com>")]),
        cast.chainik_mail,
    )

    assert the_promise().due_at == due_at


def test_an_answer_after_the_deadline_is_broken_then_done(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail, at=timezone.now() - timedelta(hours=3))

    post(cast, the_conversation(), "replies", text="Простите, что так долго.")
    work()

    promise = the_promise()
    assert (promise.state, promise.owed) == (State.BROKEN, False)
    assert promise.broken_at == promise.due_at
    assert promise.done_at == Outbound.objects.get().sent_at


def test_a_passed_deadline_is_marked_by_the_clock_and_counted_once(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail, at=timezone.now() - timedelta(hours=3))

    promises.break_overdue(at=timezone.now())
    promises.break_overdue(at=timezone.now())

    assert the_promise().state == State.BROKEN
    assert JournalEntry.objects.filter(kind="PromiseBroken").count() == 1


def test_the_moment_of_leaving_counts_not_the_press_of_the_button(cast: Cast) -> None:
    """The button was pressed in time, but the mail server was away until after the deadline."""
    arrived_at = timezone.now() - timedelta(minutes=119)
    arrives(letter(), cast.chainik_mail, at=arrived_at)
    post(cast, the_conversation(), "replies", text="Уже едет.")

    outcomes.record_sent(outbound_id=Outbound.objects.get().pk, at=arrived_at + timedelta(minutes=150))
    work()

    assert the_promise().state == State.BROKEN


def test_while_it_is_the_customers_turn_there_is_no_deadline(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail, at=timezone.now() - timedelta(hours=1))

    post(cast, the_conversation(), "waiting")

    assert (the_promise().state, the_promise().due_at) == (State.PAUSED, None)


def test_her_next_letter_gives_the_time_that_was_left(cast: Cast) -> None:
    hour_ago = timezone.now() - timedelta(hours=1)
    arrives(letter(), cast.chainik_mail, at=hour_ago)
    post(cast, the_conversation(), "waiting")
    later = timezone.now() + timedelta(hours=5)

    headers = [("References", "<1@irina.example.com>")]
    arrives(letter("Номер 4471", message_id="<2@example.com>", headers=headers), cast.chainik_mail, at=later)

    left = the_promise().due_at - later
    assert timedelta(minutes=59) < left <= timedelta(minutes=60)


def test_a_broken_promise_cannot_be_paused_away(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail, at=timezone.now() - timedelta(hours=3))
    promises.break_overdue(at=timezone.now())

    post(cast, the_conversation(), "waiting")

    assert the_promise().state == State.BROKEN


def test_thanks_need_no_answer_and_the_reason_stays(cast: Cast) -> None:
    arrives(letter("Спасибо, всё пришло!"), cast.chainik_mail)

    post(cast, the_conversation(), "closure", answer_not_needed="1")

    assert (the_promise().state, the_promise().release_reason) == (State.RELEASED, "no_answer_needed")
    assert the_conversation().closed_by == cast.anna


def test_what_needed_no_answer_after_the_deadline_was_broken_and_stays_so_when_that_is_undone(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail, at=timezone.now() - timedelta(hours=3))
    due_at, was = the_promise().due_at, the_promise().terms

    post(cast, the_conversation(), "closure", answer_not_needed="1")
    released = the_promise()
    promises.put_back(promise_id=released.pk, was=was, became=released.terms, actor=cast.anna.actor, at=timezone.now())

    assert (released.state, released.broken_at) == (State.RELEASED, due_at)
    assert (the_promise().owed, the_promise().broken_at) == (True, due_at)
    assert replay.compare().differing == []


def test_nobody_closes_what_still_awaits_an_answer(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)

    assert post(cast, the_conversation(), "closure") == 409

    assert the_conversation().closed_at is None


def test_promises_go_with_the_work(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)

    post(cast, the_conversation(), "assignment", staff=str(cast.pavel.pk), team="")

    assert the_promise().owner == cast.pavel


def test_an_automatic_letter_is_promised_nothing(cast: Cast) -> None:
    arrives(letter("Меня нет на месте", headers=[("Auto-Submitted", "auto-replied")]), cast.chainik_mail)

    assert Promise.objects.count() == 0
    assert the_conversation().messages.get().automatic


@pytest.mark.parametrize(
    "untruth",
    [
        {"done_at": timezone.now() + timedelta(days=9)},  # late and yet not broken
        {"done_at": timezone.now(), "released_at": timezone.now(), "release_reason": "x"},
        {"released_at": timezone.now()},  # for no reason
        {"due_at": None, "warn_at": None},  # no deadline and no pause
        {"broken_at": timezone.now() - timedelta(days=1)},  # before it was due
    ],
)
def test_the_database_itself_refuses_untruths(cast: Cast, untruth: dict[str, object]) -> None:
    arrives(letter(), cast.chainik_mail)

    with pytest.raises(IntegrityError), transaction():
        Promise.objects.update(**untruth)


def test_our_turn_again_gives_the_time_that_was_left(cast: Cast) -> None:
    """Nobody stops the clock for ever by «wait» and «it is our turn»."""
    hour_ago = timezone.now() - timedelta(hours=1)
    arrives(letter(), cast.chainik_mail, at=hour_ago)
    post(cast, the_conversation(), "waiting")

    post(cast, the_conversation(), "reopening")

    left = the_promise().due_at - timezone.now()
    assert timedelta(minutes=59) < left <= timedelta(minutes=60)


def test_an_answer_that_could_not_leave_lets_the_clock_go_on(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    post(cast, the_conversation(), "waiting")
    type(cast.chainik_mail).objects.update(outgoing_folder="")

    post(cast, the_conversation(), "replies", text="Уже едет.")
    work()

    assert the_conversation().state == "open"
    assert the_promise().state == State.OPEN


def test_an_answer_that_left_in_time_is_kept_though_it_was_noticed_late(cast: Cast) -> None:
    """The clock looked between the leaving and the noticing."""
    arrives(letter(), cast.chainik_mail, at=timezone.now() - timedelta(hours=3))
    due_at = the_promise().due_at
    post(cast, the_conversation(), "replies", text="Уже едет.")

    outcomes.record_sent(outbound_id=Outbound.objects.get().pk, at=due_at - timedelta(seconds=1))
    promises.break_overdue(at=due_at + timedelta(seconds=1))
    work()

    assert the_promise().state == State.KEPT
    kinds = JournalEntry.objects.filter(kind__in=["PromiseBroken", "PromiseKept"]).order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == ["PromiseBroken", "PromiseKept"]
    page = cast.browser_of(cast.anna).get(f"/conversations/{the_conversation().public_id}/").content.decode()
    assert "Promise broken" not in page
