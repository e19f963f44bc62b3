"""An address from which nothing is taken for a time: who may block it, who is kept out, how it ends."""

from datetime import timedelta
from unittest import mock
from uuid import uuid4

import pytest
from django.utils import timezone

from slovo.channels.chat.desk_models import AddressBlock, AddressSeen
from slovo.channels.chat.models import Visitor
from slovo.core.journal.models import JournalEntry
from slovo.core.presence.models import Presence
from slovo.people.models import Staff
from tests.cast import Cast, the_conversation, work
from tests.channels.chat.visitors import Browser, a_chat, token_for

HOME, OFFICE = "203.0.113.7", "198.51.100.9"


def a_spammer(cast: Cast) -> Browser:
    browser = Browser(a_chat(cast)).comes(name="Спамер")
    browser.says("Купите гараж!")
    work()
    return browser


def blocks(cast: Cast, minutes: str, *, by: Staff | None = None) -> int:
    where = f"/conversations/{the_conversation().public_id}/address-blocking"
    status: int = cast.browser_of(by or cast.anna).post(where, {"minutes": minutes}).status_code
    return status


def lifts(cast: Cast, *, by: Staff) -> int:
    given = {"block": AddressBlock.objects.get().pk}
    status: int = cast.browser_of(by).post("/chats/address-unblocking", given).status_code
    return status


def page(cast: Cast, who: Staff) -> str:
    return cast.browser_of(who).get(f"/conversations/{the_conversation().public_id}/").content.decode()


def told() -> list[tuple[str, str]]:
    rows = JournalEntry.objects.filter(kind__startswith="Address").order_by("pk")
    return [(row.kind, row.actor_kind) for row in rows]


def test_nothing_is_taken_from_a_blocked_address_whoever_writes(cast: Cast) -> None:
    spammer = a_spammer(cast)
    assert blocks(cast, "60") == 302
    until = AddressBlock.objects.get().until
    neighbour = Browser(spammer.chat)
    question = {"email": "irina@example.com", "text": "Есть синие?", "client_id": str(uuid4())}

    answers = [
        spammer.says("Купите дачу!"),
        neighbour.post("visitors", {"consents": {"talk": 1}}),
        neighbour.post("questions", question),
        neighbour.post("callbacks", {"phone": "+7 900 000-00-12"}),
    ]

    assert [one.status_code for one in answers] == [403] * 4
    assert answers[0].json()["problem"].startswith("Сообщения с этого адреса не принимаются до ")
    assert spammer.reads() == ["Купите гараж!"]
    assert Browser(spammer.chat, address=OFFICE).comes().says("А мне можно?").status_code == 200
    assert until - timezone.now() <= timedelta(hours=1)


def test_it_ends_by_itself(cast: Cast) -> None:
    spammer = a_spammer(cast)
    blocks(cast, "60")
    later = timezone.now() + timedelta(minutes=61)
    with mock.patch.object(timezone, "now", return_value=later):
        assert spammer.says("Простите.").status_code == 200
        assert "ничего не принимается" not in page(cast, cast.maria)
        assert blocks(cast, "1440") == 302
    assert AddressBlock.objects.get().until == later + timedelta(days=1)


def test_it_is_shown_with_who_did_it_and_lifted_by_hand(cast: Cast) -> None:
    spammer = a_spammer(cast)
    blocks(cast, "1440")
    shown = page(cast, cast.maria)
    assert "С этого адреса ничего не принимается до " in shown
    assert f"Кто заблокировал: {cast.anna.name}." in shown

    assert lifts(cast, by=cast.maria) == 302
    assert spammer.says("Простите.").status_code == 200
    row = AddressBlock.objects.get()
    assert (row.by, row.lifted_by) == (cast.anna, cast.maria)
    assert told() == [("AddressBlocked", "staff"), ("AddressBlockLifted", "staff")]
    assert lifts(cast, by=cast.maria) == 302
    assert len(told()) == 2


def test_it_is_lifted_from_the_list_also_when_they_have_moved(cast: Cast) -> None:
    spammer = a_spammer(cast)
    blocks(cast, "60")
    spammer.address = OFFICE
    spammer.says("Я переехал.")

    assert "С этого адреса ничего не принимается до " not in page(cast, cast.maria)
    assert "Адреса, с которых ничего не принимается" in cast.browser_of(cast.maria).get("/chats/").content.decode()
    assert lifts(cast, by=cast.maria) == 302
    assert "Адреса, с которых" not in cast.browser_of(cast.maria).get("/chats/").content.decode()
    spammer.address = HOME
    assert spammer.says("Я дома.").status_code == 200


def test_who_does_not_see_the_brand_neither_blocks_nor_sees_nor_lifts(cast: Cast) -> None:
    a_spammer(cast)
    assert blocks(cast, "60", by=cast.taras) == 404
    assert not AddressBlock.objects.exists()

    blocks(cast, "60")
    assert lifts(cast, by=cast.taras) == 404
    assert AddressBlock.objects.get().lifted_at is None
    assert "Адрес" not in cast.browser_of(cast.taras).get("/chats/").content.decode()


