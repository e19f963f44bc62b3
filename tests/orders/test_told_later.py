"""The shop delivers in time and says so in the night: it stays broken, and every page says what was so."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from slovo.core.journal.models import JournalEntry
from slovo.orders.models import OrderLine
from slovo.people import actions as people
from slovo.promises import figures, links, replay
from slovo.promises.deeds import CLOCK
from slovo.promises.figures import Asked, Outcome, Period
from slovo.promises.models import Promise, State
from slovo.recovery.models import Compensation
from tests.api.programs import Program, shop
from tests.cast import Cast
from tests.orders.test_importing import stored, table, text
from tests.orders.test_orders import KETTLE, NOW, SOON, fed, passes, the_promise
from tests.recovery.stories import code_rule
from tests.web.portal.pages import Phone

HOUR = timedelta(hours=1)
IN_TIME, TOO_LATE = SOON - HOUR, SOON + HOUR
HEAD = "number,placed_at,currency,email,title,price,delivery,promised_at,delivered_at"


@pytest.fixture
def program(cast: Cast) -> Program:
    people.join_team(staff=cast.pavel, brand=cast.chainik, name="Доставка")
    people.choose_language(staff=cast.pavel, language="en", at=NOW)
    return shop(cast)


def told_later(program: Program, delivered_at: datetime | None, *, status: int = 200) -> dict[str, Any]:
    """On the day after the promised moment."""
    fed(program, 201)
    with passes(days=3):
        line = KETTLE | {"promised_at": SOON.isoformat()}
        if delivered_at:
            line["delivered_at"] = delivered_at.isoformat()
        return fed(program, status, delivery="delivered", as_of=timezone.now().isoformat(), lines=[line])


def page_of(cast: Cast, address: str) -> str:
    return text(cast.browser_of(cast.pavel).get(address))


def phone_of(promise: Promise) -> Phone:
    _link, token = links.make_link_by_rule(
        brand=promise.brand, customer_id=promise.customer_id, about=promise.about, actor=CLOCK, at=timezone.now()
    )
    return Phone(token)


def outcomes(cast: Cast) -> dict[Outcome, int]:
    around = Period(NOW - timedelta(days=10), NOW + timedelta(days=10))
    return {**figures.total(Asked([cast.chainik.pk]), around).numbers}


def test_it_stays_broken_in_the_figures_and_the_desk_says_that_it_was_in_time(cast: Cast, program: Program) -> None:
    shown = told_later(program, IN_TIME)

    promise = the_promise()
    assert (promise.state, promise.broken_at, promise.said_done_at) == (State.BROKEN, SOON, IN_TIME)
    assert outcomes(cast) == {Outcome.SILENT: 1}
    assert shown["lines"][0]["delivered_at"] == IN_TIME.isoformat().replace("+00:00", "Z")
    page = page_of(cast, f"/promises/{promise.shown_id}/")
    assert "done in time, told 1 day late" in page
    assert "We heard of it afterwards, so it stays broken." in page
    assert "done in time, told 1 day late" in page_of(cast, f"/orders/{shown['id']}/")
    api = program.get(f"promises/{promise.shown_id}").json()
    assert (api["state"], api["said_done_at"]) == ("broken", IN_TIME.isoformat().replace("+00:00", "Z"))
    assert replay.compare().agrees


def test_its_customer_reads_that_it_came_in_time(cast: Cast, program: Program) -> None:
    told_later(program, IN_TIME)

    with passes(days=3):
        page = phone_of(the_promise()).reads()

    assert "Сделано в срок; мы узнали об этом позже" in page
    assert "позже обещанного" not in page
    assert "Обещанное время прошло" not in page


def test_who_told_it_and_when_is_in_the_journal(cast: Cast, program: Program) -> None:
    told_later(program, IN_TIME)

    entry = JournalEntry.objects.get(kind="PromiseDoneLate")
    assert (entry.actor_kind, entry.data["said_done_at"]) == ("integration", IN_TIME.isoformat())
    assert entry.at == NOW + timedelta(days=3)


def test_what_they_were_given_for_the_delay_stays_theirs(cast: Cast, program: Program) -> None:
    code_rule(cast, at=NOW)
    told_later(program, IN_TIME)

    row = Compensation.objects.get()
    assert (row.promise_id, row.taken_back_at, row.gives) == (the_promise().pk, None, "code")


@pytest.mark.parametrize("delivered_at", [None, TOO_LATE, NOW - HOUR])
def test_what_came_late_or_before_it_was_promised_is_done_late(
    cast: Cast, program: Program, delivered_at: datetime | None
) -> None:
    told_later(program, delivered_at)

    promise = the_promise()
    assert (promise.state, promise.said_done_at) == (State.BROKEN, None)
    assert "told" not in page_of(cast, f"/promises/{promise.shown_id}/")


def test_what_is_told_in_time_is_kept_and_says_no_more(program: Program) -> None:
    fed(program, 201)
    line = KETTLE | {"promised_at": SOON.isoformat(), "delivered_at": (NOW - HOUR).isoformat()}
    fed(program, delivery="delivered", as_of=(NOW + timedelta(minutes=1)).isoformat(), lines=[line])

    promise = the_promise()
    assert (promise.state, promise.said_done_at) == (State.KEPT, None)


def test_what_is_still_to_come_has_not_been_delivered(program: Program) -> None:
    refused = told_later(program, NOW + timedelta(days=9), status=409)

    assert refused["rule"] == "state-is-not-of-the-future"
    assert the_promise().owed


def test_owed_again_it_is_not_said_to_be_done(cast: Cast, program: Program) -> None:
    told_later(program, IN_TIME)
    with passes(days=3):
        cast.browser_of(cast.pavel).post(f"/promises/{the_promise().shown_id}/owing")

    assert (the_promise().done_at, the_promise().said_done_at) == (None, None)
    assert replay.compare().agrees


def test_a_nightly_file_says_it_too_and_a_day_alone_is_its_end(cast: Cast) -> None:
    people.join_team(staff=cast.pavel, brand=cast.chainik, name="Доставка")
    people.choose_language(staff=cast.maria, language="en", at=NOW)
    kettle = f"1512,{NOW.isoformat()},RUB,irina@example.com,Чайник,4500"
    stored(cast, table(f"{kettle},shipped,{SOON.isoformat()},", head=HEAD))
    with passes(days=3):
        stored(cast, table(f"{kettle},delivered,{SOON.isoformat()},{IN_TIME.isoformat()}", head=HEAD))
    assert (the_promise().said_done_at, OrderLine.objects.get().delivered_at) == (IN_TIME, IN_TIME)


def test_a_day_alone_in_a_file_is_taken_to_be_its_end(cast: Cast) -> None:
    people.join_team(staff=cast.pavel, brand=cast.chainik, name="Доставка")
    people.choose_language(staff=cast.maria, language="en", at=NOW)
    kettle = f"1512,{NOW.isoformat()},RUB,irina@example.com,Чайник,4500"
    stored(cast, table(f"{kettle},shipped,{SOON.isoformat()},", head=HEAD))
    day = SOON.astimezone(cast.chainik.tz)
    with passes(days=4):
        stored(cast, table(f"{kettle},delivered,{SOON.isoformat()},{day:%d.%m.%Y}", head=HEAD))

    end = day.replace(hour=23, minute=59, second=59, microsecond=0)
    assert (the_promise().said_done_at, OrderLine.objects.get().delivered_at) == (None, end)
