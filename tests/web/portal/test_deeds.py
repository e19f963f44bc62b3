"""What Irina does on her page lands in the conversation, once, and is done by her."""

from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone

from slovo.conversations.models import Conversation, Direction, Message
from slovo.core import limits
from slovo.core.journal.models import JournalEntry
from slovo.core.live.models import Nudge
from slovo.promises import ledger, links, moving
from slovo.promises.models import Promise, State
from slovo.promises.more_models import Consent, PromiseMove
from slovo.web.portal import views
from tests.cast import Cast, arrives, letter, the_conversation, work
from tests.promises.stories import now_of
from tests.web.portal.pages import DAY, HOUR, Phone, opens, promised_to_irina, text_of, the_link


@pytest.fixture(autouse=True)
def asked(cast: Cast) -> None:
    limits.forget()
    arrives(letter(), cast.chainik_mail)


def last_fact(kind: str) -> JournalEntry:
    return JournalEntry.objects.filter(kind=kind).latest("pk")


def moves(cast: Cast, promise: Promise, *, told: str = "message", hours: int = 24) -> PromiseMove:
    assert promise.due_at
    due_at = promise.due_at + timedelta(hours=hours)
    return moving.move(
        promise_id=promise.pk, due_at=due_at, reason="Снегопад", told=told, by=cast.anna, at=timezone.now()
    )


def thread(cast: Cast) -> str:
    page = cast.browser_of(cast.anna).get(f"/conversations/{the_conversation().public_id}/?part=thread")
    return text_of(page.content.decode())


def test_a_question_is_her_message_in_the_conversation(cast: Cast) -> None:
    phone = opens(cast)

    assert "Сообщение у нас, мы на него ответим" in phone.taps("question", text="А крышка будет?")

    message = Message.objects.latest("pk")
    assert (message.direction, message.text) == (Direction.IN, "А крышка будет?")
    assert message.conversation == the_conversation()
    assert message.customer == the_conversation().customer
    assert last_fact("MessageReceived").actor_kind == "customer"
    assert "А крышка будет?" in thread(cast)


def test_an_answer_to_what_she_asked_there_leaves_as_a_letter(cast: Cast) -> None:
    opens(cast).sends("question", text="А крышка будет?")
    answer = {"text": "Будет!", "draft_id": ""}
    cast.browser_of(cast.anna).post(f"/conversations/{the_conversation().public_id}/replies", answer)
    work()

    message = Message.objects.filter(direction=Direction.OUT).get()
    assert message.sent_at
    assert message.recipients[0][1] == "irina@example.com"


def test_what_is_tapped_twice_is_one_message(cast: Cast) -> None:
    phone = opens(cast)
    address, fields = phone.fills("question", text="Алло?")
    for _tap in range(3):
        assert phone.client.post(address, fields).status_code == 303
    assert phone.client.post(address, fields | {"text": "И ещё"}).status_code == 303

    said = Message.objects.order_by("pk").values_list("text", flat=True)
    assert list(said)[1:] == ["Алло?", "И ещё"]


@pytest.mark.parametrize(
    ("text", "words"), [("   ", "Напишите, что вы хотите узнать"), ("я" * 4_001, "Уложитесь в 4000 знаков")]
)
def test_what_is_no_question_is_said_beside_it(cast: Cast, text: str, words: str) -> None:
    page = text_of(opens(cast).sends("question", status=409, text=text).content.decode())

    assert words in page.replace("\xa0", "")
    assert Message.objects.count() == 1


def test_a_question_on_a_page_of_everything_goes_to_her_last_conversation(cast: Cast) -> None:
    arrives(letter("О крышке", subject="Крышка", message_id="<2@irina.example.com>"), cast.chainik_mail)
    last = Conversation.objects.latest("pk")
    _link, token = links.make_link(
        brand=cast.chainik, customer_id=last.customer_id, about="", by=cast.anna, at=timezone.now()
    )
    Phone(token).sends("question", text="Когда?")

    assert Message.objects.latest("pk").conversation == last


