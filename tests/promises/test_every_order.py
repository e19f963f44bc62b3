"""Whatever is done in whatever order, while clocks pass deadlines: every rule of the ledger holds after each step, and
the journal tells the same as the rows."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from uuid import uuid4

import pytest
from django.db.transaction import atomic, set_rollback
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from slovo.core.errors import UnableTo
from slovo.core.journal.actor import SYSTEM
from slovo.people import actions as people
from slovo.people.models import Staff, Team
from slovo.promises import (
    actions,
    checking,
    choosing,
    confirming,
    following,
    handing,
    ledger,
    moving,
    notifying,
    queries,
    replay,
    stepping,
    timing,
    work_links,
    working,
)
from slovo.promises.figures import Asked, Period, figures
from slovo.promises.ladder_models import CustomerNotice
from slovo.promises.ladders import Step
from slovo.promises.models import Promise, State
from slovo.promises.more_models import PromiseMove
from tests.cast import Cast
from tests.promises.ladders import ladder, owner, tell
from tests.promises.stories import counted, irina, promised

BEGINNING = datetime(2026, 3, 28, 20, 0, tzinfo=UTC)  # the night in which clocks go forward
minutes = st.integers(1, 240).map(lambda count: timedelta(minutes=count))
which = st.integers(0, 99)
ABOUT = "conversation:7"


class Ledger(RuleBasedStateMachine):
    cast: ClassVar[Cast]
    team: ClassVar[Team]

    def __init__(self) -> None:
        super().__init__()
        self.now = BEGINNING
        self.first_due: dict[int, datetime] = {}
        self.rows = 0
        self.undoing = ExitStack()
        self.undoing.enter_context(atomic())

    def teardown(self) -> None:
        set_rollback(True)
        self.undoing.close()

    @rule(passed=minutes)
    def time_passes(self, passed: timedelta) -> None:
        self.now += passed

    @rule()
    def the_clock_strikes(self) -> None:
        actions.break_overdue(at=self.now)
        late = [one for one in Promise.objects.all() if one.owed and one.due_at and one.due_at < self.now]
        assert all(one.broken_at for one in late)

    @rule(ahead=minutes, asked=st.booleans())
    def make(self, ahead: timedelta, asked: bool) -> None:
        check_ins = [self.now + ahead / 2] if asked else []
        made = promised(self.cast, at=self.now, due_at=self.now + ahead, about=ABOUT, check_ins=check_ins)
        self.first_due[made.pk] = self.now + ahead

    @rule(length=st.integers(1, 200))
    def await_an_answer(self, length: int) -> None:
        actions.promise_answer(
            brand_id=self.cast.chainik.pk,
            customer_id=irina(self.cast).pk,
            about=ABOUT,
            owner_id=None,
            team_id=None,
            calendar=self.cast.chainik.main_calendar,
            minutes=length,
            warning_minutes=30,
            at=self.now,
        )

    @rule(deed=st.sampled_from(("pause", "resume", "fulfil", "release")))
    def an_answer_goes_on(self, deed: str) -> None:
        about: dict[str, Any] = {"about": ABOUT}
        match deed:
            case "pause":
                actions.pause_answer(**about, actor=SYSTEM, at=self.now)
            case "resume":
                actions.resume_answer(**about, at=self.now)
            case "fulfil":
                actions.fulfil_answer(**about, done_at=self.now, actor=SYSTEM)
            case _:
                actions.release_answer(**about, reason="no_answer_needed", actor=SYSTEM, at=self.now)

    @precondition(lambda self: Promise.objects.exists())
    @rule(which=which, deed=st.sampled_from(("keep", "news", "check_in", "release", "strike_out", "owe_again")))
    def something_is_said(self, which: int, deed: str) -> None:
        of_it: dict[str, Any] = {"promise_id": self.one(which).pk, "by": self.cast.anna, "at": self.now}
        deeds: dict[str, Callable[[], object]] = {
            "keep": lambda: ledger.keep(**of_it),
            "news": lambda: ledger.say_news(now="Собираем", next="", **of_it),
            "check_in": lambda: checking.check_in(now="", next="", **of_it),
            "release": lambda: ledger.release(words="Не нужно", how="phone", **of_it),
            "strike_out": lambda: ledger.strike_out(**of_it),
            "owe_again": lambda: ledger.owe_again(**of_it),
        }
        perhaps(deeds[deed])

    @precondition(lambda self: Promise.objects.exists())
    @rule(which=which, ahead=minutes, told=st.sampled_from(("", "phone")), agreed=st.booleans())
    def move(self, which: int, ahead: timedelta, told: str, agreed: bool) -> None:
        perhaps(
            lambda: moving.move(
                promise_id=self.one(which).pk,
                due_at=self.now + ahead,
                reason="Снег",
                told=told,
                agreed=agreed,
                by=self.cast.anna,
                at=self.now,
            )
        )

    @precondition(lambda self: PromiseMove.objects.exists())
    @rule(which=which, ago=minutes)
    def a_notice_has_left(self, which: int, ago: timedelta) -> None:
        """And we hear of it later, perhaps after the clock has struck."""
        moved = self.a_move(which)
        moving.note_notice(move_id=moved.pk, sent_at=max(moved.made_at, self.now - ago), actor=SYSTEM)

    @precondition(lambda self: PromiseMove.objects.exists())
    @rule(which=which, agrees=st.booleans(), themselves=st.booleans())
    def the_customer_answers(self, which: int, agrees: bool, themselves: bool) -> None:
        of_it: dict[str, Any] = {"move_id": self.a_move(which).pk, "agrees": agrees, "at": self.now}
        if themselves:
            perhaps(lambda: moving.consent_by_customer(**of_it))
        else:
            perhaps(lambda: moving.record_consent(how="phone", by=self.cast.anna, **of_it))

    @rule()
    def the_ladder_is_climbed(self) -> None:
        stepping.take_steps(at=self.now)
        assert not Promise.objects.filter(next_step_at__lte=self.now).exists()

    @precondition(lambda self: CustomerNotice.objects.filter(sent_at=None).exists())
    @rule(which=which, left=st.booleans())
    def what_a_rule_tells_has_left_or_not(self, which: int, left: bool) -> None:
        waiting = list(CustomerNotice.objects.filter(sent_at=None).order_by("pk"))
        notice = waiting[which % len(waiting)]
        if notice.message_id is None:
            notifying.say(notice_id=notice.pk, message_id=notice.pk, at=self.now)
        if left:
            notifying.note_sent(message_id=notice.message_id or notice.pk, sent_at=self.now)
        else:
            notifying.note_not_sent(message_id=notice.message_id or notice.pk, at=self.now)

    @precondition(lambda self: PromiseMove.objects.exists())
    @rule(which=which, choice=st.sampled_from(("wait", "alternative", "cancel")), ahead=st.none() | minutes)
    def the_customer_chooses(self, which: int, choice: str, ahead: timedelta | None) -> None:
        of_it: dict[str, Any] = {"promise_id": self.a_move(which).promise_id, "choice": choice, "at": self.now}
        until = self.now + ahead if ahead else None
        perhaps(lambda: choosing.choose(words="Лучше завтра", until=until, **of_it))

    @precondition(lambda self: PromiseMove.objects.exists())
    @rule(which=which)
    def take_back(self, which: int) -> None:
        moved = self.a_move(which)
        perhaps(lambda: moving.take_back(move_id=moved.pk, by=self.cast.anna, at=self.now))

    @precondition(lambda self: Promise.objects.exists())
    @rule(which=which, to_team=st.booleans())
    def hand_over(self, which: int, to_team: bool) -> None:
        responsible = {"owner_id": None, "team_id": self.team.pk} if to_team else {"owner_id": self.cast.pavel.pk}
        to = {"owner_id": None, "team_id": None} | responsible
        ids = [self.one(which).pk]
        perhaps(lambda: handing.hand_over(promise_ids=ids, by=self.cast.maria, at=self.now, **to))

    @rule(to=st.sampled_from(("pavel", "anna", "")))
    def the_work_is_given_to(self, to: str) -> None:
        owner_id = getattr(self.cast, to).pk if to else None
        following.go_with_work(
            about=ABOUT, owner_id=owner_id, team_id=None, was_owner_id=self.cast.anna.pk, at=self.now
        )

    @precondition(lambda self: Promise.objects.exists())
    @rule(which=which, deed=st.sampled_from(("confirm", "deny", "release")))
    def the_customer_says_on_their_page(self, which: int, deed: str) -> None:
        of_it: dict[str, Any] = {"promise_id": self.one(which).pk, "at": self.now}
        deeds: dict[str, Callable[[], object]] = {
            "confirm": lambda: confirming.confirm_by_customer(**of_it),
            "deny": lambda: confirming.deny_by_customer(**of_it),
            "release": lambda: ledger.release_by_customer(words="Не нужно", **of_it),
        }
        perhaps(deeds[deed])

    @precondition(lambda self: Promise.objects.exists())
    @rule(which=which, ahead=minutes, done=st.booleans())
    def whoever_does_it_taps(self, which: int, ahead: timedelta, done: bool) -> None:
        promise = self.one(which)
        if promise.is_answer or not promise.owed:
            return
        same: dict[str, Any] = {"brand": self.cast.chainik, "by": self.cast.anna, "at": self.now}
        link, _token = work_links.make_work_link(label="Олег", promise=promise, **same)
        of_it: dict[str, Any] = {"link_id": link.pk, "promise_id": promise.pk, "once": str(uuid4()), "at": self.now}
        later = int(ahead.total_seconds() / 60)
        if done:
            perhaps(lambda: working.report_done(**of_it))
        else:
            perhaps(lambda: working.report_delay(minutes=later, reason="traffic", **of_it))

    @rule(length=minutes)
    def pavel_falls_ill(self, length: timedelta) -> None:
        people.go_away(staff=self.cast.pavel, until=self.now + length, by=self.cast.maria, at=self.now)
        handing.pass_to_teams(staff_id=self.cast.pavel.pk, at=self.now)

    @rule()
    def pavel_comes_back(self) -> None:
        people.come_back(staff=self.cast.pavel, by=self.cast.maria, at=self.now)

    def one(self, which: int) -> Promise:
        rows = list(Promise.objects.order_by("pk"))
        return rows[which % len(rows)]

    def a_move(self, which: int) -> PromiseMove:
        rows = list(PromiseMove.objects.order_by("pk"))
        return rows[which % len(rows)]

    @invariant()
    def every_rule_holds(self) -> None:
        promises, moves = list(Promise.objects.all()), list(PromiseMove.objects.all())
        assert self.rows <= len(promises) + len(moves)  # nothing is ever gone
        self.rows = len(promises) + len(moves)
        for promise in promises:
            own = [move for move in moves if move.promise_id == promise.pk]
            told = [move for move in own if move.in_time]
            assert sum(1 for move in own if move.lacks_consent) <= 1
            assert promise.is_answer or promise.owner_id or promise.team_id
            assert promise.state != State.KEPT or promise.done_at <= promise.due_at
            assert not promise.done_at or promise.broken_at or promise.done_at <= promise.due_at
            late = promise.released_at and promise.due_at and promise.released_at > promise.due_at
            assert not late or promise.broken_at
            if first := self.first_due.get(promise.pk):
                assert promise.first_due_at == first
                assert promise.due_at in {first, *(move.due_now for move in told)}
                assert not promise.moved_at or told

    @invariant()
    def the_clock_looks_next_at_what_follows_from_the_row(self) -> None:
        for promise in Promise.objects.all():
            at = promise.next_step_at
            waits = at is not None and at <= self.now and promise.owed and promise.due_at is not None
            assert waits or at == timing.next_moment(promise, after=self.now, ladders=timing.Ladders())

    @invariant()
    def whatever_is_owed_has_an_owner_who_is_there_or_stands_before_a_lead(self) -> None:
        away = {one.pk for one in Staff.objects.all() if one.left_at or one.is_away(self.now)}
        of_team = set(self.team.members.values_list("pk", flat=True))
        listed = set(queries.without_living_owner([self.cast.chainik.pk], self.now).values_list("pk", flat=True))
        for promise in Promise.objects.all():
            there = ({promise.owner_id} if promise.owner_id else set()) | (of_team if promise.team_id else set())
            if promise.owed and (promise.owner_id or promise.team_id):
                assert bool(there - away) != (promise.pk in listed)

    @invariant()
    def the_journal_tells_the_same(self) -> None:
        found = replay.compare()
        assert (found.differing, found.unknown, found.as_rows) == ([], 0, found.as_told)

    @invariant()
    def the_figures_count_what_the_rows_say(self) -> None:
        ever = Period(BEGINNING - timedelta(days=1), BEGINNING + timedelta(days=300))
        total = figures(Asked([self.cast.chainik.pk]), ever).total
        assert total.numbers == counted(Promise.objects.values(), PromiseMove.objects.values())


@pytest.mark.timeout(900)
def test_every_order(cast: Cast) -> None:
    ladder(cast, Step(90, "check_in"), owner(60), tell(30, later=20), tell(-10, later=60), at=BEGINNING)
    Ledger.cast, Ledger.team = cast, people.join_team(staff=cast.pavel, brand=cast.chainik, name="Склад")
    run_state_machine_as_test(Ledger, settings=settings(max_examples=20, stateful_step_count=30, deadline=None))


def test_a_delay_that_is_being_told_is_not_gathered_into_the_letter_again(cast: Cast) -> None:
    """The clock comes late, and three promises of Irina are told of together: the next step of each keeps its time."""
    ladder(cast, Step(90, "check_in"), owner(60), tell(30, later=20), tell(-10, later=60), at=BEGINNING)
    Ledger.cast = cast
    state = Ledger()
    try:
        state.time_passes(passed=timedelta(minutes=243))
        for ahead, passed in ((98, 0), (99, 93), (208, 209)):
            state.make(ahead=timedelta(minutes=ahead), asked=False)
            state.time_passes(passed=timedelta(minutes=passed))
        state.the_ladder_is_climbed()

        state.the_clock_looks_next_at_what_follows_from_the_row()
    finally:
        state.teardown()


def perhaps(deed: Callable[[], object]) -> None:
    """What is refused changes nothing."""
    before = list(Promise.objects.order_by("pk").values()), list(PromiseMove.objects.order_by("pk").values())
    try:
        deed()
    except UnableTo:
        after = list(Promise.objects.order_by("pk").values()), list(PromiseMove.objects.order_by("pk").values())
        assert after == before
