"""A visitor with a phone, without an account and without scripts."""

import re
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from slovo.core import limits
from slovo.visits import walk_in
from slovo.visits.queue_setting import close_queue, set_queue
from slovo.visits.walk_in_models import Ticket, WalkInQueue
from slovo.web.portal.queue import views
from tests.cast import Cast
from tests.recovery.stories import code_rule, passes
from tests.visits.stories import NOW
from tests.visits.test_walk_in import MINUTE, five_were_called, repair
from tests.web.portal.pages import DAY, HOUR, text_of

LOAD_BYTES_MAX = 30_000


def by_the_clock(moment: datetime) -> Any:
    return mock.patch.object(timezone, "now", return_value=moment)


@pytest.fixture
def queue(cast: Cast) -> WalkInQueue:
    limits.forget()
    at = timezone.now()
    return set_queue(
        brand=cast.chainik, name="Ремонт", prefix="A", length_max=2, staff_id=cast.anna.pk, by=cast.orlov, at=at
    )


def phone() -> Client:
    return Client(headers={"accept-language": "ru"})


def test_who_scans_the_code_takes_a_number_and_sees_the_place(queue: WalkInQueue) -> None:
    first, second = phone(), phone()
    first.post(f"/q/{queue.code}", {"name": "Борис"})
    answer = second.post(f"/q/{queue.code}")

    page = second.get(answer.headers["Location"])

    shown = page.content.decode()
    assert "A2" in shown
    assert "Перед вами 1 человек." in shown
    assert "Борис" not in shown
    assert "http-equiv" not in shown
    assert re.search(r'<a href="/q/t/[^"]+">Посмотреть ещё раз</a>', shown)
    assert len(page.content) < LOAD_BYTES_MAX
    assert "no-store" in page.headers["Cache-Control"]


def test_a_double_press_takes_one_ticket(queue: WalkInQueue) -> None:
    browser = phone()

    places = {browser.post(f"/q/{queue.code}").headers["Location"] for _time in range(2)}

    assert len(places) == 1
    assert Ticket.objects.count() == 1


def test_a_full_queue_offers_a_visit_instead(queue: WalkInQueue) -> None:
    for _time in range(2):
        phone().post(f"/q/{queue.code}")

    answer = phone().post(f"/q/{queue.code}")

    assert answer.status_code == 409
    assert "Запишитесь на удобное время" in answer.content.decode()


def test_who_goes_gives_the_place_to_the_next(queue: WalkInQueue) -> None:
    first, second = phone(), phone()
    own = first.post(f"/q/{queue.code}").headers["Location"]
    other = second.post(f"/q/{queue.code}").headers["Location"]

    first.post(own.replace("?", "/departure?"))

    assert "Вы следующий" in second.get(other).content.decode()
    assert first.post(own.replace("?", "/departure?")).status_code == 409


def test_the_phone_says_that_it_is_ones_turn(cast: Cast, queue: WalkInQueue) -> None:
    browser = phone()
    own = browser.post(f"/q/{queue.code}").headers["Location"]

    walk_in.call_next(queue_id=queue.pk, by=cast.anna, at=timezone.now())

    assert "Ваша очередь" in browser.get(own).content.decode()
    walk_in.serve(ticket_id=Ticket.objects.get().pk, by=cast.anna, at=timezone.now())
    assert "Спасибо" in browser.get(own).content.decode()


def test_who_waits_longer_than_was_said_reads_on_the_ticket_what_they_get_for_it(cast: Cast) -> None:
    limits.forget()
    code_rule(cast, at=NOW - DAY, kind="walk_in")
    queue = repair(cast)
    five_were_called(cast, queue)
    browser, neighbour = phone(), phone()
    with by_the_clock(NOW + HOUR):
        own, other = (one.post(f"/q/{queue.code}").headers["Location"] for one in (browser, neighbour))
    ticket = Ticket.objects.get(number=6)
    assert ticket.said_until
    with by_the_clock(ticket.said_until):
        assert "За опоздание" not in browser.get(own).content.decode()

    passes(ticket.said_until + 11 * MINUTE)

    assert ticket.promise
    code = ticket.promise.compensations.get().code
    with by_the_clock(ticket.said_until + 11 * MINUTE):
        page = text_of(browser.get(own).content.decode())
    gift = "За это дарим вам скидку 10 % на следующую покупку. Она действует по 31 декабря 2026 г. включительно, код:"
    assert f"За опоздание {text_of(ticket.promise.what)} {gift} {code}" in page
    with by_the_clock(ticket.said_until + 11 * MINUTE):
        assert code not in neighbour.get(other).content.decode()
    walk_in.call_next(queue_id=queue.pk, by=cast.anna, at=ticket.said_until + 12 * MINUTE)
    with by_the_clock(ticket.said_until + 12 * MINUTE):
        assert code in browser.get(own).content.decode()  # at the counter they still need it


def test_yesterdays_ticket_says_so(queue: WalkInQueue) -> None:
    browser = phone()
    own = browser.post(f"/q/{queue.code}").headers["Location"]

    with mock.patch.object(timezone, "now", return_value=timezone.now() + timedelta(days=1)):
        page = browser.get(own).content.decode()

    assert "на другой день" in page
    assert "<script" not in page


def test_the_script_asks_for_what_has_changed_and_for_nothing_else(queue: WalkInQueue) -> None:
    first, second = phone(), phone()
    ahead = first.post(f"/q/{queue.code}").headers["Location"].partition("?")[0]
    own = second.post(f"/q/{queue.code}").headers["Location"]
    with by_the_clock(timezone.now()):
        shown = second.get(f"{own}&part=sections")
        again = second.get(f"{own}&part=sections", headers={"if-none-match": shown.headers["ETag"]})
        first.post(f"{ahead}/departure")
        after = second.get(f"{own}&part=sections", headers={"if-none-match": shown.headers["ETag"]})

    assert "<html" not in shown.content.decode()
    assert "Перед вами 1 человек." in shown.content.decode()
    assert (again.status_code, again.content) == (304, b"")
    assert "Вы следующий" in after.content.decode()


@pytest.mark.parametrize("address", ["/q/НЕТ", "/q/t/x", "/q/t/x/departure"])
def test_what_nobody_was_given_is_not_there(queue: WalkInQueue, address: str) -> None:
    answer = phone().post(address) if address.endswith(("departure", "НЕТ")) else phone().get(address)

    assert answer.status_code == 404


def test_a_closed_queue_is_not_there(cast: Cast, queue: WalkInQueue) -> None:
    close_queue(queue_id=queue.pk, closed=True, by=cast.orlov, at=timezone.now())

    assert phone().get(f"/q/{queue.code}").status_code == 404


def test_nobody_empties_the_roll_of_tickets(queue: WalkInQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "OF_AN_ADDRESS_MAX", 1)
    phone().post(f"/q/{queue.code}")

    answer = phone().post(f"/q/{queue.code}")

    assert answer.status_code == 429
    assert Ticket.objects.count() == 1
