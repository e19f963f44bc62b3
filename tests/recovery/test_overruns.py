"""A promise is late: what is given for it, when, and only once; and what is not."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from slovo.conversations.models import Conversation
from slovo.core.journal.models import JournalEntry
from slovo.promises import ledger, moving
from slovo.promises.models import Promise
from slovo.recovery import actions, queries, rules, work
from slovo.recovery.actions import UnableToDecide, UnableToUseCode
from slovo.recovery.models import Compensation, DiscountCode, RecoveryTask
from slovo.recovery.terms import Terms, UnableToChangeRule
from slovo.recovery.work import UnableToFinishTask
from tests.cast import Cast, arrives, letter, the_conversation
from tests.promises.stories import now_of, promised
from tests.recovery.stories import HOUR, MINUTE, code_rule, given, late, letters, passes, refund_rule, states

AT = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
BEFORE = AT - timedelta(days=30)


@pytest.fixture
def steps(cast: Cast) -> None:
    """Ten minutes: 10 %. Thirty minutes: 500 roubles."""
    code_rule(cast, at=BEFORE)
    refund_rule(cast, at=BEFORE)


@pytest.mark.usefixtures("steps")
@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (0, []),
        (9, []),
        (10, [("code", "given")]),
        (29, [("code", "given")]),
        (30, [("code", "given"), ("refund", "given")]),
    ],
)
def test_each_step_gives_at_its_minute(cast: Cast, minutes: int, expected: list[tuple[str, str]]) -> None:
    assert states(late(cast, at=AT, minutes=minutes)) == expected


@pytest.mark.usefixtures("steps")
def test_the_second_step_comes_by_the_clock_and_nothing_comes_twice(cast: Cast) -> None:
    promise = late(cast, at=AT, minutes=15)
    for minute in (15, 16, 15, 400):
        passes(AT + minute * MINUTE)
        actions.begin(promise_id=promise.pk, at=AT + minute * MINUTE)
        passes(AT + minute * MINUTE)

    assert states(promise) == [("code", "given"), ("refund", "given")]
    assert list(RecoveryTask.objects.order_by("pk").values_list("what", flat=True)) == ["care", "refund"]


@pytest.mark.usefixtures("steps")
def test_after_a_day_of_downtime_everything_is_given_once_in_one_letter(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail, at=AT - timedelta(days=3))
    conversation = the_conversation()
    due_at = AT - timedelta(days=1)
    promise = ledger.make(
        brand=cast.chainik,
        customer_id=conversation.customer_id,
        about=conversation.key,
        kind="delivery",
        what="Чайник у вас дома",
        due_at=due_at,
        by=cast.anna,
        at=due_at - HOUR,
    )

    passes(AT)

    assert states(promise) == [("code", "given"), ("refund", "given")]
    (told,) = letters(cast)
    assert told["To"] == "Ирина Соколова <irina@example.com>"


@pytest.mark.usefixtures("steps")
def test_who_is_kept_waiting_reads_what_they_get_until_when_and_that_we_are_sorry(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail, at=AT - timedelta(days=3))
    conversation = the_conversation()
    Conversation.objects.update(language="ru")
    promise = ledger.make(
        brand=cast.chainik,
        customer_id=conversation.customer_id,
        about=conversation.key,
        kind="delivery",
        what="Чайник у вас дома",
        due_at=AT - 10 * MINUTE,
        by=cast.anna,
        at=AT - HOUR,
    )
    answer = conversation.next_promise_id

    passes(AT + timedelta(seconds=1))

    (code,) = given(promise)
    (told,) = letters(cast)
    text = told.get_body(("plain",)).get_content()
    assert code.code in text
    assert "Чайник у вас дома" in text
    assert "10 %" in text
    assert "31 декабря 2026" in text
    assert "Нам жаль" in text
    assert told["Auto-Submitted"] == "auto-generated"
    assert (code.told_how, code.message.conversation_id) == ("message", conversation.pk)
    assert Promise.objects.get(pk=answer).owed  # what a rule says answers nobody


@pytest.mark.usefixtures("steps")
def test_who_cannot_be_written_to_stands_before_the_colleagues_until_somebody_told_them(cast: Cast) -> None:
    (row,) = given(late(cast, at=AT, minutes=10))
    assert (row.told_at, list(queries.untold([cast.chainik.pk]))) == (None, [row])

    actions.say_told(compensation_id=row.pk, how="phone", by=cast.anna, at=AT + HOUR)

    assert list(queries.untold([cast.chainik.pk])) == []


@pytest.mark.usefixtures("steps")
def test_done_or_released_before_the_step_gives_nothing(cast: Cast) -> None:
    promises = [late(cast, at=AT, minutes=5, what=what) for what in ("done", "released", "owed")]
    ledger.keep(promise_id=promises[0].pk, by=cast.anna, at=AT + MINUTE)
    ledger.release(promise_id=promises[1].pk, words="Не надо", how="phone", by=cast.anna, at=AT + MINUTE)

    passes(AT + 10 * MINUTE)

    assert [states(promise) for promise in promises] == [[], [], [("code", "given")]]


@pytest.mark.usefixtures("steps")
def test_said_done_by_mistake_and_owed_again_gives_what_is_reached(cast: Cast) -> None:
    promise = late(cast, at=AT, minutes=5)
    ledger.keep(promise_id=promise.pk, by=cast.anna, at=AT + MINUTE)
    passes(AT + HOUR)
    assert states(promise) == []

    ledger.owe_again(promise_id=promise.pk, by=cast.anna, at=AT + 2 * HOUR)
    passes(AT + 2 * HOUR)

    assert states(promise) == [("code", "given"), ("refund", "given")]


@pytest.mark.usefixtures("steps")
def test_a_notice_that_was_sent_in_time_after_all_leaves_nothing_to_give(cast: Cast) -> None:
    promise = promised(cast, at=AT - HOUR, due_at=AT)
    move = moving.move(promise_id=promise.pk, due_at=AT + HOUR, reason="Снег", by=cast.anna, at=AT - MINUTE)
    passes(AT + MINUTE)
    moving.note_notice(move_id=move.pk, sent_at=AT - timedelta(seconds=1), actor=cast.anna.actor)
    passes(AT + 20 * MINUTE)
    assert (now_of(promise).broken_at, states(promise)) == (None, [])

    passes(AT + HOUR + 10 * MINUTE)  # it broke once more, at the new time

    assert states(promise) == [("code", "given")]


def test_a_percentage_is_of_the_time_that_was_promised(cast: Cast) -> None:
    code_rule(cast, at=BEFORE, after_minutes=None, after_percent=50)

    assert [states(late(cast, at=AT, minutes=minutes)) for minutes in (29, 30)] == [[], [("code", "given")]]


def test_a_kind_with_a_rule_of_its_own_follows_that_alone(cast: Cast) -> None:
    code_rule(cast, at=BEFORE, kind="", percent=5)
    code_rule(cast, at=BEFORE, kind="repair", percent=20)

    found = [given(late(cast, at=AT, minutes=10, kind=kind)) for kind in ("delivery", "repair")]

    assert [[row.percent for row in rows] for rows in found] == [[5], [20]]


def test_what_broke_before_has_the_terms_that_held_then(cast: Cast) -> None:
    first = code_rule(cast, at=BEFORE)
    promise = promised(cast, at=AT - 2 * HOUR, due_at=AT - HOUR)
    rules.set_rule(
        brand=cast.chainik,
        kind="delivery",
        terms=Terms(after_minutes=10, gives="code", percent=50, valid_days=1),
        rule_id=first.rule_id,
        by=cast.orlov,
        at=AT - MINUTE,
    )
    passes(AT)

    assert [(row.percent, row.terms_id) for row in given(promise)] == [(10, first.pk)]
    rules.archive_rule(rule_id=first.rule_id, by=cast.orlov, at=AT)
    assert states(late(cast, at=AT + 2 * HOUR, minutes=10)) == []


def test_limits_stop_a_favour(cast: Cast) -> None:
    code_rule(cast, at=BEFORE, per_customer_max=2, per_customer_days=7)

    found = [given(late(cast, at=AT, minutes=10, what=f"№ {number}"))[0] for number in range(3)]

    assert [(row.state, row.refusal) for row in found] == [("given", ""), ("given", ""), ("refused", "limit_customer")]


def test_the_money_of_a_day_stops_a_favour(cast: Cast) -> None:
    refund_rule(cast, at=BEFORE, per_day_minor_max=120_000)

    found = [given(late(cast, at=AT, minutes=30, what=f"№ {number}"))[0] for number in range(3)]

    assert [(row.state, row.refusal) for row in found] == [("given", ""), ("given", ""), ("refused", "limit_day")]


def test_neither_limits_nor_approvals_stop_what_is_owed(cast: Cast) -> None:
    with pytest.raises(UnableToChangeRule):
        refund_rule(cast, at=BEFORE, owed=True, approval_above_minor=1)
    with pytest.raises(UnableToChangeRule):
        refund_rule(cast, at=BEFORE, owed=True, per_day_minor_max=1)
    code_rule(cast, at=BEFORE, after_minutes=0, per_case_max=1)
    refund_rule(cast, at=BEFORE, owed=True)

    found = [given(late(cast, at=AT, minutes=30, what=f"№ {number}"))[-1] for number in range(3)]

    assert {(row.state, row.owed, row.refund.owed, row.refund.kind) for row in found} == {
        ("obligation", True, True, "refund")
    }
    for wrong in ("refused", "waits", "given"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Compensation.objects.filter(pk=found[0].pk).update(state=wrong)


def test_above_an_amount_somebody_approves_and_it_is_known_who(cast: Cast) -> None:
    refund_rule(cast, at=BEFORE, approval_above_minor=10_000)
    promises = [late(cast, at=AT, minutes=30, what=f"№ {number}") for number in range(2)]
    first, second = (given(promise)[0] for promise in promises)
    payable = RecoveryTask.objects.filter(what="refund")
    assert (first.state, first.waits_for, payable.count()) == ("waits", "amount", 0)

    actions.approve(compensation_id=first.pk, by=cast.maria, at=AT + HOUR)
    with pytest.raises(UnableToDecide):
        actions.refuse(compensation_id=second.pk, reason=" ", by=cast.maria, at=AT + HOUR)
    actions.refuse(compensation_id=second.pk, reason="Курьер ждал у двери", by=cast.maria, at=AT + HOUR)

    first, second = (given(promise)[0] for promise in promises)
    assert (first.state, first.decided_by, first.decided_at) == ("given", cast.maria, AT + HOUR)
    assert (second.state, second.decided_by, second.refusal) == ("refused", cast.maria, "Курьер ждал у двери")
    with pytest.raises(UnableToDecide):
        actions.approve(compensation_id=second.pk, by=cast.maria, at=AT + HOUR)
    told = JournalEntry.objects.get(kind="CompensationRefused")
    assert told.data["reason"] == "person"  # no words of anybody's in the journal


def test_part_of_a_price_waits_until_somebody_names_it_unless_it_is_owed(cast: Cast) -> None:
    refund_rule(cast, at=BEFORE, amount_minor=None, percent=20)
    refund_rule(cast, at=BEFORE, kind="repair", amount_minor=None, percent=20, owed=True)
    valued = promised(cast, at=AT - HOUR, due_at=AT - 30 * MINUTE)
    actions.name_value(promise_id=valued.pk, amount_minor=300_000, currency="RUB", by=cast.anna, at=AT - HOUR)
    passes(AT + timedelta(seconds=1))
    unknown = given(late(cast, at=AT, minutes=30))[0]
    owed = given(late(cast, at=AT, minutes=30, kind="repair"))[0]

    assert [(row.state, row.amount_minor) for row in given(valued)] == [("given", 60_000)]
    assert (unknown.state, unknown.waits_for) == ("waits", "value")
    assert (owed.state, owed.amount_minor) == ("obligation", None)


def test_a_refund_is_promised_by_a_team_and_paid_once(cast: Cast) -> None:
    refund_rule(cast, at=BEFORE)
    promise = late(cast, at=AT, minutes=30)
    task = RecoveryTask.objects.get()
    (row,) = given(promise)
    assert (row.refund.team.name, row.refund.owed, row.refund.about) == ("Касса", True, promise.about)
    with pytest.raises(UnableToFinishTask):
        work.pay_refund(task_id=task.pk, amount_minor=40_000, reference="п. 7", by=cast.anna, at=AT + HOUR)

    work.pay_refund(task_id=task.pk, amount_minor=50_000, reference="п. 7", by=cast.anna, at=AT + HOUR)
    with pytest.raises(UnableToFinishTask):
        work.pay_refund(task_id=task.pk, amount_minor=50_000, reference="п. 8", by=cast.anna, at=AT + HOUR)

    (row,) = given(promise)
    assert (row.state, row.paid_reference, now_of(row.refund).state) == ("paid", "п. 7", "kept")


def test_a_refund_that_is_late_itself_gives_nothing_more_by_a_rule_for_all(cast: Cast) -> None:
    refund_rule(cast, at=BEFORE, kind="")
    (row,) = given(late(cast, at=AT, minutes=30))

    passes(AT + timedelta(days=30))

    assert now_of(row.refund).state == "broken"
    assert Compensation.objects.count() == 1


def test_codes_of_a_pool_go_out_one_by_one_and_then_it_waits_for_more(cast: Cast) -> None:
    pool, number = rules.import_codes(
        brand=cast.chainik, pool="Зима", codes=["A-1", "A-2", "A-1", ""], by=cast.orlov, at=BEFORE
    )
    code_rule(cast, at=BEFORE, pool_id=pool.pk)

    promises = [late(cast, at=AT, minutes=10, what=f"№ {number}") for number in range(3)]

    assert number == 2
    assert [[(row.state, row.code, row.waits_for) for row in given(one)] for one in promises] == [
        [("given", "A-1", "")],
        [("given", "A-2", "")],
        [("waits", "", "codes")],
    ]
    with pytest.raises(UnableToDecide, match="no code left"):
        actions.approve(compensation_id=given(promises[2])[0].pk, by=cast.maria, at=AT)
    rules.import_codes(brand=cast.chainik, pool="Зима", codes=["A-2", "A-3"], by=cast.orlov, at=AT)
    actions.approve(compensation_id=given(promises[2])[0].pk, by=cast.maria, at=AT)
    assert given(promises[2])[0].code == "A-3"
    assert not DiscountCode.objects.filter(taken_by=None).exists()


def test_a_code_is_used_once_and_the_shop_may_say_so_twice(cast: Cast) -> None:
    code_rule(cast, at=BEFORE)
    (row,) = given(late(cast, at=AT, minutes=10))

    def use(reference: str, *, at: datetime = AT + HOUR) -> Compensation:
        return actions.use_code(brand_id=cast.chainik.pk, code=row.code, reference=reference, by=cast.anna, at=at)

    with pytest.raises(UnableToUseCode):
        use("№ 8", at=AT + timedelta(days=40))
    assert use("№ 8").used_at == AT + HOUR
    assert use("№ 8", at=AT + 2 * HOUR).used_at == AT + HOUR
    with pytest.raises(UnableToUseCode):
        use("№ 9")


def test_a_rule_may_ask_for_a_person_alone(cast: Cast) -> None:
    terms = Terms(after_minutes=10, gives="task")
    rules.set_rule(brand=cast.chainik, kind="", terms=terms, by=cast.orlov, at=BEFORE)
    promise = late(cast, at=AT, minutes=10)
    task = RecoveryTask.objects.get()

    work.finish_task(task_id=task.pk, words="Позвонили, извинились", by=cast.anna, at=AT + HOUR)

    assert (states(promise), RecoveryTask.objects.get().done_by) == ([], cast.anna)


@pytest.mark.usefixtures("steps")
def test_nothing_is_forgotten_and_it_shows_if_something_is(cast: Cast) -> None:
    promise = late(cast, at=AT, minutes=40)
    ours = [cast.chainik.pk]
    assert list(queries.forgotten(ours, since=BEFORE, at=AT + HOUR)) == []

    RecoveryTask.objects.all().delete()
    Compensation.objects.filter(promise=promise, gives="refund").delete()

    assert list(queries.forgotten(ours, since=BEFORE, at=AT + HOUR)) == [promise]


WRONG = [
    {"after_minutes": None},
    {"after_percent": 10},
    {"percent": None},
    {"percent": 0},
    {"percent": 101},
    {"amount_minor": 100, "currency": "RUB"},
    {"percent": None, "amount_minor": 100, "currency": "XYZ"},
    {"valid_days": None},
    {"owed": True},
    {"gives": "points"},
    {"pool_id": 12345},
    {"team_id": 12345},
    {"per_customer_max": 1},
    {"per_customer_days": 1},
    {"per_case_max": 0},
    {"approval_above_minor": 10, "currency": "RUB"},
    {"gives": "refund", "refund_days": 5},
    {"kind": "moon"},
]


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_a_rule_without_sense_is_refused_in_words(cast: Cast, wrong: dict[str, object]) -> None:
    with pytest.raises(UnableToChangeRule, match=r"\.$"):
        code_rule(cast, at=BEFORE, **wrong)  # type: ignore[arg-type]
