"""What the customer reads: each letter really leaves, with an entry that their calendar understands."""

import re
from typing import Any
from unittest import mock

from django.utils import timezone

from slovo.conversations import delivery
from slovo.conversations.delivery import note_sent
from slovo.conversations.models import Conversation, Message
from slovo.customers.models import Identity
from slovo.promises.ladder_models import Reminder
from slovo.promises.models import State as Promised
from slovo.visits import booking, reminding
from slovo.visits.models import Visit
from tests.cast import IRINA, Cast, arrives, letter, the_conversation, work_at
from tests.visits.stories import NOW, at, entry_of, facts_of, irina, letters, now_of, tasting


def booked(cast: Cast, about: str = "") -> Visit:
    type_ = tasting(cast)
    return booking.book(type_id=type_.pk, starts_at=at(12), customer=irina(cast), by=cast.anna, at=NOW, about=about)


def test_who_has_never_written_gets_a_letter_of_their_own(cast: Cast) -> None:
    visit = booked(cast)

    work_at(NOW)

    [sent] = letters(cast)
    assert (sent["To"], sent["Auto-Submitted"]) == (f"Ирина Соколова <{IRINA}>", "auto-generated")
    body = sent.get_body(("plain",))
    assert body
    assert body.get_content().splitlines()[:6] == [
        "Вы записаны: Чайная проба.",
        "",
        "Четверг, 3 декабря, 12:00",
        "",
        "Арбат, 1",
        "",
    ]
    method, entry = entry_of(sent)
    assert method == "REQUEST"
    assert entry["DTSTART;TZID=Europe/Moscow"] == "20261203T120000"
    assert (entry["SEQUENCE"], entry["UID"]) == ("0", f"{visit.public_id}@chainik.example")
    assert (the_conversation().state, the_conversation().customer) == ("closed", visit.customer)


def test_it_is_said_in_the_conversation_and_answers_nothing(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail, at=NOW)
    visit = booked(cast, the_conversation().key)

    work_at(NOW)

    assert Conversation.objects.count() == 1
    conversation = the_conversation()
    assert conversation.next_promise and conversation.next_promise.kind == "answer"
    assert conversation.state == "open"
    assert conversation.first_answered_at is None
    said = Message.objects.get(direction="out")
    assert (said.staff, said.automatic, said.sent_at) == (None, True, NOW)
    assert facts_of(conversation.key)[-2:] == ["NoticeWritten", "NoticeLeft"]
    assert visit.letters.get().left_at == NOW


def test_a_move_by_us_moves_the_promise_when_its_letter_has_left(cast: Cast) -> None:
    visit = booked(cast)
    work_at(NOW)
    booking.move(visit_id=visit.pk, starts_at=at(15), reason="Анна заболела", by=cast.anna, at=NOW)
    assert (now_of(visit).promise.due_at, now_of(visit).promise.expected_at) == (at(13), at(16))

    work_at(NOW)

    assert (now_of(visit).promise.due_at, now_of(visit).promise.state) == (at(16), Promised.MOVED)
    [first, second] = [entry_of(sent) for sent in letters(cast)]
    assert second[0] == "REQUEST"
    assert second[1]["UID"] == first[1]["UID"]
    assert (second[1]["SEQUENCE"], second[1]["DTSTART;TZID=Europe/Moscow"]) == ("1", "20261203T150000")


def test_a_letter_that_names_the_old_time_moves_nothing_when_it_leaves_after_the_move(cast: Cast) -> None:
    """Both stand at the door at once: the first says twelve."""
    visit = booked(cast)
    booking.move(visit_id=visit.pk, starts_at=at(15), reason="Анна заболела", by=cast.anna, at=NOW)
    told: list[tuple[str, Any]] = []

    with mock.patch.object(delivery, "note_sent", side_effect=lambda **of: told.append(leaves(visit, **of))):
        work_at(NOW)

    assert told == [("12:00", at(13)), ("15:00", at(16))]
    assert now_of(visit).promise.state == Promised.MOVED


def leaves(visit: Visit, *, outbound_id: int) -> tuple[str, Any]:
    """What that letter says, and by when the visit is promised once it is known to have left."""
    note_sent(outbound_id=outbound_id)
    text = Message.objects.get(outbound_id=outbound_id).text
    return re.findall(r"\d\d:\d\d", text)[-1], now_of(visit).promise.due_at


def test_a_move_that_nobody_could_be_told_of_is_before_anna_until_the_reminder_tells_it(cast: Cast) -> None:
    """She gives her address afterwards."""
    visit = booked(cast)
    known = Identity.objects.get(value=IRINA)
    visit.customer.identities.all().delete()
    booking.move(visit_id=visit.pk, starts_at=at(15), reason="Анна заболела", by=cast.anna, at=NOW)
    work_at(NOW)
    assert now_of(visit).promise.due_at == at(13)
    assert Reminder.objects.filter(staff=cast.anna).values_list("promise", "why").get() == (visit.promise_id, "tell")

    known.save(force_insert=True)
    reminding.remind_due(at=at(15, day=2))
    work_at(at(15, day=2))

    [sent] = letters(cast)
    body = sent.get_body(("plain",))
    assert body and "Четверг, 3 декабря, 15:00" in body.get_content()
    assert (now_of(visit).promise.due_at, now_of(visit).promise.state) == (at(16), Promised.MOVED)


