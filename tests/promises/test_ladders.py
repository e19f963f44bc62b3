"""Before it is late: whoever owes it is nudged, then who leads, then the customer hears of it, with a choice."""

from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.utils import timezone

from slovo.conversations.models import Conversation, Message
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import SYSTEM
from slovo.core.journal.models import JournalEntry
from slovo.core.tasks.models import Task
from slovo.promises import actions as clock
from slovo.promises import choosing, kind_rules, ladders, ledger, moving, replay, stepping
from slovo.promises.choices import choices_open
from slovo.promises.ladder_models import CustomerNotice, Reminder
from slovo.promises.models import Promise, State
from tests.cast import Cast, arrives, letter, work, work_at
from tests.journeys.test_a_letter_is_answered import outgoing
from tests.promises.ladders import clock_strikes, ladder, lead, owner, reminded, rides, tell
from tests.promises.stories import facts_of, irina, now_of, promised

MINUTE = timedelta(minutes=1)
NOON = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)  # in Moscow


def a_ride(cast: Cast, *, minutes: int = 15) -> Promise:
    """Irina has written, and Anna promises her a car in the conversation, at the desk."""
    arrives(letter(), cast.chainik_mail)
    conversation = Conversation.objects.get()
    due = timezone.now().astimezone(cast.chainik.tz) + minutes * MINUTE
    answer = cast.browser_of(cast.anna).post(
        f"/conversations/{conversation.public_id}/promises",
        {"kind": "ride", "what": "Машина у подъезда", "due": f"{due:%Y-%m-%dT%H:%M}", "owner": cast.anna.pk},
    )
    assert answer.status_code == 302
    return Promise.objects.get(kind="ride")


def test_the_dispatchers_ladder_at_ten_five_and_three_minutes(cast: Cast) -> None:
    rides(cast, at=timezone.now())
    ride = a_ride(cast)
    due = ride.due_at
    assert due

    clock_strikes(due - 10 * MINUTE - timedelta(seconds=1))
    assert reminded() == []
    clock_strikes(due - 10 * MINUTE)
    assert reminded() == [("Анна Белкина", "owner")]
    clock_strikes(due - 5 * MINUTE)
    assert reminded() == [("Анна Белкина", "owner"), ("Дмитрий Орлов", "lead"), ("Мария Ветрова", "lead")]
    assert Message.objects.filter(direction="out").count() == 0
    clock_strikes(due - 3 * MINUTE)

    [notice] = outgoing(cast)
    text = notice.get_body(("plain",)).get_content()
    assert notice["To"].endswith("<irina@example.com>")
    assert "Машина у подъезда: мы обещали" in text
    assert "Машина задерживается в пути." in text
    assert "«отменяйте»" in text
    ride = now_of(ride)
    assert (ride.state, ride.due_at, ride.broken_at) == (State.MOVED, due + 10 * MINUTE, None)
    assert choices_open(ride)
    assert replay.compare().agrees


def test_a_notice_answers_nobody(cast: Cast) -> None:
    """Irina's letter still awaits an answer of a person, and it is still our turn."""
    rides(cast, at=timezone.now())
    ride = a_ride(cast)
    assert ride.due_at

    clock_strikes(ride.due_at - 3 * MINUTE)

    conversation, said = Conversation.objects.get(), Message.objects.order_by("-pk")[0]
    assert (said.direction, said.staff, said.sender_name) == ("out", None, "Чайник и Ко")
    assert said.sent_at
    assert conversation.state == "open"
    assert Promise.objects.get(kind="answer").state == State.OPEN


def test_without_a_ladder_nothing_happens(cast: Cast) -> None:
    promise = promised(cast, at=NOON, due_at=NOON + 5 * MINUTE, kind="visit")
    clock_strikes(NOON + 60 * MINUTE)
    assert (promise.next_step_at, reminded(), CustomerNotice.objects.count()) == (None, [], 0)


def test_kept_in_time_nobody_hears_of_it(cast: Cast) -> None:
    ladder(cast, owner(10), lead(5), tell(3), at=NOON)
    promise = promised(cast, at=NOON, due_at=NOON + 30 * MINUTE)
    ledger.keep(promise_id=promise.pk, by=cast.anna, at=NOON + MINUTE)
    clock_strikes(NOON + 40 * MINUTE)
    assert (now_of(promise).next_step_at, reminded()) == (None, [])


