"""What the tests of recovery say all the time."""

from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

from slovo.core.db import transaction
from slovo.people import actions as people
from slovo.people.models import Staff, Team
from slovo.promises import actions as clock
from slovo.promises import ledger
from slovo.promises.models import Promise
from slovo.recovery import jobs, rules
from slovo.recovery.models import Compensation
from slovo.recovery.rule_models import RuleTerms
from slovo.recovery.terms import Terms
from tests.cast import Cast, arrives, letter, the_conversation, work_at
from tests.promises.stories import promised

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
KETTLE = "Чайник у вас дома"


def cashiers(cast: Cast) -> Team:
    people.join_team(staff=cast.maria, brand=cast.chainik, name="Касса")
    return Team.objects.get(brand=cast.chainik, name="Касса")


def code_rule(cast: Cast, *, at: datetime, kind: str = "delivery", by: Staff | None = None, **more: Any) -> RuleTerms:
    """Ten minutes too late: a code for 10 %, valid for a month."""
    terms = {"after_minutes": 10, "gives": "code", "percent": 10, "valid_days": 30, **more}
    return rules.set_rule(brand=cast.chainik, kind=kind, terms=Terms(**terms), by=by or cast.orlov, at=at)


def refund_rule(cast: Cast, *, at: datetime, kind: str = "delivery", **more: Any) -> RuleTerms:
    """Thirty minutes too late: 500 roubles back, within five days."""
    terms = {
        "after_minutes": 30,
        "gives": "refund",
        "amount_minor": 50_000,
        "currency": "RUB",
        "refund_days": 5,
        "team_id": cashiers(cast).pk,
        **more,
    }
    return rules.set_rule(brand=cast.chainik, kind=kind, terms=Terms(**terms), by=cast.orlov, at=at)


def late(cast: Cast, *, at: datetime, minutes: int = 0, **more: Any) -> Promise:
    """Promised for an hour, and now so many minutes late. The clock has looked."""
    due_at = at - minutes * MINUTE
    promise = promised(cast, at=due_at - HOUR, due_at=due_at, **more)
    passes(at + timedelta(seconds=1))
    return Promise.objects.get(pk=promise.pk)


def kettle_is_late(cast: Cast, *, minutes: int, at: datetime) -> None:
    """At `at` Irina has waited for it so long: promised two hours ago, in the conversation that she began."""
    arrives(letter(), cast.chainik_mail, at=at - timedelta(days=3))
    talk = the_conversation()
    ledger.make(
        brand=cast.chainik,
        customer_id=talk.customer_id,
        about=talk.key,
        kind="delivery",
        what=KETTLE,
        due_at=at - minutes * MINUTE,
        by=cast.anna,
        at=at - 2 * HOUR,
    )


def passes(moment: datetime) -> None:
    """Everything that is due by then happens: the clock marks what broke, the worker does the rest."""
    clock.break_overdue(at=moment)
    work_at(moment)
    with transaction():
        jobs.settle_due.enqueue()
    work_at(moment)
    work_at(moment + timedelta(seconds=10))


def given(promise: Promise) -> list[Compensation]:
    return list(Compensation.objects.filter(promise=promise).order_by("pk"))


def states(promise: Promise) -> list[tuple[str, str]]:
    return [(row.gives, row.state) for row in given(promise)]


def letters(cast: Cast) -> list[Any]:
    """That have left, the oldest first."""
    files = sorted(Path(cast.outgoing).glob("new/*"), key=lambda file: file.stat().st_mtime_ns)
    return [message_from_bytes(file.read_bytes(), policy=default) for file in files]
