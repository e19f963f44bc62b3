"""Several people and several chats: who takes them, who is given one, who is called when one is left unanswered."""

import re
from datetime import datetime, timedelta
from html import unescape
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from slovo.channels.chat.models import Chat, Visitor
from slovo.config.by_the_clock import BY_THE_CLOCK
from slovo.conversations.models import Conversation
from slovo.people.models import Staff, Team
from slovo.promises.ladder_models import Reminder
from tests.cast import Cast, the_conversation, work
from tests.channels.chat.visitors import Browser, a_chat

OF_CHATS = {"give_chats_out", "call_to_chats", "send_silent_away"}


def set_desk(cast: Cast, chat: Chat, **more: str) -> int:
    given = {"assigns": "on", "agent_alarm_minutes": "0", "lead_alarm_minutes": "2", **more}
    status: int = cast.browser_of(cast.orlov).post(f"/brands/{chat.brand_id}/chat/desk", given).status_code
    return status


def takes_chats(cast: Cast, staff: Staff, state: str = "available") -> None:
    assert cast.browser_of(staff).post("/chats/duty", {"state": state}).status_code == 302


def a_visitor_writes(chat: Chat, name: str = "Ирина") -> Browser:
    browser = Browser(chat).comes(name=name)
    browser.says("Здравствуйте!")
    work()
    return browser


def the_clock_looks(at: datetime | None = None) -> None:
    """As the ticker does it for chats, at that moment."""
    at = at or timezone.now()
    with mock.patch.object(timezone, "now", return_value=at):
        for one in BY_THE_CLOCK:
            if one.task.func.__name__ in OF_CHATS:
                apply = one.task.func()
                if apply:
                    apply()


def owners() -> list[str | None]:
    return list(Conversation.objects.order_by("pk").values_list("assignee__name", flat=True))


def hands_on(browser: Client, to: str, text: str = "Спрашивает о чайнике.") -> int:
    where = f"/conversations/{the_conversation().public_id}/handing"
    status: int = browser.post(where, {"to": to, "text": text}).status_code
    return status


def accepted(cast: Cast, by: Staff) -> Browser:
    """A chat that this person has taken."""
    visitor = a_visitor_writes(a_chat(cast))
    takes_chats(cast, by)
    cast.browser_of(by).post(f"/conversations/{the_conversation().public_id}/acceptance")
    return visitor


def the_page(cast: Cast, staff: Staff) -> str:
    return cast.browser_of(staff).get(f"/conversations/{the_conversation().public_id}/").content.decode()


def test_chats_are_given_to_whoever_is_there_and_has_the_fewest(cast: Cast) -> None:
    chat = a_chat(cast, chats_max=1)
    assert set_desk(cast, chat) == 302
    takes_chats(cast, cast.anna)
    takes_chats(cast, cast.pavel)
    for name in ("Ирина", "Пётр", "Ольга"):
        a_visitor_writes(chat, name)

    the_clock_looks()

    assert owners() == ["Анна Белкина", "Павел Громов", None]
    page = cast.browser_of(cast.anna).get("/chats/").content.decode()
    assert "You have 1 chat, as many as you can hold: no more come until you close it." in page


def test_where_the_brand_gives_nothing_out_chats_wait_to_be_taken(cast: Cast) -> None:
    takes_chats(cast, cast.anna)
    a_visitor_writes(a_chat(cast))

    the_clock_looks()

    assert owners() == [None]


@pytest.mark.parametrize("state", ["busy", "away"])
def test_who_is_busy_or_away_is_given_nothing(cast: Cast, state: str) -> None:
    chat = a_chat(cast)
    set_desk(cast, chat)
    takes_chats(cast, cast.anna)
    takes_chats(cast, cast.anna, state)
    a_visitor_writes(chat)

    the_clock_looks()

    assert owners() == [None]


def test_somebody_of_another_brand_is_given_nothing(cast: Cast) -> None:
    chat = a_chat(cast)
    set_desk(cast, chat)
    takes_chats(cast, cast.taras)
    a_visitor_writes(chat)

    the_clock_looks()

    assert owners() == [None]


def test_whose_page_falls_silent_is_away_and_reads_why(cast: Cast) -> None:
    chat = a_chat(cast)
    set_desk(cast, chat)
    takes_chats(cast, cast.anna)

    the_clock_looks(timezone.now() + timedelta(minutes=3))
    cast.browser_of(cast.anna).post("/chats/duty", {})
    a_visitor_writes(chat)
    the_clock_looks()

    assert owners() == [None]
    assert "so you count as away" in cast.browser_of(cast.anna).get("/chats/").content.decode()
    takes_chats(cast, cast.anna)
    the_clock_looks()
    assert owners() == ["Анна Белкина"]


