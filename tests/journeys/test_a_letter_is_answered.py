"""The main job, through the doors: a letter comes, Anna answers, the promise is kept."""

import email
import re
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast as typed

from slovo.conversations.models import Direction, State
from slovo.promises.models import Promise
from slovo.promises.models import State as PromiseState
from tests.cast import IRINA, Cast, arrives, letter, the_conversation, the_last_message, work


def outgoing(cast: Cast) -> list[EmailMessage]:
    """The letters that have left, oldest first."""
    paths = sorted(Path(cast.outgoing, "new").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    return [typed(EmailMessage, email.message_from_bytes(path.read_bytes(), policy=default)) for path in paths]


def test_a_letter_becomes_a_conversation_with_a_promise_to_answer(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)

    conversation = the_conversation()
    assert conversation.subject == "Чайник не пришёл"
    assert conversation.customer.name == "Ирина Соколова"
    assert conversation.state == State.OPEN
    promise = Promise.objects.get(about=conversation.key)
    assert promise.state == PromiseState.OPEN
    assert (promise.due_at - promise.made_at).total_seconds() == 120 * 60
    assert conversation.next_promise == promise


def test_the_answer_leaves_threads_and_keeps_the_promise(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    conversation = the_conversation()

    cast.browser_of(cast.anna).post(f"/conversations/{conversation.public_id}/replies", {"text": "Он уже в пути."})
    assert Promise.objects.get().state == PromiseState.OPEN  # nothing has left the house yet
    work()

    (sent,) = outgoing(cast)
    assert sent["To"] == f"Ирина Соколова <{IRINA}>"
    assert sent["In-Reply-To"] == "<1@irina.example.com>"
    assert sent["References"] == "<1@irina.example.com>"
    assert sent["Subject"] == f"Re: Чайник не пришёл [#{conversation.reference}]"
    assert "Он уже в пути." in sent.get_body(("plain",)).get_content()
    assert Promise.objects.get().state == PromiseState.KEPT
    conversation.refresh_from_db()
    assert (conversation.state, conversation.assignee) == (State.WAITING, cast.anna)


def test_her_answer_to_ours_continues_the_conversation_and_promises_anew(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    conversation = the_conversation()
    cast.browser_of(cast.anna).post(f"/conversations/{conversation.public_id}/replies", {"text": "Он уже в пути."})
    work()
    (sent,) = outgoing(cast)

    headers = [("In-Reply-To", sent["Message-ID"]), ("References", sent["Message-ID"])]
    arrives(letter("Спасибо, жду!", message_id="<2@irina.example.com>", headers=headers), cast.chainik_mail)

    assert the_conversation() == conversation
    assert the_last_message().text.strip() == "Спасибо, жду!"
    first, second = Promise.objects.order_by("pk")
    assert (first.state, second.state) == (PromiseState.KEPT, PromiseState.OPEN)
    assert (second.due_at - second.made_at).total_seconds() == 240 * 60  # the next answer's time, not the first's


def test_a_reply_closes_and_her_next_letter_opens_again(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    conversation = the_conversation()
    address = f"/conversations/{conversation.public_id}/replies"
    cast.browser_of(cast.anna).post(address, {"text": "Доставлен сегодня в 12:40.", "then_close": "1"})
    work()
    conversation.refresh_from_db()
    assert (conversation.state, conversation.closed_by) == (State.CLOSED, cast.anna)

    headers = [("In-Reply-To", outgoing(cast)[0]["Message-ID"])]
    arrives(letter("Но крышки нет.", message_id="<2@irina.example.com>", headers=headers), cast.chainik_mail)

    conversation.refresh_from_db()
    assert conversation.state == State.OPEN
    assert conversation.next_promise is not None


def test_the_page_shows_letter_customer_and_time_left(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)

    page = cast.browser_of(cast.pavel).get(f"/conversations/{the_conversation().public_id}/").content.decode()

    assert "Где мой чайник?" in page
    assert "Ирина Соколова" in page
    assert "Чайник не пришёл" in page


def test_the_customer_writes_while_the_answer_leaves_and_is_promised_another(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    conversation = the_conversation()
    cast.browser_of(cast.anna).post(f"/conversations/{conversation.public_id}/replies", {"text": "Он уже в пути."})
    headers = [("References", "<1@irina.example.com>")]
    arrives(letter("И ещё вопрос.", message_id="<2@irina.example.com>", headers=headers), cast.chainik_mail)

    directions = list(conversation.messages.values_list("direction", flat=True))
    assert directions == [Direction.IN, Direction.OUT, Direction.IN]
    first, second = Promise.objects.order_by("pk")
    assert (first.state, second.state) == (PromiseState.KEPT, PromiseState.OPEN)


def test_a_note_and_a_reply_written_on_one_page_are_both_kept(cast: Cast) -> None:
    """Each form has a draft of its own, or the second would count as the first sent again."""
    arrives(letter(), cast.chainik_mail)
    browser, address = cast.browser_of(cast.anna), f"/conversations/{the_conversation().public_id}"
    page = browser.get(f"{address}/").content.decode()
    reply_id, note_id = re.findall(r'name="draft_id" value="([^"]+)"', page)

    browser.post(f"{address}/notes", {"text": "Спрошу на складе.", "draft_id": note_id})
    browser.post(f"{address}/replies", {"text": "Уже едет.", "draft_id": reply_id})

    texts = the_conversation().messages.exclude(direction=Direction.IN).values_list("direction", "text")
    assert list(texts) == [("note", "Спрошу на складе."), ("out", "Уже едет.")]
