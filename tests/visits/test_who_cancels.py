"""Whoever cancels a visit says for whom; and who waited for a customer who did not come has kept their word."""

from datetime import timedelta

import pytest

from slovo.promises import actions as clock
from slovo.promises import ledger
from slovo.promises.figures import Asked, Outcome, Period, total
from slovo.promises.models import State
from slovo.promises.replay import compare
from slovo.recovery.models import Compensation
from slovo.visits import booking, coming
from slovo.visits.models import Visit
from tests.cast import Cast
from tests.recovery.stories import code_rule, passes
from tests.visits.stories import NOW, at, irina, now_of, tasting
from tests.visits.test_desk import booked

DAY = timedelta(days=1)


def test_nothing_is_chosen_beforehand_and_nobody_guesses(cast: Cast) -> None:
    visit = booked(cast)
    anna = cast.browser_of(cast.anna)
    page = anna.get(f"/visits/{visit.public_id}/").content.decode()
    assert '<option value="" selected>Choose</option><option value="customer">' in page

    answer = anna.post(f"/visits/{visit.public_id}/cancellation", {"words": "", "how": "phone"})

    assert answer.status_code == 409
    assert "Say whose wish it is" in answer.content.decode()
    assert (now_of(visit).cancelled_at, now_of(visit).promise.owed) == (None, True)


@pytest.fixture
def missed(cast: Cast) -> Visit:
    """At noon, and the clock has looked at it when its hour was over."""
    type_ = tasting(cast)
    visit = booking.book(type_id=type_.pk, starts_at=at(12), customer=irina(cast), by=cast.anna, at=NOW)
    clock.break_overdue(at=at(13, 1))
    assert now_of(visit).promise.state is State.BROKEN
    return visit


def test_who_did_not_come_is_no_broken_promise_of_ours_whenever_it_is_said(cast: Cast, missed: Visit) -> None:
    coming.did_not_come(visit_id=missed.pk, by=cast.anna, at=at(15))

    promise = now_of(missed).promise
    assert (promise.state, promise.broken_at, promise.release_reason) == (State.RELEASED, None, "did_not_come")
    counted = total(Asked([cast.chainik.pk]), Period(NOW, NOW + 5 * DAY))
    assert {outcome: number for outcome, number in counted.numbers.items() if number} == {Outcome.RELEASED: 1}
    assert compare().agrees


def test_nothing_is_given_for_it(cast: Cast, missed: Visit) -> None:
    code_rule(cast, at=NOW - DAY, kind="visit", after_minutes=180)
    coming.did_not_come(visit_id=missed.pk, by=cast.anna, at=at(15))

    passes(at(18))

    assert not Compensation.objects.exists()


def test_said_by_mistake_it_is_owed_and_broken_as_before(cast: Cast, missed: Visit) -> None:
    coming.did_not_come(visit_id=missed.pk, by=cast.anna, at=at(15))
    ledger.owe_again(promise_id=missed.promise_id, by=cast.anna, at=at(16))

    clock.break_overdue(at=at(16, 1))

    assert (now_of(missed).promise.state, now_of(missed).promise.broken_at) == (State.BROKEN, at(13))
    assert compare().agrees
