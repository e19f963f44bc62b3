"""/my/chainik/, "your consents": to which words Irina has agreed, and what stops when she takes it back."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from slovo.channels.chat.desk_models import PageSeen
from slovo.channels.chat.models import Chat, ConsentWords
from slovo.channels.chat.models import Consent as OfChat
from slovo.core import limits
from slovo.core.journal.models import JournalEntry
from slovo.customers import consents
from slovo.customers.consent_queries import may_be_written
from slovo.customers.models import Customer
from tests.cast import BOHDAN, IRINA, Cast, arrives, letter, the_conversation, work
from tests.channels.chat.visitors import TALK, Browser, a_chat, token_for
from tests.requests.form_stories import FILLED, link_to_confirm, repairs, sends
from tests.web.portal.pages import text_of
from tests.web.portal.test_account import Browser as Portal

PAGE_ASKED = {"ru": "Видеть, на какой вы странице?"}
LETTER_ASKED = {"ru": "Прислать поздний ответ письмом?"}


@pytest.fixture(autouse=True)
def nothing_used() -> None:
    limits.forget()


def irina() -> Customer:
    return Customer.objects.get(identities__value=IRINA)


def section(portal: Portal, path: str = "") -> str:
    """What stands there, in her words."""
    found = re.search(r'<section aria-labelledby="consents">.*?</section>', portal.sees(path), re.DOTALL)
    assert found
    return text_of(found[0])


def takes_back(portal: Portal, **what: str) -> str:
    """And what she is told then."""
    answer = portal.sends("consents", **what)
    assert answer.status_code == 303
    page = portal.client.get(answer["Location"]).content.decode()
    found = re.search(r'role="status">(.*?)</p>', page)
    return text_of(found[1]).strip() if found else ""


def fills_in(cast: Cast) -> None:
    """Irina wants her kettle repaired, and news: it was she who ticked that."""
    repairs(cast)
    sends({**FILLED, "f_news": "yes"})
    Client().post(link_to_confirm(cast))


def chats(cast: Cast, chat: Chat, *purposes: str) -> Browser:
    """Irina, for whom the shop's site vouches."""
    browser = Browser(chat)
    assert browser.is_identified(token_for(chat, id="77", email=IRINA, name="Ирина")).status_code == 200
    for purpose in purposes:
        version = chat.consents[purpose]["version"]
        assert browser.post("consents", {"purpose": purpose, "version": version}).status_code == 200
    return browser


def test_a_consent_of_a_form_stands_in_the_words_that_were_ticked(cast: Cast) -> None:
    fills_in(cast)
    portal = Portal(cast).enters()

    words = section(portal)

    assert "Вы согласились на рекламу. Присылайте мне новости Согласие" in words
    assert "на нашей странице. Редакция слов: 1 анкеты" in words
    assert "Согласна с условиями ремонта" in words
    assert f"/my/chainik/requests/{the_conversation().public_id}/?lang=ru" in portal.sees()


def test_advertising_taken_back_goes_out_no_more(cast: Cast) -> None:
    fills_in(cast)
    portal = Portal(cast).enters()
    assert may_be_written(irina().pk, "marketing", "email")

    told = takes_back(portal, advertising="no")

    assert told == "Рекламы от нас вы больше не получаете. Это действует с этой минуты."
    assert not may_be_written(irina().pk, "marketing", "email")
    fact = JournalEntry.objects.filter(kind="ConsentSaid").order_by("-pk")[0]
    assert (fact.actor_kind, fact.data["given"], fact.data["purpose"]) == ("customer", False, "marketing")
    words = section(portal)
    assert "Рекламы от нас вы не получаете." in words
    assert "Что было раньше Присылайте мне новости" in words


