"""Who else is before a conversation: seen in the list and at its head, by those of the brand alone."""

import re
from datetime import timedelta
from html import unescape
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.core.db import transaction
from slovo.core.jobs import sweep_presence
from slovo.core.live.models import Nudge
from slovo.core.presence.models import Presence
from slovo.people.models import Staff
from tests.cast import Cast, arrives, letter, the_conversation, work


@pytest.fixture(autouse=True)
def a_letter(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    Nudge.objects.all().delete()


def tells(cast: Cast, who: Staff, kind: str, *, seconds_later: int = 0) -> int:
    at = timezone.now() + timedelta(seconds=seconds_later)
    with mock.patch.object(timezone, "now", return_value=at):
        address = f"/conversations/{the_conversation().public_id}/presence"
        return cast.browser_of(who).post(address, {"kind": kind}).status_code


def seen(cast: Cast, who: Staff, address: str = "") -> list[str]:
    address = address or f"/presence?of={the_conversation().pk}"
    page = cast.browser_of(who).get(address).content.decode()
    return [unescape(found) for found in re.findall(r'class="here-words">(.*?)<', page)]


def nudges() -> list[str]:
    return list(Nudge.objects.order_by("pk").values_list("key", flat=True))


def test_who_reads_and_who_writes_is_told_in_words(cast: Cast) -> None:
    tells(cast, cast.anna, "viewing")
    tells(cast, cast.maria, "typing")
    conversation = the_conversation()

    expected = ["Мария Ветрова пишет ответ", "Анна Белкина читает"]
    assert seen(cast, cast.pavel) == expected
    assert seen(cast, cast.pavel, "/conversations/") == expected
    assert seen(cast, cast.pavel, f"/conversations/{conversation.public_id}/") == expected * 2  # line and head


def test_nobody_is_told_of_themselves(cast: Cast) -> None:
    tells(cast, cast.maria, "typing")

    assert seen(cast, cast.maria) == []


def test_pages_are_told_only_when_something_changed(cast: Cast) -> None:
    presence = f"presence:{the_conversation().key}"
    for seconds in (0, 10, 20):
        tells(cast, cast.maria, "viewing", seconds_later=seconds)
    assert nudges() == [presence]

    tells(cast, cast.maria, "typing", seconds_later=22)
    assert nudges() == [presence] * 2


def test_a_beat_is_one_write(cast: Cast) -> None:
    tells(cast, cast.maria, "viewing")
    with CaptureQueriesContext(connection) as asking:
        tells(cast, cast.maria, "viewing", seconds_later=10)

    writes = [query["sql"] for query in asking if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql.split(" ON ")[0].split('"')[1] for sql in writes] == ["presence_presence"]


def test_who_leaves_is_gone_at_once(cast: Cast) -> None:
    tells(cast, cast.maria, "viewing")
    tells(cast, cast.maria, "gone")

    assert seen(cast, cast.pavel) == []
    assert len(nudges()) == 2


def test_who_goes_without_a_word_is_gone_after_half_a_minute(cast: Cast) -> None:
    tells(cast, cast.maria, "viewing", seconds_later=-31)
    tells(cast, cast.anna, "viewing", seconds_later=-29)
    assert seen(cast, cast.pavel) == ["Анна Белкина читает"]

    with transaction():
        sweep_presence.enqueue()
    work()

    assert [row.staff_id for row in Presence.objects.all()] == [cast.anna.pk]
    assert len(nudges()) == 3


def test_another_brand_neither_tells_nor_is_told(cast: Cast) -> None:
    tells(cast, cast.maria, "viewing")

    assert tells(cast, cast.taras, "viewing") == 404
    assert seen(cast, cast.taras) == []
    assert seen(cast, cast.orlov) == ["Мария Ветрова читает"]


def test_what_nobody_asks_is_nothing(cast: Cast) -> None:
    for of in ("", "x", "1.2.x", "9" * 40):
        assert seen(cast, cast.maria, f"/presence?of={of}") == []
