"""Flows as an administrator has them: taken over, tried, worked on, published, switched on; and who may not."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from slovo.assistant.flow_models import Flow, FlowTurn, FlowVersion
from slovo.assistant.flows import setting as flows
from slovo.callbacks.models import Callback
from slovo.channels.models import Outbound
from slovo.conversations.models import Message
from slovo.core.journal.models import JournalEntry
from slovo.promises.models import Promise
from slovo.visits.models import Visit
from tests.assistant.stories import a_chat_with_the_bot, a_running, asks, words
from tests.callbacks.stories import PHONE
from tests.cast import IRINA, Cast, arrives, letter
from tests.channels.chat.visitors import Browser
from tests.orders.stories import an_order
from tests.visits.stories import tasting

CALLS = ["phone", "about", "time", "call", "taken", "call_soon"]  # the steps of the shipped flow


def place(cast: Cast, *parts: object) -> str:
    return "/".join(map(str, (f"/brands/{cast.chainik.pk}/assistant", *parts)))


def takes_over(cast: Cast, template: str) -> Flow:
    answer = cast.browser_of(cast.orlov).post(place(cast, "flows"), {"template": template})
    flow = Flow.objects.latest("pk")
    assert (answer.status_code, answer.headers["Location"]) == (302, place(cast, "flows", flow.pk, ""))
    return flow


def page(cast: Cast, *parts: object) -> str:
    answer = cast.browser_of(cast.orlov).get(place(cast, *parts))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def form_of(shown: str) -> dict[str, Any]:
    """What the page's form would send, as it stands."""
    form = re.search(r'<form class="form section" method="post">(.*?)</form>', shown, re.S)
    assert form
    found: dict[str, Any] = {}
    for name, value in re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', form[1]):
        found[name] = value
    for name, value in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', form[1], re.S):
        found[name] = value
    for name, options in re.findall(r'<select[^>]* name="([^"]+)">(.*?)</select>', form[1], re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def saves(cast: Cast, flow: Flow, **changed: str) -> str:
    """The form of a flow, with this changed; the page afterwards."""
    sent = form_of(page(cast, "flows", flow.pk, "")) | changed
    answer = cast.browser_of(cast.orlov).post(place(cast, "flows", flow.pk, ""), sent)
    assert answer.status_code == 302
    return page(cast, "flows", flow.pk, "")


def tries(cast: Cast, flow: Flow, *texts: str, lang: str = "ru", **more: str) -> str:
    """The last answer of the tester, each time with what was said before, as its form has it."""
    said: list[str] = []
    for text in texts:
        given = {"flow": flow.pk, "lang": lang, "said": said, "text": text, **more}
        answer = cast.browser_of(cast.orlov).post(place(cast, "trial"), given)
        assert answer.status_code == 200
        said.append(text)
    return unescape(answer.content.decode())


def rows() -> list[int]:
    models = (FlowTurn, Visit, Callback, Promise, Message, Outbound, JournalEntry)
    return [model._default_manager.count() for model in models]


def test_a_flow_is_taken_over_published_switched_on_and_off_again(cast: Cast) -> None:
    chat = a_chat_with_the_bot(cast)
    orlov, flow = cast.browser_of(cast.orlov), takes_over(cast, "callback")
    assert "Сценарий в порядке" in page(cast, "flows", flow.pk, "")
    refused = orlov.post(place(cast, "flows", flow.pk, "switch"), {"on": "yes"})
    assert (refused.status_code, "Сначала опубликуйте сценарий" in refused.content.decode()) == (422, True)

    assert orlov.post(place(cast, "flows", flow.pk, "publication")).status_code == 302
    assert orlov.post(place(cast, "flows", flow.pk, "switch"), {"on": "yes"}).status_code == 302
    assert re.search(r"Перезвоните мне</a>.*?включён", page(cast), re.S)
    assert words(asks(Browser(chat).comes(), "Перезвоните мне")).endswith("По какому номеру вам перезвонить?")

    assert orlov.post(place(cast, "flows", flow.pk, "switch")).status_code == 302
    assert "По какому номеру" not in words(asks(Browser(chat).comes(), "Перезвоните мне"))
    assert orlov.post(place(cast, "flows", flow.pk, "removal")).status_code == 302
    assert f"/flows/{flow.pk}/" not in page(cast)
    assert orlov.get(place(cast, "flows", flow.pk, "")).status_code == 404


def test_a_second_time_it_is_a_second_flow(cast: Cast) -> None:
    assert [takes_over(cast, "order").slug for _again in range(2)] == ["order", "order-2"]


def test_the_only_kind_of_visit_is_chosen_and_without_one_the_page_asks_for_it(cast: Cast) -> None:
    flow = takes_over(cast, "visit")
    shown = page(cast, "flows", flow.pk, "")
    assert "Выберите вид визита, для которого спрашивается время" in shown
    refused = cast.browser_of(cast.orlov).post(place(cast, "flows", flow.pk, "publication"))
    assert (refused.status_code, "Сценарий ещё не в порядке. time:" in refused.content.decode()) == (422, True)

    tasting(cast)
    assert "Сценарий в порядке" in page(cast, "flows", takes_over(cast, "visit").pk, "")


def test_what_is_changed_is_a_draft_and_becomes_a_version_when_it_is_published(cast: Cast) -> None:
    flow = a_running(cast, "callback")

    shown = saves(cast, flow, words_0_ru="На какой номер звонить?", key_0="number", name_ru="Обратный звонок")

    assert FlowVersion.objects.get(flow=flow).number == 1
    assert [text in shown for text in ("На какой номер звонить?", "Опубликовать", "Обратный звонок")] == [True] * 3
    assert cast.browser_of(cast.orlov).post(place(cast, "flows", flow.pk, "publication")).status_code == 302
    second, first = FlowVersion.objects.filter(flow=flow)
    assert (first.flow_document.steps[0].key, second.flow_document.steps[0].key) == ("phone", "number")
    assert second.flow_document.steps[0].words["ru"] == "На какой номер звонить?"
    assert second.flow_document.name["uk"] == "Передзвоніть мені"


def test_saved_as_it_is_nothing_is_changed(cast: Cast) -> None:
    tasting(cast)
    for template in ("order", "callback", "visit"):
        flow = a_running(cast, template)
        saves(cast, flow)
        flow.refresh_from_db()
        assert (template, flow.draft) == (template, None)


def test_a_step_is_added_moved_renamed_and_removed(cast: Cast) -> None:
    flow = a_running(cast, "callback")

    def keys() -> list[str]:
        return [one.key for one in Flow.objects.get(pk=flow.pk).worked_on.steps]

    saves(cast, flow, do="add")
    assert keys() == [*CALLS, "step_7"]
    shown = saves(cast, flow, do="up:6", key_6="thanks", words_6_ru="Спасибо", words_6_uk="Дякую", words_6_en="Thanks")
    assert keys() == [*CALLS[:-1], "thanks", "call_soon"]
    assert "К этому шагу ничто не ведёт" in shown
    assert "Сценарий в порядке" in saves(cast, flow, next_6="thanks")
    saves(cast, flow, key_0="number")
    saves(cast, flow, do="remove:5", next_6="")
    assert keys() == ["number", *CALLS[1:]]


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"words_1_en": ""}, "about: Нет текста на языках: английский."),
        ({"next_0": "call"}, "about: К этому шагу ничто не ведёт. Проложите к нему путь или удалите его."),
        ({"next_1": "phone"}, "phone: Отсюда сценарий никогда не кончается."),
        ({"next_1": ""}, "about: После ответа ничего не следует. Выберите следующий шаг."),
        ({"kind_0": "ask:text"}, "call: Сюда ведёт путь, на котором не спросили телефон."),
        ({"kind_0": "say", "kind_1": "say", "next_1": "phone"}, "Сценарий ходит по кругу"),
        ({"words_3_ru": "Звоним в {час}"}, "call: «{час}» здесь ничего не значит. Можно так: {phone}, {promised}."),
        ({"starts_uk": "", "menu_uk": ""}, "Его нечем начать на языках: украинский."),
        ({"key_1": "phone"}, "phone: Два шага названы одинаково. Переименуйте один."),
        ({"kind_1": "ask:choice"}, "about: Предложите на выбор от двух до 4 ответов."),
    ],
)
def test_what_is_not_sound_is_told_in_plain_words(cast: Cast, changed: dict[str, str], complaint: str) -> None:
    a_chat_with_the_bot(cast)
    flow = takes_over(cast, "callback")

    shown = saves(cast, flow, **changed)

    assert complaint in re.sub(r"<[^>]+>", "", shown).replace("\xa0", " ")
    answer = cast.browser_of(cast.orlov).post(place(cast, "flows", flow.pk, "publication"))
    assert (answer.status_code, FlowVersion.objects.count()) == (422, 0)


