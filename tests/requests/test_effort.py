"""What was spent on each kind of promise."""

from datetime import UTC, datetime, timedelta

from slovo.core.journal.actor import SYSTEM
from slovo.promises import actions
from slovo.requests.effort import efforts
from tests.cast import Cast
from tests.promises.stories import irina

AT = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_while_it_was_the_customers_turn_nothing_was_spent_on_it(cast: Cast) -> None:
    about = "conversation:7"
    actions.promise_answer(
        brand_id=cast.chainik.pk,
        customer_id=irina(cast).pk,
        about=about,
        owner_id=None,
        team_id=None,
        calendar=cast.chainik.main_calendar,
        minutes=600,
        warning_minutes=30,
        at=AT,
    )
    actions.pause_answer(about=about, actor=SYSTEM, at=AT + HOUR)
    actions.resume_answer(about=about, at=AT + 3 * HOUR)
    actions.fulfil_answer(about=about, done_at=AT + 4 * HOUR, actor=SYSTEM)

    (spent,) = efforts([cast.chainik.pk], [], since=AT, until=AT + 24 * HOUR)

    assert (spent.kind, spent.promises, spent.hours) == ("answer", 1, 2.0)
