"""Scripted talks in the chat of a brand, through the visitor's browser: an order, a call, a visit."""

import re
from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format

from slovo.assistant import answering, jobs
from slovo.assistant import setting as the_bot
from slovo.assistant.flow_models import FlowTurn
from slovo.assistant.flows import setting as flows
from slovo.assistant.flows import world
from slovo.assistant.flows.document import read
from slovo.callbacks.models import Callback
from slovo.conversations import chat_waiting
from slovo.conversations.models import Conversation, Direction, Message, State
from slovo.core import limits
from slovo.core.db import transaction
from slovo.orders import feeding
from slovo.orders.models import Delivery, Order, Payment
from slovo.promises.models import Promise
from slovo.promises.models import State as Promised
from slovo.visits import booking
from slovo.visits.models import Visit
from tests.assistant.stories import HELLO, OVER, a_chat_with_the_bot, a_running, asks, heard, options, words
from tests.callbacks.stories import E164, PHONE, ruled
from tests.cast import IRINA, Cast, arrives, at_one_instant, letter, the_conversation, work
from tests.channels.chat.visitors import Browser, token_for
from tests.orders.stories import an_order
from tests.visits.stories import entry_of, letters, tasting
from tests.visits.stories import irina as a_customer

WHERE = "Где мой заказ 1512?"
NUMBER = "Напишите номер заказа. Он есть в письме или СМС о заказе."
PROOF = "Чтобы не рассказать о чужом заказе: напишите e-mail или телефон, который в нём указан."
AGAIN = "Я не понял ответа."


@pytest.fixture(autouse=True)
def nobody_asked_before() -> None:
    limits.forget()
    chat_waiting.forget()


@pytest.fixture
def order(cast: Cast) -> Order:
    """Of Irina, who has written a letter before; a kettle in two days."""
    arrives(letter(), cast.chainik_mail)
    return an_order(cast)


def vouched_for(browser: Browser, *, person: str = "7", email: str = IRINA) -> Browser:
    assert browser.is_identified(token_for(browser.chat, id=person, name="Ирина", email=email)).status_code == 200
    return browser


def told(order: Order) -> str:
    promise = order.lines.get().promise
    assert promise and promise.due_at
    due_at = promise.due_at.astimezone(order.brand.tz)
    with translation.override("ru"):
        return f"Заказ 1512: принят. Обещан к {date_format(due_at, 'j E')}, {due_at:%H:%M}."


def the_chat() -> Conversation:
    return Conversation.objects.get(channel="chat")


def the_answer() -> Promise:
    return Promise.objects.get(kind="answer", about=the_chat().key)


def note() -> list[str]:
    return Message.objects.get(direction=Direction.NOTE).text.splitlines()


def delivered_again(times: int = 2) -> None:
    """The task of every message of the visitor."""
    for message in Message.objects.filter(direction=Direction.IN, conversation__channel="chat"):
        for _again in range(times):
            with transaction():
                jobs.answer.enqueue(message_id=message.pk)
    work()


def test_whom_the_site_vouches_for_hears_the_state_of_their_order_and_its_day_at_once(cast: Cast, order: Order) -> None:
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "order")

    irina = asks(vouched_for(Browser(chat).comes()), WHERE)

    assert words(irina).split("\n\n") == [
        "Я бот и помогу с этим. Напишите «позовите человека», если нужен человек.",
        told(order),
    ]
    assert heard(irina)["bot"] is True


def test_anybody_else_proves_that_the_order_is_theirs_by_the_contact_that_is_on_it(cast: Cast, order: Order) -> None:
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "order")

    irina = asks(Browser(chat).comes(), WHERE)
    assert words(irina).split("\n\n")[1:] == [PROOF]
    asks(irina, f"вот: {IRINA.upper()}.")

    assert words(irina) == told(order)
    asks(irina, "Спасибо, помогло!")
    assert words(irina) == "Рад, что помогло. Пишите, если появится что-то ещё."
    assert (the_answer().state, the_chat().state) == (Promised.RELEASED, State.CLOSED)


def test_a_number_that_was_not_said_is_asked_for(cast: Cast, order: Order) -> None:
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "order")

    irina = asks(vouched_for(Browser(chat).comes()), "где мой заказ")
    assert words(irina).startswith(HELLO)
    assert words(irina).endswith(NUMBER)
    asks(irina, "№1512")

    assert words(irina) == told(order)
    assert (the_answer().state, the_answer().done_at) == (Promised.PAUSED, None)


