"""Put off: out of sight until a moment, a letter, or a promise that is due soon."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from slovo.channels import actions as channels
from slovo.conversations.models import Conversation, State
from slovo.core.journal.models import JournalEntry
from slovo.promises.models import Promise
from tests.cast import Cast, arrives, letter, the_conversation, work_at
from tests.conversations.test_collisions import post, writes_again


@pytest.fixture
def asked(cast: Cast) -> Conversation:
    """An answer is due in two hours; half an hour before that it is due soon."""
    arrives(letter(), cast.chainik_mail)
    return the_conversation()


def in_minutes(minutes: float) -> datetime:
    return timezone.now() + timedelta(minutes=minutes)


def put_off(cast: Cast, conversation: Conversation, minutes: float) -> int:
    return int(post(cast, cast.anna, conversation, "snooze", until=in_minutes(minutes).isoformat()).status_code)


def by_the_clock(minutes: float) -> None:
    from slovo.conversations import jobs
    from slovo.core.db import transaction

    with transaction():
        jobs.wake_due.enqueue()
    work_at(in_minutes(minutes))


def seen_in(cast: Cast, view: str) -> int:
    return len(cast.browser_of(cast.anna).get(f"/conversations/?view={view}").context["list"]["page"].lines)


def woke() -> list[str]:
    return [entry.data["reason"] for entry in JournalEntry.objects.filter(kind="ConversationWoke")]


def test_what_is_put_off_is_in_a_view_of_its_own_and_comes_back_by_the_clock(cast: Cast, asked: Conversation) -> None:
    due_at = Promise.objects.get().due_at
    assert put_off(cast, asked, 60) == 302
    assert {view: seen_in(cast, view) for view in ("open", "unassigned", "mine", "snoozed", "all")} == {
        "open": 0,
        "unassigned": 0,
        "mine": 0,
        "snoozed": 1,
        "all": 1,
    }
    assert Promise.objects.get().due_at == due_at

    by_the_clock(59)
    assert seen_in(cast, "open") == 0
    by_the_clock(61)
    assert (seen_in(cast, "open"), seen_in(cast, "snoozed"), woke()) == (1, 0, ["moment"])


def test_a_promise_that_is_due_soon_brings_it_back_earlier(cast: Cast, asked: Conversation) -> None:
    put_off(cast, asked, 24 * 60)

    by_the_clock(89)
    assert seen_in(cast, "open") == 0
    by_the_clock(91)
    assert (seen_in(cast, "open"), woke()) == (1, ["promise"])


def test_a_letter_brings_it_back(cast: Cast, asked: Conversation) -> None:
    put_off(cast, asked, 60)
    writes_again(cast)

    assert (seen_in(cast, "open"), seen_in(cast, "snoozed")) == (1, 0)


def test_a_person_brings_it_back(cast: Cast, asked: Conversation) -> None:
    put_off(cast, asked, 60)
    post(cast, cast.pavel, asked, "waking")

    assert (seen_in(cast, "open"), woke()) == (1, ["person"])


def test_an_answer_that_is_due_soon_is_not_put_off(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail, at=in_minutes(-100))
    answer = post(cast, cast.anna, the_conversation(), "snooze", until=in_minutes(60).isoformat())

    assert answer.status_code == 409
    assert "An answer is due soon or already." in answer.content.decode()
    assert the_conversation().snoozed_until is None


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("", "Choose a day and a time first."),
        ("own", "Choose a day and a time first."),
        ("2020-01-01T09:00", "Choose a moment within the year ahead."),
        ("2126-01-01T09:00", "Choose a moment within the year ahead."),
    ],
)
def test_an_impossible_moment_is_refused_in_words(cast: Cast, asked: Conversation, until: str, words: str) -> None:
    answer = post(cast, cast.anna, asked, "snooze", until=until)

    assert answer.status_code == 409
    assert words in answer.content.decode()


def test_what_is_closed_is_not_put_off_and_closing_ends_it(cast: Cast, asked: Conversation) -> None:
    put_off(cast, asked, 60)
    post(cast, cast.anna, asked, "closure", answer_not_needed="yes")

    assert (the_conversation().state, the_conversation().snoozed_until) == (State.CLOSED, None)
    assert put_off(cast, asked, 60) == 409


def test_a_reply_that_is_taken_back_leaves_it_put_off(cast: Cast, asked: Conversation) -> None:
    put_off(cast, asked, 60)
    before = Conversation.objects.values().get()
    post(cast, cast.anna, asked, "replies", text="Он в пути.")
    assert the_conversation().snoozed_until is None

    message = asked.messages.order_by("-pk")[0]
    cast.browser_of(cast.anna).post(f"/messages/{message.public_id}/taking-back")
    assert Conversation.objects.values().get() == before


def test_the_clock_brings_back_many_at_once_and_each_once(cast: Cast) -> None:
    for number in range(3):
        raw = letter(sender=f"u{number}@example.com", message_id=f"<{number}@example.com>")
        assert channels.accept(
            brand_id=cast.chainik.pk, kind="email", raw=raw, mailbox=cast.chainik_mail, at=timezone.now()
        )
    work_at(timezone.now())
    for conversation in Conversation.objects.all():
        put_off(cast, conversation, 10)
    by_the_clock(11)
    by_the_clock(12)

    assert woke() == ["moment"] * 3