def test_a_brand_that_speaks_one_language_needs_words_in_that_one(cast: Cast) -> None:
    flow = takes_over(cast, "callback")

    assert "Сценарий в порядке" in saves(cast, flow, words_1_en="", words_1_uk="")


def test_the_tester_says_what_the_flow_would_say_and_books_and_keeps_nothing(cast: Cast) -> None:
    tasting(cast)
    flow = takes_over(cast, "visit")
    before = rows()

    first = tries(cast, flow, "хочу записаться")
    assert "Когда вам удобно прийти?" in first
    times = re.findall(r'name="text" value="([^"]+)"', first)
    assert (len(times), times[-1]) == (4, "Другое время")
    last = tries(cast, flow, "хочу записаться", times[0], PHONE, "Да, запишите")

    assert f"Готово: «Чайная проба», {times[0]}." in last
    assert "Здесь посетителя записали бы на визит. Сейчас не записали." in last
    assert "Здесь сценарий заканчивается." in last
    assert rows() == before


def test_the_tester_asks_for_no_call_and_hands_over_as_the_chat_does(cast: Cast) -> None:
    a_chat_with_the_bot(cast)
    flow = takes_over(cast, "callback")
    before = rows()

    assert "Здесь посетителя записали бы на обратный звонок." in tries(cast, flow, "Перезвоните мне", PHONE, "Чайник")
    assert "По какому номеру вам перезвонить?" in tries(cast, flow, "Перезвоните мне", "завтра")
    over = tries(cast, flow, "Перезвоните мне", PHONE, "позовите человека")
    assert ("а дальше вам ответит человек" in over, "Здесь разговор переходит к человеку." in over) == (True, True)
    assert "С этих слов сценарий не начинается" in tries(cast, flow, "Где мой заказ?")
    assert "What is it about?" in tries(cast, flow, "Call me back", PHONE, lang="en")
    assert rows() == before