def test_what_a_person_has_told_is_not_told_again(cast: Cast) -> None:
    """The ladder begins anew before the new moment."""
    ladder(cast, tell(10), at=NOON)
    promise = promised(cast, at=NOON, due_at=NOON + 30 * MINUTE)
    later = NOON + 90 * MINUTE
    moving.move(promise_id=promise.pk, due_at=later, reason="Снег", told="phone", agreed=True, by=cast.anna, at=NOON)

    clock_strikes(NOON + 30 * MINUTE)

    assert CustomerNotice.objects.count() == 0
    assert now_of(promise).next_step_at == later - 10 * MINUTE


def test_a_move_that_nobody_has_told_is_told_for_them(cast: Cast) -> None:
    """By a rule: what a person moves is told by itself (`test_moves_told.py`)."""
    arrives(letter(), cast.chainik_mail)
    conversation = Conversation.objects.get()
    at = timezone.now()
    ladder(cast, tell(10), at=at)
    kind_rules.set_kind(
        brand=cast.chainik,
        slug="delivery",
        names={},
        moves_without_consent_max=1,
        silence_minutes=None,
        told_at_night=True,
        by=cast.orlov,
        at=at,
    )
    due = at + 30 * MINUTE
    promise = promised(cast, at=at, due_at=due, about=conversation.key)
    meant = due + 45 * MINUTE
    moving.move_by_rule(promise_id=promise.pk, due_at=meant, reason="Сломалась машина", actor=SYSTEM, at=at)

    clock_strikes(due - 10 * MINUTE)

    [notice] = outgoing(cast)
    assert "Сломалась машина." in notice.get_body(("plain",)).get_content()
    assert now_of(promise).due_at == meant


def test_the_steps_of_an_answer_stand_still_while_it_is_the_customers_turn(cast: Cast) -> None:
    ladder(cast, owner(30), at=NOON, kind="answer")
    about = "conversation:7"
    promise = clock.promise_answer(
        brand_id=cast.chainik.pk,
        customer_id=irina(cast).pk,
        about=about,
        owner_id=cast.anna.pk,
        team_id=None,
        calendar=cast.chainik.main_calendar,
        minutes=120,
        warning_minutes=30,
        at=NOON,
    )
    assert promise.next_step_at == NOON + 90 * MINUTE

    clock.pause_answer(about=about, actor=cast.anna.actor, at=NOON + 60 * MINUTE)
    clock_strikes(NOON + 300 * MINUTE)
    assert (now_of(promise).next_step_at, reminded()) == (None, [])
    clock.resume_answer(about=about, at=NOON + 600 * MINUTE)

    assert now_of(promise).next_step_at == NOON + 630 * MINUTE


def test_across_the_night_in_which_clocks_go_forward_a_step_stands_by_real_minutes(cast: Cast) -> None:
    ladder(cast, owner(60), at=NOON, brand=cast.honey)
    kyiv_morning = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 04:30 there; 03:30 did not exist
    promise = promised(cast, at=datetime(2026, 3, 28, 20, tzinfo=UTC), due_at=kyiv_morning, zone="Europe/Kyiv")
    Promise.objects.filter(pk=promise.pk).update(brand=cast.honey)
    ladders.restep(brand_id=cast.honey.pk, kind="delivery", after_id=0, at=datetime(2026, 3, 28, 20, tzinfo=UTC))
    assert now_of(promise).next_step_at == datetime(2026, 3, 29, 0, 30, tzinfo=UTC)


def test_in_quiet_hours_a_notice_waits_for_the_morning(cast: Cast) -> None:
    ladder(cast, tell(120), at=NOON)
    at = datetime(2026, 3, 10, 15, tzinfo=UTC)
    due = datetime(2026, 3, 11, 6, 0, tzinfo=UTC)  # 09:00 in Moscow: two hours before is 07:00
    promise = promised(cast, at=at, due_at=due)
    assert promise.next_step_at == datetime(2026, 3, 11, 5, 0, tzinfo=UTC)  # 08:00


