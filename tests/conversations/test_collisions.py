"""Two at one conversation: an answer is stopped when the thread has changed under it, and taking has one winner."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from slovo.conversations import replying
from slovo.conversations.models import Conversation, Message
from slovo.conversations.outgoing import ThreadChanged
from slovo.core.journal.models import JournalEntry
from slovo.people.models import Staff
from tests.cast import Cast, arrives, letter, the_conversation, the_last_message, work


def asked(cast: Cast) -> Conversation:
    arrives(letter(), cast.chainik_mail)
    return the_conversation()


def writes_again(cast: Cast, text: str = "Отмените заказ!") -> Message:
    headers = [("References", "<1@irina.example.com>")]
    arrives(letter(text, message_id="<2@irina.example.com>", headers=headers), cast.chainik_mail)
    return the_last_message()


def post(cast: Cast, staff: Staff, conversation: Conversation, noun: str, **form: object):
    return cast.browser_of(staff).post(f"/conversations/{conversation.public_id}/{noun}", form)


def opened(cast: Cast, staff: Staff, conversation: Conversation) -> int:
    """The last message that the page of this person shows."""
    return int(cast.browser_of(staff).get(f"/conversations/{conversation.public_id}/").context["seen"])


def test_an_answer_is_stopped_when_the_customer_has_written_and_goes_when_it_is_sent_all_the_same(cast: Cast) -> None:
    conversation = asked(cast)
    seen = opened(cast, cast.maria, conversation)
    new = writes_again(cast)

    stopped = post(cast, cast.maria, conversation, "replies", text="Уже отправили.", seen=seen)

    assert stopped.status_code == 422
    assert list(stopped.context["problem"].news) == [new]
    assert stopped.context["reply"].text == "Уже отправили."
    assert stopped.context["seen"] == new.pk
    page = stopped.content.decode()
    assert "Разговор продолжился, пока вы писали." in page
    assert page.count("Отмените заказ!") == 3  # in the list, in the thread, and above the kept words
    assert conversation.messages.count() == 2

    sent = post(cast, cast.maria, conversation, "replies", text="Уже отправили.", seen=new.pk)
    assert sent.status_code == 302
    assert the_last_message().text == "Уже отправили."


def test_an_answer_is_stopped_when_a_colleague_has_answered(cast: Cast) -> None:
    conversation = asked(cast)
    seen = opened(cast, cast.anna, conversation)
    post(cast, cast.pavel, conversation, "replies", text="Он в пути.", seen=seen)

    stopped = post(cast, cast.anna, conversation, "replies", text="Узнаю.", seen=seen)
    assert (stopped.status_code, [one.text for one in stopped.context["problem"].news]) == (422, ["Он в пути."])


def test_a_colleagues_note_and_ones_own_answer_stop_nothing(cast: Cast) -> None:
    conversation = asked(cast)
    seen = opened(cast, cast.anna, conversation)
    post(cast, cast.pavel, conversation, "notes", text="Звонил склад.")
    assert post(cast, cast.anna, conversation, "replies", text="Он в пути.", seen=seen).status_code == 302

    assert post(cast, cast.anna, conversation, "replies", text="И крышка тоже.", seen=seen).status_code == 302


def test_programs_are_stopped_alike(cast: Cast) -> None:
    conversation = asked(cast)
    seen, new = the_last_message().pk, writes_again(cast)

    with pytest.raises(ThreadChanged) as stopped:
        replying.reply(
            conversation_id=conversation.pk, by=cast.anna, text="Он в пути.", at=timezone.now(), seen_message_id=seen
        )
    assert stopped.value.news == [new]


def test_what_is_taken_already_says_by_whom(cast: Cast) -> None:
    conversation = asked(cast)
    assert post(cast, cast.pavel, conversation, "taking").status_code == 302
    assert post(cast, cast.pavel, conversation, "taking").status_code == 302

    refused = post(cast, cast.anna, conversation, "taking")
    assert refused.status_code == 409
    assert "Павел Громов has it already." in refused.content.decode()
    assert the_conversation().assignee == cast.pavel


@pytest.mark.django_db(transaction=True)
def test_two_who_take_it_at_the_same_instant_get_one_owner(cast: Cast) -> None:
    conversation = asked(cast)
    start = Barrier(2)

    def take(staff: Staff) -> int:
        try:
            start.wait(30)
            return int(post(cast, staff, conversation, "taking").status_code)
        finally:
            connection.close()

    for browser in (cast.anna, cast.pavel):
        opened(cast, browser, conversation)
    with ThreadPoolExecutor(2) as both:
        statuses = sorted(both.map(take, [cast.anna, cast.pavel]))

    assert statuses == [302, 409]
    assert JournalEntry.objects.filter(kind="ConversationAssigned").count() == 1
    assert the_conversation().assignee in {cast.anna, cast.pavel}
    work()
