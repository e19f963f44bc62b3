"""The journal is enough: what happened to promises in a long story is built anew from it, through the command line."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from slovo.config.cli import main
from slovo.conversations import bulk, merging, moving, splitting
from slovo.conversations.models import Conversation, Message
from slovo.core.journal.models import JournalEntry
from slovo.people import actions as people
from slovo.people.rights import Role
from slovo.promises import actions, ledger, replay
from slovo.promises import moving as promise_moving
from slovo.promises.models import Promise
from tests.cast import Cast, arrives, letter, work


def a_long_story(cast: Cast) -> None:
    """Letters in time and late, put off, split, merged, moved, given away; promises beside them."""
    three_hours_ago = timezone.now() - timedelta(hours=3)
    arrives(letter(), cast.chainik_mail, at=three_hours_ago)
    for number in (2, 3, 4):
        raw = letter(f"Вопрос {number}", sender=f"u{number}@example.com", message_id=f"<{number}@x.example>")
        arrives(raw, cast.chainik_mail)
    first, second, third, fourth = Conversation.objects.order_by("pk")
    browser = cast.browser_of(cast.anna)
    browser.post(f"/conversations/{first.public_id}/replies", {"text": "Простите, что поздно."})
    browser.post(f"/conversations/{second.public_id}/waiting")
    browser.post(f"/conversations/{second.public_id}/reopening")
    browser.post(f"/conversations/{second.public_id}/assignment", {"staff": str(cast.pavel.pk), "team": ""})
    work()
    of_it = [("References", "<2@x.example>")]
    arrives(letter("И ещё", sender="u2@example.com", message_id="<5@x.example>", headers=of_it), cast.chainik_mail)
    at = timezone.now()
    last = Message.objects.filter(conversation=second).order_by("-pk")[0]
    splitting.split(conversation_id=second.pk, message_ids=[last.pk], by=cast.anna, at=at)
    merging.merge(kept_id=third.pk, merged_id=second.pk, by=cast.anna, at=at)
    people.give_role(staff=cast.anna, brand=cast.honey, role=Role.AGENT, actor=cast.orlov.actor, at=at)
    both = type(cast.anna).objects.get(pk=cast.anna.pk)
    moving.move(conversation_id=fourth.pk, brand=cast.honey, by=both, at=at)
    change = bulk.begin_change(kind="wait", arguments={}, conversation_ids=[third.pk], by=cast.maria, at=at)
    work()
    bulk.undo_change(change_id=change.pk, by=cast.maria, at=timezone.now())
    work()
    beside(cast, first)


def beside(cast: Cast, conversation: Conversation) -> None:
    at = timezone.now()
    made = [
        ledger.make(
            brand=cast.chainik,
            customer_id=conversation.customer_id,
            about=conversation.key,
            kind="delivery",
            what="Чайник у вас дома",
            due_at=at + timedelta(minutes=minutes),
            by=cast.anna,
            at=at,
        )
        for minutes in (10, 20, 30)
    ]
    later = at + timedelta(minutes=40)
    moved = promise_moving.move(
        promise_id=made[0].pk, due_at=later, reason="Снег", told="phone", agreed=True, by=cast.anna, at=at
    )
    assert moved.in_time
    ledger.keep(promise_id=made[1].pk, by=cast.anna, at=at)
    actions.break_overdue(at=at + timedelta(minutes=31))


def test_rows_and_kept_rate_are_what_the_journal_says(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    a_long_story(cast)

    found = replay.compare()
    assert (found.differing, found.unknown) == ([], 0)
    assert (found.as_rows, found.as_told) == (replay.Score(1, 2), replay.Score(1, 2))
    assert main(["promises", "replay", "--check"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "Kept, by the ledger: 1 of 3 (33.3%); by the journal: 1 of 3 (33.3%).",
        "They agree.",
    ]


def test_a_row_that_nobody_told_of_is_named(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    arrives(letter(), cast.chainik_mail)
    promise = Promise.objects.get()
    Promise.objects.update(warn_at=F("due_at"))

    assert main(["promises", "replay", "--check"]) == 1
    assert f"promise {promise.pk}: warn_at is {promise.due_at}" in capsys.readouterr().out


def test_promises_of_before_the_journal_told_everything_are_counted_apart(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    entry = JournalEntry.objects.get(kind="PromiseMade")
    entry.data = {name: entry.data[name] for name in ("promise_id", "regarding", "kind", "due_at")}
    entry.save()

    found = replay.compare()
    assert (found.compared, found.unknown, found.agrees) == (0, 1, True)