@pytest.mark.parametrize("proof", ["bohdan@example.org", "+7 900 000-00-99"])
def test_the_order_of_somebody_else_is_told_to_nobody_and_sounds_as_one_that_is_not_there(
    cast: Cast, order: Order, proof: str
) -> None:
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "order")
    heard_by = []
    for number in ("1512", "9999"):
        bohdan = vouched_for(Browser(chat).comes(), person=number, email="bohdan@example.org")
        asks(bohdan, f"Где мой заказ {number}?", proof)
        heard_by.append(bohdan.reads()[1:2] + bohdan.reads()[3:])

    assert heard_by[0] == heard_by[1]
    assert heard_by[0][1].startswith("Заказа с таким номером и контактом я не нахожу.\n\n" + OVER)
    assert [text for texts in heard_by for text in texts if "принят" in text or "Обещан" in text] == []


def test_a_typed_contact_makes_nobody_known(cast: Cast, order: Order) -> None:
    """Who merely names Irina's address before the chat has proved nothing."""
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "order")

    somebody = asks(Browser(chat).comes(name="Ирина", contact=IRINA), WHERE)

    assert words(somebody).endswith(PROOF)


def test_who_guesses_at_the_contact_of_an_order_is_stopped(cast: Cast, order: Order) -> None:
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "order")
    with mock.patch.object(world, "PROOFS_SECONDS", 10**9):  # within which no hour strikes during the test
        for number in range(world.PROOFS_MAX):
            asks(Browser(chat).comes(), WHERE, f"guess{number}@example.com")
        late = asks(Browser(chat).comes(), WHERE, IRINA)

    assert words(late).startswith("Заказа с таким номером")


def test_what_was_delivered_has_no_day_any_more(cast: Cast, order: Order) -> None:
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "order")
    at = timezone.now() + timedelta(seconds=1)
    line = order.lines.get()
    given = feeding.OrderGiven(
        number="1512",
        placed_at=order.placed_at,
        currency="RUB",
        total_minor=450_000,
        payment=Payment(order.payment),
        delivery=Delivery.DELIVERED,
        as_of=at,
        lines=[feeding.LineGiven(line.title, 1, 450_000, sku="K-1", delivery=Delivery.DELIVERED)],
    )
    feeding.take_order(
        brand=cast.chainik,
        customer_id=order.customer_id,
        source="shop",
        external_id="A-1512",
        given=given,
        by=cast.maria,
        at=at,
    )

    irina = asks(vouched_for(Browser(chat).comes()), WHERE)

    assert words(irina).endswith("Заказ 1512: доставлен.")


def test_who_is_not_understood_is_asked_once_more_and_then_a_person_comes(cast: Cast) -> None:
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "order")

    irina = asks(Browser(chat).comes(), "где мой заказ", "не знаю")
    assert words(irina) == f"{AGAIN} Номера заказа здесь не вижу. Скопируйте его из письма о заказе."
    asks(irina, "правда не знаю")

    assert words(irina).startswith(OVER)
    assert note()[0] == "Бот дважды не понял ответа."
    assert (the_conversation().state, the_conversation().assignee) == (State.OPEN, None)


@pytest.mark.parametrize(
    ("text", "why"),
    [("Позовите человека", "Попросили позвать человека."), ("Сколько можно, это безобразие", "Человек раздражён.")],
)
def test_a_person_comes_at_any_step_for_who_wants_one_or_is_angry(cast: Cast, text: str, why: str) -> None:
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "callback")

    irina = asks(Browser(chat).comes(), "Перезвоните мне", PHONE, text)

    assert words(irina).startswith(OVER)
    assert (note()[0], Callback.objects.count()) == (why, 0)


