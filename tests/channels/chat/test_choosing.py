"""Who asks for something in a chat chooses first, where the brand wants it so: the server insists, whatever asks."""

from typing import Any
from uuid import uuid4

import pytest

from slovo.channels.chat.models import Line
from slovo.conversations.models import Conversation, Message
from slovo.requests.models import Choice
from tests.cast import Cast, the_conversation, work
from tests.channels.chat.visitors import Browser, a_chat
from tests.requests.stories import by_hand, by_machine, engraving


@pytest.fixture
def irina(cast: Cast) -> Browser:
    kettle = engraving(cast)
    by_hand(kettle, cast.orlov)
    by_machine(kettle, cast.orlov)
    return Browser(a_chat(cast, request_type="engraving")).comes(name="Ирина")


def says(visitor: Browser, text: str, option: str = "", client_id: str = "") -> Any:
    where = f"/widget/{visitor.chat.public_id}/messages?lang=ru"
    given = {"client_id": client_id or str(uuid4()), "text": text, "option": option}
    return visitor.client.post(where, given, headers=visitor.headers, REMOTE_ADDR=visitor.address)


def test_the_options_are_told_as_on_the_page(irina: Browser) -> None:
    told = irina.get("options").json()

    assert (told["title"], told["needed"]) == ("Гравировка", True)
    assert [(one["name"], one["gone"]) for one in told["options"]] == [("Вручную", False), ("Станком", False)]
    assert told["options"][1]["words"] == ["Обещано: Надпись до двадцати букв", "Не обещано: День не обещан"]
    assert irina.get("news").json()["choose"] is True


def test_nothing_begins_without_a_choice_and_nothing_of_it_stays(irina: Browser) -> None:
    made_up = ["", "nothing", str(uuid4()), "x" * 5_000]

    assert [says(irina, "Хочу надпись.", option).status_code for option in made_up] == [422] * len(made_up)
    work()
    assert (Line.objects.count(), Message.objects.count()) == (0, 0)


def test_what_is_chosen_stands_in_the_conversation_and_is_asked_once(cast: Cast, irina: Browser) -> None:
    option, client_id = irina.get("options").json()["options"][0]["value"], str(uuid4())

    answers = [says(irina, "Хочу надпись.", option, client_id).status_code for _time in range(2)]
    says(irina, "И побыстрее.", option)
    says(irina, "Спасибо!")
    work()

    choice = Choice.objects.get()
    assert answers == [200, 200]
    assert (choice.about, choice.version.names["ru"]) == (the_conversation().key, "Вручную")
    assert irina.reads() == ["Хочу надпись.", "И побыстрее.", "Спасибо!"]
    assert Message.objects.filter(conversation=the_conversation()).count() == 3
    assert irina.get("news").json()["choose"] is False


def test_the_last_place_goes_to_one_and_the_other_is_told(irina: Browser) -> None:
    option = irina.get("options").json()["options"][0]["value"]
    bohdan = Browser(irina.chat).comes(name="Богдан")
    says(irina, "Хочу надпись.", option)

    refused = says(bohdan, "И я.", option)

    assert refused.status_code == 422
    assert "уже занято" in refused.json()["problem"]
    assert (Conversation.objects.count(), bohdan.reads()) == (1, [])


def test_a_brand_that_asks_for_no_choice_gets_none(cast: Cast) -> None:
    irina = Browser(a_chat(cast)).comes()

    assert irina.get("options").json() == {"options": [], "needed": False}
    assert irina.says("Где мой чайник?").status_code == 200
    assert irina.get("news").json()["choose"] is False