def test_of_a_customer_without_a_conversation_a_question_begins_one(cast: Cast) -> None:
    known = the_conversation().customer
    new = type(known).objects.create(brand=cast.chainik, name="Олег", created_at=timezone.now(), language="ru")
    _link, token = links.make_link(brand=cast.chainik, customer_id=new.pk, about="", by=cast.anna, at=timezone.now())
    Phone(token).sends("question", text="Вы открыты?")

    begun = Conversation.objects.latest("pk")
    assert (begun.customer, begun.channel, begun.subject) == (new, "page", "Со страницы обещаний")
    assert begun.next_promise


def test_she_agrees_to_another_time_with_one_tap(cast: Cast) -> None:
    promise = promised_to_irina(cast)
    move, phone = moves(cast, promise), opens(cast)
    assert "Подойдёт ли другой срок?" in phone.reads()

    assert "Договорились о новом сроке" in phone.taps("choice", choice="wait")

    move.refresh_from_db()
    assert (move.consent, move.consent_how) == (Consent.GIVEN, "page")
    fact = last_fact("PromiseConsentGiven")
    assert (fact.actor_kind, fact.about) == ("customer", the_conversation().key)
    assert "Подойдёт ли другой срок?" not in phone.reads()
    assert "Вы согласились на новый срок." in phone.reads()
    assert "The customer agreed" in thread(cast)


def test_her_answer_to_a_time_of_which_nobody_told_her_moves_the_promise(cast: Cast) -> None:
    promise = promised_to_irina(cast)
    move = moves(cast, promise, told="")
    assert now_of(promise).due_at == promise.due_at

    opens(cast).sends("choice", choice="wait")

    assert (now_of(promise).due_at, now_of(promise).state) == (move.due_now, State.MOVED)


def test_she_does_not_agree_and_the_desk_hears_of_it_once(cast: Cast) -> None:
    promise = promised_to_irina(cast)
    move, phone = moves(cast, promise), opens(cast)
    address, fields = phone.fills("choice", choice="alternative")
    Nudge.objects.all().delete()
    for _tap in range(2):
        assert phone.client.post(address, fields).status_code == 303
    work()

    move.refresh_from_db()
    assert move.consent == Consent.REFUSED
    assert JournalEntry.objects.filter(kind="PromiseConsentRefused").count() == 1
    assert Nudge.objects.filter(key=the_conversation().key).exists()


def test_nobody_agrees_to_a_time_that_they_have_not_read(cast: Cast) -> None:
    promise = promised_to_irina(cast)
    first, phone = moves(cast, promise, told="", hours=1), opens(cast)
    address, fields = phone.fills("choice", choice="wait")
    moving.take_back(move_id=first.pk, by=cast.anna, at=timezone.now())
    second = moves(cast, promise, told="", hours=48)

    answer = phone.client.post(address, fields)

    assert answer.status_code == 409
    assert "назван другой срок" in text_of(answer.content.decode())
    second.refresh_from_db()
    assert second.consent == Consent.ASKED


def test_she_says_that_it_is_done_and_that_it_is_not(cast: Cast) -> None:
    promise, phone = promised_to_irina(cast), opens(cast)
    address, fields = phone.fills("confirmation")
    for _tap in range(2):
        assert phone.client.post(address, fields).status_code == 303
    work()
    assert now_of(promise).state == State.KEPT
    assert last_fact("PromiseKept").actor_kind == "customer"
    assert thread(cast).count("Done as promised: «Чайник у вас дома»") == 1  # by its own fact, and by no other

    assert "Мы снова взялись за это" in phone.taps("denial", text="Нет крышки")

    again = now_of(promise)
    assert (again.state, again.due_at) == (State.OPEN, promise.due_at)
    assert last_fact("PromiseOwedAgain").actor_kind == "customer"
    assert Message.objects.latest("pk").text == "Это не сделано: «Чайник у вас дома».\nНет крышки"


def test_what_she_confirms_after_its_time_stays_broken(cast: Cast) -> None:
    promise, phone = promised_to_irina(cast, hours=1), opens(cast)
    with mock.patch.object(timezone, "now", return_value=timezone.now() + 2 * HOUR):
        phone.sends("confirmation")

    assert (now_of(promise).broken_at, now_of(promise).state) == (promise.due_at, State.BROKEN)