def test_where_the_morning_is_too_late_a_person_decides(cast: Cast) -> None:
    ladder(cast, tell(60), at=NOON)
    at = datetime(2026, 3, 10, 15, tzinfo=UTC)
    due = datetime(2026, 3, 10, 20, 0, tzinfo=UTC)  # 23:00 in Moscow
    promise = promised(cast, at=at, due_at=due)

    clock_strikes(due - 60 * MINUTE)

    assert CustomerNotice.objects.count() == 0
    assert reminded() == [("Дмитрий Орлов", "untold"), ("Мария Ветрова", "untold")]
    assert now_of(promise).due_at == due


def test_the_new_time_is_what_such_promises_really_took(cast: Cast) -> None:
    """Twelve kettles took three hours each, whatever was said; the ladder would say half an hour more than an hour."""
    ladder(cast, tell(20, later=30), at=NOON)
    for number in range(12):
        before = NOON - timedelta(days=2, hours=number)
        done = promised(cast, at=before, due_at=before + 60 * MINUTE)
        ledger.keep(promise_id=done.pk, by=cast.anna, at=before + 180 * MINUTE)
    promise = promised(cast, at=NOON, due_at=NOON + 60 * MINUTE)

    stepping.take_steps(at=NOON + 40 * MINUTE)

    left = 140 * 1.15  # of the three hours, and a margin of 15 %
    assert now_of(promise).expected_at == NOON + (40 + left + 9) * MINUTE == NOON + 210 * MINUTE  # said by the quarter


def test_three_promises_are_one_message(cast: Cast) -> None:
    ladder(cast, tell(20), at=NOON)
    about = "conversation:7"
    ahead = [promised(cast, at=NOON, due_at=NOON + minutes * MINUTE, about=about) for minutes in (60, 63, 69, 90)]

    stepping.take_steps(at=NOON + 40 * MINUTE)

    [notice] = CustomerNotice.objects.all()
    assert [line.move.promise_id for line in notice.lines.select_related("move")] == [one.pk for one in ahead[:3]]


def test_after_a_day_of_downtime_each_is_handled_once_and_nobody_gets_stale_news(cast: Cast) -> None:
    """The oldest first. What broke hours ago is a person's to explain; what is late by minutes is still said."""
    ladder(cast, owner(60), lead(30), tell(20), at=NOON)
    day_later = NOON + timedelta(days=1)
    long_ago = promised(cast, at=NOON, due_at=NOON + 3 * 60 * MINUTE, about="conversation:1")
    just_now = promised(cast, at=NOON, due_at=day_later - 10 * MINUTE, about="conversation:2")
    soon = promised(cast, at=NOON, due_at=day_later + 25 * MINUTE, about="conversation:3")

    assert not stepping.take_steps(at=day_later)
    assert not stepping.take_steps(at=day_later)

    assert facts_of(long_ago) == ["PromiseMade", "PromiseStepTaken"]
    told = [line.move.promise_id for line in CustomerNotice.objects.get().lines.all()]
    assert told == [just_now.pk, soon.pk]  # within minutes: in the same letter
    whys = dict(Reminder.objects.filter(staff=cast.maria).values_list("promise_id", "why"))
    assert whys == {long_ago.pk: "lead", soon.pk: "lead"}
    assert now_of(just_now).expected_at == day_later + 20 * MINUTE


def test_more_than_fit_into_one_batch_are_handled_the_oldest_first(cast: Cast) -> None:
    """Whatever the order in which they were promised: after a downtime the journal tells in which they were handled."""
    ladder(cast, owner(60), at=NOON)
    number, day_later = 2 * stepping.BATCH_MAX + 10, NOON + timedelta(days=1)
    minutes = [120 + (7 * one) % number for one in range(number)]  # 7 shares no divisor with it: each once, and mixed
    made = [promised(cast, at=NOON, due_at=NOON + one * MINUTE, about=f"conversation:{one}") for one in minutes]
    oldest_first = [promise.pk for _due, promise in sorted(zip(minutes, made, strict=True), key=lambda pair: pair[0])]

    more = [stepping.take_steps(at=day_later) for _batch in range(4)]

    assert more == [True, True, False, False]
    handled = JournalEntry.objects.filter(kind="PromiseStepTaken").order_by("pk")
    assert [entry.data["promise_id"] for entry in handled] == oldest_first != [promise.pk for promise in made]