def test_a_call_back_that_is_asked_for_becomes_a_promise_with_its_clock(cast: Cast) -> None:
    ruled(cast, at=timezone.now())
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "callback")

    irina = asks(Browser(chat).comes(name="Ирина"), f"Перезвоните мне на {PHONE}")
    assert words(irina).endswith("О чём будет разговор? Пары слов достаточно.")
    asks(irina, "Про чайник")

    callback = Callback.objects.get()
    due_at = callback.promise.due_at
    assert due_at
    assert (callback.phone, callback.words, callback.about) == (E164, "Про чайник", the_conversation().key)
    assert timedelta(minutes=9) < due_at - callback.made_at <= timedelta(minutes=10)
    assert (callback.promise.kind, callback.promise.state) == ("callback", Promised.OPEN)
    assert words(irina).startswith(f"Записал: перезвоним на {E164}. Позвоним до ")
    assert f"{due_at.astimezone(cast.chainik.tz):%H:%M}" in words(irina)
    assert FlowTurn.objects.latest("pk").callback == callback

    delivered_again()
    assert (Callback.objects.get().asked_times, Promise.objects.filter(kind="callback").count()) == (1, 1)
    assert E164 in cast.browser_of(cast.anna).get("/callbacks/").content.decode().replace("\xa0", "").replace(" ", "")


def test_an_answer_in_other_letters_does_not_change_the_language_of_the_flow(cast: Cast) -> None:
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "callback")

    irina = asks(Browser(chat).comes(), "Перезвоните мне", PHONE, "Apple iPhone 15 Pro Max")

    assert words(irina).startswith("Записал: перезвоним на ")
    assert Callback.objects.get().words == "Apple iPhone 15 Pro Max"


def test_no_word_of_a_visitor_is_kept_beside_their_messages(cast: Cast) -> None:
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "callback")

    asks(Browser(chat).comes(), f"Перезвоните мне на {PHONE}", "Про чайник")

    kept = [(row.took, row.left) for row in FlowTurn.objects.order_by("pk")]
    assert kept == [(["phone"], {}), (["text"], {})]


def test_a_visit_is_booked_once_however_often_the_task_is_delivered(cast: Cast) -> None:
    tasting(cast)
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "visit")

    irina = asks(Browser(chat).comes(name="Ирина"), "Хочу записаться")
    assert words(irina).endswith("например «завтра в 15:00».")
    assert (len(options(irina)), options(irina)[-1]) == (4, "Другое время")
    chosen = options(irina)[1]
    asks(irina, chosen, PHONE)
    assert (words(irina), options(irina)) == ("Записываю?", ["Да, запишите", "Выбрать другое время"])
    assert Visit.objects.count() == 0
    asks(irina, "Да, запишите")

    visit = Visit.objects.select_related("promise").get()
    local = visit.starts_at.astimezone(cast.chainik.tz)
    assert chosen.endswith(f"{local:%H:%M}")
    assert words(irina).startswith(f"Готово: «Чайная проба», {chosen}.")
    assert (visit.about, visit.promise.kind) == (the_conversation().key, "visit")
    delivered_again()
    assert [one.pk for one in Visit.objects.all()] == [visit.pk]
    assert [text for text in irina.reads() if text.startswith("Готово")] == [words(irina)]


def books(browser: Browser) -> Visit:
    """Through the whole flow."""
    asks(browser, "Хочу записаться")
    asks(browser, options(browser)[1], PHONE, "Да, запишите")
    return Visit.objects.get()


def test_a_visit_is_said_once_in_the_chat_with_its_place_and_page(cast: Cast) -> None:
    tasting(cast)
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "visit")

    irina = Browser(chat).comes()
    visit = books(irina)

    said = [text for text in irina.reads() if "Чайная проба" in text]
    assert said == [words(irina)]
    assert said[0].split("\n\n")[1] == "Арбат, 1"
    page = re.search(r"\S+(/s/\S+)$", said[0])
    assert page and "Чайная проба" in irina.client.get(page[1], follow=True).content.decode()
    assert visit.letters.get().left_at is not None  # the desk knows that they were told
    assert letters(cast) == []


def test_whoever_has_an_address_gets_the_entry_for_their_calendar_by_letter_besides(cast: Cast, order: Order) -> None:
    tasting(cast)
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "visit")

    irina = vouched_for(Browser(chat).comes())
    visit = books(irina)

    assert len([text for text in irina.reads() if "Чайная проба" in text]) == 1
    [sent] = [one for one in letters(cast) if one["To"].endswith(f"<{IRINA}>")]
    method, entry = entry_of(sent)
    assert (method, entry["UID"]) == ("REQUEST", f"{visit.public_id}@chainik.example")
    assert entry["DTSTART;TZID=Europe/Moscow"] == f"{visit.starts_at.astimezone(cast.chainik.tz):%Y%m%dT%H%M%S}"