def test_a_page_that_still_beats_keeps_its_person_there(cast: Cast) -> None:
    takes_chats(cast, cast.anna)
    later = timezone.now() + timedelta(seconds=60)
    with mock.patch.object(timezone, "now", return_value=later):
        cast.browser_of(cast.anna).post("/chats/duty", {})

    the_clock_looks(later + timedelta(seconds=60))

    assert "so you count as away" not in cast.browser_of(cast.anna).get("/chats/").content.decode()


@pytest.mark.parametrize("who", ["anna", "maria", "taras"])
def test_only_an_administrator_of_the_brand_says_how_chats_come(cast: Cast, who: str) -> None:
    chat = a_chat(cast)
    browser = cast.browser_of(getattr(cast, who))

    answer = browser.post(f"/brands/{chat.brand_id}/chat/desk", {"agent_alarm_minutes": "0", "lead_alarm_minutes": "2"})

    assert answer.status_code == 404


def test_the_lead_is_not_called_before_the_agent(cast: Cast) -> None:
    assert set_desk(cast, a_chat(cast), agent_alarm_minutes="5", lead_alarm_minutes="2") == 422


def test_the_brand_sets_how_soon_a_chat_is_answered(cast: Cast) -> None:
    chat, orlov = a_chat(cast), cast.browser_of(cast.orlov)
    where = f"/brands/{chat.brand_id}/"
    given = {"chat-first_answer_minutes": "3", "chat-next_answer_minutes": "2", "chat-warning_minutes": "1"}

    assert "Как скоро мы отвечаем в чате" in orlov.get(where).content.decode()
    assert orlov.post(f"{where}levels/chat", given).status_code == 302
    a_visitor_writes(chat)

    promise = the_conversation().next_promise
    assert promise and promise.due_at == promise.made_at + timedelta(minutes=3)
    assert orlov.post(f"/brands/{cast.honey.pk}/levels/chat", given).status_code == 404


def test_pavel_gets_the_chat_with_a_note_that_he_reads_first(cast: Cast) -> None:
    irina = accepted(cast, cast.anna)
    takes_chats(cast, cast.pavel)

    assert hands_on(cast.browser_of(cast.anna), f"staff:{cast.pavel.pk}") == 302

    assert owners() == ["Павел Громов"]
    assert "передаёт вам чат" in the_page(cast, cast.pavel)
    assert 'class="pinned"' not in the_page(cast, cast.anna)
    assert irina.reads() == ["Здравствуйте!"]
    cast.browser_of(cast.pavel).post(f"/conversations/{the_conversation().public_id}/pinned")
    assert 'class="pinned"' not in the_page(cast, cast.pavel)


def test_a_chat_is_not_passed_to_somebody_who_is_away(cast: Cast) -> None:
    accepted(cast, cast.anna)
    anna, where = cast.browser_of(cast.anna), f"/conversations/{the_conversation().public_id}/handing"

    answer = anna.post(where, {"to": f"staff:{cast.pavel.pk}", "text": "Спрашивает о чайнике."})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Павел Громов is away just now. Choose somebody who is there, or the team." in page
    assert "Спрашивает о чайнике.</textarea>" in page
    assert owners() == ["Анна Белкина"]


def test_a_chat_is_not_passed_beyond_the_limit_nor_without_a_word_nor_to_another_brand(cast: Cast) -> None:
    chat = a_chat(cast, chats_max=1)
    takes_chats(cast, cast.anna)
    takes_chats(cast, cast.pavel)
    takes_chats(cast, cast.taras)
    a_visitor_writes(chat, "Пётр")
    cast.browser_of(cast.pavel).post(f"/conversations/{the_conversation().public_id}/acceptance")
    a_visitor_writes(chat)
    mine = Conversation.objects.order_by("-pk")[0]
    anna = cast.browser_of(cast.anna)
    anna.post(f"/conversations/{mine.public_id}/acceptance")
    where = f"/conversations/{mine.public_id}/handing"
    honeys = Team.objects.create(brand=cast.honey, name="Пасіка")

    said = [("staff", cast.pavel.pk, "Вот."), ("staff", cast.taras.pk, "Вот."), ("team", honeys.pk, "Вот.")]
    answers = [anna.post(where, {"to": f"{whom}:{pk}", "text": text}).status_code for whom, pk, text in said]
    maria = [anna.post(where, {"to": f"staff:{cast.maria.pk}", "text": " "}).status_code]

    assert answers + maria == [422] * 4
    assert owners() == ["Павел Громов", "Анна Белкина"]
    assert cast.browser_of(cast.taras).post(where, {"to": "", "text": ""}).status_code == 404


