"""Figures that are known by hand, the same as a count row by row, and the same as the journal tells."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from slovo.conversations.promise_channels import channel_of_promise
from slovo.core.journal.models import JournalEntry
from slovo.core.numbers import Share
from slovo.people import actions as people
from slovo.people.models import Staff
from slovo.people.rights import Role
from slovo.promises import handing, ledger, replay
from slovo.promises.figures import Asked, Figures, Outcome, Period, Tally, figures, silent, still_open, total
from slovo.promises.models import Promise
from slovo.promises.more_models import PromiseMove
from slovo.promises.notices import notices
from tests.cast import Cast, arrives, letter, the_conversation
from tests.promises.stories import HOUR, counted, known_by_hand, promised
from tests.promises.test_replay import a_long_story

BY_HAND = {
    Outcome.SILENT: 3,
    Outcome.BROKEN: 1,
    Outcome.WITHOUT_CONSENT: 2,
    Outcome.WITH_CONSENT: 1,
    Outcome.KEPT: 3,
    Outcome.RELEASED: 1,
    Outcome.STRUCK_OUT: 1,
}


def month(at: datetime) -> Period:
    return Period(at - timedelta(days=30), at + timedelta(seconds=1))


def of_chainik(cast: Cast, at: datetime, **more: Any) -> Figures:
    return figures(Asked([cast.chainik.pk], channel=channel_of_promise(), **more), month(at))


def numbers(tally: Tally) -> tuple[int, int, int]:
    return tally.silent.count, tally.came_due, tally.released


def test_ten_promises_known_by_hand(cast: Cast) -> None:
    at = timezone.now()
    known_by_hand(cast, at=at)
    found = of_chainik(cast, at)

    assert found.total.numbers == BY_HAND
    assert found.total.silent == Share(3, 10)
    assert {kind: numbers(tally) for kind, tally in found.by["kind"].items()} == {
        "delivery": (2, 8, 1),
        "callback": (0, 1, 0),
        "repair": (1, 1, 0),
    }
    assert {owner: numbers(tally) for owner, tally in found.by["owner_id"].items()} == {
        cast.anna.pk: (2, 6, 1),
        cast.pavel.pk: (1, 4, 0),
    }
    assert still_open(Asked([cast.chainik.pk]), at) == 1


def test_narrowed_to_a_kind_a_team_and_a_brand(cast: Cast) -> None:
    at = timezone.now()
    made = known_by_hand(cast, at=at)
    team = people.join_team(staff=cast.pavel, brand=cast.chainik, name="Склад")
    handing.hand_over(promise_ids=[made["told too late"].pk], owner_id=None, team_id=team.pk, by=cast.maria, at=at)

    assert of_chainik(cast, at, kind="repair").total.numbers == {Outcome.SILENT: 1}
    assert of_chainik(cast, at, team_id=team.pk).total.numbers == {Outcome.SILENT: 1}
    assert figures(Asked([cast.honey.pk]), month(at)).total.came_due == 0
    assert figures(Asked([]), month(at)).total.came_due == 0


def test_a_promise_belongs_to_the_moment_at_which_it_broke_or_was_done(cast: Cast) -> None:
    at = timezone.now()
    late = known_by_hand(cast, at=at)["late"]
    asked, broke = Asked([cast.chainik.pk]), late.due_at
    assert broke

    def silent_between(since: datetime, until: datetime) -> int:
        return figures(asked, Period(since, until)).total.silent.count

    assert silent_between(broke, broke + HOUR) == 3  # three were due then; when one of them was done does not count
    assert silent_between(broke + timedelta(microseconds=1), at) == 0
    assert silent_between(broke - HOUR, broke) == 0
    assert total(asked, month(at).before).numbers == {Outcome.KEPT: 1}


def test_who_broke_in_silence_is_listed_the_last_first(cast: Cast) -> None:
    at = timezone.now()
    known_by_hand(cast, at=at)
    after = promised(cast, at=at - 2 * HOUR, due_at=at - HOUR, what="today")
    ledger.keep(promise_id=after.pk, by=cast.anna, at=at)

    listed = [promise.what for promise in silent(Asked([cast.chainik.pk]), month(at))]
    assert listed == ["today", "told too late", "never", "late"]


def test_the_channel_is_that_of_the_conversation(cast: Cast) -> None:
    at = timezone.now()
    known_by_hand(cast, at=at)
    arrives(letter(), cast.chainik_mail)
    about = promised(cast, at=at, due_at=at + HOUR, about=the_conversation().key)
    ledger.keep(promise_id=about.pk, by=cast.anna, at=at)

    by_channel = of_chainik(cast, at).by["channel"]
    assert {channel: numbers(tally) for channel, tally in by_channel.items()} == {None: (3, 10, 1), "email": (0, 1, 0)}


def test_what_is_about_no_conversation_counts_where_it_came_to_be(cast: Cast) -> None:
    at = timezone.now()
    for about in ("order:7", "order:8", "ticket:7", "booking:0190", "callback:7"):
        kept = promised(cast, at=at, due_at=at + HOUR, about=about)
        ledger.keep(promise_id=kept.pk, by=cast.anna, at=at)

    found = of_chainik(cast, at)
    assert {channel: tally.came_due for channel, tally in found.by["channel"].items()} == {
        "order": 2,
        "ticket": 1,
        "booking": 1,
        None: 1,
    }
    assert found.total.came_due == 5


def test_how_early_notices_went_out(cast: Cast) -> None:
    at = timezone.now()
    known_by_hand(cast, at=at)  # 45, 30, 30 and 15 minutes before, of an hour; and one two hours too late
    found = notices(Asked([cast.chainik.pk]), month(at))

    assert (found.in_time, found.late) == (4, 1)
    assert found.minutes == {10: 15, 25: 15, 50: 30, 75: 30, 90: 45}
    assert found.left == {10: 0.25, 25: 0.25, 50: 0.5, 75: 0.5, 90: 0.75}
    nothing = notices(Asked([cast.honey.pk]), month(at))
    assert (nothing.in_time, nothing.late, nothing.minutes, nothing.left) == (0, 0, {}, {})


@pytest.mark.parametrize("story", ["long", "by hand", "both"])
def test_the_database_counts_what_rows_and_journal_tell(cast: Cast, story: str) -> None:
    at = timezone.now()
    if story != "by hand":
        a_long_story(cast)
    if story != "long":
        known_by_hand(cast, at=at)
    told = replay.rebuilt(JournalEntry.objects.filter(kind__startswith="Promise").order_by("pk"))
    retold = [{**row, "id": pk} for pk, row in told.promises.items()]
    ever = Period(at - timedelta(days=300), at + timedelta(days=1))
    both = Asked([cast.chainik.pk, cast.honey.pk], channel=channel_of_promise())
    found = figures(both, ever)

    assert found.total.numbers == counted(Promise.objects.values(), PromiseMove.objects.values())
    assert total(both, ever).numbers == found.total.numbers
    assert found.total.numbers == counted(retold, told.moves.values())
    for values in found.by.values():  # every table is the whole, cut another way
        assert sum(tally.came_due for tally in values.values()) == found.total.came_due


def test_whoever_works_for_both_brands_sees_both_together(cast: Cast) -> None:
    at = timezone.now()
    known_by_hand(cast, at=at)
    people.give_role(staff=cast.anna, brand=cast.honey, role=Role.AGENT, actor=cast.orlov.actor, at=at)
    both = Staff.objects.get(pk=cast.anna.pk)

    assert figures(Asked(both.brand_ids), month(at)).total.numbers == BY_HAND