def test_a_cancelled_visit_leaves_the_calendar(cast: Cast) -> None:
    visit = booked(cast)
    booking.cancel_by_customer(visit_id=visit.pk, at=NOW)

    work_at(NOW)

    method, entry = entry_of(letters(cast)[-1])
    assert (method, entry["STATUS"], entry["SEQUENCE"]) == ("CANCEL", "CANCELLED", "1")


def test_a_reminder_leaves_once(cast: Cast) -> None:
    visit = booked(cast)
    work_at(NOW)

    assert [reminding.remind_due(at=moment) for moment in (at(11, 59, day=2), at(12, day=2), at(12, 1, day=2))] == [
        0,
        1,
        0,
    ]
    work_at(at(12, 1, day=2))

    assert facts_of(visit.key) == ["VisitBooked", "VisitReminderDue"]
    body = letters(cast)[-1].get_body(("plain",))
    assert body
    assert body.get_content().startswith("Ждём вас: Чайная проба.")
    assert len(letters(cast)) == 2


def says(cast: Cast, **texts: str) -> Any:
    """Orlov writes words of the brand's own: `visit_soon_ru="…"`."""
    return cast.browser_of(cast.orlov).post(f"/brands/{cast.chainik.pk}/letters", texts)


def bodies(cast: Cast) -> list[str]:
    found = [one.get_body(("plain",)) for one in letters(cast)]
    return [one.get_content() for one in found if one]


def test_an_administrator_says_it_in_words_of_the_brand(cast: Cast) -> None:
    own = {
        "visit_booked_ru": "{name}, ждём на «{title}» в «{brand}»!",
        "visit_moved_ru": "Было {was}, стало:",
        "visit_soon_ru": "Завтра {title}.",
        "visit_change_ru": "Планы меняются? Напишите.",
        "visit_cancelled_ru": "Жаль! Отменили:",
    }
    assert says(cast, **own).status_code == 302
    visit = booked(cast)
    work_at(NOW)
    reminding.remind_due(at=at(12, day=2))
    work_at(at(12, day=2))
    booking.move(visit_id=visit.pk, starts_at=at(15), reason="Анна заболела", by=cast.anna, at=NOW)
    work_at(NOW)
    booking.cancel_by_customer(visit_id=visit.pk, at=NOW)
    work_at(NOW)

    booked_, soon, moved, cancelled = (body.splitlines() for body in bodies(cast))
    first = ["Ирина Соколова, ждём на «Чайная проба» в «Чайник и Ко»!", "", "Четверг, 3 декабря, 12:00", "", "Арбат, 1"]
    assert booked_[:7] == [*first, "", "Планы меняются? Напишите."]
    assert soon[0] == "Завтра Чайная проба."
    assert moved[:3] == ["Было Четверг, 3 декабря, 12:00, стало:", "", "Четверг, 3 декабря, 15:00"]
    assert cancelled[0] == "Жаль! Отменили:"
    assert entry_of(letters(cast)[0])[0] == "REQUEST"  # whatever is said, the entry comes along


def test_the_shipped_words_come_back_when_ones_own_are_emptied(cast: Cast) -> None:
    says(cast, visit_booked_ru="Есть!", visit_soon_ru="Скоро!")
    says(cast, visit_booked_ru="")
    page = cast.browser_of(cast.orlov).get(f"/brands/{cast.chainik.pk}/letters").content.decode()
    booked(cast)
    work_at(NOW)

    assert bodies(cast)[0].startswith("Вы записаны: Чайная проба.")
    assert "Скоро!" in page and "Есть!" not in page and "Ваш візит «{title}» перенесено" in page


def test_a_name_that_means_nothing_is_refused_beside_what_was_typed(cast: Cast) -> None:
    answer = says(cast, visit_booked_ru="{when}?", visit_soon_ru="Скоро!")

    page = answer.content.decode()
    assert (answer.status_code, "“{when}”" in page or "«{when}»" in page, "{when}?" in page) == (422, True, True)
    booked(cast)
    work_at(NOW)
    assert bodies(cast)[0].startswith("Вы записаны")


def test_only_who_administers_the_brand_changes_its_words(cast: Cast) -> None:
    for other in (cast.anna, cast.maria, cast.taras):
        answer = cast.browser_of(other).post(f"/brands/{cast.chainik.pk}/letters", {"visit_booked_ru": "Взлом"})
        assert answer.status_code in {403, 404}
    booked(cast)
    work_at(NOW)

    assert bodies(cast)[0].startswith("Вы записаны")


def test_after_a_day_of_standstill_nobody_is_reminded_of_what_is_over(cast: Cast) -> None:
    booked(cast)

    assert reminding.remind_due(at=at(12, 1)) == 0


def test_without_an_address_nothing_is_written_and_the_visit_stands(cast: Cast) -> None:
    visit = booked(cast)
    visit.customer.identities.all().delete()

    work_at(timezone.now())

    assert (Message.objects.count(), visit.letters.count(), Visit.objects.count()) == (0, 0, 1)