def test_a_team_gets_a_chat_and_one_of_it_is_given_it(cast: Cast) -> None:
    accepted(cast, cast.anna)
    chat = Chat.objects.get()
    set_desk(cast, chat)
    team = Team.objects.create(brand=cast.chainik, name="Возвраты")
    team.members.add(cast.pavel)
    anna = cast.browser_of(cast.anna)

    assert hands_on(anna, f"team:{team.pk}") == 422  # nobody of it is there
    takes_chats(cast, cast.pavel)
    assert hands_on(anna, f"team:{team.pk}") == 302
    the_clock_looks()

    assert owners() == ["Павел Громов"]
    assert "передаёт вам чат" in the_page(cast, cast.pavel)


def test_maria_reads_along_unseen_and_whispers(cast: Cast) -> None:
    irina = accepted(cast, cast.anna)
    maria, conversation = cast.browser_of(cast.maria), the_conversation()
    assert "Ирина" in maria.get("/chats/").content.decode()

    maria.post(f"/conversations/{conversation.public_id}/presence", {"kind": "viewing"})
    assert irina.get("news").json()["read"] is None
    assert irina.get("news").json()["typing"] == []
    whispered = maria.post(f"/conversations/{conversation.public_id}/whispers", {"text": "Предложи скидку."})
    assert whispered.status_code == 302

    assert "Предложи скидку." in the_page(cast, cast.anna).split('class="thread"')[0]
    assert 'class="pinned"' not in the_page(cast, cast.maria)
    assert irina.reads() == ["Здравствуйте!"]
    cast.browser_of(cast.anna).post(f"/conversations/{conversation.public_id}/presence", {"kind": "viewing"})
    assert irina.get("news").json()["read"]


def test_who_leads_nobody_whispers_to_nobody(cast: Cast) -> None:
    accepted(cast, cast.anna)
    where = f"/conversations/{the_conversation().public_id}/whispers"

    assert cast.browser_of(cast.pavel).post(where, {"text": "Скажи ей."}).status_code == 403
    assert cast.browser_of(cast.taras).post(where, {"text": "Скажи ей."}).status_code == 404
    assert "Running chats" not in cast.browser_of(cast.anna).get("/chats/").content.decode()


def test_the_agent_then_the_lead_is_called_to_a_chat_left_unanswered(cast: Cast) -> None:
    accepted(cast, cast.anna)
    promise = the_conversation().next_promise
    assert promise and promise.due_at

    the_clock_looks(promise.due_at - timedelta(seconds=1))
    assert not Reminder.objects.exists()
    the_clock_looks(promise.due_at + timedelta(seconds=1))
    assert list(Reminder.objects.values_list("staff__name", "why")) == [("Анна Белкина", "owner")]
    assert 'data-ringing="0"' in cast.browser_of(cast.maria).get("/chats/strip").content.decode()

    the_clock_looks(promise.due_at + timedelta(minutes=2, seconds=1))
    called = Reminder.objects.filter(why="lead").values_list("staff__name", flat=True)
    assert sorted(called) == ["Дмитрий Орлов", "Мария Ветрова"]
    assert 'data-ringing="1"' in cast.browser_of(cast.maria).get("/chats/strip").content.decode()
    assert 'data-ringing="0"' in cast.browser_of(cast.taras).get("/chats/strip").content.decode()


def test_an_answered_chat_calls_nobody(cast: Cast) -> None:
    accepted(cast, cast.anna)
    where = f"/conversations/{the_conversation().public_id}/replies"
    cast.browser_of(cast.anna).post(where, {"text": "Да."})
    work()

    the_clock_looks(timezone.now() + timedelta(minutes=10))

    assert not Reminder.objects.exists()


