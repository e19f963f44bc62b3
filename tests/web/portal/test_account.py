"""/my/chainik/: Irina signs in with a code from a letter, and finds what is hers and nothing else."""

import json
import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from slovo.conversations.models import Message
from slovo.core import limits
from slovo.customers import consents
from slovo.customers.consent_models import Purpose
from slovo.customers.consent_queries import last_said
from slovo.customers.models import Customer
from slovo.web.portal.account.actions import ATTEMPTS_MAX, CODE_MINUTES
from slovo.web.portal.account.views import CODES_OF_AN_ADDRESS_MAX, COOKIE
from slovo.web.portal.models import PortalSession, SignInCode
from tests.cast import BOHDAN, IRINA, Cast, arrives, letter, the_conversation, work
from tests.web.portal.pages import opens, promised_to_irina, text_of

HOME = "/my/chainik/"
WRONG = "000000"


@pytest.fixture(autouse=True)
def irina_has_written(cast: Cast) -> None:
    limits.forget()
    arrives(letter(), cast.chainik_mail)


class Browser:
    def __init__(self, cast: Cast, home: str = HOME) -> None:
        self.cast, self.home = cast, home
        self.client = Client(headers={"accept-language": "ru"}, enforce_csrf_checks=True)

    def asks(self, address: str = IRINA) -> str:
        """The page on which the code is typed."""
        answer = self.client.post(f"{self.home}code", {"contact": address})
        assert answer.status_code == 200
        return answer.content.decode()

    def tries(self, page: str, code: str) -> int:
        asked = re.search(r'name="asked" value="([^"]+)"', page)
        answer = self.client.post(f"{self.home}session", {"asked": asked[1] if asked else "", "code": code})
        return int(answer.status_code)

    def enters(self, address: str = IRINA) -> "Browser":
        page = self.asks(address)
        assert self.tries(page, code_sent(self.cast)) == 303
        return self

    def sees(self, path: str = "", status: int = 200) -> str:
        answer = self.client.get(f"{self.home}{path}")
        assert answer.status_code == status, answer.headers.get("Location")
        return answer.content.decode()

    def once(self) -> str:
        found = re.search(r'name="once" value="([^"]+)"', self.sees())
        assert found
        return found[1]

    def sends(self, noun: str, **words: str) -> Any:
        return self.client.post(f"{self.home}{noun}", {"once": self.once()} | words)


def letters(cast: Cast) -> list[Any]:
    work()
    files = sorted(Path(cast.outgoing).rglob("*"), key=lambda path: path.stat().st_mtime_ns)
    return [message_from_bytes(path.read_bytes(), policy=default) for path in files if path.is_file()]


def code_sent(cast: Cast) -> str:
    text = letters(cast)[-1].get_body(("plain",)).get_content()
    found = re.search(r"\b\d{6}\b", text)
    assert found
    return found[0]


def test_with_the_code_from_the_letter_she_is_in(cast: Cast) -> None:
    promised_to_irina(cast)
    browser = Browser(cast).enters()

    page = text_of(browser.sees())

    assert letters(cast)[-1]["to"].addresses[0].addr_spec == IRINA
    assert the_conversation().subject in page
    assert IRINA in page
    cookie = browser.client.cookies[COOKIE]
    assert (cookie["path"], bool(cookie["httponly"]), cookie["samesite"]) == (HOME, True, "Lax")
    assert PortalSession.objects.get().token_sha256 != cookie.value
    assert Client(headers={"cookie": f"{COOKIE}={cookie.value}"}).get("/conversations/").status_code == 302


def test_nobody_is_told_whether_an_address_is_known(cast: Cast) -> None:
    known, unknown = (Browser(cast).asks(address) for address in (IRINA, "nobody@example.com"))

    def plain(page: str) -> str:
        return re.sub(r'name="asked" value="[^"]+"', "", page)

    assert plain(known) == plain(unknown)
    assert [one["to"].addresses[0].addr_spec for one in letters(cast)] == [IRINA]
    assert Browser(cast).tries(unknown, WRONG) == 422


def test_a_code_opens_once(cast: Cast) -> None:
    page = Browser(cast).asks()
    code = code_sent(cast)

    assert [Browser(cast).tries(page, code) for _time in range(2)] == [303, 422]


