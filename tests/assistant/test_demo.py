"""Whoever tries the house writes to the bot of the demo company as a visitor and sees its flows work."""

import pytest
from django.utils import timezone

from slovo.assistant.flow_models import Flow
from slovo.callbacks.models import Callback
from slovo.channels.chat.models import Chat
from slovo.config.demo.chatting import talk
from slovo.config.demo.visitors import receive
from slovo.conversations import chat_waiting
from slovo.core import limits
from slovo.visits.models import Visit
from tests.assistant.stories import asks, options, words
from tests.callbacks.stories import E164, PHONE
from tests.cast import Cast
from tests.channels.chat.visitors import Browser

OUR_OWN = "http://testserver"


@pytest.fixture
def visitor(cast: Cast) -> Browser:
    limits.forget()
    chat_waiting.forget()
    receive(cast.chainik, at=timezone.now())
    talk(cast.chainik, administrator=cast.orlov, at=timezone.now())
    return Browser(Chat.objects.get(), origin=OUR_OWN)


def test_all_shipped_flows_are_published_and_on_and_stand_in_the_menu(cast: Cast, visitor: Browser) -> None:
    flows = Flow.objects.order_by("pk")

    assert [(one.slug, one.draft, bool(one.on_since)) for one in flows] == [
        ("order", None, True),
        ("callback", None, True),
        ("visit", None, True),
    ]
    menu = visitor.get("config").json()["menu"]
    assert menu == ["Где мой заказ?", "Перезвоните мне", "Записаться на визит"]
    page = cast.browser_of(cast.orlov).get(f"/brands/{cast.chainik.pk}/chat/site").content.decode()
    assert f'src="/widget/slovo.js" data-chat="{visitor.chat.public_id}"' in page
    assert [words in page for words in menu] == [True, True, True]


def test_a_call_is_asked_for_at_a_time_of_choice_and_a_visit_is_booked(cast: Cast, visitor: Browser) -> None:
    visitor.comes()
    asks(visitor, f"Перезвоните мне на {PHONE}", "Про чайник")
    asks(visitor, options(visitor)[1])
    assert (Callback.objects.get().phone, bool(Callback.objects.get().slot_starts_at)) == (E164, True)

    asks(visitor, "Записаться на визит")
    asks(visitor, options(visitor)[0], PHONE, "Да, запишите")
    assert words(visitor).startswith("Готово: «Консультация в магазине», ")
    assert Visit.objects.filter(about__startswith="conversation:").count() == 1


def test_who_does_not_administer_the_brand_or_where_there_is_no_chat_finds_no_such_page(cast: Cast) -> None:
    where = f"/brands/{cast.chainik.pk}/chat/site"
    assert cast.browser_of(cast.orlov).get(where).status_code == 404
    receive(cast.chainik, at=timezone.now())
    talk(cast.chainik, administrator=cast.orlov, at=timezone.now())
    assert [cast.browser_of(who).get(where).status_code for who in (cast.orlov, cast.anna, cast.taras)] == [
        200,
        404,
        404,
    ]
