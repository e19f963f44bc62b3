"""What strangers try at the door of a chat: each meets a refusal, and nothing of it is stored."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from slovo.channels.chat.actions import FILE_BYTES_MAX
from slovo.channels.chat.models import Line, Visitor
from slovo.channels.chat.setting import renew_secret
from slovo.conversations.models import Message
from slovo.web.widget.views import SAYING
from tests.cast import Cast, at_one_instant, the_conversation, work
from tests.channels.chat.visitors import SHOP, TALK, Browser, a_chat, token_for


def words_of(response: Any) -> str:
    return str(response.json()["problem"])


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://chainik.example", "https://chainik.example:444", "null", ""]
)
@pytest.mark.parametrize("noun", ["config", "news", "wait", "times"])
def test_another_site_reads_nothing(cast: Cast, origin: str, noun: str) -> None:
    irina = Browser(a_chat(cast)).comes()
    irina.origin = origin

    response = irina.get(noun)

    assert response.status_code == 403
    assert "Access-Control-Allow-Origin" not in response


def test_another_site_says_nothing(cast: Cast) -> None:
    irina = Browser(a_chat(cast)).comes()
    irina.origin = "https://evil.example"

    assert irina.says("Пустите!").status_code == 403
    assert not Line.objects.exists()


def test_a_browser_that_asks_first_is_told_which_site_may(cast: Cast) -> None:
    chat = a_chat(cast)
    where = f"/widget/{chat.public_id}/messages"
    ours, theirs = (Client().options(where, headers={"Origin": origin}) for origin in (SHOP, "https://evil.example"))

    assert (ours.status_code, ours["Access-Control-Allow-Origin"]) == (204, SHOP)
    assert "Access-Control-Allow-Credentials" not in ours
    assert (theirs.status_code, "Access-Control-Allow-Origin" in theirs) == (403, False)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Referer": "http://testserver/brands/1/chat/site"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Referer": "http://testserver.evil.example/"}, 403),
        ({"Referer": "https://evil.example/http://testserver/"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"}, 403),
    ],
)
def test_a_page_of_our_own_reads_though_it_names_no_origin(cast: Cast, headers: dict[str, str], status: int) -> None:
    where = f"/widget/{a_chat(cast).public_id}/config?lang=ru"
    assert Client().get(where, headers=headers).status_code == status


def test_no_cookie_is_set_anywhere(cast: Cast) -> None:
    irina = Browser(a_chat(cast)).comes()
    irina.says("Где мой чайник?")
    irina.get("news")

    assert dict(irina.client.cookies) == {}


@pytest.mark.parametrize("key", ["", "not-a-key", "x" * 500])
def test_a_made_up_key_opens_nothing(cast: Cast, key: str) -> None:
    chat = a_chat(cast)
    Browser(chat).comes().says("Секрет.")
    stranger = Browser(chat, key=key)

    assert stranger.get("news").status_code == 401
    assert stranger.says("Это я!").status_code == 401


def test_the_key_of_one_brand_opens_nothing_at_another(cast: Cast) -> None:
    from slovo.channels.chat.setting import Terms, set_chat

    terms = Terms(origins=[SHOP], languages=["uk"], words={}, consents={})
    honey = set_chat(brand=cast.honey, terms=terms, by=cast.orlov, at=timezone.now())
    irina = Browser(a_chat(cast)).comes()
    irina.says("Где мой чайник?")
    irina.chat = honey

    assert irina.get("news").status_code == 401


def test_nobody_reads_the_history_of_another(cast: Cast) -> None:
    chat = a_chat(cast)
    irina, bohdan = Browser(chat), Browser(chat)
    irina.is_identified(token_for(chat, id="77"))
    bohdan.is_identified(token_for(chat, id="78"))
    irina.post("consents", {"purpose": "talk", "version": 1})
    irina.says("Секрет Ирины.")

    assert bohdan.reads() == []
    line = irina.get("news").json()["lines"][0]["id"]
    assert bohdan.post("marks", {"read": line}).status_code == 200
    assert bohdan.get("news", f"after={line}").json()["lines"] == []


def test_who_signs_in_as_another_on_one_browser_gets_another_key(cast: Cast) -> None:
    chat = a_chat(cast)
    shared = Browser(chat).comes()
    shared.is_identified(token_for(chat, id="77"))
    shared.says("Секрет Ирины.")
    shared.is_identified(token_for(chat, id="78"))

    assert shared.reads() == []


def test_a_forged_identity_is_refused(cast: Cast) -> None:
    chat = a_chat(cast)
    other = a_chat(cast)
    good = token_for(chat, id="77")
    claims, signature = good.split(".")
    other.secret = "0" * 64
    forged = [
        token_for(other, id="77"),
        f"{claims}.",
        claims,
        f"{token_for(chat, id='78').split('.')[0]}.{signature}",
        "",
        "." + signature,
        token_for(chat, id="77", expires_at=timezone.now() - timedelta(seconds=1)),
        token_for(chat, id="77", expires_at=timezone.now() + timedelta(days=30)),
        token_for(chat, id=""),
        "x" * 10_000,
    ]

    assert [Browser(chat).is_identified(token).status_code for token in forged] == [403] * len(forged)
    assert not Visitor.objects.exists()
    assert Browser(chat).is_identified(good).status_code == 200


def test_a_new_secret_ends_what_was_signed_with_the_old_one(cast: Cast) -> None:
    chat = a_chat(cast)
    old = token_for(chat, id="77")
    renew_secret(chat_id=chat.pk, by=cast.orlov, at=timezone.now())

    assert Browser(chat).is_identified(old).status_code == 403


def test_who_writes_too_fast_waits(cast: Cast) -> None:
    irina = Browser(a_chat(cast)).comes()

    with at_one_instant():
        answers = [irina.says("Ау!") for _time in range(25)]

    assert [one.status_code for one in answers] == [200] * 20 + [429] * 5
    assert (
        int(answers[-1]["Retry-After"]) <= 62
    )  # the window slides: two seconds of the next one pass before one of twenty is free
    assert Line.objects.count() == 20


def test_who_comes_as_many_from_one_address_waits(cast: Cast) -> None:
    chat = a_chat(cast)

    with at_one_instant():
        answers = [Browser(chat).post("visitors", {"consents": {"talk": 1}}).status_code for _time in range(62)]
        elsewhere = Browser(chat, address="198.51.100.9").post("visitors", {"consents": {"talk": 1}})

    assert answers == [200] * 60 + [429] * 2
    assert elsewhere.status_code == 200


def test_what_is_too_large_is_not_taken(cast: Cast) -> None:
    irina = Browser(a_chat(cast)).comes()
    large = SimpleUploadedFile("кино.mp4", b"\0" * (FILE_BYTES_MAX + 1), "video/mp4")
    small = [SimpleUploadedFile(f"{n}.txt", b"x", "text/plain") for n in range(6)]

    refused = [
        irina.says("а" * 4_001),
        irina.says("Вот.", files=[large]),
        irina.says("Вот.", files=small),
        irina.says("", files=[SimpleUploadedFile("пусто.txt", b"", "text/plain")]),
        irina.says("   "),
    ]

    assert [one.status_code for one in refused] == [422] * 5
    assert irina.post("visitors", {"name": "а" * 20_000}).status_code == 413
    assert not Line.objects.exists()


def test_what_is_no_message_is_refused_in_words(cast: Cast) -> None:
    irina = Browser(a_chat(cast)).comes()

    assert irina.says("Ау!", client_id="not-an-id").status_code == 422
    assert irina.post("visitors", [1, 2]).status_code == 422
    assert irina.post("marks", {"read": 7, "delivered": "x"}).status_code == 200
    assert irina.post("typing", {"typing": "yes"}).status_code == 200
    assert irina.client.put(f"/widget/{irina.chat.public_id}/news", headers=irina.headers).status_code == 405
    assert irina.client.get("/widget/nothing", headers=irina.headers).status_code == 404
    assert irina.says("Ноль\0 байт").status_code == 200
    assert irina.reads() == ["Ноль байт"]


def test_a_blocked_visitor_is_not_heard_until_they_are_unblocked(cast: Cast) -> None:
    irina = Browser(a_chat(cast)).comes()
    irina.says("Спам!")
    work()
    where = f"/conversations/{the_conversation().public_id}/blocking"
    cast.browser_of(cast.anna).post(where, {"blocked": "yes"})

    refused = irina.says("Ещё спам!")
    assert (refused.status_code, words_of(refused)) == (
        403,
        "Отсюда сообщения больше не принимаются. Напишите нам другим способом.",
    )
    assert irina.get("news").json()["blocked"] is True

    cast.browser_of(cast.anna).post(where, {"blocked": "no"})
    assert irina.says("Простите.").status_code == 200


def test_a_message_played_back_later_is_the_same_message(cast: Cast) -> None:
    irina = Browser(a_chat(cast)).comes()
    client_id = str(uuid4())
    irina.says("Где мой чайник?", client_id=client_id)
    work()
    irina.says("Другие слова под тем же именем.", client_id=client_id)
    work()

    assert Message.objects.get().text == "Где мой чайник?"


def test_nothing_is_said_before_it_is_agreed_to(cast: Cast) -> None:
    chat = a_chat(cast)
    wrong = [{}, {"talk": 2}, {"talk": "1"}, {"page": 1}, None]

    assert [Browser(chat).post("visitors", {"consents": one}).status_code for one in wrong] == [422] * len(wrong)
    irina = Browser(chat).comes()
    a_chat(cast, consents={"talk": {**TALK, "ru": "Мы храним переписку два года."}})
    assert irina.says("Где мой чайник?").status_code == 422
    irina.post("consents", {"purpose": "talk", "version": 2})
    assert irina.says("Где мой чайник?").status_code == 200


def test_who_takes_their_consent_back_is_not_heard_until_they_give_it_again(cast: Cast) -> None:
    irina = Browser(a_chat(cast)).comes()
    irina.says("Где мой чайник?")

    assert irina.post("consents", {"purpose": "talk", "version": None}).json() == {"consents": {}}
    assert irina.says("А теперь?").status_code == 422
    assert irina.get("config").json()["agreed"] == {}
    irina.post("consents", {"purpose": "talk", "version": 1})
    assert irina.says("А теперь?").status_code == 200


def test_which_page_somebody_is_on_is_kept_with_their_consent_alone(cast: Cast) -> None:
    chat = a_chat(cast, consents={"page": {"ru": "Мы видим, на какой вы странице."}})
    irina = Browser(chat).comes()
    page = {"url": "https://chainik.example/kettle", "title": "Чайник"}

    assert irina.post("pages", page).json() == {"seen": False}
    irina.post("consents", {"purpose": "page", "version": 1})
    assert irina.post("pages", page).json() == {"seen": True}
    assert Visitor.objects.get().page == page["url"]
    irina.post("consents", {"purpose": "page", "version": None})
    assert Visitor.objects.get().page == ""


def test_a_chat_that_is_switched_off_is_not_there(cast: Cast) -> None:
    irina = Browser(a_chat(cast)).comes()
    a_chat(cast, open=False)

    assert irina.get("config").status_code == 404
    assert irina.says("Ау!").status_code == 404


def test_what_is_refused_is_counted_as_well(cast: Cast) -> None:
    irina = Browser(a_chat(cast)).comes(name="Ирина")
    refused = [irina.says("").status_code for _time in range(SAYING.of_visitor)]

    assert set(refused) == {422}
    assert irina.says("Где мой чайник?").status_code == 429
    assert irina.reads() == []