def test_what_was_done_long_ago_is_written_about_and_an_answer_is_not_denied(cast: Cast) -> None:
    promise, phone = promised_to_irina(cast), opens(cast)
    ledger.keep(promise_id=promise.pk, by=cast.anna, at=timezone.now() - 31 * DAY)

    assert "Это не сделано" not in phone.reads()


def test_she_cancels_with_a_word_why(cast: Cast) -> None:
    promise, phone = promised_to_irina(cast), opens(cast)
    refused = phone.sends("cancellation", status=409, text=" ")
    assert "Напишите в двух словах" in text_of(refused.content.decode())

    address, fields = phone.fills("cancellation", text="Купила сама")
    for _tap in range(2):
        assert phone.client.post(address, fields).status_code == 303
    work()

    released = now_of(promise)
    assert (released.state, released.release_words, released.release_how) == (State.RELEASED, "Купила сама", "page")
    assert last_fact("PromiseReleased").actor_kind == "customer"
    assert "released" in thread(cast)


def test_nothing_is_done_to_what_is_not_on_her_page(cast: Cast) -> None:
    own, other = promised_to_irina(cast), promised_to_irina(cast, what="Другое")
    phone = opens(cast)
    _address, fields = phone.fills("cancellation", text="Нет")
    _link, token = links.make_link(
        brand=cast.chainik,
        customer_id=the_conversation().customer_id,
        about="order:1",
        by=cast.anna,
        at=timezone.now(),
    )
    nobody = Phone(token)
    own_form = nobody.fills("question", text="x")[1]
    for noun in ("cancellation", "confirmation", "denial", "choice"):
        answer = nobody.client.post(
            f"/s/{token}/{noun}?lang=ru", fields | own_form | {"promise": str(own.shown_id), "text": "Нет"}
        )
        assert answer.status_code == 409, noun

    assert {now_of(one).state for one in (own, other)} == {State.OPEN}


@pytest.mark.parametrize("once", ["", "made-up", "0" * 32 + ".aaaaaaaaaaaaaaaa"])
def test_a_form_of_another_house_changes_nothing(cast: Cast, once: str) -> None:
    phone = opens(cast)
    address, fields = phone.fills("question", text="Привет")

    assert phone.client.post(address, fields | {"once": once}).status_code == 409
    assert Message.objects.count() == 1


def test_a_form_of_another_link_changes_nothing(cast: Cast) -> None:
    phone, other = opens(cast), opens(cast)
    address, fields = phone.fills("question", text="Привет")
    fields["once"] = other.fills("question")[1]["once"]

    assert phone.client.post(address, fields).status_code == 409


def test_a_link_and_an_address_may_do_so_much_in_an_hour(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "DEEDS_AN_HOUR_MAX", 2)
    monkeypatch.setattr(views, "DEEDS_AN_HOUR_OF_ADDRESS_MAX", 3)
    phone, other = opens(cast), opens(cast)
    for text in ("1", "2"):
        phone.sends("question", text=text)
    refused = phone.sends("question", status=429, text="3")
    other.sends("question", text="4")

    assert refused["Retry-After"] == "3600"
    assert "Подождите час" in text_of(refused.content.decode())
    assert phone.get().status_code == 200
    other.sends("question", status=429, text="5")
    assert Message.objects.count() == 4


def test_what_is_too_large_or_cannot_be_written_is_not_read(cast: Cast) -> None:
    phone = opens(cast)
    address, fields = phone.fills("question", text="я" * 70_000)

    assert phone.client.post(address, fields).status_code == 413
    assert phone.client.post(address, fields | {"text": "a\0b"}).status_code == 400
    assert Message.objects.count() == 1


def test_a_revoked_link_does_nothing_any_more(cast: Cast) -> None:
    phone = opens(cast)
    address, fields = phone.fills("question", text="Привет")
    links.revoke_link(link_id=the_link().pk, by=cast.anna, at=timezone.now())

    assert phone.client.post(address, fields).status_code == 404
    assert Message.objects.count() == 1