def test_a_kind_that_may_not_be_moved_without_consent_is_asked_about_by_a_person(cast: Cast) -> None:
    kind_rules.set_kind(
        brand=cast.chainik,
        slug="delivery",
        names={},
        moves_without_consent_max=0,
        silence_minutes=None,
        by=cast.orlov,
        at=NOON,
    )
    ladder(cast, tell(20), at=NOON)
    promised(cast, at=NOON, due_at=NOON + 60 * MINUTE)
    clock_strikes(NOON + 40 * MINUTE)
    assert (CustomerNotice.objects.count(), reminded()[0][1]) == (0, "untold")


def test_a_customer_who_never_wrote_is_told_by_a_person(cast: Cast) -> None:
    ladder(cast, tell(20), at=NOON)
    promised(cast, at=NOON, due_at=NOON + 60 * MINUTE)
    clock_strikes(NOON + 40 * MINUTE)
    assert CustomerNotice.objects.get().dropped_at
    assert reminded() == [("Дмитрий Орлов", "untold"), ("Мария Ветрова", "untold")]


def test_a_silence_asks_its_owner_for_news_once(cast: Cast) -> None:
    """A delivery may be silent for two days."""
    promise = promised(cast, at=NOON, due_at=NOON + timedelta(days=9))
    clock_strikes(NOON + timedelta(days=2))
    assert reminded() == [("Анна Белкина", "silence")]
    clock_strikes(NOON + timedelta(days=2, hours=20))
    assert facts_of(promise).count("PromiseSilent") == 1

    ledger.say_news(promise_id=promise.pk, now="Едет", next="", by=cast.anna, at=NOON + timedelta(days=2, hours=21))

    assert now_of(promise).next_step_at == NOON + timedelta(days=4, hours=21)


def test_a_silence_that_goes_on_is_seen_by_a_lead_and_stands_in_the_ledger(cast: Cast) -> None:
    """Three days, where two are allowed."""
    promise = promised(cast, at=NOON, due_at=NOON + timedelta(days=9), what="Чайник с дарственной")
    other = promised(cast, at=NOON, due_at=NOON + timedelta(days=9), what="Чашка с блюдцем")
    clock_strikes(NOON + timedelta(days=2))
    ledger.say_news(promise_id=other.pk, now="Едет", next="", by=cast.anna, at=NOON + timedelta(days=2, hours=1))
    clock_strikes(NOON + timedelta(days=3))
    assert [pair for pair in reminded() if pair[1] == "silent"] == [
        ("Дмитрий Орлов", "silent"),
        ("Мария Ветрова", "silent"),
    ]
    assert silent_at(cast, NOON + timedelta(days=3)) == [promise.what]

    ledger.say_news(promise_id=promise.pk, now="Едет", next="", by=cast.anna, at=NOON + timedelta(days=3))
    assert silent_at(cast, NOON + timedelta(days=4)) == []


def silent_at(cast: Cast, moment: datetime) -> list[str]:
    """What Maria reads in the ledger then."""
    with mock.patch.object(timezone, "now", return_value=moment):
        page = cast.browser_of(cast.maria).get("/promises/?state=silent").content.decode()
    return [what for what in ("Чайник с дарственной", "Чашка с блюдцем") if what in page]


