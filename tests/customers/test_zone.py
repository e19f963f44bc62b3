"""A customer lives by a clock of their own: whatever they read tells the time by it, and its night is theirs."""

from datetime import UTC, datetime, timedelta
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from slovo.customers.models import Customer
from slovo.promises import ledger
from slovo.promises.ladder_models import CustomerNotice
from slovo.promises.links import make_link
from slovo.visits import booking
from tests.api.programs import program_of
from tests.cast import Cast, arrives, letter, the_conversation, work, work_at
from tests.journeys.test_a_letter_is_answered import outgoing
from tests.promises.ladders import clock_strikes, ladder, reminded, tell
from tests.promises.stories import WHAT, irina, now_of, promised
from tests.visits import stories as visits
from tests.web.portal.pages import Phone, opens, promised_to_irina

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NOON = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)  # in Moscow; 19:00 in Vladivostok, 05:00 in New York
VLADIVOSTOK = ZoneInfo("Asia/Vladivostok")


def lives_in(cast: Cast, zone: str, customer: Customer | None = None) -> Customer:
    """Anna writes it down on her page."""
    customer = customer or irina(cast)
    answer = cast.browser_of(cast.anna).post(f"/customers/{customer.public_id}/zone", {"zone": zone})
    assert answer.status_code == 302
    work()
    return Customer.objects.get(pk=customer.pk)


def of_irina(cast: Cast) -> Phone:
    _link, token = make_link(
        brand=cast.chainik, customer_id=irina(cast).pk, about="", by=cast.anna, at=NOON, expires_at=None
    )
    return Phone(token)


def test_she_chooses_her_clock_on_her_page_and_reads_everything_by_it(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    promise = promised_to_irina(cast)
    phone = opens(cast)
    assert promise.due_at
    assert f"до {timezone.localtime(promise.due_at, cast.chainik.tz):%H:%M}" in phone.reads()

    offered = phone.client.get(f"/s/{phone.token}/times?lang=ru").content.decode()
    assert '<option value="Asia/Vladivostok">Владивосток, Россия (Asia/Vladivostok)</option>' in offered
    _address, fields = phone.fills("question")
    answer = phone.client.post(f"/s/{phone.token}/zone?lang=ru", fields | {"zone": "Asia/Vladivostok"})
    work()

    page = phone.reads(answer["Location"].removeprefix(f"/s/{phone.token}"))
    assert f"до {timezone.localtime(promise.due_at, VLADIVOSTOK):%H:%M}" in page
    assert "Часовой пояс: Владивосток, Россия (Asia/Vladivostok)." in page
    assert Customer.objects.get().zone == "Asia/Vladivostok"


def test_a_clock_that_there_is_not_is_refused_and_the_old_one_stays(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    promised_to_irina(cast)
    phone = opens(cast)
    _address, fields = phone.fills("question")

    answer = phone.client.post(f"/s/{phone.token}/zone?lang=ru", fields | {"zone": "Mars/Olympus"})

    assert (answer.status_code, Customer.objects.get().zone) == (409, "")


@pytest.mark.parametrize(
    ("zone", "due", "words"),
    [  # by clocks that go forward in the night, back in the night, and by half an hour
        ("America/New_York", datetime(2026, 3, 8, 7, 30, tzinfo=UTC), "сегодня до 03:30"),
        ("America/New_York", datetime(2026, 3, 8, 6, 30, tzinfo=UTC), "сегодня до 01:30"),
        ("Europe/Kyiv", datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "сегодня до 03:30"),
        ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, 15, tzinfo=UTC), "сегодня до 01:45"),
        ("Pacific/Kiritimati", datetime(2026, 12, 31, 10, 30, tzinfo=UTC), "завтра до 00:30"),
    ],
)
def test_the_moment_is_told_by_her_clock_when_the_clocks_change(
    cast: Cast, zone: str, due: datetime, words: str
) -> None:
    at = due - HOUR
    lives_in(cast, zone)
    promised(cast, at=at, due_at=due)
    phone = of_irina(cast)

    with mock.patch.object(timezone, "now", return_value=at):
        assert words in phone.reads()


def test_a_notice_tells_the_time_by_her_clock(cast: Cast) -> None:
    ladder(cast, tell(20), at=NOON)
    arrives(letter(), cast.chainik_mail, at=NOON)
    customer = Customer.objects.get()
    lives_in(cast, "Asia/Yekaterinburg", customer)
    due = NOON + HOUR
    ledger.make(
        brand=cast.chainik,
        customer_id=customer.pk,
        about=the_conversation().key,
        kind="delivery",
        what=WHAT,
        due_at=due,
        by=cast.anna,
        at=NOON,
    )

    clock_strikes(due - 20 * MINUTE)

    text = outgoing(cast)[-1].get_body(("plain",)).get_content()
    assert "мы обещали 15:00, но не успеваем" in text
    assert "Теперь — 15:30" in text


