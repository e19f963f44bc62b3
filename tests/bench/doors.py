"""Letters in at the door, read and answered for, and the pages of a small desk: all in one process."""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LETTERS = 200
PAGES = 30
COMMITS = 200
DEADLINES = 2000


def run(folder: str, *, rounds: int) -> None:
    os.environ["SLOVO_DATA"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "slovo.config.settings"
    with database():
        measure(rounds, folder)


@contextmanager
def database() -> Iterator[None]:
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment()
    old = setup_databases(verbosity=0, interactive=False)
    try:
        print(f"Database: {connection.vendor} {'.'.join(map(str, connection.get_database_version()))}")
        yield
    finally:
        teardown_databases(old, verbosity=0)


def measure(rounds: int, folder: str) -> None:
    from tests import cast as cast_module
    from tests.bench.limits import commits

    cast = cast_module.gather(outgoing=f"{folder}/outgoing")
    numbers = iter(range(10**9))
    limit = rate(lambda: commits(COMMITS), COMMITS, rounds)
    print(f"{'the machine: durable commits of one row':<48}{limit:9.0f} /s")

    def bring() -> None:
        from django.utils import timezone

        from slovo.channels.email.actions import Brought, take

        for number in (next(numbers) for _ in range(LETTERS)):
            raw = cast_module.letter(
                f"Письмо {number}. " + "Где мой чайник? " * 40,
                sender=f"u{number}@example.com",
                message_id=f"<{number}@example.com>",
            )
            at = timezone.now()
            take(letters=[Brought(raw=raw, sender="", recipients=["help@chainik.example"], peer="", at=at)])

    taken, read = [], []
    for _ in range(rounds):
        taken.append(LETTERS / seconds(bring))
        read.append(LETTERS / seconds(cast_module.work))
    row("letters taken at the door (durable)", statistics.median(taken), "/s", limit)
    row("letters read, stored, promised an answer", statistics.median(read), "/s", limit)

    browser = cast.browser_of(cast.anna)
    conversation = cast_module.Conversation.objects.order_by("pk")[0]
    bare = milliseconds(lambda: browser.get("/health"), rounds)
    print(f"{'the machine: a bare page':<48}{bare:9.2f} ms")
    for name, address in (
        (f"the list ({rounds * LETTERS} conversations)", "/conversations/"),
        ("a conversation", f"/conversations/{conversation.public_id}/"),
    ):
        row(name, milliseconds(lambda address=address: browser.get(address), rounds), "ms", bare)

    print(f"{'deadlines in working time, a year ahead':<48}{rate(deadlines, DEADLINES, rounds):9.0f} /s")


def deadlines() -> None:
    from datetime import UTC, datetime

    from slovo.core.worktime import Calendar

    week = {day: [["09:00", "13:00"], ["14:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    calendar = Calendar.from_document({"tz": "Europe/Kyiv", "week": week, "holidays": "UA"})
    start = datetime(2026, 3, 10, 9, tzinfo=UTC)
    for minutes in range(DEADLINES):
        calendar.deadline(start, 100_000 + minutes)


def rate(call: Callable[[], object], count: int, rounds: int) -> float:
    return statistics.median(count / seconds(call) for _ in range(rounds))


def milliseconds(call: Callable[[], object], rounds: int) -> float:
    call()
    return statistics.median(seconds(lambda: [call() for _ in range(PAGES)]) / PAGES * 1000 for _ in range(rounds))


def seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def row(name: str, value: float, unit: str, limit: float) -> None:
    print(f"{name:<48}{value:9.{0 if unit == '/s' else 2}f} {unit}   ratio {value / limit:.2f}")
