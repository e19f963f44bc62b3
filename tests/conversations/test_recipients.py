"""To whom a reply goes: all who were in copy unless its author says otherwise; a thread is passed on to others."""

from email.message import EmailMessage
from typing import cast as typed

import pytest
from django.test.client import Client

from slovo.conversations.models import Attachment, Conversation, Message, State
from slovo.conversations.outgoing import UnableToReply
from slovo.conversations.recipients import named
from slovo.core.journal.models import JournalEntry
from slovo.promises.models import Promise
from slovo.promises.models import State as PromiseState
from tests.cast import Cast, arrives, letter, the_conversation, the_last_message, work
from tests.journeys.test_a_letter_is_answered import outgoing
from tests.pictures import PNG

COPIES = [("Cc", "Борис Соколов <boris@example.com>, help@chainik.example")]
PICTURE = ("чек.png", "image/png", PNG)


@pytest.fixture
def asked(cast: Cast) -> Conversation:
    arrives(letter(headers=COPIES, files=[PICTURE]), cast.chainik_mail)
    return the_conversation()


def post(browser: Client, conversation: Conversation, noun: str, **form: object):
    return browser.post(f"/conversations/{conversation.public_id}/{noun}", form)


def sent(cast: Cast) -> EmailMessage:
    work()
    return outgoing(cast)[-1]


def test_a_reply_goes_to_all_who_were_in_copy_and_the_form_shows_whom(cast: Cast, asked: Conversation) -> None:
    page = cast.browser_of(cast.anna).get(f"/conversations/{asked.public_id}/")
    assert (page.context["to"], page.context["cc"]) == (
        "Ирина Соколова <irina@example.com>",
        "Борис Соколов <boris@example.com>",
    )

    post(cast.browser_of(cast.anna), asked, "replies", text="Он в пути.")
    answer = sent(cast)
    assert (answer["To"], answer["Cc"]) == (
        "Ирина Соколова <irina@example.com>",
        "Борис Соколов <boris@example.com>",
    )
    shown = cast.browser_of(cast.anna).get(f"/conversations/{asked.public_id}/").content.decode()
    assert "to Ирина Соколова, copy to Борис Соколов" in shown


def test_the_author_says_to_whom(cast: Cast, asked: Conversation) -> None:
    form = {"to": "ira@work.example; Ирина <irina@example.com>", "cc": ""}
    post(cast.browser_of(cast.anna), asked, "replies", text="Он в пути.", **form)

    answer = sent(cast)
    assert (answer["To"], answer["Cc"]) == ("ira@work.example, Ирина <irina@example.com>", None)
    assert the_last_message().recipients == [["email", "ira@work.example", ""], ["email", "irina@example.com", "Ирина"]]


def test_whom_we_wrote_to_may_continue_the_conversation(cast: Cast, asked: Conversation) -> None:
    form = {"to": "irina@example.com", "cc": "Лена <lena@example.net>"}
    post(cast.browser_of(cast.anna), asked, "replies", text="Он в пути.", **form)
    work()
    headers = [("References", "<1@irina.example.com>")]
    raw = letter("Спасибо!", sender="Лена <lena@example.net>", message_id="<lena@example.net>", headers=headers)
    arrives(raw, cast.chainik_mail)

    assert Conversation.objects.count() == 1


def test_what_is_no_address_is_named_and_all_that_was_typed_stays(cast: Cast, asked: Conversation) -> None:
    form = {"to": "irina@example.com, Борис", "cc": "lena@example.net"}
    answer = post(cast.browser_of(cast.anna), asked, "replies", text="Он в пути.", **form)

    assert answer.status_code == 422
    assert "«Борис» is not an e-mail address. Check it." in answer.content.decode()
    assert (answer.context["to"], answer.context["cc"]) == (form["to"], form["cc"])
    assert asked.messages.count() == 1


@pytest.mark.parametrize("text", ["<a@b> c@d", "a b@example.com <", "@", "irina@", "a@example.com b@example.com"])
def test_nonsense_is_no_address(text: str) -> None:
    with pytest.raises(UnableToReply):
        named(text)


def forward(cast: Cast, conversation: Conversation, **form: object):
    return post(cast.browser_of(cast.anna), conversation, "forwards", **form)


def test_a_thread_is_passed_on_with_words_and_files_and_answers_nobody(cast: Cast, asked: Conversation) -> None:
    post(cast.browser_of(cast.pavel), asked, "notes", text="Это тайна.")
    page = cast.browser_of(cast.anna).get(f"/conversations/{asked.public_id}/forwards")
    files = [file.pk for file in page.context["files"]]
    assert forward(cast, asked, to="Склад <sklad@example.org>", text="Проверьте?", files=files).status_code == 302

    passed_on = sent(cast)
    body = passed_on.get_body(("plain",)).get_content().replace("\r", "")
    assert passed_on["To"] == "Склад <sklad@example.org>"
    assert passed_on["Subject"] == f"Fwd: Чайник не пришёл [#{asked.reference}]"
    assert body.startswith("Проверьте?\n\n-- \nАнна Белкина\nЧайник и Ко\n\nПереслано:\n\n")
    assert "Ирина Соколова <irina@example.com>:\n\nЗдравствуйте! Где мой чайник?" in body
    assert "тайна" not in body
    parts = [typed(EmailMessage, part) for part in passed_on.iter_attachments()]
    assert [part.get_filename() for part in parts] == ["чек.png"]

    assert the_conversation().state == State.OPEN
    assert Promise.objects.get().state == PromiseState.OPEN
    assert the_conversation().first_answered_at is None
    kinds = JournalEntry.objects.filter(about=asked.key).values_list("kind", flat=True)
    assert "ConversationForwarded" in kinds
    assert "ReplySent" not in kinds


def test_a_colleagues_forward_stops_no_reply(cast: Cast, asked: Conversation) -> None:
    seen = the_last_message().pk
    post(cast.browser_of(cast.pavel), asked, "forwards", to="sklad@example.org", text="?")

    assert post(cast.browser_of(cast.anna), asked, "replies", text="Узнаю.", seen=seen).status_code == 302


def test_a_forward_can_be_taken_back(cast: Cast, asked: Conversation) -> None:
    post(cast.browser_of(cast.anna), asked, "taking")
    forward(cast, asked, to="sklad@example.org", text="Проверьте?")
    cast.browser_of(cast.anna).post(f"/messages/{the_last_message().public_id}/taking-back")
    work()

    assert Message.objects.count() == 1
    assert the_conversation().assignee == cast.anna


def test_files_of_other_conversations_do_not_go_along(cast: Cast, asked: Conversation) -> None:
    other = ("чужое.png", "image/png", PNG + b"other")
    arrives(letter(subject="Другое", message_id="<other@example.com>", files=[other]), cast.chainik_mail)
    forward(cast, asked, to="sklad@example.org", text="?", files=list(Attachment.objects.values_list("pk", flat=True)))

    assert [part.get_filename() for part in sent(cast).iter_attachments()] == ["чек.png"]


def test_without_an_address_nothing_is_passed_on(cast: Cast, asked: Conversation) -> None:
    answer = forward(cast, asked, to="", text="?")

    assert answer.status_code == 422
    assert "Say to whom: write an address." in answer.content.decode()
