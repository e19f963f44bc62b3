"""Calls at the desk, a brand's rules for them, and the public page on which customers ask."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.callbacks.models import Callback, CallbackRule
from slovo.conversations import queries as conversations
from slovo.conversations.follow_up_models import FollowUpRule
from slovo.core import limits
from slovo.customers.models import Customer
from slovo.people.models import Staff
from slovo.promises.models import Promise, State
from slovo.web.portal.callback import views as portal
from tests.callbacks.stories import E164, PHONE, missed, ruled
from tests.cast import Cast, arrives, letter, the_conversation

QUERIES_OF_THE_QUEUE = 8


@pytest.fixture(autouse=True)
def nothing_used() -> None:
    limits.forget()


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def page(cast: Cast, address: str, *, who: Staff | None = None) -> str:
    answer = cast.browser_of(who or cast.anna).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def posts(cast: Cast, address: str, *, who: Staff | None = None, status: int = 302, **form: str) -> str:
    answer = cast.browser_of(who or cast.anna).post(address, form)
    assert answer.status_code == status, text_of(answer.content.decode())
    return answer.content.decode()


def three(cast: Cast) -> list[Callback]:
    at = timezone.now()
    return [missed(cast, at=at, call_id=str(one), phone=f"+7900000001{one}") for one in range(3)]


def test_an_empty_queue_says_where_calls_come_from(cast: Cast) -> None:
    assert "Nobody waits for a call. Callbacks come from missed calls" in text_of(page(cast, "/callbacks/"))


def test_an_agent_takes_calls_and_writes_down_how_it_went(cast: Cast) -> None:
    first, second = three(cast)[:2]
    shown = page(cast, "/callbacks/")
    assert f'href="tel:{first.phone}"' in shown

    posts(cast, f"/callbacks/{first.public_id}/taking")
    assert f'href="tel:{first.phone}"' in page(cast, "/callbacks/")
    assert f'href="tel:{second.phone}"' in page(cast, "/callbacks/", who=cast.pavel)
    posts(cast, f"/callbacks/{first.public_id}/attempts", outcome="reached", words="Едет")

    assert Promise.objects.get(callback=first).state == State.KEPT
    assert f'href="tel:{second.phone}"' in page(cast, "/callbacks/")


def test_what_was_said_is_read_beside_the_customer_who_never_wrote(cast: Cast) -> None:
    callback = three(cast)[0]
    her = f"/customers/{callback.customer.public_id}/"
    assert "What came of the calls" not in page(cast, her)
    for outcome, words in (("no_answer", ""), ("reached", "Едет завтра")):
        posts(cast, f"/callbacks/{callback.public_id}/attempts", outcome=outcome, words=words)

    shown = text_of(page(cast, her))
    assert re.search(r"What came of the calls Reached: Едет завтра .*, Анна Белкина No answer ", shown)
    assert cast.browser_of(cast.taras).get(her).status_code == 404


def test_asked_to_call_later_needs_a_moment(cast: Cast) -> None:
    callback = three(cast)[0]
    posts(cast, f"/callbacks/{callback.public_id}/attempts", outcome="asked_later", call_again="", status=409)
    later = timezone.now() + timedelta(hours=2)
    posts(cast, f"/callbacks/{callback.public_id}/attempts", outcome="asked_later", call_again=later.isoformat())
    assert Callback.objects.get(pk=callback.pk).next_call_at == later


def test_they_want_no_call_any_more(cast: Cast) -> None:
    callback = three(cast)[0]
    posts(cast, f"/callbacks/{callback.public_id}/cancellation", words="Сама нашла", how="phone")
    assert Promise.objects.get(callback=callback).state == State.RELEASED


@pytest.mark.parametrize("calls", [1, 3])
def test_the_queue_costs_the_same_however_many_wait(cast: Cast, calls: int) -> None:
    for callback in three(cast)[calls:]:
        posts(cast, f"/callbacks/{callback.public_id}/attempts", outcome="reached")
    page(cast, "/callbacks/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(cast, "/callbacks/")
    assert len(asked) == QUERIES_OF_THE_QUEUE


def test_beside_a_conversation_a_call_is_promised(cast: Cast) -> None:
    arrives(letter("Перезвоните"), cast.chainik_mail)
    conversation = the_conversation()
    address = f"/conversations/{conversation.public_id}/callbacks"
    assert address in page(cast, f"/conversations/{conversation.public_id}/")

    assert "Check it for slips" in posts(cast, address, phone="нет", status=422)
    posts(cast, address, phone=PHONE, slot="", words="О чайнике")

    callback = Callback.objects.get()
    assert (callback.about, callback.phone, callback.promise.owner) == (conversation.key, E164, cast.anna)
    assert "Мы вам перезвоним" in page(cast, f"/conversations/{conversation.public_id}/")
    assert conversations.keys(conversation) == [conversation.key]


def test_another_brands_calls_are_not_there(cast: Cast) -> None:
    callback = three(cast)[0]
    posts(cast, f"/callbacks/{callback.public_id}/taking", who=cast.taras, status=404)


RULES: dict[str, Any] = {
    "minutes_to_call": "10",
    "attempts_max": "2",
    "wait_minutes": "3",
    "when_exhausted": "lead",
    "country": "ru",
    "slot_minutes": "30",
    "slot_capacity": "1",
    "days_ahead": "2",
    "page_open": "on",
}


def test_an_administrator_sets_the_rules_and_others_may_not(cast: Cast) -> None:
    address = f"/brands/{cast.chainik.pk}/callbacks"
    assert address in page(cast, f"/brands/{cast.chainik.pk}/", who=cast.orlov)
    posts(cast, address, who=cast.orlov, **RULES)
    rule = CallbackRule.objects.get()
    assert (rule.minutes_to_call, rule.when_exhausted, rule.country) == (10, "lead", "RU")
    assert rule.page_open_since
    assert "/callback/chainik" in page(cast, address, who=cast.orlov)
    posts(cast, address, who=cast.orlov, **RULES | {"attempts_max": "99"}, status=422)
    posts(cast, address, status=404, **RULES)


def test_follow_ups_are_set_for_a_brand(cast: Cast) -> None:
    address = f"/brands/{cast.chainik.pk}/follow-ups"
    form = {"wait_hours": "20", "from_hour": "11", "until_hour": "19", "days_between": "30", "text_ru": "Ну как?"}
    posts(cast, address, who=cast.orlov, active="on", after_closing="on", **form)
    rule = FollowUpRule.objects.get()
    assert (rule.active_since is not None, rule.texts) == (True, {"ru": "Ну как?"})
    assert "Ну как?" in page(cast, address, who=cast.orlov)
    posts(cast, address, who=cast.orlov, active="on", status=422, **form)


def test_a_customer_asks_on_the_public_page(cast: Cast) -> None:
    ruled(cast, at=timezone.now(), page_open=True)
    customer = Client()
    shown = customer.get("/callback/chainik", headers={"Accept-Language": "uk"})
    assert "Ми вам передзвонимо" in text_of(shown.content.decode())
    assert len(shown.content) < 30 * 1024
    times = re.findall(r'name="slot" value="([^"]+)"', shown.content.decode())

    form = {"phone": PHONE, "name": "Ірина", "slot": times[1], "words": "Чайник"}
    done = customer.post("/callback/chainik?lang=uk", form)

    callback = Callback.objects.get()
    assert (done.status_code, callback.slot_starts_at.isoformat() if callback.slot_starts_at else "") == (200, times[1])
    assert "Дякуємо" in text_of(done.content.decode())
    assert (Customer.objects.get().name, Customer.objects.get().language, callback.asked_how) == (
        "Ірина",
        "uk",
        "portal",
    )
    assert customer.post("/callback/chainik", form | {"phone": "+79000000099"}).status_code == 422
    assert customer.post("/callback/chainik", form | {"slot": "вчера"}).status_code == 422


def test_the_page_is_closed_until_it_is_opened(cast: Cast) -> None:
    assert Client().get("/callback/chainik").status_code == 404


def test_a_robot_that_fills_in_everything_reaches_nobody(cast: Cast) -> None:
    ruled(cast, at=timezone.now(), page_open=True)
    assert Client().post("/callback/chainik", {"phone": PHONE, "website": "https://x"}).status_code == 200
    assert not Callback.objects.exists()


def test_one_address_asks_so_often_and_no_more(cast: Cast) -> None:
    ruled(cast, at=timezone.now(), page_open=True)
    robot = Client()
    codes = [
        robot.post("/callback/chainik", {"phone": f"+790000000{number:02}"}).status_code
        for number in range(portal.OF_AN_ADDRESS_MAX + 1)
    ]
    assert codes[-1] == 429
    assert Callback.objects.count() == portal.OF_AN_ADDRESS_MAX