def test_the_strip_counts_what_is_new_in_each_of_ones_own_chats(cast: Cast) -> None:
    irina = accepted(cast, cast.anna)
    irina.says("Вы тут?")
    work()
    anna = cast.browser_of(cast.anna)

    assert 'data-news="2"' in anna.get("/chats/strip").content.decode()
    assert 'id="chat-strip"' in anna.get("/conversations/").content.decode()
    assert 'id="chat-strip"' not in cast.browser_of(cast.pavel).get("/conversations/").content.decode()
    anna.post(f"/conversations/{the_conversation().public_id}/presence", {"kind": "viewing"})
    assert 'data-news="0"' in anna.get("/chats/strip").content.decode()


def test_a_sound_is_heard_by_those_who_want_it(cast: Cast) -> None:
    anna = cast.browser_of(cast.anna)
    assert "data-sound" not in anna.get("/chats/strip").content.decode()

    assert anna.post("/chats/signs", {"sound": "on"}).status_code == 302

    strip = anna.get("/chats/strip").content.decode()
    assert ("data-sound" in strip, "data-title" in strip) == (True, False)
    assert "data-sound" not in cast.browser_of(cast.pavel).get("/chats/strip").content.decode()


def test_the_pages_of_a_visitor_and_their_time_stand_beside_the_chat_with_their_consent_alone(cast: Cast) -> None:
    irina = Browser(a_chat(cast, consents={"page": {"ru": "Мы видим, на какой вы странице."}})).comes(name="Ирина")
    irina.says("Здравствуйте!")
    work()
    kettle = {"url": "https://chainik.example/kettle?card=77#pay", "title": "Свистящий чайник"}
    irina.post("pages", kettle)
    assert "Свистящий чайник" not in the_page(cast, cast.anna)

    irina.post("consents", {"purpose": "page", "version": 1})
    begun = timezone.now()
    pages = [kettle, kettle, {"url": "https://chainik.example/lid", "title": "Крышка"}]
    for minutes, page in zip((0, 1, 5), pages, strict=True):
        with mock.patch.object(timezone, "now", return_value=begun + timedelta(minutes=minutes)):
            irina.post("pages", page)
    with mock.patch.object(timezone, "now", return_value=begun + timedelta(minutes=7)):
        beside = the_page(cast, cast.anna).split("Pages of the site")[1].split("</ol>")[0]

    assert beside.index("Крышка") < beside.index("for 2 min now") < beside.index("Свистящий чайник")
    assert ("5 min" in beside, beside.count("<li>")) == (True, 2)
    assert Visitor.objects.get().pages.first().page == "https://chainik.example/kettle"
    irina.post("consents", {"purpose": "page", "version": None})
    assert "Свистящий чайник" not in the_page(cast, cast.anna)


def test_what_a_site_says_of_its_visitor_stands_beside_the_chat_as_what_the_site_says(cast: Cast) -> None:
    irina = Browser(a_chat(cast, consents={"page": {"ru": "Мы видим, на какой вы странице."}})).comes(name="Ирина")
    irina.says("Здравствуйте!")
    work()
    said = {
        "Заказ": 4711,
        "Сумма": 12.5,
        "Подарок": True,
        "<b>тариф</b>": "<script>alert(1)</script>",
        "\u202ename\0": " три \n  слова\u202e ",
        "пусто": "",
        "список": [1, 2],
        "ничего": None,
        "длинное": "я" * 900,
        **{f"ещё {number}": "да" for number in range(9)},
    }
    page = {"url": "https://chainik.example/cart", "title": "Корзина", "said": said}
    irina.post("pages", page)
    assert "What the site says" not in the_page(cast, cast.anna)

    irina.post("consents", {"purpose": "page", "version": 1})
    irina.post("pages", page)
    beside = the_page(cast, cast.anna).split("What the site says")[1].split("</ul>")[0]

    shown = [unescape(re.sub("<.*?>", "", line)).strip() for line in beside.split("<li>")[1:]]
    markup = "<b>тариф</b>: <script>alert(1)</script>"
    assert shown[:5] == ["Заказ: 4711", "Сумма: 12.5", "Подарок: Yes", markup, "name: три слова"]
    assert (shown[5], len(shown)) == ("длинное: " + "я" * 200, 10)
    for nothing in (["Заказ"], "Заказ", 5, None):
        assert irina.post("pages", {**page, "said": nothing}).json() == {"seen": True}
    assert "What the site says" not in the_page(cast, cast.anna)
    irina.post("pages", page)
    irina.post("consents", {"purpose": "page", "version": None})
    assert Visitor.objects.get().page_said is None