def test_a_code_is_not_guessed(cast: Cast) -> None:
    page = Browser(cast).asks()
    code = code_sent(cast)
    wrong = WRONG if code != WRONG else "111111"

    assert {Browser(cast).tries(page, wrong) for _time in range(ATTEMPTS_MAX)} == {422}
    assert Browser(cast).tries(page, code) == 422
    assert PortalSession.objects.count() == 0


def test_a_code_holds_for_ten_minutes(cast: Cast) -> None:
    page = Browser(cast).asks()
    code = code_sent(cast)

    with mock.patch.object(timezone, "now", return_value=timezone.now() + timedelta(minutes=CODE_MINUTES)):
        assert Browser(cast).tries(page, code) == 422


def test_a_code_of_one_brand_opens_no_other(cast: Cast) -> None:
    page = Browser(cast).asks()

    assert Browser(cast, "/my/honey/").tries(page, code_sent(cast)) == 422


def test_a_session_of_one_brand_is_none_at_another(cast: Cast) -> None:
    token = Browser(cast).enters().client.cookies[COOKIE].value

    there = Client(headers={"cookie": f"{COOKIE}={token}"})
    assert 'name="contact"' in there.get("/my/honey/").content.decode()
    assert there.get("/my/honey/data.json").status_code == 303


def test_an_address_is_not_flooded_with_codes(cast: Cast) -> None:
    for _time in range(CODES_OF_AN_ADDRESS_MAX + 2):
        Browser(cast).asks()

    assert len(letters(cast)) == CODES_OF_AN_ADDRESS_MAX
    assert SignInCode.objects.count() == CODES_OF_AN_ADDRESS_MAX + 2


@pytest.mark.parametrize("contact", ["", "+7 900", "не адрес"])
def test_what_is_no_address_gets_a_word(cast: Cast, contact: str) -> None:
    answer = Browser(cast).client.post(f"{HOME}code", {"contact": contact})

    assert (answer.status_code, "Напишите электронный адрес" in text_of(answer.content.decode())) == (422, True)


def test_she_reads_the_thread_without_notes_and_answers_in_it(cast: Cast) -> None:
    talk = the_conversation()
    anna = cast.browser_of(cast.anna)
    anna.post(f"/conversations/{talk.public_id}/notes", {"text": "Тайная заметка"})
    anna.post(f"/conversations/{talk.public_id}/replies", {"text": "Он в пути."})
    work()
    browser = Browser(cast).enters()

    page = text_of(browser.sees(f"requests/{talk.public_id}/"))
    assert ("Он в пути." in page, "Тайная заметка" in page) == (True, False)
    for _time in range(2):
        answer = browser.client.post(f"{HOME}requests/{talk.public_id}/answers", {"once": "made-up", "text": "Спасибо"})
        assert answer.status_code == 409
    assert browser.sends(f"requests/{talk.public_id}/answers", text="Спасибо!").status_code == 303
    assert Message.objects.order_by("-pk")[0].text == "Спасибо!"
    assert "Спасибо!" in text_of(browser.sees(f"requests/{talk.public_id}/"))


def test_another_persons_things_are_not_there(cast: Cast) -> None:
    hers = the_conversation()
    arrives(letter(sender=BOHDAN, message_id="<b@x.example>", subject="Мёд"), cast.chainik_mail)
    browser = Browser(cast).enters(BOHDAN)

    browser.sees(f"requests/{hers.public_id}/", 404)
    browser.sees(f"requests/{uuid4()}/", 404)
    assert browser.sends(f"requests/{hers.public_id}/answers", text="Я Ирина").status_code == 404
    assert hers.subject not in text_of(browser.sees())
    assert IRINA not in browser.sees("data.json")


def test_a_page_of_one_session_is_not_sent_by_another(cast: Cast) -> None:
    first, second = Browser(cast).enters(), Browser(cast).enters()

    answer = second.client.post(f"{HOME}data", {"once": first.once(), "name": "Чужая", "language": "ru", "zone": ""})

    assert (answer.status_code, Customer.objects.filter(name="Чужая").count()) == (409, 0)