def test_a_visit_that_a_colleague_books_in_a_chat_is_still_told_there(cast: Cast) -> None:
    type_ = tasting(cast)
    chat = a_chat_with_the_bot(cast)
    irina = asks(Browser(chat).comes(), "Здравствуйте!")
    conversation = the_conversation()
    free = world.World(brand=cast.chainik, at=timezone.now(), language="ru").slots(str(type_.public_id), None)

    booking.book(
        type_id=type_.pk,
        starts_at=free[0],
        customer=conversation.customer,
        by=cast.anna,
        at=timezone.now(),
        about=conversation.key,
    )
    work()

    assert len([text for text in irina.reads() if text.startswith("Вы записаны: Чайная проба.")]) == 1


def test_a_worker_that_dies_between_thinking_and_speaking_books_nothing_and_then_once(cast: Cast) -> None:
    tasting(cast)
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "visit")
    irina = asks(Browser(chat).comes(), "Хочу записаться")
    asks(irina, options(irina)[0], PHONE)
    irina.says("Да, запишите")

    with mock.patch.object(answering.by_rule, "say", side_effect=RuntimeError), pytest.raises(RuntimeError):
        work()
    assert (Visit.objects.count(), FlowTurn.objects.count()) == (0, 3)
    delivered_again()

    assert (Visit.objects.count(), FlowTurn.objects.count()) == (1, 4)


def test_a_time_of_their_own_words_is_taken_and_another_is_offered(cast: Cast) -> None:
    tasting(cast)
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "visit")

    irina = asks(Browser(chat).comes(), "Запишите меня")
    first = options(irina)
    asks(irina, "Другое время")
    assert words(irina) == "Вот ещё свободное время."
    assert set(options(irina)) & set(first) == {"Другое время"}
    asks(irina, "послезавтра в 15:00", PHONE, "Да, запишите")

    local = Visit.objects.get().starts_at.astimezone(cast.chainik.tz)
    wanted = timezone.now().astimezone(cast.chainik.tz).date() + timedelta(days=2)
    assert (local.date(), f"{local:%H:%M}") == (wanted, "15:00")


def test_the_first_time_that_is_offered_can_still_be_had_nine_minutes_later(cast: Cast) -> None:
    """Asked two minutes before the edge of the hour's notice, whatever the first question takes."""
    tasting(cast, notice_minutes=60)
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "visit")
    edge = timezone.now().astimezone(cast.chainik.tz).replace(hour=11, minute=58, second=0) + timedelta(days=1)
    with at_one_instant(edge):
        irina = asks(Browser(chat).comes(), "Запишите меня")
        first = options(irina)[0]

    with at_one_instant(edge + timedelta(minutes=9)):
        asks(irina, first, PHONE, "Да, запишите")
    assert f"{Visit.objects.get().starts_at.astimezone(cast.chainik.tz):%H:%M}" == "13:30"


def test_a_time_of_their_own_words_that_is_nearly_too_soon_is_not_called_taken(cast: Cast) -> None:
    tasting(cast, notice_minutes=60)
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "visit")
    edge = timezone.now().astimezone(cast.chainik.tz).replace(hour=11, minute=58, second=0) + timedelta(days=1)
    with at_one_instant(edge):
        irina = asks(Browser(chat).comes(), "Запишите меня", "сегодня в 13:00")

    assert words(irina).startswith("Ближайшее к этому свободное время")
    assert "13:00" not in options(irina)[0]


def test_a_time_that_somebody_else_takes_meanwhile_is_said_to_be_taken_and_others_are_offered(cast: Cast) -> None:
    type_ = tasting(cast)
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "visit")
    irina = asks(Browser(chat).comes(), "Запишите меня")
    asks(irina, options(irina)[0], PHONE)
    waiting = FlowTurn.objects.latest("pk")
    assert waiting.slot
    customer = a_customer(cast)
    booking.book(type_id=type_.pk, starts_at=waiting.slot, customer=customer, by=cast.anna, at=timezone.now())

    asks(irina, "1")

    assert words(irina).split("\n\n")[0] == "Это время только что заняли. Давайте выберем другое."
    assert options(irina)[-1] == "Другое время"
    asks(irina, options(irina)[0], PHONE, "да")
    assert Visit.objects.filter(about__startswith="conversation:").count() == 1


