"""What a visitor says within a moment stands at the desk in the order in which they said it, though two workers have it
in their hands and the second is the quicker."""

from datetime import timedelta

from django.utils import timezone

from slovo.channels.models import Inbound, Outbound
from slovo.conversations import jobs
from slovo.conversations.models import Conversation, Message
from slovo.core.db import transaction
from slovo.core.tasks.models import Task
from tests.cast import Cast, the_conversation, work, work_at
from tests.channels.chat.visitors import Browser, a_chat


def another_worker_takes(place: int, *, looks: int = 0) -> None:
    """What came at this place, before the others are looked at."""
    inbound = Inbound.objects.order_by("pk")[place]
    apply = jobs.take_in.func(inbound.pk, looks=looks)
    assert apply
    with transaction():
        apply()


def said() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("text", flat=True))


def until_all_is_taken_in() -> None:
    work()
    work_at(timezone.now() + jobs.NEXT_LOOK_IN_A_CHAT)


def test_a_line_waits_for_the_one_before_it(cast: Cast) -> None:
    irina = Browser(a_chat(cast)).comes(name="Ирина")
    irina.says("Здравствуйте!")
    work()
    for words in ("Чайник течёт.", "Уже второй."):
        irina.says(words)

    another_worker_takes(2)
    assert said() == ["Здравствуйте!"]
    until_all_is_taken_in()

    assert said() == ["Здравствуйте!", "Чайник течёт.", "Уже второй."]
    assert Conversation.objects.get().preview == "Уже второй."


def test_with_which_line_a_matter_began_is_known_to_the_letter_of_it(cast: Cast) -> None:
    irina = Browser(a_chat(cast)).comes(name="Ирина")
    for words in ("Чайник течёт.", "Уже второй."):
        irina.says(words)
    another_worker_takes(1)
    until_all_is_taken_in()
    assert Conversation.objects.get().subject == "Чайник течёт."

    where = f"/conversations/{the_conversation().public_id}/replies"
    cast.browser_of(cast.anna).post(where, {"text": "Пришлём новый."})
    work()
    irina.post("transcripts", {"email": "irina@example.com"})

    letter = Outbound.objects.get(channel="email").posting["text"]
    assert letter.index("Чайник течёт.") < letter.index("Уже второй.") < letter.index("Пришлём новый.")


def test_a_line_that_cannot_be_taken_in_keeps_no_other_back(cast: Cast) -> None:
    irina = Browser(a_chat(cast)).comes(name="Ирина")
    for words in ("Чайник течёт.", "Уже второй."):
        irina.says(words)
    Task.objects.order_by("pk")[0].delete()  # its worker was killed again and again

    for look in range(jobs.LOOKS_FOR_THE_FIRST_MAX + 1):
        work_at(timezone.now() + look * timedelta(seconds=1))

    assert said() == ["Уже второй."]


def test_two_visitors_do_not_wait_for_each_other(cast: Cast) -> None:
    chat = a_chat(cast)
    for name in ("Ирина", "Богдан"):
        Browser(chat).comes(name=name).says(f"Я {name}.")

    another_worker_takes(1)

    assert said() == ["Я Богдан."]