def test_what_a_program_brought_for_letters_alone_is_seen_and_taken_back(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    portal = Portal(cast).enters()
    for given, channel in ((False, ""), (True, "email")):
        consents.say(
            customer_id=irina().pk,
            purpose="marketing",
            given=given,
            channel=channel,
            how="api",
            words="лето-2",
            by=cast.orlov,
            at=timezone.now(),
        )
    assert "Вы согласились на рекламу." in section(portal)
    assert "Редакция слов: лето-2" in section(portal)

    takes_back(portal, advertising="no")

    assert not may_be_written(irina().pk, "marketing", "email")
    assert "Рекламы от нас вы не получаете." in section(portal)


def test_letters_of_her_own_matters_stop_and_come_again(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    portal = Portal(cast).enters()

    assert takes_back(portal, letters="no").startswith("Автоматических писем больше не будет.")
    assert not may_be_written(irina().pk, "service", "email")
    assert takes_back(portal, letters="yes").endswith("вы снова получите автоматическое письмо.")
    assert may_be_written(irina().pk, "service", "email")


def test_the_chat_takes_no_word_any_more_until_she_agrees_anew(cast: Cast) -> None:
    chat = a_chat(cast)
    browser = chats(cast, chat, "talk")
    assert browser.says("Здравствуйте!").status_code == 200
    work()
    portal = Portal(cast).enters()
    words = section(portal)
    assert f"{TALK['ru']} Согласие" in words
    assert "в чате. Редакция слов: 1" in words

    told = takes_back(portal, chat="talk")

    assert told.startswith("Вы отозвали это согласие.")
    assert browser.says("И ещё").status_code == 422
    fact = JournalEntry.objects.filter(kind="VisitorConsentWithdrawn").get()
    assert (fact.actor_kind, fact.actor_id) == ("customer", str(irina().pk))
    assert "Что было раньше" in section(portal)


def test_the_pages_seen_are_gone_with_the_consent(cast: Cast) -> None:
    chat = a_chat(cast, consents={"page": PAGE_ASKED})
    browser = chats(cast, chat, "page")
    browser.post("pages", {"url": "https://chainik.example/tea", "title": "Чай"})
    assert PageSeen.objects.count() == 1
    portal = Portal(cast).enters()
    assert PAGE_ASKED["ru"] in section(portal)

    takes_back(portal, chat="page")

    assert PageSeen.objects.count() == 0
    assert browser.post("pages", {"url": "https://chainik.example/tea", "title": "Чай"}).json() == {"seen": False}


def test_she_reads_the_words_of_her_own_version_though_the_brand_asks_in_others_now(cast: Cast) -> None:
    chats(cast, a_chat(cast), "talk")
    a_chat(cast, consents={"talk": {"ru": "Мы храним переписку три года."}})

    words = section(Portal(cast).enters())

    assert (TALK["ru"] in words, "три года" in words) == (True, False)


def test_other_words_after_a_while_without_any_are_not_those_that_were_agreed_to(cast: Cast) -> None:
    chat = a_chat(cast)
    browser = chats(cast, chat, "talk")
    a_chat(cast, consents={})
    chat = a_chat(cast, consents={"talk": {"ru": "Мы продаём переписку."}})

    assert chat.consents["talk"]["version"] == 2
    assert browser.says("Здравствуйте!").status_code == 422
    assert ConsentWords.objects.count() == 2


def test_the_words_stand_in_the_language_in_which_they_were_read(cast: Cast) -> None:
    chats(cast, a_chat(cast), "talk")
    OfChat.objects.update(language="en")

    assert TALK["en"] in section(Portal(cast).enters())


def test_of_another_person_nothing_is_seen_nor_taken_back(cast: Cast) -> None:
    chat = a_chat(cast)
    browser = chats(cast, chat, "talk")
    arrives(letter(sender=BOHDAN), cast.chainik_mail)
    portal = Portal(cast).enters(BOHDAN)

    assert TALK["ru"] not in section(portal)
    takes_back(portal, chat="talk")
    assert browser.says("Здравствуйте!").status_code == 200


@pytest.mark.parametrize("what", [{"chat": "everything"}, {"advertising": "yes"}, {"letters": "maybe"}, {}])
def test_what_is_made_up_changes_nothing(cast: Cast, what: dict[str, str]) -> None:
    arrives(letter(), cast.chainik_mail)
    portal = Portal(cast).enters()

    assert takes_back(portal, **what) == ""
    assert not JournalEntry.objects.filter(kind="ConsentSaid").exists()


def test_her_file_has_her_consents_with_their_words(cast: Cast) -> None:
    chats(cast, a_chat(cast), "talk")
    portal = Portal(cast).enters()

    said = portal.client.get("/my/chainik/data.json").json()["consents"]

    assert [(one["words"], one["version"], one["given"], one["taken_back_at"]) for one in said] == [
        (TALK["ru"], "1", True, None)
    ]
