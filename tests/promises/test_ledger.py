"""What people promise: made, told, kept, moved, released, handed over; and what the database refuses whoever asks."""

from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from slovo.core.db import transaction
from slovo.core.guarding import holds_here
from slovo.core.journal.models import JournalEntry
from slovo.core.tasks import drain
from slovo.people.rights import NotAllowed
from slovo.promises import actions, choosing, confirming, jobs, kind_rules, ledger, moving, replay
from slovo.promises.guard import RULES
from slovo.promises.models import Promise, State
from slovo.promises.more_models import PromiseMove
from tests.cast import Cast
from tests.promises.ladders import ladder, owner
from tests.promises.stories import facts_of, now_of, promised

AT = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
DUE = AT + timedelta(hours=8)
LATER = DUE + timedelta(hours=3)
HOUR = timedelta(hours=1)


@pytest.fixture
def promise(cast: Cast) -> Promise:
    return promised(cast, at=AT, due_at=DUE)


def move(
    cast: Cast, promise: Promise, *, at: datetime, due_at: datetime = LATER, told: str = "", **more: bool
) -> PromiseMove:
    return moving.move(
        promise_id=promise.pk, due_at=due_at, reason="Курьер заболел", told=told, by=cast.anna, at=at, **more
    )


def keep(cast: Cast, promise: Promise, *, at: datetime) -> None:
    ledger.keep(promise_id=promise.pk, by=cast.anna, at=at)


def test_a_promise_says_what_to_whom_by_whom_and_when(cast: Cast, promise: Promise) -> None:
    assert (promise.state, promise.owner, promise.due_at, promise.first_due_at) == (State.OPEN, cast.anna, DUE, DUE)
    assert (promise.zone, promise.minutes, promise.made_by_kind) == ("Europe/Moscow", None, "staff")
    assert promise.warn_at == DUE - HOUR
    assert facts_of(promise) == ["PromiseMade"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": "  "},
        {"what": "ы" * 301},
        {"kind": "answer"},
        {"kind": "moon"},
        {"zone": "Europe/Nowhere"},
        {"due_at": AT},
        {"due_at": AT + timedelta(days=2000)},
    ],
)
def test_what_cannot_be_promised_is_refused_in_words(cast: Cast, wrong: dict[str, object]) -> None:
    with pytest.raises(ledger.UnableToPromise, match=r"\."):
        promised(cast, at=AT, **{"due_at": DUE, **wrong})


def test_only_colleagues_of_the_brand_are_responsible_and_promise(cast: Cast) -> None:
    with pytest.raises(ledger.UnableToPromise):
        promised(cast, at=AT, due_at=DUE, owner_id=cast.taras.pk)
    with pytest.raises(NotAllowed):
        promised(cast, at=AT, due_at=DUE, by=cast.taras)


def test_kept_in_time(cast: Cast, promise: Promise) -> None:
    keep(cast, promise, at=DUE)

    assert now_of(promise).state == State.KEPT
    assert facts_of(promise) == ["PromiseMade", "PromiseKept"]


def test_after_the_deadline_it_is_broken_then_done(cast: Cast, promise: Promise) -> None:
    keep(cast, promise, at=DUE + HOUR)

    kept = now_of(promise)
    assert (kept.state, kept.broken_at, kept.done_at) == (State.BROKEN, DUE, DUE + HOUR)
    assert facts_of(promise) == ["PromiseMade", "PromiseBroken", "PromiseDoneLate"]


def test_a_deadline_moves_when_the_customer_hears_of_it(cast: Cast, promise: Promise) -> None:
    moved = move(cast, promise, at=AT + HOUR)
    assert (now_of(promise).due_at, now_of(promise).honest_at, now_of(promise).state) == (DUE, LATER, State.OPEN)

    moving.note_notice(move_id=moved.pk, sent_at=AT + 2 * HOUR, actor=cast.anna.actor)

    now = now_of(promise)
    assert (now.due_at, now.first_due_at, now.state, now.moved_at) == (LATER, DUE, State.MOVED, AT + 2 * HOUR)


