"""Public forms of a brand that asks browsers for some work: with a script nobody notices, without one nobody is locked
out, and a program that does neither is not heard."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from slovo.book.models import Entry
from slovo.callbacks.models import Callback
from slovo.conversations.models import Conversation
from slovo.core import limits
from slovo.requests.models import RequestType
from slovo.visits.models import Visit
from tests.book.stories import Writer, opens
from tests.callbacks.stories import ruled
from tests.cast import Cast
from tests.channels.provers import asks_for_work, idled, worked
from tests.requests import test_public_page as asking
from tests.requests.stories import by_machine, engraving
from tests.visits import test_public_page as visiting
from tests.visits.stories import tasting

WAIT = "Формы заполняют и программы. Подождите 20 секунд и отправьте ещё раз: тогда мы будем знать, что это вы."


@pytest.fixture(autouse=True)
def nobody_asked_before() -> Iterator[None]:
    limits.forget()
    yield
    limits.forget()


@pytest.fixture
def kettle(cast: Cast) -> RequestType:
    made = engraving(cast)
    by_machine(made, cast.orlov)
    asks_for_work(cast, "forms")
    return made


def challenge_in(page: str) -> str:
    found = re.search(r'name="proof" value="([^"]*)"', page)
    assert found
    return found[1]


def fills(kettle: RequestType, *, worked_out: bool) -> dict[str, str]:
    page = asking.opened()
    challenge = challenge_in(page)
    proof = worked(challenge, f"{kettle.brand_id}:ask") if worked_out else challenge
    return asking.fields(page, option=0) | {"proof": proof}


def sends(given: dict[str, str], *, after_seconds: int = 0, address: str = "203.0.113.7") -> Any:
    with mock.patch.object(timezone, "now", return_value=timezone.now() + timedelta(seconds=after_seconds)):
        return Client().post(asking.PAGE, given, REMOTE_ADDR=address)


def test_a_browser_that_has_worked_is_heard_at_once(kettle: RequestType) -> None:
    assert 'type="module"' in asking.opened()

    assert sends(fills(kettle, worked_out=True)).status_code == 200
    assert Conversation.objects.count() == 1


def test_one_that_runs_no_script_is_heard_once_its_page_has_been_open_for_a_while(kettle: RequestType) -> None:
    given = fills(kettle, worked_out=False)

    hasty = sends(given, after_seconds=2)
    assert (hasty.status_code, Conversation.objects.count()) == (422, 0)
    page = hasty.content.decode()
    assert "Формы заполняют и программы. Подождите 15 секунд" in page  # it was opened three seconds before
    assert "Напишите «Чай»" in page
    assert asking.fields(page)["form"] == given["form"]

    again = given | {"proof": challenge_in(page)}
    assert sends(again, after_seconds=18).status_code == 200
    assert Conversation.objects.count() == 1


def test_a_program_that_brings_nothing_is_told_to_wait(kettle: RequestType) -> None:
    answers = [sends(fills(kettle, worked_out=False) | {"proof": one}) for one in ("", "x", "1.2.3:4", "x" * 10_000)]

    assert [one.status_code for one in answers] == [422] * 4
    assert all(WAIT in one.content.decode() for one in answers)
    assert not Conversation.objects.exists()


def test_a_page_that_is_sent_twice_is_one_request_and_its_work_is_worth_no_other(kettle: RequestType) -> None:
    given = fills(kettle, worked_out=True)
    other = fills(kettle, worked_out=False) | {"proof": given["proof"]}

    assert [sends(given).status_code for _time in range(2)] == [200, 200]
    assert sends(other).status_code == 422
    assert Conversation.objects.count() == 1


def test_work_that_is_too_easy_too_old_or_for_another_page_is_worth_nothing(kettle: RequestType, cast: Cast) -> None:
    opens(cast)
    given = fills(kettle, worked_out=True)
    challenge = given["proof"].rpartition(":")[0]
    of_the_book = challenge_in(Writer().sees())

    easy = sends(given | {"proof": idled(challenge, f"{kettle.brand_id}:ask")})
    foreign = sends(given | {"proof": worked(of_the_book, f"{kettle.brand_id}:book")})
    old = sends(given, after_seconds=24 * 3600 - 2)

    assert (easy.status_code, foreign.status_code, old.status_code) == (422, 422, 422)
    assert not Conversation.objects.exists()


def test_work_that_has_counted_is_not_won_back_by_sending_the_page_once_more_with_a_mistake(
    kettle: RequestType,
) -> None:
    given = fills(kettle, worked_out=True)
    other = fills(kettle, worked_out=False) | {"proof": given["proof"]}

    codes = [sends(one).status_code for one in (given, given | {"contact": "никак"}, other)]

    assert (codes, Conversation.objects.count()) == ([200, 422, 422], 1)


def test_what_was_wrong_in_the_form_is_put_right_without_working_anew(kettle: RequestType) -> None:
    given = fills(kettle, worked_out=True)

    page = sends(given | {"contact": "никак"}).content.decode()
    assert challenge_in(page) == given["proof"]
    assert sends(given).status_code == 200


def test_waiting_instead_of_working_is_possible_a_few_times_an_hour(kettle: RequestType) -> None:
    waiting = [fills(kettle, worked_out=False) for _time in range(8)]

    codes = [sends(one, after_seconds=30).status_code for one in waiting]
    assert codes == [200] * 6 + [422] * 2
    assert sends(fills(kettle, worked_out=True), after_seconds=30).status_code == 200
    assert sends(waiting[7], after_seconds=30, address="198.51.100.9").status_code == 200


def test_when_it_is_not_busy_nobody_waits(kettle: RequestType, cast: Cast) -> None:
    asks_for_work(cast, "forms", asked="busy", of_network_max=2)
    pages = [fills(kettle, worked_out=False) | {"proof": ""} for _time in range(3)]

    with mock.patch.object(timezone, "now", return_value=timezone.now().replace(second=30) + timedelta(minutes=1)):
        codes = [Client().post(asking.PAGE, one).status_code for one in pages]
    assert codes == [200, 200, 422]


def test_where_it_is_off_the_pages_carry_nothing_of_it(cast: Cast) -> None:
    by_machine(engraving(cast), cast.orlov)

    assert 'name="proof"' not in asking.opened()
    assert sends(asking.fields(asking.opened(), option=0)).status_code == 200


def test_the_book_asks_for_it_too(cast: Cast) -> None:
    opens(cast)
    asks_for_work(cast, "forms")
    writer = Writer()
    form = writer.fills()

    assert WAIT in writer.sends(form, status=422, after_seconds=60)
    form["proof"] = challenge_in(writer.sees())
    writer.sends(form, after_seconds=60)
    assert Entry.objects.count() == 1


def test_so_does_the_page_for_a_call_back(cast: Cast) -> None:
    ruled(cast, at=timezone.now(), page_open=True)
    asks_for_work(cast, "forms")
    page = Client().get("/callback/chainik?lang=ru").content.decode()
    given = {"phone": "+7 900 000-00-12", "proof": ""}

    assert Client().post("/callback/chainik?lang=ru", given).status_code == 422
    given["proof"] = worked(challenge_in(page), f"{cast.chainik.pk}:callback")
    assert [Client().post("/callback/chainik?lang=ru", given).status_code for _time in range(2)] == [200, 200]
    assert Callback.objects.count() == 1
    assert Client().post("/callback/chainik?lang=ru", given | {"phone": "+7 900 000-00-13"}).status_code == 422


def test_and_the_page_for_a_visit(cast: Cast) -> None:
    tasting(cast)
    visiting.opens(cast)
    asks_for_work(cast, "forms")
    with mock.patch.object(timezone, "now", return_value=visiting.NOW):
        irina = visiting.Visitor()
        form = irina.fills()
        assert WAIT in irina.sends(form | {"proof": ""}, status=422)
        form["proof"] = worked(form["proof"], f"{cast.chainik.pk}:visit")
        irina.sends(form)
        irina.sends(form)

    assert Visit.objects.count() == 1
