"""The assistant in the chat of a brand: through the visitor's browser and before the eyes of the desk."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from slovo.assistant import jobs, setting
from slovo.assistant.models import AssistantRule, Turn
from slovo.brands.models import WorkingCalendar
from slovo.channels.chat.desk_setting import set_desk_rule
from slovo.channels.chat.models import Chat
from slovo.channels.models import Outbound
from slovo.conversations import chat_clock, chat_waiting
from slovo.conversations.models import Direction, Message, State
from slovo.core import limits
from slovo.core.db import transaction
from slovo.knowledge.models import Audience
from slovo.promises.models import Promise
from slovo.promises.models import State as Promised
from tests.assistant.stories import (
    DELIVERY,
    MAY_I_RETURN,
    OVER,
    RETURN,
    a_chat_where_it_knows_two_things,
    asks,
    page_of,
    said_to,
    the_last,
    waiting_to_speak,
)
from tests.cast import Cast, at_one_instant, the_conversation, work, work_at
from tests.channels.chat.visitors import Browser
from tests.knowledge.stories import published


@pytest.fixture(autouse=True)
def nobody_asked_before() -> None:
    limits.forget()
    chat_waiting.forget()


@pytest.fixture
def chat(cast: Cast) -> Chat:
    """Where the assistant speaks, and knows two things."""
    return a_chat_where_it_knows_two_things(cast)


def promised() -> str:
    return Promise.objects.get().state


def gives_chats_out(cast: Cast, chat: Chat) -> None:
    """And Anna takes them."""
    minutes = {"agent_alarm_minutes": 0, "lead_alarm_minutes": 2}
    set_desk_rule(chat_id=chat.pk, assigns=True, **minutes, by=cast.orlov, at=timezone.now())
    cast.browser_of(cast.anna).post("/chats/duty", {"state": "available"})


def given_out(*, seconds: int = 0) -> int:
    """By the clock, so long after the last word."""
    return chat_clock.give_out(at=the_conversation().last_message_at + timedelta(seconds=seconds))


def test_it_quotes_the_article_says_it_is_a_bot_and_leads_to_its_page(cast: Cast, chat: Chat) -> None:
    irina = asks(Browser(chat).comes(name="Ирина"), MAY_I_RETURN)

    said, anna = the_last(irina), page_of(cast.browser_of(cast.anna))
    where = reverse("help_article", args=["chainik", "ru", "kak-vernut-chainik"])
    words = said["text"].split("\n\n")
    assert (words[0], words[1]) == ("Я бот. В нашей статье «Как вернуть чайник» сказано:", RETURN)
    assert words[2].endswith(where)
    assert Client().get(where).status_code == 200
    assert (said["author"], said["bot"]) == ("", True)
    assert [text in anna for text in (RETURN, "quotes «Как вернуть чайник»", f'href="{where}"')] == [True] * 3


def test_what_it_says_is_no_answer_of_a_person_and_the_clock_stands_while_the_visitor_reads(
    cast: Cast, chat: Chat
) -> None:
    irina = asks(Browser(chat).comes(), MAY_I_RETURN)

    assert (the_conversation().state, promised()) == (State.WAITING, Promised.PAUSED)
    assert the_conversation().first_answered_at is None
    assert irina.get("wait").json()["words"] == ""

    asks(irina, "нет, не то")
    assert (the_conversation().state, promised()) == (State.OPEN, Promised.OPEN)
    assert Promise.objects.get().done_at is None


def test_who_says_that_it_helped_awaits_no_answer_any_more_and_may_go_on_asking(cast: Cast, chat: Chat) -> None:
    irina = asks(Browser(chat).comes(), MAY_I_RETURN, "Спасибо, помогло!")

    assert the_last(irina)["text"] == "Рад, что помогло. Пишите, если появится что-то ещё."
    assert (the_conversation().state, promised()) == (State.CLOSED, Promised.RELEASED)
    assert "The visitor says that the bot’s answer helped" in page_of(cast.browser_of(cast.anna))

    asks(irina, "А какие сроки доставки по Москве?")
    assert DELIVERY in the_last(irina)["text"]
    assert [one.state for one in Promise.objects.order_by("pk")] == [Promised.RELEASED, Promised.PAUSED]


@pytest.mark.parametrize(
    "said",
    [
        "К сожалению, не помогло",
        "Мне это не помогло",
        "Ничего не понятно",
        "Спасибо, но это не то",
        "Спасибо, но мне надо завтра",
        "На жаль, не допомогло",
        "It has not helped",
        "Thanks but that's not what I asked",
    ],
)
def test_who_was_not_helped_is_not_taken_as_settled_however_they_say_it(cast: Cast, chat: Chat, said: str) -> None:
    asks(Browser(chat).comes(), MAY_I_RETURN, said)

    assert (the_conversation().state == State.CLOSED, promised() == Promised.RELEASED) == (False, False)
    assert Turn.objects.order_by("pk").last().move == "hand_over"


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        (["Позовите человека"], "Попросили позвать человека."),
        ([MAY_I_RETURN, "нет, это не то"], "То, что процитировал бот, не помогло."),
        (["Это безобразие, сколько можно ждать!"], "Человек раздражён."),
        (["Есть ли у вас прививка от бешенства?"], "Бот не знает статьи, которая на это отвечает."),
        (
            [MAY_I_RETURN, MAY_I_RETURN],
            "То, что процитировал бот, не помогло.",
        ),
    ],
)
def test_it_hands_over_with_a_note_for_the_colleagues_and_says_so(
    cast: Cast, chat: Chat, texts: list[str], why: str
) -> None:
    irina = asks(Browser(chat).comes(name="Ирина"), *texts)

    told = Message.objects.get(direction=Direction.NOTE).text.splitlines()
    quoted = ["Процитировано: «Как вернуть чайник»"] if len(texts) > 1 else []
    assert told == [why, *(f"Написано: {text}" for text in texts), *quoted]
    assert the_last(irina)["text"].startswith(OVER)
    assert [why in text for text in irina.reads()] == [False] * len(irina.reads())
    anna = cast.browser_of(cast.anna)
    assert why in page_of(anna)
    assert "Accept the chat of Ирина" in anna.get("/chats/").content.decode()
    assert (the_conversation().state, the_conversation().assignee, promised()) == (State.OPEN, None, Promised.OPEN)
    assert irina.get("wait").json()["place"] == 1


def test_where_nobody_is_there_it_says_by_when_a_person_answers(cast: Cast, chat: Chat) -> None:
    week = {day: [["09:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    document = {"tz": "Europe/Moscow", "week": week}
    WorkingCalendar.objects.filter(brand=cast.chainik).update(document=document)
    night, noon = (datetime.fromisoformat(f"2026-12-02T{clock}:00+03:00") for clock in ("03:00", "12:00"))
    said = []
    for moment, there in ((night, False), (noon, True)):
        with at_one_instant(moment):
            if there:
                cast.browser_of(cast.anna).post("/chats/duty", {"state": "available"})
            irina = Browser(chat).comes()
            irina.says("Позовите человека")
        work_at(moment)
        with at_one_instant(moment):
            said.append(the_last(irina)["text"])

    repeats = "Он видит всё, что вы написали: повторять не нужно."
    assert said == [f"{OVER} {repeats} Сейчас никого нет на месте: ответ будет до 09:01.", f"{OVER} {repeats}"]


def test_once_it_has_handed_over_it_is_silent(cast: Cast, chat: Chat) -> None:
    irina = asks(Browser(chat).comes(), "Позовите человека", MAY_I_RETURN, "Ау?")

    assert said_to(irina) == [said_to(irina)[0]]
    assert said_to(irina)[0].startswith(OVER)


def test_after_two_rounds_a_person_is_called(cast: Cast, chat: Chat) -> None:
    published(cast, "Как очистить чайник от накипи", "Накипь убирают лимонной кислотой: ложка на литр воды.")
    asked = [
        MAY_I_RETURN,
        "Какие сроки доставки по России?",
        "Чем очистить чайник от накипи?",
    ]

    irina = asks(Browser(chat).comes(), *asked)

    assert the_last(irina)["text"].startswith(OVER)
    told = Message.objects.get(direction=Direction.NOTE).text.splitlines()
    assert (told[0], len(told)) == ("Бот ответил дважды, больше ему нельзя.", 6)


def test_once_a_person_has_written_it_is_silent(cast: Cast, chat: Chat) -> None:
    irina = asks(Browser(chat).comes(), MAY_I_RETURN)
    where = f"/conversations/{the_conversation().public_id}/replies"
    assert cast.browser_of(cast.anna).post(where, {"text": "Я Анна, помогу."}).status_code == 302
    work()

    asks(irina, "Какие сроки доставки по России?")

    assert said_to(irina)[1:] == ["Я Анна, помогу."]


def test_once_a_person_has_taken_the_chat_it_is_silent_even_when_they_give_it_back(cast: Cast, chat: Chat) -> None:
    irina, anna = asks(Browser(chat).comes(), MAY_I_RETURN), cast.browser_of(cast.anna)
    where = f"/conversations/{the_conversation().public_id}"
    assert anna.post(f"{where}/acceptance").status_code == 302
    asks(irina, "Какие сроки доставки по России?")
    assert len(said_to(irina)) == 1

    anna.post(f"{where}/assignment", {"staff": "", "team": ""})
    assert the_conversation().assignee is None
    asks(irina, MAY_I_RETURN)
    assert len(said_to(irina)) == 1


def test_a_person_who_takes_the_chat_while_it_thinks_is_not_talked_over(cast: Cast, chat: Chat) -> None:
    irina = Browser(chat).comes()
    irina.says("Какие сроки доставки по Москве?")
    with waiting_to_speak() as speak:
        cast.browser_of(cast.anna).post(f"/conversations/{the_conversation().public_id}/acceptance")
        speak()
    work()

    assert said_to(irina) == []


def test_delivered_twice_the_task_says_it_once(cast: Cast, chat: Chat) -> None:
    irina = asks(Browser(chat).comes(), MAY_I_RETURN)
    heard = Message.objects.get(direction=Direction.IN)

    for _again in range(2):
        with transaction():
            jobs.answer.enqueue(message_id=heard.pk)
        work()
    assert len(said_to(irina)) == 1


def test_what_comes_in_several_messages_is_heard_as_one(cast: Cast, chat: Chat) -> None:
    irina = Browser(chat).comes()
    irina.says("Чайник.")
    irina.says("Можно ли вернуть после покупки?")
    work()

    assert [RETURN in the_last(irina)["text"], len(said_to(irina))] == [True, 1]
    asks(irina, "нет")
    told = Message.objects.get(direction=Direction.NOTE).text
    assert told.count("Написано:") == 3


def test_between_two_close_articles_it_asks_back_once_and_quotes_the_one_that_is_meant(cast: Cast, chat: Chat) -> None:
    published(cast, "Гарантия на чайник", "Гарантия на чайник два года со дня покупки, с чеком.")
    published(cast, "Гарантия на термос", "Гарантия на термос пять лет со дня покупки, с чеком.")

    irina = asks(Browser(chat).comes(), "Какая гарантия со дня покупки с чеком?")
    assert the_last(irina)["text"].startswith("Я бот. О чём вы: 1")
    assert the_conversation().state == State.WAITING

    asks(irina, "на термос")
    assert "Гарантия на термос пять лет со дня покупки, с чеком." in the_last(irina)["text"]
    asks(irina, "Сколько лет гарантия со дня покупки?")
    assert the_last(irina)["text"].startswith(OVER)


def test_switched_off_it_says_nothing_and_makes_no_work(cast: Cast, chat: Chat) -> None:
    setting.set_rule(brand=cast.chainik, on=False, by=cast.orlov, at=timezone.now())
    irina = asks(Browser(chat).comes(name="Ирина"), MAY_I_RETURN)

    assert (said_to(irina), the_conversation().state, promised()) == ([], State.OPEN, Promised.OPEN)
    assert "Accept the chat of Ирина" in cast.browser_of(cast.anna).get("/chats/").content.decode()


def test_switched_off_in_the_middle_a_person_answers(cast: Cast, chat: Chat) -> None:
    irina = asks(Browser(chat).comes(), MAY_I_RETURN)
    setting.set_rule(brand=cast.chainik, on=False, by=cast.orlov, at=timezone.now())

    asks(irina, "Какие сроки доставки по Москве?")

    assert (len(said_to(irina)), the_conversation().state, promised()) == (1, State.OPEN, Promised.OPEN)


def test_only_what_this_brand_tells_everybody_in_this_language_is_quoted(cast: Cast, chat: Chat) -> None:
    published(cast, "Как мыть термос", "Термос моют содой и тёплой водой.", brand=cast.honey)
    published(cast, "Как мыть термос", "Термос моют в подсобке.", audience=Audience.INTERNAL)
    published(cast, "How to wash a thermos", "A thermos is washed with soda and warm water.", language="en")

    irina = asks(Browser(chat).comes(), "Чем мыть термос, содой?")

    assert the_last(irina)["text"].startswith(OVER)


def test_what_it_knows_no_article_for_stands_in_the_report_without_who_asked(cast: Cast, chat: Chat) -> None:
    question = "Это Нурлан, есть ли прививка от бешенства для Ирины? +7 900 000-00-12, irina@example.com"
    asks(Browser(chat).comes(name="Ирина"), question)
    asks(Browser(chat).comes(), "Позовите человека")

    rows = cast.browser_of(cast.anna).get("/articles/not-found/").context["rows"]
    assert [(row.words, row.language, row.times) for row in rows] == [
        ("это есть ли прививка от бешенства для", "ru", 1)
    ]


def test_an_article_that_is_changed_is_quoted_as_it_is_now(cast: Cast, chat: Chat) -> None:
    first = published(cast, "Как мыть термос", "Термос моют содой и тёплой водой.")
    assert (
        "Термос моют содой и тёплой водой." in the_last(asks(Browser(chat).comes(), "Чем мыть термос, содой?"))["text"]
    )

    published(cast, "Как мыть термос", "Термос моют содой и уксусом.", article=first.text.article)
    assert "Термос моют содой и уксусом." in the_last(asks(Browser(chat).comes(), "Чем мыть термос, содой?"))["text"]


def test_a_talk_keeps_its_language_at_a_single_word(cast: Cast, chat: Chat) -> None:
    published(cast, "How to wash a thermos", "A thermos is washed with soda and warm water.", language="en")

    irina = asks(Browser(chat).comes(), "Can I wash a thermos with soda and warm water?", "thanks")

    assert the_last(irina)["text"] == "Glad that it helped. Write if anything else comes up."


def test_a_bare_greeting_waits_for_the_question(cast: Cast, chat: Chat) -> None:
    irina = asks(Browser(chat).comes(), "Здравствуйте!")

    assert the_last(irina)["text"].startswith("Здравствуйте! Я бот.")
    assert (the_conversation().state, promised()) == (State.WAITING, Promised.PAUSED)
    assert RETURN in the_last(asks(irina, MAY_I_RETURN))["text"]


def test_the_clock_gives_nobody_a_chat_in_which_it_is_about_to_speak(cast: Cast, chat: Chat) -> None:
    gives_chats_out(cast, chat)
    irina = Browser(chat).comes()
    irina.says(MAY_I_RETURN)
    with waiting_to_speak() as speak:
        assert given_out() == 0
        speak()
    assert given_out(seconds=60) == 0

    asks(irina, "Позовите человека")
    assert given_out() == 1


def test_a_chat_in_which_it_fails_to_speak_is_given_out_all_the_same(cast: Cast, chat: Chat) -> None:
    gives_chats_out(cast, chat)
    Browser(chat).comes().says(MAY_I_RETURN)
    with waiting_to_speak():
        assert given_out(seconds=20) == 1


def test_orlov_switches_it_on_and_anna_cannot(cast: Cast, chat: Chat) -> None:
    setting.set_rule(brand=cast.chainik, on=False, by=cast.orlov, at=timezone.now())
    orlov, where = cast.browser_of(cast.orlov), f"/brands/{cast.chainik.pk}/assistant"

    assert 'name="on" value="yes" id="on">' in orlov.get(where).content.decode()
    assert "<li>Русский: 2</li>" in orlov.get(where).content.decode()
    assert cast.browser_of(cast.anna).post(where, {"on": "yes"}).status_code == 404
    assert not AssistantRule.objects.get().on_since

    assert orlov.post(where, {"on": "yes"}).status_code == 302
    assert 'name="on" value="yes" id="on" checked>' in orlov.get(where).content.decode()
    assert RETURN in the_last(asks(Browser(chat).comes(), MAY_I_RETURN))["text"]


def test_what_the_bot_said_becomes_no_article_only_what_a_colleague_did(cast: Cast, chat: Chat) -> None:
    irina = asks(Browser(chat).comes(name="Ирина"), MAY_I_RETURN)
    anna, where = cast.browser_of(cast.anna), f"/conversations/{the_conversation().public_id}"
    assert anna.get(f"{where}/article").context["form"].initial["body"] == ""

    asks(irina, "нет, не то")
    assert anna.post(f"{where}/replies", {"text": "Чек не нужен."}).status_code == 302
    work()
    assert anna.get(f"{where}/article").context["form"].initial["body"] == "Чек не нужен."


def test_a_chat_with_the_bot_alone_goes_as_a_letter_that_says_who_speaks(cast: Cast, chat: Chat) -> None:
    irina = asks(Browser(chat).comes(name="Ирина"), MAY_I_RETURN)

    assert irina.post("transcripts", {"email": "irina@example.com"}).status_code == 200

    text = Outbound.objects.get(channel="email").posting["text"]
    assert "Чайник и Ко, бот:\nЯ бот. В нашей статье «Как вернуть чайник» сказано:" in text
    assert "Посетитель:\nМожно ли вернуть чайник после покупки?" in text


@pytest.mark.parametrize("said", ["Здравствуйте!", "Купите слона!", "Позовите человека"])
def test_what_the_bot_has_not_answered_goes_to_nobody(cast: Cast, chat: Chat, said: str) -> None:
    irina = asks(Browser(chat).comes(), said)

    assert irina.post("transcripts", {"email": "victim@example.com"}).status_code == 422
    assert not Outbound.objects.filter(channel="email").exists()