def test_the_tester_tells_of_an_order_what_a_visitor_would_hear(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    an_order(cast)
    flow = takes_over(cast, "order")

    assert "принят. Обещан к" in tries(cast, flow, "Где мой заказ 1512?", IRINA)
    assert "Заказа с таким номером и контактом я не нахожу." in tries(cast, flow, "Где заказ 1512?", "b@example.org")


def test_the_tester_works_within_the_page_and_begins_anew(cast: Cast) -> None:
    flow, orlov = takes_over(cast, "callback"), cast.browser_of(cast.orlov)
    given = {"flow": flow.pk, "lang": "ru", "text": "Перезвоните мне"}

    part = orlov.post(place(cast, "trial"), given, headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<section class="section" id="trial">')
    anew = orlov.post(place(cast, "trial"), {**given, "said": ["Перезвоните мне"], "anew": "1"}).content.decode()
    assert "По какому номеру" not in anew


@pytest.mark.parametrize("who", ["anna", "maria", "taras"])
def test_who_does_not_administer_the_brand_finds_no_flow(cast: Cast, who: str) -> None:
    flow, browser = takes_over(cast, "callback"), cast.browser_of(getattr(cast, who))
    for noun in ("", "publication", "switch", "removal"):
        assert browser.post(place(cast, "flows", flow.pk, noun), {"on": "yes", "steps": "0"}).status_code == 404
    assert browser.post(place(cast, "trial"), {"flow": flow.pk, "text": "Перезвоните мне"}).status_code == 404
    assert browser.post(place(cast, "flows"), {"template": "order"}).status_code == 404
    assert (Flow.objects.count(), FlowVersion.objects.count(), len(flow.worked_on.steps)) == (1, 0, len(CALLS))


def test_a_flow_is_not_there_at_another_brand_of_the_same_administrator(cast: Cast) -> None:
    orlov, flow = cast.browser_of(cast.orlov), takes_over(cast, "callback")
    honey = f"/brands/{cast.honey.pk}/assistant"

    assert f"flows/{flow.pk}/" not in orlov.get(honey).content.decode()
    assert orlov.get(f"{honey}/flows/{flow.pk}/").status_code == 404
    assert orlov.post(f"{honey}/trial", {"flow": flow.pk, "text": "Перезвоните мне"}).status_code == 404
    assert orlov.post(f"{honey}/flows/{flow.pk}/removal").status_code == 404
    assert Flow.objects.get().removed_at is None


def test_nobody_adopts_what_is_not_shipped_and_the_door_is_shut_without_signing_in(cast: Cast) -> None:
    cast.browser_of(cast.orlov).post(place(cast, "flows"), {"template": "../secret"})
    assert (Flow.objects.count(), Client().get(place(cast, "trial")).status_code) == (0, 302)


def test_the_audit_tells_what_was_done_with_a_flow(cast: Cast) -> None:
    flow = takes_over(cast, "callback")
    flows.publish(flow_id=flow.pk, by=cast.orlov, at=timezone.now())
    flows.switch(flow_id=flow.pk, on=True, by=cast.orlov, at=timezone.now())

    shown = cast.browser_of(cast.orlov).get("/audit/").content.decode()

    told = ("Взят готовый сценарий бота", "Опубликован сценарий бота", "Сценарий бота включён или выключен")
    assert [text in shown for text in told] == [True] * 3
