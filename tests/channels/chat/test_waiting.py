"""What a visitor is told about waiting, and the other ways that each become a promise."""

from datetime import datetime, timedelta
from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from slovo.brands.models import WorkingCalendar
from slovo.callbacks import queries, ruling
from slovo.callbacks.models import Callback
from slovo.channels.chat.models import Chat, Consent, Visitor
from slovo.conversations import chat_waiting
from slovo.conversations.models import Conversation, Message
from slovo.core.journal.actor import SYSTEM
from slovo.customers.models import Identity
from slovo.promises.models import Promise
from slovo.standards.actions import set_service_level
from tests.cast import Cast, at_one_instant, the_conversation, work, work_at
from tests.channels.chat.visitors import Browser, a_chat, token_for


@pytest.fixture(autouse=True)
def nobody_waited_before() -> None:
    chat_waiting.forget()


def takes_chats(cast: Cast, state: str = "available") -> None:
    assert cast.browser_of(cast.anna).post("/chats/duty", {"state": state}).status_code == 302


def told(browser: Browser) -> Any:
    return browser.get("wait").json()


def opens_calls(cast: Cast) -> None:
    rule = vars(queries.rule_of(cast.chainik))
    names = ("minutes_to_call", "attempts_max", "wait_minutes", "when_exhausted", "slot_minutes", "slot_capacity")
    given = {name: rule[name] for name in (*names, "days_ahead", "country", "team_id")}
    ruling.set_rule(brand=cast.chainik, **given, page_open=True, by=cast.orlov, at=timezone.now())


def test_nobody_there_is_said_and_the_chat_is_not_hidden(cast: Cast) -> None:
    irina = Browser(a_chat(cast)).comes()

    found = told(irina)

    assert (found["there"], found["ways"]) == (0, True)
    assert found["words"].startswith("Сейчас в чате никого нет. Всё равно напишите: ответим ")
    assert datetime.fromisoformat(found["due"]) - timezone.now() <= timedelta(minutes=1)
    assert irina.says("Тогда подожду.").status_code == 200


def at(wall: str) -> datetime:
    return datetime.fromisoformat(f"2026-12-{wall}+03:00")