def test_a_move_that_nobody_told_breaks_in_silence_at_the_old_deadline(cast: Cast, promise: Promise) -> None:
    move(cast, promise, at=AT + HOUR)

    actions.break_overdue(at=DUE + HOUR)

    assert (now_of(promise).state, now_of(promise).broken_at, now_of(promise).honest_at) == (State.BROKEN, DUE, LATER)


def test_a_notice_after_the_deadline_is_none(cast: Cast, promise: Promise) -> None:
    moved = move(cast, promise, at=AT + HOUR)

    moving.note_notice(move_id=moved.pk, sent_at=DUE, actor=cast.anna.actor)
    keep(cast, promise, at=LATER)

    assert (now_of(promise).due_at, now_of(promise).state) == (DUE, State.BROKEN)


def test_a_notice_that_left_in_time_counts_though_it_was_noted_late(cast: Cast, promise: Promise) -> None:
    moved = move(cast, promise, at=AT + HOUR)
    actions.break_overdue(at=DUE + timedelta(seconds=1))

    moving.note_notice(move_id=moved.pk, sent_at=DUE - timedelta(seconds=1), actor=cast.anna.actor)

    assert (now_of(promise).state, now_of(promise).due_at) == (State.MOVED, LATER)


def test_a_move_after_the_deadline_mends_nothing_but_says_what_to_expect(cast: Cast, promise: Promise) -> None:
    move(cast, promise, at=DUE + HOUR, told="phone", agreed=True)
    keep(cast, promise, at=DUE + 2 * HOUR)

    now = now_of(promise)
    assert (now.state, now.due_at, now.broken_at, now.honest_at) == (State.BROKEN, DUE, DUE, LATER)
    assert facts_of(promise)[1:4] == ["PromiseBroken", "PromiseMoved", "PromiseNoticeSent"]


def test_it_is_moved_again_only_with_consent_to_the_first(cast: Cast, promise: Promise) -> None:
    moved = move(cast, promise, at=AT, told="phone")
    with pytest.raises(moving.UnableToMovePromise, match="not agreed"):
        move(cast, promise, at=AT + HOUR, due_at=LATER + HOUR, told="phone")
    moving.record_consent(move_id=moved.pk, agrees=False, how="phone", by=cast.anna, at=AT + HOUR)
    with pytest.raises(moving.UnableToMovePromise, match="not agreed"):
        move(cast, promise, at=AT + HOUR, due_at=LATER + HOUR, told="phone")

    moving.record_consent(move_id=moved.pk, agrees=True, how="phone", by=cast.anna, at=AT + HOUR)
    move(cast, promise, at=AT + 2 * HOUR, due_at=LATER + HOUR, told="phone")

    assert now_of(promise).due_at == LATER + HOUR


def test_what_they_agree_to_in_the_same_act_is_no_move_without_consent(cast: Cast, promise: Promise) -> None:
    move(cast, promise, at=AT, told="phone")

    second = move(cast, promise, at=AT + HOUR, due_at=LATER + HOUR, told="phone", agreed=True)

    assert (now_of(promise).due_at, second.consent, second.place) == (LATER + HOUR, "given", None)
    assert replay.compare().differing == []


def test_the_time_that_they_name_instead_of_ours_is_what_holds(cast: Cast, promise: Promise) -> None:
    move(cast, promise, at=AT, told="phone")
    choosing.choose(
        promise_id=promise.pk, choice="alternative", words="Лучше к девяти", how="phone", by=cast.anna, at=AT + HOUR
    )

    move(cast, promise, at=AT + 2 * HOUR, due_at=LATER + HOUR, told="phone", agreed=True)

    assert now_of(promise).due_at == LATER + HOUR


def test_what_they_agree_to_takes_the_place_of_a_move_that_nobody_told(cast: Cast, promise: Promise) -> None:
    untold = move(cast, promise, at=AT)

    move(cast, promise, at=AT + HOUR, due_at=LATER + HOUR, told="phone", agreed=True)

    untold.refresh_from_db()
    assert (untold.taken_back_at, now_of(promise).due_at) == (AT + HOUR, LATER + HOUR)
    assert replay.compare().differing == []


def test_earlier_needs_nobodys_consent(cast: Cast, promise: Promise) -> None:
    moved = move(cast, promise, at=AT, due_at=DUE - HOUR, told="phone")

    assert (moved.consent, now_of(promise).due_at) == ("not_needed", DUE - HOUR)
    with pytest.raises(moving.UnableToConsent):
        moving.record_consent(move_id=moved.pk, agrees=True, how="phone", by=cast.anna, at=AT)