@pytest.mark.parametrize("minutes", ["61", "-60", "много", "99999999999"])
def test_it_is_for_an_hour_a_day_or_a_week(cast: Cast, minutes: str) -> None:
    a_spammer(cast)

    assert blocks(cast, minutes) in {302, 422}
    assert not AddressBlock.objects.exists()


def test_an_address_stands_nowhere_as_it_is(cast: Cast) -> None:
    a_spammer(cast)
    blocks(cast, "60")

    sealed = {AddressSeen.objects.get().address, AddressBlock.objects.get().address}
    assert len(sealed) == 1
    assert HOME not in sealed
    assert HOME not in str(list(JournalEntry.objects.values_list("data", flat=True)))


def test_who_has_moved_is_blocked_where_they_wrote_last(cast: Cast) -> None:
    spammer = a_spammer(cast)
    spammer.address = OFFICE
    spammer.says("Я переехал.")
    blocks(cast, "60")

    assert spammer.says("Ау!").status_code == 403
    spammer.address = HOME
    assert spammer.says("Я дома.").status_code == 200


DOORS: dict[str, dict[str, object]] = {
    "visitors": {"consents": {"talk": 1}},
    "questions": {"email": "irina@example.com", "text": "Есть синие?", "client_id": str(uuid4())},
    "callbacks": {"phone": "+7 900 000-00-12"},
    "ratings": {"score": 1, "words": "Спам!"},
    "transcripts": {"email": "irina@example.com"},
    "judgements": {"slug": "kak-vernut-chaynik", "helped": False, "words": "Спам!"},
    "room": {},
}


def blocks_the_visitor(cast: Cast) -> None:
    where = f"/conversations/{the_conversation().public_id}/blocking"
    assert cast.browser_of(cast.anna).post(where, {"blocked": "yes"}).status_code == 302


@pytest.mark.parametrize("door", DOORS)
def test_who_is_blocked_is_told_so_at_every_door(cast: Cast, door: str) -> None:
    spammer = a_spammer(cast)
    blocks_the_visitor(cast)

    answer = spammer.post(door, DOORS[door])

    told = "Отсюда сообщения больше не принимаются. Напишите нам другим способом."
    assert (answer.status_code, answer.json()["problem"]) == (403, told)


@pytest.mark.parametrize("door", [one for one in DOORS if one != "room"])
def test_a_blocked_address_is_told_until_when_at_every_door(cast: Cast, door: str) -> None:
    spammer = a_spammer(cast)
    blocks(cast, "60")

    answer = spammer.post(door, DOORS[door])

    assert answer.status_code == 403
    assert answer.json()["problem"].startswith("Сообщения с этого адреса не принимаются до ")


def test_what_was_taken_before_is_acknowledged_though_they_are_blocked_meanwhile(cast: Cast) -> None:
    spammer, client_id = Browser(a_chat(cast)).comes(), str(uuid4())
    spammer.says("Купите гараж!", client_id=client_id)
    work()
    blocks_the_visitor(cast)

    assert spammer.says("Купите гараж!", client_id=client_id).status_code == 200
    assert spammer.says("Купите гараж!").status_code == 403


def test_who_is_blocked_is_not_asked_how_it_was(cast: Cast) -> None:
    spammer, here = a_spammer(cast), cast.browser_of(cast.anna)
    for noun, given in {"replies": {"text": "Нет."}, "closure": {}}.items():
        here.post(f"/conversations/{the_conversation().public_id}/{noun}", given)
        work()
    assert spammer.get("news").json()["mark"] == {"score": 0}
    blocks_the_visitor(cast)

    assert spammer.get("news").json()["mark"] is None


def test_that_somebody_blocked_is_typing_is_seen_by_nobody(cast: Cast) -> None:
    spammer = a_spammer(cast)
    spammer.post("typing", {"typing": True})
    assert Presence.objects.exists()
    Presence.objects.all().delete()
    blocks_the_visitor(cast)

    assert spammer.post("typing", {"typing": True}).status_code == 200
    assert not Presence.objects.exists()


def test_who_is_blocked_may_still_take_back_what_they_agreed_to(cast: Cast) -> None:
    spammer = a_spammer(cast)
    blocks_the_visitor(cast)

    assert spammer.post("consents", {"purpose": "talk", "version": None}).json() == {"consents": {}}


def test_who_was_blocked_as_a_browser_stays_so_when_the_site_vouches_for_them(cast: Cast) -> None:
    spammer = a_spammer(cast)
    at_home = Browser(spammer.chat, address=OFFICE)
    at_home.is_identified(token_for(spammer.chat, id="77"))
    blocks_the_visitor(cast)

    spammer.is_identified(token_for(spammer.chat, id="77"))

    assert spammer.says("Купите дачу!").status_code == 403
    assert at_home.says("И я!").status_code == 403
    known = Visitor.objects.get(became=None)
    assert known.blocked_by == cast.anna
    assert [row.actor_kind for row in JournalEntry.objects.filter(kind="VisitorBlocked").order_by("pk")] == [
        "staff",
        "rule",
    ]
