"""A visitor of the shop's site talks with Anna."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from slovo.channels import actions as channels
from slovo.conversations.models import Conversation, Message
from slovo.core.presence.models import Presence
from slovo.core.tasks.models import Task
from slovo.customers.models import Customer
from slovo.promises.models import Promise
from tests.cast import Cast, arrives, at_one_instant, letter, the_conversation, the_last_message, work
from tests.channels.chat.visitors import Browser, a_chat, token_for
from tests.pictures import PNG


@pytest.fixture
def irina(cast: Cast) -> Browser:
    return Browser(a_chat(cast)).comes(name="Ирина")


def answer(cast: Cast, text: str, **more: Any) -> Any:
    where = f"/conversations/{the_conversation().public_id}/replies"
    response = cast.browser_of(cast.anna).post(where, {"text": text, **more})
    work()
    return response


def words_in(conversation: Conversation) -> list[tuple[str, str]]:
    return list(conversation.messages.order_by("pk").values_list("direction", "text"))


def test_what_a_visitor_says_becomes_a_conversation_with_a_promise_of_a_minute(cast: Cast, irina: Browser) -> None:
    response = irina.says("Где мой чайник?")
    work()

    assert response.status_code == 200
    conversation, promise = the_conversation(), Promise.objects.get()
    assert (conversation.channel, conversation.subject) == ("chat", "Где мой чайник?")
    assert str(conversation.customer) == "Ирина"
    assert words_in(conversation) == [("in", "Где мой чайник?")]
    assert promise.due_at == promise.made_at + timedelta(minutes=1)


def test_annas_answer_is_in_the_chat_at_once_without_signature_and_the_promise_is_kept(
    cast: Cast, irina: Browser
) -> None:
    irina.says("Где мой чайник?")
    work()

    response = answer(cast, "Он в пути.")

    assert response.status_code == 302
    line = irina.get("news").json()["lines"][-1]
    assert (line["ours"], line["author"], line["text"]) == (True, "Анна Белкина", "Он в пути.")
    assert Promise.objects.get().done_at == the_last_message().sent_at


def test_annas_answer_stands_there_with_the_click_that_sends_it(cast: Cast, irina: Browser) -> None:
    """No worker has had it in its hands."""
    irina.says("Где мой чайник?")
    work()

    where = f"/conversations/{the_conversation().public_id}/replies"
    cast.browser_of(cast.anna).post(where, {"text": "Он в пути."})

    assert irina.reads() == ["Где мой чайник?", "Он в пути."]
    assert not Task.objects.filter(name="channels.deliver@1").exists()


@pytest.mark.parametrize("lines", [1, 3])
def test_asking_for_news_costs_the_same_whatever_was_said(
    irina: Browser, django_assert_num_queries: Any, lines: int
) -> None:
    for number in range(lines):
        irina.says(f"Вопрос {number}")
    work()
    irina.get("news")  # its portion of the limit

    with django_assert_num_queries(7):
        told = irina.reads()

    assert len(told) == lines


def test_who_waits_in_a_chat_goes_before_letters(cast: Cast, irina: Browser) -> None:
    mailbox = cast.chainik_mail
    channels.accept(brand_id=mailbox.brand_id, kind="email", raw=letter(), mailbox=mailbox, at=timezone.now())
    irina.says("Где мой чайник?")
    work()

    first, second = Message.objects.order_by("pk")
    assert (first.conversation.channel, second.conversation.channel) == ("chat", "email")


def test_what_is_said_next_stands_in_the_same_conversation(cast: Cast, irina: Browser) -> None:
    irina.says("Где мой чайник?")
    work()
    answer(cast, "Он в пути.")
    irina.says("Спасибо!")
    work()

    assert words_in(the_conversation()) == [("in", "Где мой чайник?"), ("out", "Он в пути."), ("in", "Спасибо!")]
    assert irina.reads() == ["Где мой чайник?", "Он в пути.", "Спасибо!"]


def test_two_messages_that_wait_together_are_one_conversation(cast: Cast, irina: Browser) -> None:
    irina.says("Где мой чайник?")
    irina.says("Заказ 1234.")
    work()

    assert words_in(the_conversation()) == [("in", "Где мой чайник?"), ("in", "Заказ 1234.")]


def test_a_message_sent_twice_is_one(cast: Cast, irina: Browser) -> None:
    client_id = str(uuid4())
    first, second = (irina.says("Где мой чайник?", client_id=client_id) for _time in range(2))
    work()

    assert first.json() == second.json()
    assert words_in(the_conversation()) == [("in", "Где мой чайник?")]
    assert irina.reads() == ["Где мой чайник?"]


def test_only_what_is_new_is_told(cast: Cast, irina: Browser) -> None:
    irina.says("Где мой чайник?")
    assert irina.news() == ["Где мой чайник?"]
    assert irina.news() == []
    work()
    answer(cast, "Он в пути.")
    assert irina.news() == ["Он в пути."]


def test_of_a_long_history_what_was_said_earlier_comes_when_it_is_asked_for(irina: Browser) -> None:
    begun = timezone.now() - timedelta(hours=1)
    for number in range(103):
        with at_one_instant(begun + timedelta(seconds=5 * number)):
            assert irina.says(str(number)).status_code == 200
    stranger = Browser(irina.chat).comes()

    newest = irina.get("news").json()["lines"]
    before = irina.get("earlier", f"lang=ru&before={newest[0]['id']}").json()["lines"]

    assert [line["text"] for line in newest] == [str(number) for number in range(3, 103)]
    assert [line["text"] for line in before] == ["0", "1", "2"]
    for who, line in ((irina, before[0]), (stranger, newest[0])):
        assert who.get("earlier", f"lang=ru&before={line['id']}").json() == {"lines": []}
    assert Browser(irina.chat).get("earlier", f"lang=ru&before={newest[0]['id']}").status_code == 401


def test_files_go_both_ways(cast: Cast, irina: Browser) -> None:
    irina.says("Вот чек.", files=[SimpleUploadedFile("чек.png", PNG, "image/png")])
    work()
    answer(cast, "Вот накладная.", files=SimpleUploadedFile("накладная.pdf", b"%PDF", "application/pdf"))

    assert the_conversation().messages.order_by("pk")[0].attachments.get().name == "чек.png"
    theirs, ours = (line["files"][0] for line in irina.get("news").json()["lines"])
    assert (theirs["name"], ours["name"]) == ("чек.png", "накладная.pdf")
    served = irina.client.get(ours["url"])
    assert (served.content, served["Content-Disposition"].split(";")[0]) == (b"%PDF", "attachment")
    assert served["X-Content-Type-Options"] == "nosniff"
    assert irina.client.get(ours["url"] + "x").status_code == 404


def test_marks_tell_either_side_what_the_other_has_read(cast: Cast, irina: Browser) -> None:
    sent = irina.says("Где мой чайник?").json()["line"]["id"]
    work()
    assert irina.get("news").json()["read"] is None

    where = f"/conversations/{the_conversation().public_id}/presence"
    cast.browser_of(cast.anna).post(where, {"kind": "viewing"})

    assert irina.get("news").json()["read"] == sent
    answer(cast, "Он в пути.")
    ours = irina.get("news").json()["lines"][-1]["id"]
    page = cast.browser_of(cast.anna).get(f"/conversations/{the_conversation().public_id}/").content.decode()
    assert "Read by the customer" not in page
    irina.post("marks", {"delivered": ours, "read": ours})
    page = cast.browser_of(cast.anna).get(f"/conversations/{the_conversation().public_id}/").content.decode()
    assert "Read by the customer" in page


def test_either_side_sees_the_other_write(cast: Cast, irina: Browser) -> None:
    irina.says("Где мой чайник?")
    work()
    conversation = the_conversation()
    where = f"/conversations/{conversation.public_id}/presence"
    cast.browser_of(cast.anna).post(where, {"kind": "typing"})
    irina.post("typing", {"typing": True})

    assert irina.get("news").json()["typing"] == ["Анна Белкина"]
    shown = cast.browser_of(cast.anna).get(f"/presence?of={conversation.pk}").content.decode()
    assert "Ирина" in shown

    irina.post("typing", {"typing": False})
    cast.browser_of(cast.anna).post(where, {"kind": ""})
    assert not Presence.objects.exists()
    assert irina.get("news").json()["typing"] == []


def test_a_day_later_it_is_another_matter(cast: Cast, irina: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    irina.says("Где мой чайник?")
    work()
    tomorrow = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    irina.says("А где крышка?")
    monkeypatch.undo()
    work()

    subjects = Conversation.objects.order_by("pk").values_list("subject", flat=True)
    assert list(subjects) == ["Где мой чайник?", "А где крышка?"]
    assert irina.reads() == ["Где мой чайник?", "А где крышка?"]


def test_somebody_whom_the_site_vouches_for_sees_their_history_on_every_device(cast: Cast) -> None:
    chat = a_chat(cast)
    phone, laptop = Browser(chat).comes(), Browser(chat)
    phone.is_identified(token_for(chat, id="77", name="Ирина Соколова", email="irina@example.com"))
    phone.says("Где мой чайник?")
    work()

    laptop.is_identified(token_for(chat, id="77", name="Ирина Соколова", email="irina@example.com"))

    assert laptop.reads() == ["Где мой чайник?"]
    assert phone.key != laptop.key
    assert the_last_message().verified is True


def test_what_a_browser_said_before_it_was_known_goes_with_it(cast: Cast) -> None:
    chat = a_chat(cast)
    laptop, phone = Browser(chat).comes(), Browser(chat).comes()
    laptop.is_identified(token_for(chat, id="77", name="Ирина"))
    laptop.says("Где мой чайник?")
    phone.says("Это я, с телефона.")
    work()

    phone.is_identified(token_for(chat, id="77", name="Ирина"))

    assert sorted(laptop.reads()) == sorted(phone.reads()) == ["Где мой чайник?", "Это я, с телефона."]


def test_who_wrote_letters_is_the_same_customer_in_the_chat(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    chat = a_chat(cast)
    browser = Browser(chat)
    browser.is_identified(token_for(chat, id="77", email="Irina@Example.com"))
    browser.post("consents", {"purpose": "talk", "version": 1})
    browser.says("Я писала вам письмо.")
    work()

    assert Customer.objects.count() == 1
    assert Conversation.objects.count() == 2


def test_an_address_that_nobody_proved_leads_to_no_customer(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    Browser(a_chat(cast)).comes(name="Не Ирина", contact="irina@example.com").says("Куда едет мой заказ?")
    work()

    writers = Message.objects.order_by("pk").values_list("customer__name", flat=True)
    assert list(writers) == ["Ирина Соколова", "Не Ирина"]


def test_what_a_rule_tells_is_said_in_the_chat_by_nobody(cast: Cast, irina: Browser) -> None:
    from slovo.conversations.informing import inform
    from slovo.core.journal.actor import SYSTEM

    irina.says("Где мой чайник?")
    work()
    conversation = the_conversation()
    inform(
        customer_id=conversation.customer_id,
        about=conversation.key,
        text="Чайник приехал.",
        actor=SYSTEM,
        at=timezone.now(),
    )
    work()

    line = irina.get("news").json()["lines"][-1]
    assert (line["author"], line["text"]) == ("", "Чайник приехал.")


def test_a_chat_passed_on_leaves_as_a_letter(cast: Cast, irina: Browser) -> None:
    irina.says("Где мой чайник?")
    work()
    where = f"/conversations/{the_conversation().public_id}/forwards"
    cast.browser_of(cast.anna).post(where, {"to": "sklad@example.com", "text": "Посмотрите, пожалуйста."})
    work()

    message = the_last_message()
    assert message.outbound and (message.outbound.channel, message.outbound.state) == ("email", "sent")
    assert irina.reads() == ["Где мой чайник?"]