def works_from_nine_to_six(cast: Cast) -> None:
    week = {day: [["09:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    document = {"tz": "Europe/Moscow", "week": week}
    WorkingCalendar.objects.filter(brand=cast.chainik).update(document=document)


def told_at(moment: datetime, browser: Browser, language: str = "ru") -> str:
    with at_one_instant(moment):
        words: str = browser.get("wait", f"lang={language}").json()["words"]
        return words


def test_who_leaves_a_message_is_told_by_when_it_is_answered(cast: Cast) -> None:
    works_from_nine_to_six(cast)
    evening, friday, morning = at("01T22:30"), at("04T20:00"), at("02T08:00")
    with at_one_instant(evening):
        irina = Browser(a_chat(cast)).comes()

    before = [told_at(moment, irina) for moment in (evening, morning, friday)]
    with at_one_instant(evening):
        irina.says("Где мой чайник?")
    work_at(evening)

    closed = "Сейчас мы не работаем."
    assert before == [
        f"{closed} Всё равно напишите: ответим завтра до 09:01.",
        f"{closed} Всё равно напишите: ответим сегодня до 09:01.",
        f"{closed} Всё равно напишите: ответим в понедельник до 09:01.",
    ]
    assert Promise.objects.get().due_at == at("02T09:01")
    assert told_at(evening, irina) == f"{closed} Ваше сообщение у нас: ответим завтра до 09:01."
    assert told_at(evening, irina, "uk") == "Зараз ми не працюємо. Ваше повідомлення в нас: відповімо завтра до 09:01."
    english = "We are closed just now. Your message is with us: we answer tomorrow by 09:01."
    assert told_at(evening, irina, "en") == english
    late = told_at(at("02T20:00"), irina)
    assert late == f"{closed} Ответ задерживается дольше, чем мы обещали. Простите нас: ваше сообщение у нас."


def test_who_is_told_of_a_long_wait_is_told_by_when_the_answer_is_promised(cast: Cast) -> None:
    set_service_level(
        channel="chat",
        calendar=cast.chainik.main_calendar,
        first_answer_minutes=45,
        next_answer_minutes=45,
        warning_minutes=0,
        actor=SYSTEM,
        at=timezone.now(),
    )
    chat = a_chat(cast)
    noon = at("01T12:00")
    with at_one_instant(noon):
        takes_chats(cast)
        irina = Browser(chat).comes()

    assert told_at(noon, irina) == "Ответим сегодня до 12:45."


def test_where_nothing_is_known_yet_it_is_what_is_promised(cast: Cast) -> None:
    takes_chats(cast)
    found = told(Browser(a_chat(cast)).comes())

    assert (found["there"], found["cases"], found["minutes"]) == (1, 0, [1, 1])
    assert found["words"] == "Ответим в течение 1 минуты."


@pytest.mark.parametrize("state", ["busy", "away"])
def test_who_is_busy_or_away_takes_no_chats(cast: Cast, state: str) -> None:
    takes_chats(cast)
    takes_chats(cast, state)

    assert told(Browser(a_chat(cast)).comes())["there"] == 0


def test_whose_page_has_fallen_silent_is_not_there(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    takes_chats(cast)
    irina = Browser(a_chat(cast)).comes()
    later = timezone.now() + timedelta(minutes=3)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert told(irina)["there"] == 0


def test_the_place_in_the_queue_moves_on(cast: Cast) -> None:
    takes_chats(cast)
    chat = a_chat(cast)
    first, second = Browser(chat).comes(name="Ирина"), Browser(chat).comes(name="Пётр")
    first.says("Здравствуйте!")
    work()
    second.says("И я.")
    work()

    assert (told(first)["place"], told(second)["place"]) == (1, 2)
    assert told(first)["words"].startswith("Ваша очередь следующая.")
    assert told(second)["words"].startswith("Вы 2-й в очереди.")
    waiting = Conversation.objects.order_by("pk")[0]
    cast.browser_of(cast.anna).post(f"/conversations/{waiting.public_id}/acceptance")
    assert (told(first)["place"], told(second)["place"]) == (0, 1)


def were_answered_after(cast: Cast, chat: Chat, *waits: int) -> None:
    """Minutes."""
    begun = timezone.now() - timedelta(minutes=15 * len(waits) + 30)
    for number, minutes in enumerate(waits):
        asked = begun + timedelta(minutes=15 * number)
        with mock.patch.object(timezone, "now", return_value=asked):
            Browser(chat).comes(name="Ирина").says("Здравствуйте!")
        work_at(asked)
        where = f"/conversations/{Conversation.objects.order_by('-pk')[0].public_id}/replies"
        answered = asked + timedelta(minutes=minutes)
        with mock.patch.object(timezone, "now", return_value=answered):
            cast.browser_of(cast.anna).post(where, {"text": "Да."})
        work_at(answered)


def test_the_range_comes_from_how_long_chats_have_waited(cast: Cast) -> None:
    chat = a_chat(cast)
    were_answered_after(cast, chat, 2, 2, 4, 4, 8)
    takes_chats(cast)

    found = told(Browser(chat).comes())

    assert (found["cases"], found["minutes"]) == (5, [2, 4])
    assert found["words"] == "Большинству отвечают за 2–4 минуты."


def still_waits(cast: Cast, chat: Chat, *minutes: float) -> list[Any]:
    """What somebody is told who has waited so long, each time."""
    begun = timezone.now()
    irina = Browser(chat).comes()
    irina.says("Здравствуйте!")
    work()
    found = []
    for number in minutes:
        with mock.patch.object(timezone, "now", return_value=begun + timedelta(minutes=number)):
            takes_chats(cast)
            found.append(told(irina))
    return found


def test_who_waits_longer_than_was_told_is_told_so_with_a_new_range_and_other_ways(cast: Cast) -> None:
    chat = a_chat(cast, long_wait_minutes=60)
    were_answered_after(cast, chat, *[2] * 11, 12, 12, 14, 14, 20)

    in_time, late, later = still_waits(cast, chat, 1, 13, 18)

    assert (in_time["overdue"], in_time["minutes"], in_time["ways"]) == (False, [2, 12], False)
    assert (late["overdue"], late["minutes"], late["ways"]) == (True, None, True)
    assert late["words"].startswith("Ждать приходится дольше, чем мы сказали. Извините.")
    assert (later["overdue"], later["minutes"]) == (True, None)


def test_the_new_range_is_that_of_those_who_waited_as_long(cast: Cast) -> None:
    chat = a_chat(cast, long_wait_minutes=60)
    were_answered_after(cast, chat, *[2] * 20, 4, 5, 6, 8, 10)

    before, after = still_waits(cast, chat, 1, 3.1)

    assert (before["minutes"], before["overdue"]) == ([2, 2], False)
    assert (after["minutes"], after["overdue"], after["cases"]) == ([2, 5], True, 5)
    assert after["words"] == (
        "Ждать приходится дольше, чем мы сказали. Извините. Ваша очередь следующая. "
        "Большинству из тех, кто ждал столько же, отвечали ещё через 2–5 минут."
    )


def test_what_is_promised_and_has_not_been_kept_is_not_promised_again(cast: Cast) -> None:
    before, after = still_waits(cast, a_chat(cast), 0, 2)

    assert (before["minutes"], after["minutes"], after["ways"]) == ([1, 1], None, True)
    assert "сколько ещё ждать, сказать нельзя" in after["words"].lower()


def test_a_call_is_promised(cast: Cast) -> None:
    opens_calls(cast)
    irina = Browser(a_chat(cast)).comes()

    assert "call" in irina.get("config").json()["tabs"]
    assert irina.get("times").json()["times"]
    response = irina.post("callbacks", {"phone": "+7 900 000-00-12", "name": "Ирина", "slot": "", "words": "Чайник"})

    callback = Callback.objects.get()
    assert (response.status_code, callback.asked_how, callback.words) == (200, "chat", "Чайник")
    assert response.json()["words"].startswith("Перезвоним до ")
    assert Promise.objects.get() == callback.promise


@pytest.mark.parametrize("given", [{"phone": "много"}, {"phone": "+79000000012", "slot": "завтра"}, {}])
def test_a_call_that_cannot_be_made_is_not_promised(cast: Cast, given: dict[str, str]) -> None:
    opens_calls(cast)

    assert Browser(a_chat(cast)).post("callbacks", given).status_code == 422
    assert not Promise.objects.exists()


def test_where_a_brand_calls_nobody_back_no_call_is_offered(cast: Cast) -> None:
    irina = Browser(a_chat(cast))

    assert irina.get("config").json()["tabs"] == ["chat", "ask"]
    assert irina.post("callbacks", {"phone": "+79000000012"}).status_code == 422


def test_a_question_is_answered_by_letter_and_promised_as_a_letter_is(cast: Cast) -> None:
    irina = Browser(a_chat(cast)).comes()
    given = {"email": "irina@example.com", "name": "Ирина", "text": "Есть синие?", "client_id": str(uuid4())}

    answers = [irina.post("questions", given) for _time in range(2)]

    promise = Promise.objects.get()
    assert the_conversation().messages.get().text == "Есть синие?"
    assert promise.due_at == promise.made_at + timedelta(minutes=120)
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["words"].startswith("Ваш вопрос у нас. Ответим до ")
    assert irina.post("questions", {**given, "email": "где-то"}).status_code == 422


def stands_in_their_room(irina: Browser) -> str:
    """What is theirs, one tap from the chat."""
    page = Client().get(irina.post("room").json()["url"], follow=True)
    assert page.status_code == 200
    return page.content.decode()


def test_what_somebody_asks_for_whom_the_site_vouches_for_is_theirs_whatever_address_they_type(cast: Cast) -> None:
    opens_calls(cast)
    chat = a_chat(cast)
    irina, stranger = Browser(chat), Browser(chat)
    irina.is_identified(token_for(chat, id="77", name="Ирина", email="irina@example.com"))
    irina.post("consents", {"purpose": "talk", "version": 1})
    irina.says("Я тут.")
    work()
    talk = the_conversation()
    given = {"email": "work@example.com", "name": "Ирина", "text": "Есть синие?", "client_id": str(uuid4())}

    irina.post("questions", given)
    irina.post("callbacks", {"phone": "+7 900 000-00-12", "slot": ""})
    stranger.comes().post("questions", {**given, "client_id": str(uuid4()), "text": "А зелёные?"})

    question, call = Message.objects.get(text="Есть синие?"), Callback.objects.get()
    assert question.customer == call.customer == talk.customer
    assert (question.reply_value, call.phone, call.about) == ("work@example.com", "+79000000012", talk.key)
    assert Message.objects.get(text="А зелёные?").customer != talk.customer
    assert not Identity.objects.filter(customer=talk.customer, value__in=["work@example.com", "+79000000012"]).exists()
    mine = stands_in_their_room(irina)
    assert [words in mine for words in ("Вопрос с сайта", "А зелёные?")] == [True, False]


@pytest.mark.parametrize("noun", ["questions", "callbacks"])
def test_who_asks_agrees_to_what_the_chat_asks_for_first_and_is_known_by_that_from_then_on(
    cast: Cast, noun: str
) -> None:
    opens_calls(cast)
    irina = Browser(a_chat(cast))
    given = {"email": "irina@example.com", "text": "Есть синие?", "client_id": str(uuid4()), "phone": "+79000000012"}

    refused = [irina.post(noun, given | consents) for consents in ({}, {"consents": {"talk": 2}}, {"consents": [1]})]
    assert [one.status_code for one in refused] == [422] * 3
    assert "согласитесь" in refused[0].json()["problem"]
    assert (Promise.objects.count(), Visitor.objects.count()) == (0, 0)
    answer = irina.post(noun, {**given, "name": "Ирина", "consents": {"talk": 1}})

    assert answer.status_code == 200
    irina.key = answer.json()["key"]
    visitor, consent = Visitor.objects.get(), Consent.objects.get()
    assert (consent.visitor, consent.purpose, consent.version, consent.language) == (visitor, "talk", 1, "ru")
    contact = {"questions": "irina@example.com", "callbacks": "+79000000012"}[noun]
    assert (visitor.name, visitor.contact) == ("Ирина", contact)
    assert irina.get("config").json()["agreed"] == {"talk": 1}
    assert irina.says("А ещё?").status_code == 200
    assert irina.post(noun, {**given, "client_id": str(uuid4())}).status_code == 200


def test_where_nothing_is_asked_to_be_agreed_to_a_question_makes_nobody_known(cast: Cast) -> None:
    irina = Browser(a_chat(cast, consents={}))

    answer = irina.post("questions", {"email": "i@example.com", "text": "Есть синие?", "client_id": str(uuid4())})

    assert (answer.status_code, [*answer.json()], Visitor.objects.count()) == (200, ["words"], 0)
