"""A visitor has left before the answer came: it goes to them as a letter, once, and what they answer comes back."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone

from slovo.channels import outcomes
from slovo.channels.chat.models import Chat
from slovo.channels.models import Outbound, State
from slovo.config.by_the_clock import BY_THE_CLOCK
from slovo.conversations.models import Conversation, Message
from tests.cast import Cast, arrives, letter, the_conversation, work, work_at
from tests.channels.chat.visitors import TALK, Browser, a_chat, token_for

LETTER = {"ru": "Отвечайте мне и на почту.", "en": "Answer me by e-mail, too."}
IRINA = "irina@example.com"


@pytest.fixture
def chat(cast: Cast) -> Chat:
    return a_chat(cast, consents={"talk": TALK, "letter": LETTER})


@pytest.fixture
def irina(chat: Chat) -> Browser:
    return Browser(chat).comes(name="Ирина", contact=IRINA, consents={"talk": 1, "letter": 1})


def asks(visitor: Browser, words: str = "Где мой чайник?") -> None:
    visitor.says(words)
    work()


def anna_says(cast: Cast, *texts: str) -> None:
    for text in texts:
        response = cast.browser_of(cast.anna).post(
            f"/conversations/{the_conversation().public_id}/replies", {"text": text}
        )
        assert response.status_code < 400, response.content.decode()
        work()


def minutes_pass(minutes: float) -> None:
    """And the clock looks for whoever has left."""
    moment = timezone.now() + timedelta(minutes=minutes)
    with mock.patch.object(timezone, "now", return_value=moment):
        for one in BY_THE_CLOCK:
            if one.task.func.__name__ in {"write_to_absent", "tell_unseen"} and (apply := one.task.func()):
                apply()
    work_at(moment)


def letters() -> list[Outbound]:
    return list(Outbound.objects.filter(channel="email").order_by("pk"))


def page_of(cast: Cast) -> str:
    page: str = cast.browser_of(cast.anna).get(f"/conversations/{the_conversation().public_id}/").content.decode()
    return page


def test_answers_that_come_together_are_one_letter_and_the_desk_says_so(cast: Cast, irina: Browser) -> None:
    asks(irina)
    anna_says(cast, "Он в пути.", "Он синий.")
    minutes_pass(1)
    assert letters() == []
    minutes_pass(4)
    minutes_pass(8)

    (sent,) = letters()
    posting = sent.posting
    assert (sent.state, [one["value"] for one in posting["to"]]) == (State.SENT, [IRINA])
    assert posting["text"].index("Он в пути.") < posting["text"].index("Он синий.")
    assert posting["subject"] == f"Наш ответ из чата «{cast.chainik.name}» [#{the_conversation().reference}]"
    assert page_of(cast).count("Sent by letter, too") == 2
    assert irina.reads() == ["Где мой чайник?", "Он в пути.", "Он синий."]


def test_what_she_answers_to_the_letter_lands_in_the_same_conversation(cast: Cast, irina: Browser) -> None:
    asks(irina)
    anna_says(cast, "Он в пути.")
    minutes_pass(4)
    (sent,) = letters()

    in_reply_to = [("In-Reply-To", sent.external_id)]
    arrives(letter("Спасибо!", subject="Re: ваш ответ", headers=in_reply_to), cast.chainik_mail)
    work()

    assert Conversation.objects.count() == 1
    assert list(Message.objects.filter(direction="in").values_list("text", flat=True)) == [
        "Где мой чайник?",
        "Спасибо!",
    ]
    anna_says(cast, "Пожалуйста!")
    minutes_pass(4)
    again = letters()[1]
    assert (again.posting["in_reply_to"], again.posting["references"]) == (sent.external_id, [sent.external_id])
    assert ("Пожалуйста!" in again.posting["text"], "Он в пути." in again.posting["text"]) == (True, False)


def test_whoever_is_there_gets_no_letter(cast: Cast, irina: Browser) -> None:
    asks(irina)
    anna_says(cast, "Он в пути.")
    line = irina.get("news").json()["lines"][-1]
    irina.post("marks", {"delivered": line["id"]})

    minutes_pass(4)

    assert letters() == []


@pytest.mark.parametrize(
    "given",
    [
        {"contact": IRINA},
        {"contact": "", "consents": {"talk": 1, "letter": 1}},
        {"contact": "+7 900 000-00-00", "consents": {"talk": 1, "letter": 1}},
        {"contact": IRINA, "consents": {"talk": 1, "letter": 7}},
    ],
    ids=["no consent", "no address", "a phone", "a consent to other words"],
)
def test_without_an_address_and_consent_there_is_no_letter(cast: Cast, chat: Chat, given: dict[str, Any]) -> None:
    asks(Browser(chat).comes(name="Ирина", **given))
    anna_says(cast, "Он в пути.")

    minutes_pass(4)

    assert letters() == []


def test_a_consent_that_was_taken_back_counts_no_more(cast: Cast, irina: Browser) -> None:
    asks(irina)
    irina.post("consents", {"purpose": "letter", "version": None})
    anna_says(cast, "Он в пути.")

    minutes_pass(4)

    assert letters() == []


def test_words_of_a_stranger_go_to_nobody_by_our_hand(cast: Cast, chat: Chat) -> None:
    stranger = Browser(chat).comes(name="Купи слона", contact=IRINA, consents={"talk": 1, "letter": 1})
    asks(stranger, "Слоны на evil.example")
    anna_says(cast, "Нет, спасибо.")

    minutes_pass(4)

    (sent,) = letters()
    said = str(sent.posting)
    assert [word for word in ("слон", "Слон", "evil") if word in said] == []


def test_what_a_rule_says_alone_is_no_letter_and_a_blocked_visitor_gets_none(cast: Cast, irina: Browser) -> None:
    asks(irina)
    anna_says(cast, "Больше не пишите.")
    cast.browser_of(cast.anna).post(f"/conversations/{the_conversation().public_id}/blocking", {"blocked": "yes"})

    minutes_pass(4)

    assert letters() == []


def test_for_whom_the_site_vouches_the_letter_goes_to_the_address_that_the_site_knows(cast: Cast, chat: Chat) -> None:
    petro = Browser(chat)
    petro.is_identified(token_for(chat, id="77", name="Петро", email="petro@example.com"))
    for purpose in ("talk", "letter"):
        petro.post("consents", {"purpose": purpose, "version": 1})
    asks(petro)
    anna_says(cast, "Он в пути.")

    minutes_pass(4)

    assert [one["value"] for one in letters()[0].posting["to"]] == ["petro@example.com"]


def test_a_letter_that_did_not_arrive_makes_the_conversation_ours_again(cast: Cast, irina: Browser) -> None:
    asks(irina)
    anna_says(cast, "Он в пути.")
    minutes_pass(4)
    assert the_conversation().waiting_since is not None
    report = arrives(letter("Нет такого адреса."), cast.chainik_mail)

    outcomes.record_bounce(
        outbound_id=letters()[0].pk, inbound=report, permanent=True, explanation="550 nobody", at=timezone.now()
    )
    work()

    assert Conversation.objects.order_by("pk")[0].waiting_since is None
    place = Conversation.objects.order_by("pk")[0].public_id
    page = cast.browser_of(cast.anna).get(f"/conversations/{place}/").content.decode()
    assert "The letter with it did not arrive" in page


def test_the_widget_asks_for_the_consent_where_there_is_an_address_to_write_to(cast: Cast, chat: Chat) -> None:
    asked = [one["purpose"] for one in Browser(chat).get("config").json()["consents"]]
    silent = a_chat(cast, contact="no", consents={"talk": TALK, "letter": LETTER})
    unasked = [one["purpose"] for one in Browser(silent).get("config").json()["consents"]]

    assert (asked, unasked) == (["talk", "letter"], ["talk"])
