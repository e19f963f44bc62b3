"""Orders from a file, as the shop of «Чайник и Ко» exports them: at the desk, and by command."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from slovo.brands import actions as brands
from slovo.config.cli import main
from slovo.core.db import transaction
from slovo.core.journal.actor import SYSTEM
from slovo.orders import jobs
from slovo.orders.import_models import OrderImport, OrderImportItem
from slovo.orders.models import Order
from slovo.people import actions as people
from slovo.people.models import Staff
from slovo.people.rights import Role
from slovo.promises.models import Promise
from tests.cast import IRINA, Cast, at_one_instant, work
from tests.privacy.nights import sweeps_at

FRIDAY = datetime(2026, 11, 27, 7, tzinfo=UTC)
HEAD = "number,placed_at,currency,email,phone,name,sku,title,quantity,price,payment,delivery,promised_at,cancelled_by"
KETTLE = '1512,2026-11-20T10:00:00+03:00,RUB,irina@example.com,,Ирина,K-1,"Чайник «Лето»",1,4500.00,paid,shipped,'
CUP = "1512,2026-11-20T10:00:00+03:00,RUB,irina@example.com,,Ирина,C-1,Чашка,2,500,paid,,"


def table(*lines: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *lines]).encode()


def looked_through(cast: Cast, content: bytes, *, status: int = 302, who: Staff | None = None, **more: str) -> str:
    """The address of the page which says what the file would bring; else the page which says what is wrong."""
    file = SimpleUploadedFile("заказы.csv", content)
    answer = cast.browser_of(who or cast.maria).post("/orders/files/", {"file": file, "source": "shop", **more})
    assert answer.status_code == status, text(answer)
    return answer.url if status == 302 else text(answer)


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def stored(cast: Cast, content: bytes, **more: str) -> str:
    address = looked_through(cast, content, **more)
    assert cast.browser_of(cast.maria).post(f"{address}beginning").status_code == 302
    work()
    return shown(cast, address)


def shown(cast: Cast, address: str) -> str:
    answer = cast.browser_of(cast.maria).get(address)
    assert answer.status_code == 200
    return text(answer)


def the_order(number: str = "1512") -> Order:
    return Order.objects.get(number=number)


@pytest.fixture(autouse=True)
def in_english(cast: Cast) -> None:
    people.choose_language(staff=cast.maria, language="en", at=timezone.now())


def test_a_file_is_looked_through_before_anything_is_stored(cast: Cast) -> None:
    address = looked_through(cast, table(KETTLE, CUP))

    assert "Orders in the file 1 Lines 2 Not known until now 1" in shown(cast, address)
    assert not Order.objects.exists()


def test_lines_of_one_number_are_one_order_of_whoever_it_names(cast: Cast) -> None:
    assert "Said something new 1 Done." in stored(cast, table(KETTLE, CUP))

    order = the_order()
    assert (order.total_minor, order.payment, order.customer.identities.get().value) == (550_000, "paid", IRINA)
    told = [(line.title, line.quantity, line.price_minor, line.delivery) for line in order.lines.all()]
    assert told == [("Чайник «Лето»", 1, 450_000, "shipped"), ("Чашка", 2, 50_000, "shipped")]
    assert not OrderImportItem.objects.exists()


def test_a_date_in_the_file_is_promised(cast: Cast) -> None:
    people.join_team(staff=cast.pavel, brand=cast.chainik, name="Доставка")
    due_at = timezone.now() + timedelta(days=3)
    stored(cast, table(KETTLE + due_at.isoformat()))

    assert Promise.objects.get(kind="delivery").due_at == due_at


@pytest.mark.parametrize(
    ("written", "due_at"),
    [
        ("30.11.2026", "2026-11-30T15:00:00+00:00"),  # a Monday: it closes at six, in Moscow
        ("2026-11-30", "2026-11-30T15:00:00+00:00"),
        ("27.11.2026", "2026-11-27T15:00:00+00:00"),  # today
        ("29.11.2026", "2026-11-29T20:59:59+00:00"),  # a Sunday: nothing opens, the day ends as it does for everybody
        ("2026-11-29", "2026-11-29T20:59:59+00:00"),
        ("30.11.2026 00:00", "2026-11-29T21:00:00+00:00"),  # said to the minute
    ],
)
def test_a_day_without_a_time_is_promised_by_its_closing(cast: Cast, written: str, due_at: str) -> None:
    people.join_team(staff=cast.pavel, brand=cast.chainik, name="Доставка")
    works_on_weekdays(cast)
    with at_one_instant(FRIDAY):
        stored(cast, table(KETTLE + written))

        assert Promise.objects.get(kind="delivery").due_at.isoformat() == due_at


def test_the_same_day_told_again_after_its_closing_is_no_other_date(cast: Cast) -> None:
    people.join_team(staff=cast.pavel, brand=cast.chainik, name="Доставка")
    works_on_weekdays(cast)
    with at_one_instant(FRIDAY):
        stored(cast, table(KETTLE + "27.11.2026"))
    with at_one_instant(FRIDAY + timedelta(hours=10)):
        stored(cast, table(KETTLE + "27.11.2026"))

        assert not Promise.objects.get(kind="delivery").moves.exists()


def works_on_weekdays(cast: Cast) -> None:
    week = {day: [["09:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    calendar = {"tz": "Europe/Moscow", "week": week}
    brands.change_hours(brand=cast.chainik, calendar=calendar, actor=SYSTEM, at=FRIDAY)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_semicolons_and_windows_are_understood(cast: Cast, encoding: str) -> None:
    head = "number;placed_at;currency;phone;name;title;price"
    line = "1513;21.11.2026 09:30;rub;8 (900) 000-00-12;Пётр;Заварник;1 250,50"
    stored(cast, f"{head}\r\n{line}\r\n;;;;;;\r\n".encode(encoding))

    order = the_order("1513")
    assert (order.total_minor, order.currency, order.lines.get().title) == (125_050, "RUB", "Заварник")
    assert order.placed_at.isoformat() == "2026-11-21T06:30:00+00:00"  # half past nine in Moscow
    assert order.customer.identities.get().value == "+79000000012"


def test_the_same_file_again_says_nothing_new(cast: Cast) -> None:
    as_of = (timezone.now() - timedelta(hours=1)).isoformat()
    stored(cast, table(KETTLE, CUP), as_of=as_of)
    again = stored(cast, table(KETTLE, CUP), as_of=as_of)

    assert "Not known until now 0 Said something new 0" in again
    assert Order.objects.count() == 1


def test_an_older_file_changes_nothing(cast: Cast) -> None:
    stored(cast, table(KETTLE))
    stored(cast, table(KETTLE.replace("shipped", "packed")), as_of=(timezone.now() - timedelta(hours=1)).isoformat())

    assert the_order().delivery == "shipped"


def test_a_file_with_mistakes_is_refused_whole_with_each_of_them_by_its_line(cast: Cast) -> None:
    wrong = "1514,вчера,XYZ,,,Ирина,,,0,даром,maybe,soon,когда-нибудь"
    page = looked_through(cast, table(KETTLE, wrong), status=422)

    for words in (
        "Line 3: there is neither an e-mail address nor a phone number that could be one.",
        "Line 3: there is no currency «XYZ».",
        "Line 3: nobody knows this payment: «maybe».",
        "Line 3: nobody knows this delivery: «soon».",
        "Line 3: «вчера» is no moment.",
        "Line 3: it does not say what was ordered.",
        "Line 3: «0» is no quantity.",
        "Line 3: «когда-нибудь» is no moment.",
    ):
        assert words in page
    assert "Line 2" not in page
    assert not OrderImport.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The first line lacks these columns: number, placed_at, currency, title, price."),
        (table(head="number,title"), "The first line lacks these columns: placed_at, currency, price."),
        (table(), "The file holds no orders."),
        (table(KETTLE.replace("4500.00", "даром")), "Line 2: «даром» is no price."),
        (table(KETTLE.replace("2026-11-20", "0001-01-01")), "is no moment."),
        (table(KETTLE.replace("1512", "9" * 101)), "Line 2: the number is longer than 100 characters."),
        (table(KETTLE.replace(",1,4500", ",9" + "9" * 5000 + ",4500")), "is no quantity."),
        (table(KETTLE.replace(",1,4500.00", ",999999,99999999999")), "Line 2: the order costs more than can be."),
        (table(*[KETTLE] * 201), "Line 2: the order has more than 200 lines."),
        (table('1512,"' + "x" * 200_000), "this cannot be read as a table."),
    ],
)
def test_what_is_no_such_table_is_said_in_words(cast: Cast, content: bytes, words: str) -> None:
    assert words in looked_through(cast, content, status=422)


def test_a_file_or_a_source_that_is_missing_is_asked_for(cast: Cast) -> None:
    answer = cast.browser_of(cast.maria).post("/orders/files/", {"source": "shop"})
    assert (answer.status_code, "Choose a file first." in text(answer)) == (422, True)
    assert "Name the source" in looked_through(cast, table(KETTLE), status=422, source="Наш магазин")


def test_a_file_of_tomorrow_is_refused(cast: Cast) -> None:
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()

    assert "cannot have been written in the future" in looked_through(cast, table(KETTLE), status=422, as_of=tomorrow)


def test_what_is_refused_when_it_is_stored_is_named_without_whose_it_is(cast: Cast) -> None:
    address = looked_through(cast, table(KETTLE))
    cast.browser_of(cast.maria).post(f"{address}beginning")
    people.give_role(staff=cast.maria, brand=cast.chainik, role=Role.AGENT, actor=cast.orlov.actor, at=timezone.now())
    work()

    assert "Строка 2: Your role does not allow this here." in text(cast.browser_of(cast.orlov).get(address))
    assert OrderImportItem.objects.get().rows == []


def test_many_orders_are_stored_a_few_at_a_time(cast: Cast) -> None:
    lines = [KETTLE.replace("1512", str(2000 + number)) for number in range(25)]
    address = looked_through(cast, table(*lines))
    cast.browser_of(cast.maria).post(f"{address}beginning")
    first = jobs.go_on_importing.func(OrderImport.objects.get().pk)
    with transaction():
        first()

    assert Order.objects.count() == 10
    assert "Under way…" in shown(cast, address)
    work()  # whoever comes after one that was killed goes on
    assert Order.objects.count() == 25
    assert "Said something new 25 Done." in shown(cast, address)


def test_what_nobody_stores_is_forgotten_after_a_day(cast: Cast) -> None:
    address = looked_through(cast, table(KETTLE))
    sweeps_at(timezone.now() + timedelta(hours=23))
    assert shown(cast, address)

    sweeps_at(timezone.now() + timedelta(hours=25))

    assert not OrderImport.objects.exists()
    assert cast.browser_of(cast.maria).get(address).status_code == 404


def test_what_was_stored_is_forgotten_a_month_later_and_its_orders_stay(cast: Cast) -> None:
    cast.browser_of(cast.maria).post(f"{looked_through(cast, table(KETTLE))}beginning")
    work()
    sweeps_at(timezone.now() + timedelta(days=29))
    assert OrderImport.objects.exists()

    sweeps_at(timezone.now() + timedelta(days=31))

    assert (OrderImport.objects.count(), OrderImportItem.objects.count()) == (0, 0)
    assert Order.objects.count() == 1


def test_what_was_looked_through_can_be_forgotten_but_not_once_it_is_being_stored(cast: Cast) -> None:
    address = looked_through(cast, table(KETTLE))
    assert cast.browser_of(cast.maria).post(f"{address}removal").url == "/orders/files/"
    assert not OrderImport.objects.exists()

    address = looked_through(cast, table(KETTLE))
    for noun, status in (("beginning", 302), ("beginning", 409), ("removal", 409)):
        assert cast.browser_of(cast.maria).post(f"{address}{noun}").status_code == status


def test_only_who_may_bring_in_orders_sees_files(cast: Cast) -> None:
    address = looked_through(cast, table(KETTLE))

    assert cast.browser_of(cast.anna).get("/orders/files/").status_code == 403
    assert cast.browser_of(cast.anna).get(address).status_code == 404
    looked_through(cast, table(KETTLE), who=cast.maria, brand=str(cast.honey.pk), status=404)


def command(tmp_path: Path, *more: str, content: bytes, who: str = "orlov@chainik.example") -> int:
    file = tmp_path / "orders.csv"
    file.write_bytes(content)
    return main(["orders", "import", "--brand", "chainik", "--source", "shop", "--as", who, *more, str(file)])


def test_the_command_stores_a_file_at_once(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(tmp_path, content=table(KETTLE, CUP)) == 0

    told = "Orders: 1, in 2 lines. Not known until now: 1.\nOrders that said something new: 1.\n"
    assert capsys.readouterr().out == told
    assert the_order().lines.count() == 2


def test_a_dry_run_stores_nothing(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(tmp_path, "--dry-run", content=table(KETTLE)) == 0

    assert "Nothing was stored: this was a dry run." in capsys.readouterr().out
    assert not Order.objects.exists()
    assert not OrderImport.objects.exists()


@pytest.mark.parametrize(
    ("who", "content", "words"),
    [
        ("orlov@chainik.example", table(KETTLE.replace("RUB", "XYZ")), "Line 2: there is no currency «XYZ»."),
        ("anna@chainik.example", table(KETTLE), "Your role does not allow this here."),
        ("nobody@chainik.example", table(KETTLE), "nobody here has the address nobody@chainik.example."),
    ],
)
def test_the_command_says_what_is_wrong(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], who: str, content: bytes, words: str
) -> None:
    assert command(tmp_path, content=content, who=who) == 1

    assert words in capsys.readouterr().err
    assert not Order.objects.exists()


def test_a_file_or_brand_that_is_not_there_is_named(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["orders", "import", "--source", "shop", "--as", "orlov@chainik.example"]
    assert main([*words, "--brand", "samovar", str(tmp_path)]) == 1
    assert "There are: chainik, honey." in capsys.readouterr().err
    assert main([*words, "--brand", "chainik", str(tmp_path / "none.csv")]) == 1
    assert "none.csv cannot be read" in capsys.readouterr().err


def test_a_file_says_who_cancelled_what_was_promised(cast: Cast) -> None:
    people.join_team(staff=cast.pavel, brand=cast.chainik, name="Доставка")
    due = (timezone.now() + timedelta(days=2)).isoformat()
    stored(cast, table(KETTLE + due), as_of=(timezone.now() - timedelta(hours=2)).isoformat())
    cancelled = KETTLE.replace("shipped", "cancelled") + due

    page = stored(cast, table(cancelled), as_of=(timezone.now() - timedelta(hours=1)).isoformat())
    assert "Say who cancelled (cancelled_by)" in page
    assert Promise.objects.get(kind="delivery").owed

    stored(cast, table(f"{cancelled},customer"))
    assert Promise.objects.get(kind="delivery").released_at
    assert "Line 2: nobody knows who cancelled: «cat»." in looked_through(cast, table(f"{cancelled},cat"), status=422)
