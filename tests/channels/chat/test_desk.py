"""Chats as those see them who answer, and who sets them up."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from slovo.channels.chat.models import Chat
from slovo.conversations.models import Conversation
from tests.cast import Cast, the_conversation, work
from tests.channels.chat.visitors import TALK, Browser, a_chat


def test_orlov_sets_up_a_chat_and_gets_the_line_to_copy(cast: Cast) -> None:
    orlov, where = cast.browser_of(cast.orlov), f"/brands/{cast.chainik.pk}/chat"
    given = {
        "open": "on",
        "origins": "https://Chainik.example/shop/\nhttp://localhost:8080",
        "languages": ["ru", "en"],
        "contact": "needed",
        "chats_max": "3",
        "long_wait_minutes": "5",
        "words_ru": "Здравствуйте!",
        "talk_ru": "Мы храним переписку год.",
    }

    assert orlov.get(where).status_code == 200
    assert orlov.post(where, given).status_code == 302
    chat = Chat.objects.get()
    assert chat.origins == ["https://chainik.example", "http://localhost:8080"]
    assert chat.consents == {"talk": {"version": 1, "words": {"ru": "Мы храним переписку год."}}}
    page = orlov.get(where).content.decode()
    assert f"/widget/slovo.js&quot; data-chat=&quot;{chat.public_id}&quot;" in page

    orlov.post(where, {**given, "talk_ru": "Мы храним переписку два года."})
    assert Chat.objects.get().consents["talk"]["version"] == 2
    assert orlov.post(where, {**given, "origins": "javascript:alert(1)"}).status_code == 422
    secret = Chat.objects.get().secret
    orlov.post(f"{where}/secret")
    assert Chat.objects.get().secret != secret


def folds(page: str) -> dict[str, tuple[bool, str, list[str]]]:
    """By language: whether it is open, what its line says, and the names of its fields."""
    found = re.findall(r'<details class="fold"( open)?><summary>(.*?)</summary>(.*?)</details>', page, re.DOTALL)
    shown = {}
    for is_open, line, body in found:
        names = re.findall(r'<textarea name="(\w+)"', body)
        if names:
            words = re.sub(r"<[^>]+>", " ", line).split()
            shown[words[0]] = (bool(is_open), " ".join(words[1:]), names)
    return shown


def test_what_visitors_read_is_folded_by_language_and_says_what_is_missing(cast: Cast) -> None:
    texts = {"words": {"ru": "Здравствуйте!", "en": "Hello!"}, "consents": {"talk": TALK, "page": {"ru": "Видим."}}}
    a_chat(cast, **texts, languages=["ru", "en"])

    shown = folds(cast.browser_of(cast.orlov).get(f"/brands/{cast.chainik.pk}/chat").content.decode())

    assert shown == {
        "Русский": (True, "", ["words_ru", "talk_ru", "page_ru", "letter_ru"]),
        "Украинский": (False, "", ["words_uk", "talk_uk", "page_uk", "letter_uk"]),
        "Английский": (False, "нет 1 текста", ["words_en", "talk_en", "page_en", "letter_en"]),
    }


def test_the_brands_own_language_stands_first_and_open(cast: Cast) -> None:
    shown = folds(cast.browser_of(cast.orlov).get(f"/brands/{cast.honey.pk}/chat").content.decode())

    assert [(name, is_open) for name, (is_open, _line, _names) in shown.items()] == [
        ("Украинский", True),
        ("Русский", False),
        ("Английский", False),
    ]


def test_what_is_wrong_is_not_hidden_in_a_fold(cast: Cast) -> None:
    given = {"languages": ["ru", "uk"], "contact": "asked", "chats_max": "3", "long_wait_minutes": "5"}
    given |= {"words_ru": "Здравствуйте!", "words_uk": "й" * 1_001}

    answer = cast.browser_of(cast.orlov).post(f"/brands/{cast.chainik.pk}/chat", given)

    assert answer.status_code == 422
    shown = folds(answer.content.decode())
    assert {name: is_open for name, (is_open, _line, _names) in shown.items()} == {
        "Русский": True,
        "Украинский": True,
        "Английский": False,
    }


def test_anna_accepts_chats_up_to_her_limit(cast: Cast) -> None:
    chat = a_chat(cast, chats_max=2)
    for name in ("Ирина", "Пётр", "Ольга"):
        Browser(chat).comes(name=name).says("Здравствуйте!")
    work()
    anna = cast.browser_of(cast.anna)
    waiting = list(Conversation.objects.order_by("pk"))

    page = anna.get("/chats/").content.decode()
    assert [name in page for name in ("Ирина", "Пётр", "Ольга")] == [True] * 3
    answers = [anna.post(f"/conversations/{one.public_id}/acceptance").status_code for one in waiting]

    assert answers == [302, 302, 422]
    taken = Conversation.objects.order_by("pk").values_list("assignee__name", flat=True)
    assert list(taken) == ["Анна Белкина", "Анна Белкина", None]


def test_a_chat_that_a_colleague_has_is_not_taken_from_them(cast: Cast) -> None:
    Browser(a_chat(cast)).comes().says("Здравствуйте!")
    work()
    where = f"/conversations/{the_conversation().public_id}/acceptance"
    cast.browser_of(cast.anna).post(where)

    assert cast.browser_of(cast.pavel).post(where).status_code == 422
    assert the_conversation().assignee == cast.anna


def test_what_is_said_stands_there_once_and_not_as_its_own_subject_too(cast: Cast) -> None:
    irina = Browser(a_chat(cast)).comes(name="Ирина")
    for words in ("Здравствуйте!", "Где мой чайник?", "Он нужен мне к субботе, " + "очень " * 20):
        irina.says(words)
        work()

    page = cast.browser_of(cast.anna).get(f"/conversations/{the_conversation().public_id}/").content.decode()

    assert "Где мой чайник?" in page
    assert "Subject:" not in page


def test_a_visitor_without_a_name_has_a_number_and_no_address_is_made_up(cast: Cast) -> None:
    Browser(a_chat(cast)).comes(contact="irina@example.com").says("Здравствуйте!")
    work()

    page = cast.browser_of(cast.anna).get(f"/conversations/{the_conversation().public_id}/").content.decode()

    assert str(the_conversation().customer).startswith("Посетитель ")
    assert "Says they are reached at irina@example.com. Nobody has proved it." in page
    assert "Your answer goes into the chat at once." in page
    assert 'name="to"' not in page.split('class="reply-form"')[1].split("</form>")[0]


def test_a_page_of_chats_asks_as_much_for_three_as_for_one(cast: Cast) -> None:
    chat, anna = a_chat(cast), cast.browser_of(cast.anna)
    counts = []
    for number in (1, 3):
        while Conversation.objects.count() < number:
            Browser(chat).comes(name="Ирина").says("Здравствуйте!")
            work()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            anna.get("/chats/")
        counts.append(len(asked))

    assert counts == [11, 11]
