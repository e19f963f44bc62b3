"""The journal is enough: what happened to promises in a long story is built anew from it, through the command line."""

from datetime import datetime, timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from slovo.config.cli import main
from slovo.conversations import bulk, merging, moving, splitting
from slovo.conversations.actions import take_original_sender
from slovo.conversations.models import Conversation, Message
from slovo.core import guarding
from slovo.core.journal.models import JournalEntry
from slovo.facts import promises as fact_module
from slovo.facts.promises import PromiseFact
from slovo.people import actions as people
from slovo.people.rights import Role
from slovo.promises import actions, checking, choosing, following, handing, ledger, replay
from slovo.promises import moving as promise_moving
from slovo.promises.guard import RULES
from slovo.promises.ladder_models import CustomerChoice
from slovo.promises.models import Promise
from tests.cast import Cast, arrives, letter, work
from tests.promises.ladders import clock_strikes


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


TELLS_OF_NO_ROW = {"PromiseStepTaken", "PromiseSilent", "PromiseDelayReported", "PromiseRated"}


def test_every_fact_about_promises_is_read_or_changes_no_row_of_the_ledger() -> None:
    """Whoever adds one says which. What a kind's rules are is no promise."""
    facts = {name for name, one in vars(fact_module).items() if isinstance(one, type) and issubclass(one, PromiseFact)}

    assert facts - {"PromiseFact", "_MoveFact"} == {"PromiseMade", *replay.CHANGES} | TELLS_OF_NO_ROW


def every_deed(cast: Cast, about: str, customer_id: int) -> None:
    """Each deed that changes a row and is not in the long story."""
    at = timezone.now()

    def promise(*check_ins: datetime) -> int:
        return ledger.make(
            brand=cast.chainik,
            customer_id=customer_id,
            about=about,
            kind="delivery",
            what="Чайник у вас дома",
            due_at=at + timedelta(minutes=30),
            check_ins=check_ins,
            by=cast.anna,
            at=at,
        ).pk

    def moved(promise_id: int, told: str = "") -> int:
        later = at + timedelta(minutes=60)
        return promise_moving.move(
            promise_id=promise_id, due_at=later, reason="Снег", told=told, by=cast.anna, at=at
        ).pk

    refused, agreed, waits, gone = (promise() for _number in range(4))
    promise_moving.record_consent(move_id=moved(refused, "phone"), agrees=False, how="phone", by=cast.anna, at=at)
    promise_moving.record_consent(move_id=moved(agreed, "phone"), agrees=True, how="phone", by=cast.anna, at=at)
    until = at + timedelta(minutes=90)
    for choice, words in (("alternative", "Заберу сама"), ("wait", "")):
        chosen = promise()
        moved(chosen, "phone")
        choosing.choose(promise_id=chosen, choice=choice, until=until, words=words, how="phone", by=cast.anna, at=at)
    promise_moving.take_back(move_id=moved(waits), by=cast.anna, at=at)
    ledger.say_news(promise_id=waits, now="Печём", next="Везём", by=cast.anna, at=at)
    handing.hand_over(promise_ids=[waits], owner_id=cast.pavel.pk, team_id=None, by=cast.maria, at=at)
    ledger.release(promise_id=gone, words="Ирина не хочет", how="phone", by=cast.anna, at=at)
    ledger.owe_again(promise_id=gone, by=cast.anna, at=at)
    asked = promise(at + timedelta(minutes=1))
    clock_strikes(at + timedelta(minutes=1))
    checking.check_in(promise_id=asked, now="", next="", by=cast.anna, at=at + timedelta(minutes=2))
    actions.break_overdue(at=at + timedelta(minutes=31))
    ledger.keep(promise_id=gone, by=cast.anna, at=at + timedelta(minutes=32))


def test_whatever_is_done_to_a_promise_is_built_anew(cast: Cast) -> None:
    a_long_story(cast)
    conversation = Conversation.objects.order_by("pk")[0]
    every_deed(cast, conversation.key, conversation.customer_id)
    arrives(letter("Fwd", sender="k@shop.example", message_id="<9@x.example>"), cast.chainik_mail)
    last = Message.objects.order_by("-pk")[0]
    Message.objects.filter(pk=last.pk).update(original_value="gleb@example.net", original_name="Глеб Вершинин")
    take_original_sender(message_id=last.pk, by=cast.anna, at=timezone.now())
    was = f"conversation:{last.conversation_id}"
    following.pass_on(about=was, to=f"conversation:{last.conversation_id + 1}", at=timezone.now())

    found = replay.compare()
    assert (found.differing, found.unknown) == ([], 0)
    assert found.agrees
    happened = set(JournalEntry.objects.values_list("kind", flat=True))
    assert {"PromiseMade", *replay.CHANGES} - happened == set()


def test_a_row_that_nobody_told_of_is_named(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    arrives(letter(), cast.chainik_mail)
    promise = Promise.objects.get()
    Promise.objects.update(warn_at=F("due_at"))

    assert main(["promises", "replay", "--check"]) == 1
    assert f"promise {promise.pk}: warn_at is {promise.due_at}" in capsys.readouterr().out


def test_a_choice_of_which_the_journal_tells_otherwise_is_named(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    a_long_story(cast)
    conversation = Conversation.objects.order_by("pk")[0]
    every_deed(cast, conversation.key, conversation.customer_id)
    made = CustomerChoice.objects.get(choice="wait")
    guarding.lift([rule for rule in RULES if rule.name == "choice_as_made"])
    CustomerChoice.objects.filter(pk=made.pk).update(how="message")

    assert main(["promises", "replay", "--check"]) == 1
    assert f"choice {made.move_id}/1: how is message, the journal says phone" in capsys.readouterr().out


def test_promises_of_before_the_journal_told_everything_are_counted_apart(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    entry = JournalEntry.objects.get(kind="PromiseMade")
    entry.data = {name: entry.data[name] for name in ("promise_id", "regarding", "kind", "due_at")}
    entry.save()

    found = replay.compare()
    assert (found.compared, found.unknown, found.agrees) == (0, 1, True)