def test_she_puts_her_name_language_and_clock_right(cast: Cast) -> None:
    browser = Browser(cast).enters()

    assert browser.sends("data", name="Ирина С.", language="uk", zone="Europe/Kyiv").status_code == 303
    customer = Customer.objects.get()
    assert (customer.name, customer.language, customer.zone) == ("Ирина С.", "uk", "Europe/Kyiv")
    assert browser.sends("data", name="Ирина С.", language="xx", zone="").status_code == 422
    assert browser.sends("data", name="Ирина С.", language="uk", zone="Луна").status_code == 422


def test_she_withdraws_her_consents(cast: Cast) -> None:
    customer = Customer.objects.get()
    consents.say(
        customer_id=customer.pk,
        purpose=Purpose.MARKETING,
        given=True,
        how="desk",
        words="v1",
        by=cast.anna,
        at=timezone.now(),
    )
    browser = Browser(cast).enters()

    browser.sends("consents", advertising="no")
    browser.sends("consents", letters="no")

    assert [last_said(customer.pk, purpose) for purpose in (Purpose.MARKETING, Purpose.SERVICE)] == [False, False]


def test_she_takes_her_data_along(cast: Cast) -> None:
    answer = Browser(cast).enters().client.get(f"{HOME}data.json")

    kept = json.loads(answer.content)
    assert [one["value"] for one in kept["addresses"]] == [IRINA]
    assert [one["number"] for one in kept["requests"]] == [the_conversation().reference]
    assert "attachment" in answer["Content-Disposition"]


def test_the_room_of_promises_opens_from_there(cast: Cast) -> None:
    answer = Browser(cast).enters().sends("room")

    assert (answer.status_code, Client().get(answer["Location"]).status_code) == (303, 200)


def test_signed_out_everywhere_no_cookie_opens(cast: Cast) -> None:
    first, second = Browser(cast).enters(), Browser(cast).enters()

    first.sends("leaving", everywhere="yes")

    for browser in (first, second):
        assert 'name="contact"' in browser.sees()
        assert browser.client.get(f"{HOME}data.json").status_code == 303


def test_signed_out_here_the_other_browser_stays(cast: Cast) -> None:
    first, second = Browser(cast).enters(), Browser(cast).enters()
    token = first.client.cookies[COOKIE].value

    first.sends("leaving")

    assert Client(headers={"cookie": f"{COOKIE}={token}"}).get(f"{HOME}data.json").status_code == 303
    assert second.client.get(f"{HOME}data.json").status_code == 200


def without_a_mailbox(cast: Cast) -> None:
    cast.browser_of(cast.orlov).post(f"/mailboxes/{cast.chainik_mail.pk}/closure")
    cast.chainik_mail.refresh_from_db()
    assert cast.chainik_mail.closed_at


def test_the_status_page_leads_to_a_door_at_which_codes_can_be_sent_and_to_no_other(cast: Cast) -> None:
    promised_to_irina(cast)
    phone = opens(cast)
    assert f'href="{HOME}?lang=ru"' in phone.get().content.decode()

    without_a_mailbox(cast)

    assert HOME not in phone.get().content.decode()
    assert Client().get(HOME).status_code == 404
    assert Client().post(f"{HOME}code", {"contact": IRINA}).status_code == 404


def test_who_has_signed_in_stays_when_the_mailbox_is_closed(cast: Cast) -> None:
    browser = Browser(cast).enters()

    without_a_mailbox(cast)

    assert the_conversation().subject in text_of(browser.sees())
    assert browser.sends("data", name="Ирина С.", language="ru", zone="").status_code == 303
    browser.sends("leaving")
    browser.sees(status=404)


def test_what_is_made_up_opens_nothing(cast: Cast) -> None:
    for token in ("", "x", "ё" * 3):
        assert PortalSession.objects.filter(token_sha256=token).count() == 0
    assert Client(headers={"cookie": f"{COOKIE}=made-up"}).get(f"{HOME}data.json").status_code == 303
    answer = Browser(cast).client.post(f"{HOME}session", {"asked": "none", "code": WRONG})
    assert answer.status_code == 422
    assert Client().get("/my/nobody/").status_code == 404