def test_where_nothing_is_free_a_person_finds_a_time(cast: Cast) -> None:
    tasting(cast, ahead_days=1, notice_minutes=2 * 24 * 60)
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "visit")

    irina = asks(Browser(chat).comes(), "Запишите меня")

    assert "Свободного времени, которое я мог бы предложить, не осталось." in words(irina)
    assert note()[0] == "Сценарий бота ведёт здесь к человеку."


def test_a_talk_that_began_on_a_version_ends_on_it_and_one_that_is_switched_off_goes_on(cast: Cast) -> None:
    chat = a_chat_with_the_bot(cast)
    flow = a_running(cast, "callback")
    early = asks(Browser(chat).comes(), "Перезвоните мне")
    plain = flow.worked_on.plain()
    plain["steps"][1]["words"]["ru"] = "Какое у вас дело?"
    flows.draft(flow_id=flow.pk, document=read(plain), by=cast.orlov, at=timezone.now())
    flows.publish(flow_id=flow.pk, by=cast.orlov, at=timezone.now())
    late = asks(Browser(chat).comes(), "Перезвоните мне", PHONE)
    flows.switch(flow_id=flow.pk, on=False, by=cast.orlov, at=timezone.now())

    asks(early, "+7 900 000-00-13")
    assert words(early) == "О чём будет разговор? Пары слов достаточно."
    assert words(late) == "Какое у вас дело?"
    asks(early, "Про чайник")
    assert Callback.objects.get().phone == "+79000000013"
    assert words(asks(Browser(chat).comes(), "Перезвоните мне")).startswith(OVER)


def test_a_flow_of_another_brand_is_begun_by_nobody_here(cast: Cast) -> None:
    chat = a_chat_with_the_bot(cast)
    flow = flows.adopt(brand=cast.honey, template="callback", by=cast.orlov, at=timezone.now())
    flows.publish(flow_id=flow.pk, by=cast.orlov, at=timezone.now())
    flows.switch(flow_id=flow.pk, on=True, by=cast.orlov, at=timezone.now())

    assert words(asks(Browser(chat).comes(), "Перезвоните мне")).startswith(OVER)


def test_the_menu_offers_what_can_be_begun_in_the_visitors_language(cast: Cast) -> None:
    chat = a_chat_with_the_bot(cast)
    assert Browser(chat).get("config").json()["menu"] == []
    a_running(cast, "order")
    a_running(cast, "callback")

    assert Browser(chat).get("config").json()["menu"] == ["Где мой заказ?", "Перезвоните мне"]
    assert Browser(chat).get("config", "lang=en").json()["menu"] == ["Where is my order?", "Call me back"]
    irina = asks(Browser(chat).comes(), "Здравствуйте!")
    assert options(irina) == ["Где мой заказ?", "Перезвоните мне", "Позовите человека"]
    asks(irina, "Где мой заказ?")
    assert words(irina).endswith(NUMBER)


def test_what_is_switched_off_for_the_whole_bot_is_offered_by_no_menu(cast: Cast) -> None:
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "order")
    the_bot.set_rule(brand=cast.chainik, on=False, by=cast.orlov, at=timezone.now())

    assert Browser(chat).get("config").json()["menu"] == []


@pytest.mark.parametrize(
    "text", ["Мне так и не перезвонили", "Расскажите, из чего сделан ваш чайник", "Можно ли вернуть чайник?"]
)
def test_what_asks_for_none_of_it_begins_no_flow(cast: Cast, text: str) -> None:
    chat = a_chat_with_the_bot(cast)
    for template in ("order", "callback"):
        a_running(cast, template)

    asks(Browser(chat).comes(), text)

    assert FlowTurn.objects.count() == 0


def test_the_desk_sees_by_which_flow_the_bot_spoke(cast: Cast) -> None:
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "callback")
    asks(Browser(chat).comes(name="Ирина"), "Перезвоните мне")

    page = cast.browser_of(cast.anna).get(f"/conversations/{the_conversation().public_id}/").content.decode()

    assert re.search(r"flow «Call me back»", page)