@pytest.mark.parametrize("moves_max", [0, 2])
def test_the_rule_of_a_kind_says_how_often(cast: Cast, promise: Promise, moves_max: int) -> None:
    kind_rules.set_kind(
        brand=cast.chainik,
        slug="delivery",
        names={},
        moves_without_consent_max=moves_max,
        silence_minutes=None,
        by=cast.orlov,
        at=AT,
    )
    for number in range(moves_max):
        move(cast, promise, at=AT, due_at=LATER + number * HOUR, told="phone")
    with pytest.raises(moving.UnableToMovePromise):
        move(cast, promise, at=AT, due_at=LATER + 9 * HOUR, told="phone")

    move(cast, promise, at=AT, due_at=LATER + 9 * HOUR, told="phone", agreed=True)
    assert now_of(promise).due_at == LATER + 9 * HOUR


def test_a_move_is_taken_back_until_the_customer_knows(cast: Cast, promise: Promise) -> None:
    moving.take_back(move_id=move(cast, promise, at=AT).pk, by=cast.anna, at=AT)
    assert (now_of(promise).due_at, now_of(promise).honest_at) == (DUE, DUE)

    told = move(cast, promise, at=AT, told="phone")
    with pytest.raises(moving.UnableToMovePromise):
        moving.take_back(move_id=told.pk, by=cast.anna, at=AT)


def test_a_move_taken_back_leaves_what_they_were_told_too_late(cast: Cast, promise: Promise) -> None:
    move(cast, promise, at=DUE + HOUR, told="phone", agreed=True)
    second = move(cast, promise, at=DUE + HOUR, due_at=LATER + HOUR)
    assert now_of(promise).honest_at == LATER + HOUR

    moving.take_back(move_id=second.pk, by=cast.anna, at=DUE + HOUR)

    assert (now_of(promise).honest_at, replay.compare().differing) == (LATER, [])


def test_only_the_customer_releases(cast: Cast, promise: Promise) -> None:
    with pytest.raises(ledger.UnableToReleasePromise):
        ledger.release(promise_id=promise.pk, words=" ", how="phone", by=cast.anna, at=AT)

    ledger.release(promise_id=promise.pk, words="Ирина: уже купила сама", how="phone", by=cast.anna, at=AT)

    now = now_of(promise)
    assert (now.state, now.release_reason, now.release_how) == (State.RELEASED, "customer", "phone")


def test_after_the_deadline_it_is_broken_then_released(cast: Cast, promise: Promise) -> None:
    ledger.release(promise_id=promise.pk, words="Ирина: уже не нужно", how="phone", by=cast.anna, at=DUE + HOUR)

    now = now_of(promise)
    assert (now.state, now.broken_at, now.released_at) == (State.RELEASED, DUE, DUE + HOUR)
    assert facts_of(promise) == ["PromiseMade", "PromiseBroken", "PromiseReleased"]


def test_a_slip_is_struck_out_soon_or_stands(cast: Cast, promise: Promise) -> None:
    with pytest.raises(ledger.UnableToReleasePromise):
        ledger.strike_out(promise_id=promise.pk, by=cast.anna, at=AT + HOUR)

    ledger.strike_out(promise_id=promise.pk, by=cast.anna, at=AT + timedelta(minutes=1))

    assert now_of(promise).release_reason == "mistake"


def test_what_was_not_done_after_all_is_owed_again_by_its_old_deadline(cast: Cast, promise: Promise) -> None:
    keep(cast, promise, at=AT + HOUR)

    ledger.owe_again(promise_id=promise.pk, by=cast.anna, at=AT + 2 * HOUR)
    actions.break_overdue(at=DUE + HOUR)

    assert (now_of(promise).state, now_of(promise).broken_at) == (State.BROKEN, DUE)


def test_what_the_customer_says_is_not_done_is_before_the_clock_again(cast: Cast) -> None:
    ladder(cast, owner(60), at=AT)
    promise = promised(cast, at=AT, due_at=DUE)
    keep(cast, promise, at=AT + HOUR)

    confirming.deny_by_customer(promise_id=promise.pk, at=AT + 2 * HOUR)

    assert (now_of(promise).owed, now_of(promise).next_step_at) == (True, DUE - HOUR)