def test_an_answer_in_the_conversation_ends_the_silence(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    conversation = Conversation.objects.get()
    at = timezone.now()
    promise = promised(cast, at=at - timedelta(days=1), due_at=at + timedelta(days=9), about=conversation.key)
    address = f"/conversations/{conversation.public_id}/replies"
    cast.browser_of(cast.anna).post(address, {"text": "Ваш чайник в пути."})
    work()
    heard_at = now_of(promise).heard_at
    assert heard_at and heard_at >= at
    assert now_of(promise).next_step_at == heard_at + timedelta(days=2)


def told(cast: Cast) -> Promise:
    """Irina has been told that it is half an hour later."""
    ladder(cast, tell(20), at=NOON)
    promise = promised(cast, at=NOON, due_at=NOON + 60 * MINUTE)
    later = NOON + 90 * MINUTE
    moving.move(promise_id=promise.pk, due_at=later, reason="Снег", told="message", by=cast.anna, at=NOON)
    return now_of(promise)


def test_who_waits_agrees(cast: Cast) -> None:
    promise = told(cast)
    choosing.choose(promise_id=promise.pk, choice="wait", at=NOON + MINUTE)
    assert choices_open(now_of(promise)) is None
    assert now_of(promise).due_at == NOON + 90 * MINUTE
    assert facts_of(promise)[-2:] == ["PromiseConsentGiven", "PromiseChoiceMade"]


@pytest.mark.parametrize("minutes", [75, 150])
def test_how_long_they_wait_at_most_is_the_new_deadline(cast: Cast, minutes: int) -> None:
    promise = told(cast)
    until = NOON + minutes * MINUTE
    choosing.choose(promise_id=promise.pk, choice="wait", until=until, how="phone", by=cast.anna, at=NOON + MINUTE)
    assert (now_of(promise).due_at, now_of(promise).state) == (until, State.MOVED)
    assert replay.compare().agrees


def test_who_wants_something_else_has_not_agreed_and_its_owner_sees_it(cast: Cast) -> None:
    promise = told(cast)
    with pytest.raises(UnableTo):
        choosing.choose(promise_id=promise.pk, choice="alternative", at=NOON + MINUTE)
    choosing.choose(promise_id=promise.pk, choice="alternative", words="Заберу сама", at=NOON + MINUTE)
    assert now_of(promise).moves.get().consent == "refused"
    assert reminded() == [("Анна Белкина", "asked")]


def test_who_cancels_releases_us(cast: Cast) -> None:
    promise = told(cast)
    choosing.choose(promise_id=promise.pk, choice="cancel", how="phone", by=cast.anna, at=NOON + MINUTE)
    assert (now_of(promise).state, now_of(promise).next_step_at) == (State.RELEASED, None)


def test_nothing_is_chosen_twice(cast: Cast) -> None:
    promise = told(cast)
    choosing.choose(promise_id=promise.pk, choice="wait", at=NOON + MINUTE)
    with pytest.raises(UnableTo):
        choosing.choose(promise_id=promise.pk, choice="cancel", at=NOON + MINUTE)


def test_a_step_that_is_due_is_taken_though_the_ladder_changes_before_the_clock_looks(cast: Cast) -> None:
    at = timezone.now()
    ladder(cast, owner(10), at=at)
    promise = promised(cast, at=at, due_at=at + 60 * MINUTE)
    ladder(cast, owner(10), lead(5), at=at)

    late = at + 51 * MINUTE
    ladders.restep(brand_id=cast.chainik.pk, kind="delivery", after_id=0, at=late)
    ledger.say_news(promise_id=promise.pk, now="Едет", next="", by=cast.anna, at=late)
    stepping.take_steps(at=late)

    assert reminded() == [("Анна Белкина", "owner")]


def test_what_is_promised_already_climbs_a_ladder_that_is_set_now(cast: Cast) -> None:
    at = timezone.now()
    promise = promised(cast, at=at, due_at=at + 60 * MINUTE)
    ladder(cast, owner(10), at=at)
    work_at(at)
    assert now_of(promise).next_step_at == at + 50 * MINUTE


def test_a_step_within_the_second_does_not_wait_for_the_next_tick(cast: Cast) -> None:
    """The ticker has struck just before it: its task comes again by itself until the step is taken."""
    ladder(cast, owner(20), at=NOON)
    promised(cast, at=NOON, due_at=NOON + 60 * MINUTE)
    step = NOON + 40 * MINUTE

    clock_strikes(step - timedelta(milliseconds=600))
    before = reminded()
    work_at(step - timedelta(milliseconds=300))
    work_at(step)

    assert (before, reminded()) == ([], [("Анна Белкина", "owner")])
    work_at(step + MINUTE)
    assert not Task.objects.filter(name__startswith="promises.take_steps").exists()


def test_nothing_comes_again_for_what_is_due_later(cast: Cast) -> None:
    ladder(cast, owner(20), at=NOON)
    promised(cast, at=NOON, due_at=NOON + 60 * MINUTE)
    clock_strikes(NOON + 40 * MINUTE - timedelta(seconds=2))
    assert not Task.objects.filter(name__startswith="promises.take_steps").exists()
