"""The company cancels what Oleg is on his way with: his page says so, and nobody writes to Irina of a delay."""

import pytest

from slovo.core import limits
from slovo.core.journal.models import JournalEntry
from slovo.people import actions as people
from slovo.promises import work_links
from slovo.promises.models import State
from slovo.promises.work_models import WorkReport
from tests.api.programs import Program, shop
from tests.cast import Cast, at_one_instant
from tests.orders.test_moved_by_the_shop import HOUR, MINUTE, NOON, SOON, told
from tests.orders.test_orders import the_promise
from tests.promises.ladders import at_any_hour, reminded
from tests.web.portal.pages import text_of
from tests.web.portal.test_delays_together import letters
from tests.web.portal.test_work_links import Courier

CANCELLED = {"delivery": "cancelled", "cancelled_by": "company", "payment": "unpaid"}


@pytest.fixture
def program(cast: Cast) -> Program:
    limits.forget()
    people.join_team(staff=cast.pavel, brand=cast.chainik, name="Доставка")
    at_any_hour(cast)
    program = shop(cast)
    told(program, SOON, at=NOON, status=201)
    return program


def has(cast: Cast, language: str = "ru") -> Courier:
    _link, token = work_links.make_work_link(
        brand=cast.chainik, label="Курьер Олег", promise=the_promise(), by=cast.pavel, at=NOON
    )
    return Courier(token, language)


@pytest.mark.parametrize(
    ("language", "words"), [("ru", "Это отменили"), ("uk", "Це скасували"), ("en", "This was called off")]
)
def test_no_delay_is_taken_of_it(cast: Cast, program: Program, language: str, words: str) -> None:
    oleg = has(cast, language)
    with at_one_instant(NOON + MINUTE):
        address, fields = oleg.fills("delay", minutes="20", reason="traffic")
    told(program, SOON, at=NOON + HOUR, **CANCELLED)

    with at_one_instant(NOON + 2 * HOUR):
        answer = oleg.client.post(address, fields)

    assert answer.status_code == 409
    assert words in text_of(answer.content.decode())
    promise = the_promise()
    assert (promise.state, promise.due_at, promise.expected_at) == (State.OPEN, SOON, None)
    assert (letters(cast), reminded()) == ([], [("Павел Громов", "ours")])
    assert not WorkReport.objects.exists()
    assert not JournalEntry.objects.filter(kind="PromiseDelayReported").exists()


def test_the_page_says_so_and_asks_for_nothing(cast: Cast, program: Program) -> None:
    oleg = has(cast)
    told(program, SOON, at=NOON + HOUR, **CANCELLED)

    with at_one_instant(NOON + 2 * HOUR):
        page = oleg.get().content.decode()

    assert "Мы это отменили: делать уже ничего не нужно" in page
    assert 'data-state="cancelled"' in page
    assert "<form" not in page.partition("<main")[2]


def test_what_he_had_done_before_he_read_of_it_is_done(cast: Cast, program: Program) -> None:
    oleg = has(cast)
    with at_one_instant(NOON + MINUTE):
        address, fields = oleg.fills("done")
    told(program, SOON, at=NOON + HOUR, **CANCELLED)

    with at_one_instant(NOON + 2 * HOUR):
        assert oleg.client.post(address, fields).status_code == 303
    assert the_promise().state == State.KEPT


def test_what_is_taken_up_again_is_asked_for_again(cast: Cast, program: Program) -> None:
    oleg = has(cast)
    told(program, SOON, at=NOON + HOUR, **CANCELLED)
    told(program, SOON, at=NOON + 2 * HOUR, delivery="packed")

    with at_one_instant(NOON + 3 * HOUR):
        assert "/delay?" in oleg.get().content.decode()
