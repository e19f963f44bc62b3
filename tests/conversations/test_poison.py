"""A letter that nothing can read is still shown, with its raw file, and stops no other."""

from datetime import timedelta

from django.utils import timezone

from slovo.channels.actions import QUEUE_AGE_MAX
from slovo.config.by_the_clock import BY_THE_CLOCK
from slovo.conversations.models import Conversation
from slovo.core.tasks import drain
from slovo.core.tasks.models import Task
from slovo.core.tasks.queries import parked
from slovo.core.tasks.ticker import Ticker
from tests.cast import Cast, arrives, letter, the_last_message

LONG = "c" * 400


def that_kills_its_workers(cast: Cast) -> None:
    """Taken as often as may be, and each time the worker died."""
    from slovo.channels import actions as channels

    raw = letter("Яд", message_id="<poison@example.com>")
    at = timezone.now() - QUEUE_AGE_MAX - timedelta(minutes=1)
    channels.accept(brand_id=cast.chainik.pk, kind="email", raw=raw, mailbox=cast.chainik_mail, at=at)
    Task.objects.update(attempts=6)
    drain()
    assert parked().count() == 1


def the_clock_strikes() -> None:
    Ticker(BY_THE_CLOCK).tick(timezone.now())
    drain(raise_errors=True)


def test_a_letter_that_kills_its_workers_is_shown_with_its_raw_file(cast: Cast) -> None:
    that_kills_its_workers(cast)

    the_clock_strikes()
    the_clock_strikes()

    conversation = Conversation.objects.get()
    page = cast.browser_of(cast.anna).get(f"/conversations/{conversation.public_id}/").content.decode()
    assert f"/messages/{the_last_message().public_id}/raw" in page
    assert conversation.next_promise is not None


def test_a_letter_that_kills_its_workers_closes_the_door_to_no_other(cast: Cast) -> None:
    that_kills_its_workers(cast)
    the_clock_strikes()

    arrives(letter(), cast.chainik_mail)

    assert Conversation.objects.count() == 2


def test_somebody_without_name_and_address_can_be_opened_from_the_list(cast: Cast) -> None:
    arrives(b"Subject: x\r\n\r\nhello", cast.chainik_mail)

    page = cast.browser_of(cast.anna).get("/conversations/").content.decode()

    assert ">Unknown sender</a>" in page


def test_a_file_with_an_endless_content_id_hides_no_words(cast: Cast) -> None:
    raw = (
        "From: irina@example.com\r\nTo: help@chainik.example\r\nMessage-ID: <1@example.com>\r\n"
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n--b\r\nContent-Type: image/png\r\n"
        f"Content-ID: <{LONG}>\r\nContent-Disposition: attachment; filename=a.png\r\n\r\nx\r\n--b--\r\n"
    )
    arrives(raw.encode(), cast.chainik_mail)

    assert the_last_message().text == "Hello"
    assert the_last_message().attachments.get().name == "a.png"