def test_nobody_is_disturbed_in_a_night_of_their_own(cast: Cast) -> None:
    """In Moscow it is four in the afternoon, in Vladivostok eleven at night: a person decides."""
    ladder(cast, tell(60), at=NOON)
    lives_in(cast, "Asia/Vladivostok")
    due = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
    promised(cast, at=NOON, due_at=due)

    clock_strikes(due - HOUR)

    assert CustomerNotice.objects.count() == 0
    assert reminded() == [("Дмитрий Орлов", "untold"), ("Мария Ветрова", "untold")]


def test_whose_morning_it_is_hears_of_it_while_the_brand_sleeps(cast: Cast) -> None:
    ladder(cast, tell(60), at=NOON)
    lives_in(cast, "Asia/Vladivostok")
    due = datetime(2026, 3, 11, 2, 0, tzinfo=UTC)  # 05:00 in Moscow, noon in Vladivostok
    promised(cast, at=NOON, due_at=due)

    clock_strikes(due - HOUR)

    assert CustomerNotice.objects.count() == 1


def test_what_is_promised_already_waits_for_the_morning_of_whoever_moves(cast: Cast) -> None:
    ladder(cast, tell(120), at=NOON)
    due = datetime(2026, 3, 11, 6, 0, tzinfo=UTC)  # two hours before it is 07:00 in Moscow
    promise = promised(cast, at=datetime(2026, 3, 10, 15, tzinfo=UTC), due_at=due)
    assert promise.next_step_at == datetime(2026, 3, 11, 5, 0, tzinfo=UTC)

    with mock.patch.object(timezone, "now", return_value=NOON + 6 * HOUR):
        answer = cast.browser_of(cast.anna).post(
            f"/customers/{irina(cast).public_id}/zone", {"zone": "Asia/Yekaterinburg"}
        )
    work_at(NOON + 6 * HOUR)

    assert answer.status_code == 302
    assert now_of(promise).next_step_at == datetime(2026, 3, 11, 4, 0, tzinfo=UTC)  # 09:00 there: no night


def test_merged_into_somebody_they_live_by_the_clock_of_who_they_are(cast: Cast) -> None:
    ladder(cast, tell(60), at=NOON)
    arrives(letter(sender="Ира <ira@example.com>", message_id="<2@x>"), cast.chainik_mail)
    other = Customer.objects.get()
    lives_in(cast, "Asia/Vladivostok", other)
    due = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
    promised(cast, at=NOON, due_at=due)
    cast.browser_of(cast.maria).post(f"/customers/{other.public_id}/merges", {"merged": str(irina(cast).public_id)})
    work()

    clock_strikes(due - HOUR)

    assert CustomerNotice.objects.count() == 0


def test_a_letter_about_a_visit_names_her_time_and_the_one_on_the_wall(cast: Cast) -> None:
    """And she is reminded of it when it is a sensible hour where she is, not where the kettles are."""
    type_, customer = visits.tasting(cast), lives_in(cast, "Asia/Vladivostok", visits.irina(cast))
    visit = booking.book(type_id=type_.pk, starts_at=visits.at(17), customer=customer, by=cast.anna, at=visits.NOW)
    work_at(visits.NOW)

    [sent] = visits.letters(cast)
    text = sent.get_body(("plain",)).get_content()
    assert "Пятница, 4 декабря, 00:00 по вашему времени (на месте — Четверг, 3 декабря, 17:00)" in text
    assert visits.entry_of(sent)[1]["DTSTART;TZID=Europe/Moscow"] == "20261203T170000"
    assert visit.remind_at == datetime(2026, 12, 2, 20, tzinfo=VLADIVOSTOK)

    with mock.patch.object(timezone, "now", return_value=visits.NOW):
        cast.browser_of(cast.anna).post(f"/customers/{customer.public_id}/zone", {"zone": ""})
    work_at(visits.NOW)
    assert visits.now_of(visit).remind_at == visits.at(17, day=2)


def test_a_program_sets_and_reads_it_and_hears_of_a_slip(cast: Cast) -> None:
    program = program_of(cast.anna)
    made = program.post(
        "customers",
        {"name": "Пётр", "zone": "Asia/Omsk", "identities": [{"kind": "email", "value": "petr@example.com"}]},
    )
    assert (made.status_code, made.json()["zone"]) == (201, "Asia/Omsk")
    path = f"customers/{made.json()['id']}"

    moved = program.ask("PATCH", path, {"zone": "Asia/Tokyo"})
    assert (moved.status_code, moved.json()["name"], moved.json()["zone"]) == (200, "Пётр", "Asia/Tokyo")
    slip = program.ask("PATCH", path, {"zone": "Tokyo"})
    assert (slip.status_code, slip.json()["type"]) == (409, "urn:slovo:problem:unable-to-set-zone")
    assert program.get(path).json()["zone"] == "Asia/Tokyo"
