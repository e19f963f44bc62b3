"""The same mail twice is one message; different mails under one Message-ID are two."""

from slovo.channels.models import Inbound
from slovo.conversations.models import Message
from tests.cast import Cast, arrives, letter

RECEIVED = b"Received: from relay.example.net by mx.chainik.example; Tue, 24 Nov 2026 10:00:00 +0000\r\n"


def test_the_same_mail_twice_is_one_message(cast: Cast) -> None:
    raw = letter()
    arrives(raw, cast.chainik_mail)
    again = arrives(raw, cast.chainik_mail)

    assert Message.objects.count() == 1
    again.refresh_from_db()
    assert again.duplicate_of == Inbound.objects.order_by("pk")[0]


def test_the_same_mail_by_another_way_is_one_message(cast: Cast) -> None:
    raw = letter()
    arrives(raw, cast.chainik_mail)
    arrives(RECEIVED + raw, cast.chainik_mail)

    assert Message.objects.count() == 1


def test_different_mails_under_one_message_id_are_two(cast: Cast) -> None:
    arrives(letter("Где мой чайник?"), cast.chainik_mail)
    arrives(letter("Где моя чашка?"), cast.chainik_mail)

    assert Message.objects.count() == 2


def test_one_mail_to_two_brands_is_a_message_of_each(cast: Cast) -> None:
    raw = letter(to="help@chainik.example, dopomoga@honey.example")
    arrives(raw, cast.chainik_mail)
    arrives(raw, cast.honey_mail)

    assert sorted(Message.objects.values_list("brand__slug", flat=True)) == ["chainik", "honey"]