def test_the_clock_goes_on_until_nothing_late_is_left_and_the_oldest_first(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "BREAK_BATCH_MAX", 2)
    promises = [promised(cast, at=AT, due_at=DUE - hours * HOUR) for hours in range(5)]

    with transaction():
        jobs.break_overdue.enqueue()
    with mock.patch.object(timezone, "now", return_value=DUE + HOUR):
        drain(DUE + HOUR, raise_errors=True)

    broken = JournalEntry.objects.filter(kind="PromiseBroken").order_by("pk")
    oldest_first = [promise.pk for promise in reversed(promises)]
    assert [entry.data["promise_id"] for entry in broken] == oldest_first


def test_news_are_said_while_it_is_owed(cast: Cast, promise: Promise) -> None:
    ledger.say_news(promise_id=promise.pk, now="Собираем", next="Передадим курьеру", by=cast.anna, at=AT + HOUR)

    assert (now_of(promise).now, now_of(promise).next, now_of(promise).news_at) == (
        "Собираем",
        "Передадим курьеру",
        AT + HOUR,
    )
    keep(cast, promise, at=AT + HOUR)
    with pytest.raises(ledger.UnableToSayNews):
        ledger.say_news(promise_id=promise.pk, now="Ещё", next="", by=cast.anna, at=AT + HOUR)


UNTRUTHS = {
    "deleted": "DELETE FROM promises_promise",
    "a move deleted": "DELETE FROM promises_promisemove",
    "mended": "UPDATE promises_promise SET broken_at = NULL WHERE broken_at IS NOT NULL",
    "kept in the end": "UPDATE promises_promise SET done_at = made_at, broken_at = NULL WHERE broken_at IS NOT NULL",
    "moved without notice": "UPDATE promises_promise SET due_at = '2027-01-01 00:00:00+00:00' WHERE broken_at IS NULL",
    "promised later": "UPDATE promises_promise SET first_due_at = '2027-01-01 00:00:00+00:00'",
    "made earlier": "UPDATE promises_promise SET made_at = '2020-01-01 00:00:00+00:00'",
    "noticed earlier": "UPDATE promises_promisemove SET notice_sent_at = '2020-01-01 00:00:00+00:00'",
    "moved elsewhere": "UPDATE promises_promisemove SET due_now = '2027-01-01 00:00:00+00:00'",
    "consent unsaid": "UPDATE promises_promisemove SET consent = 'asked', consented_at = NULL WHERE consent = 'given'",
    "without words": "UPDATE promises_promise SET what = ''",
    "released by nobody": "UPDATE promises_promise SET released_at = made_at, release_reason = 'customer'",
    "released late and never broken": "UPDATE promises_promise SET release_reason = 'customer', release_how = 'phone',"
    " released_at = '2027-01-01 00:00:00+00:00' WHERE broken_at IS NULL",
    "consent to nothing told": "UPDATE promises_promisemove SET consented_at = NULL",
}


@pytest.mark.parametrize("untruth", UNTRUTHS)
def test_the_database_itself_refuses_whoever_asks(cast: Cast, untruth: str) -> None:
    move(cast, promised(cast, at=AT, due_at=DUE), at=AT, told="phone", agreed=True)
    promised(cast, at=AT, due_at=AT + HOUR)
    actions.break_overdue(at=AT + 2 * HOUR)

    with pytest.raises(IntegrityError), transaction(), connection.cursor() as cursor:
        cursor.execute(UNTRUTHS[untruth])


def test_two_moves_without_consent_have_no_place_in_the_database(cast: Cast, promise: Promise) -> None:
    moved = move(cast, promise, at=AT, told="phone")
    moved.pk = None
    moved.due_was, moved.due_now, moved.notice_sent_at = LATER, LATER + HOUR, AT + HOUR

    with pytest.raises(IntegrityError), transaction():
        moved.save()


def test_the_guard_stands_after_all_migrations(cast: Cast) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'promises_%'")
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text LIKE 'promises_%'"
            )
        assert {name for (name,) in cursor.fetchall()} == {rule.name for rule in RULES if holds_here(rule)}
