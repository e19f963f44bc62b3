"""Visitors who are silent for long are forgotten, as long as their brand says; with a customer go their browsers."""

from datetime import timedelta
from unittest import mock

from django.apps import apps
from django.utils import timezone

from slovo.channels.chat import personal_data
from slovo.channels.chat.models import Chat, Line, Visitor
from slovo.channels.models import Inbound
from slovo.conversations.jobs import take_in
from slovo.conversations.models import Message
from slovo.core.db import transaction
from slovo.core.files import actions as files
from slovo.core.files import storage
from slovo.core.files.models import File
from slovo.core.journal.models import JournalEntry
from slovo.core.personal import Holding, erase_some
from slovo.customers.models import Customer
from slovo.privacy import queries, sweeping
from tests.cast import Cast, the_conversation, work
from tests.channels.chat.visitors import TALK, Browser, a_chat, token_for
from tests.privacy.nights import sweeps_at

PAGE = {"ru": "Вы видите, на какой я странице."}
HELD = (*personal_data.HELD,)


def a_chat_that_forgets(cast: Cast, days: int | None) -> Chat:
    return a_chat(cast, consents={"talk": TALK, "page": PAGE}, kept_days=days)


def talked(visitor: Browser) -> Browser:
    visitor.post("pages", {"url": "https://chainik.example/kettles", "title": "Чайники"})
    visitor.says("Где мой чайник?")
    work()
    return visitor


def came(chat: Chat, name: str = "Ирина") -> Browser:
    return talked(Browser(chat).comes(name=name, consents={"talk": 1, "page": 1}))


def night_falls(after_days: float) -> None:
    sweeps_at(timezone.now() + timedelta(days=after_days))


def held() -> int:
    return sum(model._default_manager.count() for model in HELD)


def test_a_visitor_who_was_silent_for_long_is_forgotten_and_the_conversation_stays(cast: Cast) -> None:
    irina = came(a_chat_that_forgets(cast, 30))
    night_falls(29)
    assert irina.reads() == ["Где мой чайник?"]

    night_falls(31)

    assert (held(), irina.get("news").status_code) == (0, 401)
    assert Message.objects.get().text == "Где мой чайник?"
    page = cast.browser_of(cast.anna).get(f"/conversations/{the_conversation().public_id}/")
    assert (page.status_code, "Где мой чайник?" in page.content.decode()) == (200, True)
    assert "чайник" not in str(JournalEntry.objects.filter(kind="VisitorForgotten").values().get()).lower()


def files_hold(words: str) -> bool:
    return any(words.encode() in storage.read(one) for one in File.objects.all())


def test_what_they_said_is_not_kept_as_it_arrived_either(cast: Cast) -> None:
    """Nor whose it was. Files go once nothing refers to them; another visitor's stay."""
    chat = a_chat_that_forgets(cast, 30)
    came(chat, "Ирина")
    with mock.patch.object(timezone, "now", return_value=timezone.now() + timedelta(days=20)):
        bohdan = Browser(chat).comes(name="Богдан", consents={"talk": 1, "page": 1})
        bohdan.says("Где моя чашка?")
        work()
    assert files_hold("Где мой чайник?")

    night_falls(31)
    files.sweep(at=timezone.now() + timedelta(days=33))

    assert [files_hold(words) for words in ("Ирина", "Где мой чайник?", "Где моя чашка?")] == [False, False, True]
    irinas = Message.objects.get(text="Где мой чайник?")
    answer = cast.browser_of(cast.anna).get(f"/messages/{irinas.public_id}/raw")
    assert (answer.status_code, answer.content.decode()) == (
        410,
        "It is not kept any more as it arrived. The message itself stands in the conversation.",
    )


def test_what_was_emptied_and_is_brought_to_be_read_once_more_makes_no_message(cast: Cast) -> None:
    came(a_chat_that_forgets(cast, 30))
    night_falls(31)
    before = list(Message.objects.values())

    with transaction():
        take_in.enqueue(inbound_id=Inbound.objects.get().pk)
    work()

    assert list(Message.objects.values()) == before
    assert Inbound.objects.get().taken_in_at


def test_what_nobody_has_read_yet_is_not_emptied(cast: Cast) -> None:
    """The worker stood still for a month: the message comes all the same."""
    irina = Browser(a_chat_that_forgets(cast, 30)).comes(consents={"talk": 1, "page": 1})
    irina.says("Где мой чайник?")

    night_falls(31)
    work()

    assert Message.objects.get().text == "Где мой чайник?"


def test_whoever_was_on_a_page_meanwhile_stays(cast: Cast) -> None:
    irina = came(a_chat_that_forgets(cast, 30))
    later = timezone.now() + timedelta(days=20)
    with mock.patch.object(timezone, "now", return_value=later):
        irina.post("pages", {"url": "https://chainik.example/other", "title": "Другие"})

    night_falls(31)

    assert Visitor.objects.count() == 1


def test_a_brand_that_says_nothing_forgets_nobody(cast: Cast) -> None:
    came(a_chat_that_forgets(cast, None))

    night_falls(4_000)

    assert Line.objects.count() == 1


def test_who_is_blocked_is_not_let_in_again_by_time(cast: Cast) -> None:
    irina = came(a_chat_that_forgets(cast, 30))
    cast.browser_of(cast.anna).post(f"/conversations/{the_conversation().public_id}/blocking", {"blocked": "yes"})

    night_falls(31)

    assert irina.says("Ещё раз!").status_code == 403


def test_who_speaks_while_the_night_falls_stays(cast: Cast) -> None:
    irina = came(a_chat_that_forgets(cast, 30))
    moment = timezone.now() + timedelta(days=31)
    tonight = sweeping.next_step(as_of=moment)
    with mock.patch.object(timezone, "now", return_value=moment - timedelta(seconds=1)):
        irina.says("Я ещё здесь!")

    assert tonight and tonight.rule.model is Visitor
    assert sweeping.take(step=tonight, as_of=moment) == 0
    assert irina.reads() == ["Где мой чайник?", "Я ещё здесь!"]


def test_with_a_customer_go_all_their_browsers_and_nobody_elses(cast: Cast) -> None:
    chat = a_chat_that_forgets(cast, None)
    came(chat, "Богдан")
    laptop, phone = came(chat), Browser(chat).comes()
    for device in (laptop, phone):
        device.is_identified(token_for(chat, id="77", name="Ирина"))
    irina = Customer.objects.get(identities__kind="site")

    [theirs] = [one for one in personal_data.DECLARED if isinstance(one, Holding) and one.model is Visitor]
    with transaction():
        erased = erase_some(theirs, queries.person_of(irina), most=10, at=timezone.now())

    assert (erased, [one.name for one in Visitor.objects.all()]) == (2, ["Богдан"])
    assert [one.get("news").status_code for one in (laptop, phone)] == [401, 401]


def test_every_table_that_points_to_a_visitor_is_named(cast: Cast) -> None:
    pointing = {
        model
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.related_model is Visitor and field.concrete
    }

    assert pointing <= set(HELD)


def test_the_days_are_set_where_the_chat_is(cast: Cast) -> None:
    chat = a_chat_that_forgets(cast, None)
    orlov = cast.browser_of(cast.orlov)
    form = {
        "open": "on",
        "origins": "https://chainik.example",
        "languages": ["ru"],
        "contact": "asked",
        "chats_max": "4",
        "long_wait_minutes": "5",
    }

    answers = [
        orlov.post(f"/brands/{chat.brand_id}/chat", {**form, "kept_days": days}).status_code for days in ("0", "90")
    ]

    assert (answers, Chat.objects.get().kept_days) == ([422, 302], 90)
