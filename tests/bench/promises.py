"""How late the clock is: so many open promises, of which a thousand take a step of their ladder within a minute.

Each step reminds its owner and tells its customer of a new time: a move, a notice, a letter that leaves. Two clocks and
as many workers as `bin/run` starts on this database are at work, as `slovo ticker` and `slovo worker`; lateness is from
a step's moment until a second reader of the database sees that it was taken.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from slovo.config.environment import worker_processes

DUE = 1_000
SECONDS = 60
HEAD_START_SECONDS = 20
PATIENCE_SECONDS = 60
BATCH = 5_000
CLOCKS = 2
BEFORE = timedelta(minutes=20)
LOOK_SECONDS = 0.1
UNSEEN_MAX = 1_000  # ids that PostgreSQL has given and not shown yet: those of some seconds


def run(folder: str, *, promises: int) -> None:
    from tests import cast as cast_module

    cast = cast_module.gather(outgoing=f"{folder}/outgoing")
    _furnish(cast, promises)
    with _at_work():
        _measure()


def _furnish(cast: object, promises: int) -> None:
    from django.utils import timezone

    from slovo.brands.models import Brand
    from slovo.promises.models import Promise
    from tests.promises.ladders import ladder, owner, tell

    brand = Brand.objects.get(slug="chainik")
    at = timezone.now()
    ladder(cast, owner(20), tell(20), at=at)  # type: ignore[arg-type]
    customers = _customers(brand, at)
    calendar, anna = brand.main_calendar, cast.anna  # type: ignore[attr-defined]

    def promise(number: int, due_at: datetime, customer: tuple[int, int]) -> Promise:
        row = Promise(brand=brand, customer_id=customer[0], about=f"conversation:{customer[1]}", kind="delivery")
        row.what, row.owner, row.calendar, row.warning_minutes = f"Посылка {number}", anna, calendar, 60
        row.made_by_kind, row.made_by_id, row.made_at = "staff", str(anna.pk), at
        row.set_moment(due_at, zone="Europe/Moscow", at=at)
        row.next_step_at = due_at - BEFORE
        return row

    far = [promise(number, at + timedelta(days=2, minutes=number), customers[0]) for number in range(promises - DUE)]
    for begin in range(0, len(far), BATCH):
        Promise.objects.bulk_create(far[begin : begin + BATCH])
    begins = timezone.now() + BEFORE + timedelta(seconds=HEAD_START_SECONDS)
    step = timedelta(seconds=SECONDS / DUE)
    Promise.objects.bulk_create(promise(number, begins + number * step, customers[number]) for number in range(DUE))
    print(f"{promises} open promises, {DUE} of them due to take a step within {SECONDS} s", flush=True)


def _customers(brand: object, at: datetime) -> list[tuple[int, int]]:
    """With a conversation each, to be told in."""
    from slovo.channels.models import Mailbox
    from slovo.conversations.models import Conversation
    from slovo.customers.models import Customer, Identity
    from slovo.promises.ladder_models import QuietHours

    QuietHours.objects.create(brand=brand, begins=0, ends=0)  # whatever the hour of the bench
    people = [Customer(brand=brand, name=f"Ирина {number}", language="ru", created_at=at) for number in range(DUE)]
    Customer.objects.bulk_create(people)
    addresses = (f"u{number}@example.com" for number in range(DUE))
    Identity.objects.bulk_create(
        Identity(customer=one, brand=brand, kind="email", value=value, created_at=at)
        for one, value in zip(people, addresses, strict=True)
    )
    mailbox = Mailbox.objects.filter(brand=brand).first()
    same = {"brand": brand, "channel": "email", "mailbox": mailbox, "opened_at": at, "last_message_at": at}
    talks = Conversation.objects.bulk_create(Conversation(customer=one, subject="Посылка", **same) for one in people)
    return [(one.pk, talk.pk) for one, talk in zip(people, talks, strict=True)]


@contextmanager
def _at_work() -> Iterator[None]:
    names = ["worker"] * worker_processes() + ["ticker"] * CLOCKS
    hands = [subprocess.Popen([sys.executable, "-m", "slovo", name]) for name in names]
    try:
        yield
    finally:
        for hand in hands:
            hand.terminate()
        for hand in hands:
            with suppress(subprocess.TimeoutExpired):
                hand.wait(5)
            hand.kill()


def _measure() -> None:
    from django.utils import timezone

    from slovo.core.journal.models import JournalEntry
    from slovo.promises.ladder_models import CustomerNotice
    from slovo.promises.models import Promise

    due = dict(Promise.objects.values_list("pk", "first_due_at"))
    late: dict[int, float] = {}
    until, last = time.monotonic() + HEAD_START_SECONDS + SECONDS + PATIENCE_SECONDS, 0
    sent = 0
    while time.monotonic() < until and (len(late) < DUE or sent < DUE):
        time.sleep(LOOK_SECONDS)  # between two looks of a second reader: what is measured, not waited for
        taken = JournalEntry.objects.filter(
            kind="PromiseStepTaken", data__deed="tell_customer", pk__gt=last - UNSEEN_MAX
        )
        now, rows = timezone.now(), list(taken.order_by("pk").values_list("pk", "data__promise_id"))
        for pk, promise_id in rows:
            last = max(last, pk)
            late.setdefault(promise_id, (now - (due[promise_id] - BEFORE)).total_seconds())
        sent = CustomerNotice.objects.filter(sent_at__isnull=False).count()
    made = CustomerNotice.objects.filter(sent_at__isnull=False)
    told = sorted((one.sent_at - one.made_at).total_seconds() for one in made)
    print(f"{'steps taken':<48}{len(late):9} of {DUE}")
    print(f"{'lateness':<48}{_spread(sorted(late.values()))}", flush=True)
    print(f"{'letters that left':<48}{len(told):9} of {DUE}")
    print(f"{'from the step until the letter had left':<48}{_spread(told)}", flush=True)


def _spread(values: list[float]) -> str:
    if not values:
        return "nothing"
    p99 = values[min(len(values) - 1, int(len(values) * 0.99))]
    return f"p50 {statistics.median(values):.2f} s, p99 {p99:.2f} s, at most {values[-1]:.2f} s"
