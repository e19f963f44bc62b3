"""/visit/chainik: Irina books by herself, without a script and without signing in, on the first of December."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.conversations.models import Message
from slovo.core import limits
from slovo.customers.models import Customer
from slovo.promises.models import State as Promised
from slovo.visits.models import State, Visit
from slovo.visits.page import TO_COME_MAX
from slovo.visits.page_models import VisitPage
from slovo.web.portal.visit import views
from tests.cast import IRINA, Cast, arrives, letter, the_conversation, work_at
from tests.visits.stories import NOW, at, irina, letters, resource, tasting
from tests.web.portal.pages import text_of

PAGE = "/visit/chainik"
QUERIES = 7  # the brand, its page, the kinds, who can do it, the calendar, what is taken, work
SWITCH = "/visits/settings/page"


@pytest.fixture(autouse=True)
def first_of_december() -> Iterator[None]:
    limits.forget()
    with mock.patch.object(timezone, "now", return_value=NOW):
        yield


@pytest.fixture
def tea(cast: Cast) -> None:
    tasting(cast)
    opens(cast)


def opens(cast: Cast) -> None:
    cast.browser_of(cast.orlov).post(SWITCH, {"brand": cast.chainik.pk, "open": "yes"})


class Visitor:
    def __init__(self, language: str = "ru", **more: Any) -> None:
        self.client = Client(headers={"accept-language": language}, **more)

    def sees(self, query: str = "", status: int = 200) -> str:
        answer = self.client.get(f"{PAGE}{query}")
        assert answer.status_code == status
        return unescape(answer.content.decode())

    def fills(self, query: str = "?day=2026-12-03", **words: str) -> dict[str, str]:
        page = self.sees(query)
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        return hidden | {"name": "Ирина", "contact": IRINA, "starts_at": at(12).isoformat()} | words

    def sends(self, form: dict[str, str], status: int = 200) -> str:
        answer = self.client.post(PAGE, form)
        assert answer.status_code == status, text_of(answer.content.decode())
        return unescape(answer.content.decode())


def days_of(page: str) -> list[str]:
    return re.findall(r"day=([\d-]+)\"", page)


def times_of(page: str) -> list[str]:
    return re.findall(r'name="starts_at"[^>]*> ([\d:]{5})', page)


def link_of(page: str) -> str:
    found = re.search(r'href="(/s/[^"?]+)', page)
    assert found
    return found[1]


def test_she_chooses_a_day_and_a_time_and_is_booked(cast: Cast, tea: None) -> None:
    visitor = Visitor()

    done = visitor.sends(visitor.fills())

    visit = Visit.objects.select_related("promise", "customer").get()
    assert (visit.starts_at, visit.state, visit.customer.name) == (at(12), State.BOOKED, "Ирина")
    assert (visit.promise.owner, visit.promise.due_at, visit.promise.state) == (cast.anna, at(13), Promised.OPEN)
    assert "Вы записаны" in text_of(done)
    assert "Четверг, 3 декабря, 12:00" in text_of(done)
    work_at(NOW)
    [sent] = letters(cast)
    assert sent["To"] == f"Ирина <{IRINA}>"


def test_the_link_shows_the_visit_and_lets_her_change_it(cast: Cast, tea: None) -> None:
    visitor = Visitor()
    link = link_of(visitor.sends(visitor.fills()))

    page = visitor.client.get(link).content.decode()

    assert "Чайная проба" in text_of(page)
    for noun in ("visit-confirmation", "visit-cancellation"):
        assert f"{link}/{noun}?" in page
    assert "Choose" not in text_of(page)
    cancel = re.search(rf'action="{link}/visit-cancellation\?lang=ru">(.*?)</form>', page, re.DOTALL)
    assert cancel
    visitor.client.post(f"{link}/visit-cancellation", dict(re.findall(r'name="(\w+)" value="([^"]*)"', cancel[1])))
    assert Visit.objects.get().state == State.CANCELLED


def test_whoever_types_an_address_reads_nothing_else_of_its_owner(cast: Cast, tea: None) -> None:
    """Nobody has made sure that it is hers: what she is promised elsewhere, and her number, are hers alone."""
    arrives(letter("Где мой чайник?", sender=IRINA), cast.chainik_mail, at=NOW)
    customer = the_conversation().customer
    assert customer
    customer.identities.create(brand=cast.chainik, kind="phone", value="+79000000012", created_at=NOW)
    visitor = Visitor()
    link = link_of(visitor.sends(visitor.fills()))

    page = text_of(visitor.client.get(link).content.decode())
    call = text_of(visitor.client.get(f"{link}/call").content.decode())

    assert Visit.objects.get().customer == customer
    assert "Чайная проба" in page
    assert "чайник?" not in page
    assert "Ответ на ваше сообщение" not in page
    assert "12" not in re.findall(r"кончается на (\d+)|заканчивается на (\d+)", call)


def test_sent_twice_it_is_one_visit(cast: Cast, tea: None) -> None:
    visitor = Visitor()
    form = visitor.fills()

    links = {link_of(visitor.sends(form)) for _tap in range(2)}

    assert (Visit.objects.count(), len(links)) == (1, 2)


def test_a_time_that_is_gone_is_refused_and_what_is_free_is_shown(cast: Cast, tea: None) -> None:
    first, second = Visitor(), Visitor()
    late = second.fills(contact="bohdan@example.org", name="Богдан")
    first.sends(first.fills())

    page = second.sends(late, status=422)

    assert "Это время занято" in text_of(page)
    assert "12:00" not in times_of(page)
    assert 'value="Богдан"' in page
    assert Visit.objects.count() == 1
    second.sends(late | {"starts_at": at(15).isoformat()})
    assert Visit.objects.count() == 2


def test_what_is_shown_at_the_edge_of_the_notice_is_still_hers_nine_minutes_later(cast: Cast) -> None:
    tasting(cast, notice_minutes=60)
    opens(cast)
    with mock.patch.object(timezone, "now", return_value=at(9, 51, day=1)):
        form = Visitor().fills("?day=2026-12-01")
        shown = times_of(Visitor().sees("?day=2026-12-01"))
    assert shown[0] == "11:30"  # eleven could be booked for nine minutes more: no time to write an address

    with mock.patch.object(timezone, "now", return_value=at(9, 59, day=1)):
        assert "11:00" in Visitor().sends(form | {"starts_at": at(11, day=1).isoformat()})


def test_with_several_who_can_do_it_she_may_name_one(cast: Cast) -> None:
    anna, pavel = resource(cast), resource(cast, "Павел", staff_id=cast.pavel.pk)
    tasting(cast, anna, pavel)
    opens(cast)
    visitor = Visitor()
    assert "Кто свободен" in text_of(visitor.sees())

    visitor.sends(visitor.fills(f"?who={pavel.public_id}&day=2026-12-03"))

    assert Visit.objects.get().resource == pavel
    assert "12:00" not in times_of(visitor.sees(f"?who={pavel.public_id}&day=2026-12-03"))
    assert "12:00" in times_of(visitor.sees("?day=2026-12-03"))


def test_days_are_shown_in_stretches_up_to_the_last_that_can_be_booked(cast: Cast) -> None:
    tasting(cast, ahead_days=20)
    opens(cast)
    visitor = Visitor()

    assert days_of(visitor.sees())[0] == "2026-12-01"
    assert days_of(visitor.sees())[-1] == "2026-12-14"
    later = visitor.sees("?since=2026-12-15")
    assert (days_of(later)[0], days_of(later)[-1]) == ("2026-12-15", "2026-12-21")
    assert days_of(visitor.sees("?since=2031-01-01"))[-1] == "2026-12-21"


@pytest.mark.parametrize("query", ["?type=x", "?type=", "?who=1", "?day=2026-13-40", "?since=-1", "?since=0001-01-01"])
def test_what_is_made_up_is_not_chosen(cast: Cast, tea: None, query: str) -> None:
    assert "Чайная проба" in Visitor().sees(query)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"contact": "тут"},
        {"contact": ""},
        {"starts_at": "завтра"},
        {"starts_at": ""},
        {"starts_at": "2026-12-03T03:00:00+03:00"},
        {"starts_at": "2027-12-03T12:00:00+03:00"},
        {"form": "made-up"},
    ],
)
def test_what_is_wrong_is_said_and_books_nothing(cast: Cast, tea: None, wrong: dict[str, str]) -> None:
    visitor = Visitor()
    page = visitor.sends(visitor.fills(**wrong), status=422)
    assert 'role="alert"' in page
    assert not Visit.objects.exists()


def test_a_robot_that_fills_in_everything_books_nothing(cast: Cast, tea: None) -> None:
    visitor = Visitor()
    visitor.sends(visitor.fills(website="https://x"))
    assert not Visit.objects.exists()


def test_one_address_books_so_often_and_no_more(cast: Cast, tea: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "OF_AN_ADDRESS_MAX", 2)
    visitor = Visitor()
    forms = [visitor.fills(starts_at=at(hour).isoformat()) for hour in (10, 12, 14)]
    statuses = [visitor.client.post(PAGE, form).status_code for form in forms]
    assert statuses == [200, 200, 429]
    assert Visit.objects.count() == 2


def test_one_customer_has_so_many_ahead_and_no_more(cast: Cast, tea: None) -> None:
    visitor = Visitor()
    for hour in range(10, 10 + TO_COME_MAX):
        visitor.sends(visitor.fills(starts_at=at(hour).isoformat()))

    page = visitor.sends(visitor.fills(starts_at=at(16).isoformat()), status=422)

    assert "уже записались" in text_of(page)
    visitor.sends(visitor.fills(starts_at=at(16).isoformat(), contact="+7 900 000-00-77"))
    assert Visit.objects.count() == TO_COME_MAX + 1


def test_the_page_is_there_while_an_administrator_wants_it(cast: Cast) -> None:
    tasting(cast)
    Visitor().sees(status=404)
    assert cast.browser_of(cast.maria).post(SWITCH, {"open": "yes"}).status_code == 403
    opens(cast)
    settings = cast.browser_of(cast.orlov).get("/visits/settings/", {"brand": cast.chainik.pk}).content.decode()
    assert f'href="{PAGE}"' in settings
    Visitor().sees()

    cast.browser_of(cast.orlov).post(SWITCH, {"brand": cast.chainik.pk})

    Visitor().sees(status=404)
    assert VisitPage.objects.get().open_since is None


def test_a_brand_with_nothing_to_book_says_so(cast: Cast) -> None:
    opens(cast)
    assert "Сейчас записаться нельзя" in text_of(Visitor().sees())


@pytest.mark.parametrize(
    ("language", "words"),
    [("ru", "Запись на визит"), ("uk", "Запис на візит"), ("en", "Book your visit")],
)
def test_it_speaks_three_languages(cast: Cast, tea: None, language: str, words: str) -> None:
    page = Visitor().sees(f"?lang={language}")
    assert words in page
    assert len(page.encode()) < 30 * 1024


def test_the_desk_sees_where_it_comes_from(cast: Cast, tea: None) -> None:
    visitor = Visitor()
    visitor.sends(visitor.fills())
    visit = Visit.objects.get()
    anna = cast.browser_of(cast.anna)

    assert "Ирина" in anna.get(f"/visits/{visit.public_id}/").content.decode()
    assert "Ирина" in anna.get("/visits/", {"day": "2026-12-03"}).content.decode()
    assert anna.get(f"/promises/{visit.promise.public_id}/").status_code == 200
    assert not Message.objects.exists()
    assert Customer.objects.get().language == "ru"


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_whoever_can_do_it(cast: Cast, number: int) -> None:
    able = [resource(cast, f"Стол {one}") for one in range(number)]
    tasting(cast, *able)
    opens(cast)
    irina(cast)
    Visitor().sees()
    with CaptureQueriesContext(connection) as asked:
        Visitor().sees()
    assert len(asked) == QUERIES
