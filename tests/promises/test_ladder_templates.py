"""The ladders that are shipped: each is taken over by a program and climbed, and each does what its name promises."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from slovo.promises.ladder_models import Reminder
from slovo.promises.ladder_templates import TEMPLATES
from slovo.promises.models import Promise
from tests.api.programs import Program, program_of, shop
from tests.cast import Cast, arrives, letter, the_conversation
from tests.promises.ladders import clock_strikes
from tests.promises.stories import now_of
from tests.recovery.stories import letters

SECOND, MINUTE, HOUR, DAY = (timedelta(**{name: 1}) for name in ("seconds", "minutes", "hours", "days"))
OWN = "own_kind"
THING = "То, что обещано"
ROAD, WORK = "Курьер задерживается в дороге.", "Работа заняла больше времени, чем мы думали."

# Of each: for which kind; how long before the deadline its owner, then who leads, then the customer hears of it; how
# much later is named to the customer, and why.
EXPECTED: dict[str, tuple[str, timedelta, timedelta, tuple[timedelta, timedelta, str] | None]] = {
    "taxi": (OWN, 10 * MINUTE, 5 * MINUTE, (3 * MINUTE, 10 * MINUTE, "Машина задерживается в пути.")),
    "photographer": (
        OWN,
        3 * DAY,
        2 * DAY,
        (DAY, 2 * DAY, "Обработка снимков заняла больше времени, чем мы думали."),
    ),
    "courier": ("delivery", 45 * MINUTE, 30 * MINUTE, (20 * MINUTE, 40 * MINUTE, ROAD)),
    "kitchen": (OWN, 10 * MINUTE, 7 * MINUTE, (5 * MINUTE, 15 * MINUTE, "На кухне сейчас больше заказов, чем обычно.")),
    "answer": ("answer", 30 * MINUTE, 15 * MINUTE, None),
    "callback": ("callback", 10 * MINUTE, 5 * MINUTE, None),
    "delivery": ("delivery", 4 * HOUR, 2 * HOUR, (HOUR, DAY, ROAD)),
    "repair": ("repair", DAY, 6 * HOUR, (3 * HOUR, DAY, WORK)),
    "refund": ("refund", DAY, 6 * HOUR, (3 * HOUR, DAY, "Банк ещё не провёл платёж.")),
    "visit": ("visit", HOUR, 45 * MINUTE, (30 * MINUTE, HOUR, "Мастер задерживается на предыдущем вызове.")),
    "follow_up": ("follow_up", 2 * HOUR, HOUR, None),
}


def ok(answer: Any) -> Any:
    assert answer.status_code < 300, answer.content.decode()
    return answer.json()


def takes_over(program: Program, template: str, kind: str) -> None:
    """The brand, which has no quiet hours, for its own kind or a shipped one."""
    ok(program.ask("PUT", "notice-rules", {"quiet_from": 0, "quiet_until": 0}))
    if kind == OWN:
        ok(program.ask("PUT", f"promise-kinds/{kind}", {"names": {"ru": "Своё"}}))
    ok(program.ask("PUT", f"promise-kinds/{kind}/ladder", {"template": template}))


def anna_owes(cast: Cast, kind: str, before: timedelta) -> Promise:
    """Irina has written: an answer, or something that is promised to her there, due an hour after the first step."""
    arrives(letter(), cast.chainik_mail)
    program, conversation = program_of(cast.anna), str(the_conversation().public_id)
    anna = str(cast.anna.public_id)
    if kind == "answer":
        ok(program.ask("PUT", f"conversations/{conversation}/assignment", {"assignee": anna, "team": None}))
        return Promise.objects.get(kind="answer")
    due = timezone.now().replace(second=0, microsecond=0) + before + HOUR
    given = {"conversation": conversation, "kind": kind, "what": THING, "due_at": due.isoformat(), "owner": anna}
    return Promise.objects.get(public_id=ok(program.post("promises", given))["id"])


def reminded(promise: Promise) -> list[tuple[str, str]]:
    rows = Reminder.objects.filter(promise=promise).order_by("at", "staff__name").select_related("staff")
    return [(row.staff.name, row.why) for row in rows]


def told(cast: Cast) -> list[str]:
    return [one.get_body(("plain",)).get_content() for one in letters(cast)]


def said(moment: datetime, cast: Cast) -> str:
    return f"{moment.astimezone(cast.chainik.tz):%H:%M}"


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_shipped_ladder_is_taken_over_and_climbed(cast: Cast, template: str) -> None:
    kind, owner, lead, tells = EXPECTED[template]
    takes_over(shop(cast), template, kind)
    promise = anna_owes(cast, kind, owner)
    due = promise.due_at
    assert due

    clock_strikes(due - owner - SECOND)
    assert (reminded(promise), told(cast)) == ([], [])
    clock_strikes(due - owner)
    nudged = [("Анна Белкина", "owner")]
    assert reminded(promise) == nudged
    clock_strikes(due - lead - SECOND)
    assert reminded(promise) == nudged
    clock_strikes(due - lead)
    nudged += [("Дмитрий Орлов", "lead"), ("Мария Ветрова", "lead")]
    assert reminded(promise) == nudged

    if tells is None:
        clock_strikes(due - SECOND)
        assert (reminded(promise), told(cast), now_of(promise).due_at) == (nudged, [], due)
        return
    before, later, reason = tells
    clock_strikes(due - before - SECOND)
    assert (told(cast), now_of(promise).due_at) == ([], due)
    clock_strikes(due - before)
    [text] = told(cast)
    assert [words in text for words in (THING, reason, said(due, cast), said(due + later, cast), "«отменяйте»")] == [
        True
    ] * 5
    promise = now_of(promise)
    assert (promise.state, promise.due_at, promise.broken_at) == ("moved", due + later, None)


def test_the_ladders_that_are_shipped_are_those_that_are_climbed_here(cast: Cast) -> None:
    shipped = ok(program_of(cast.anna).get("ladder-templates"))["data"]

    assert {row["template"]: row["kind"] or OWN for row in shipped} == {
        template: kind for template, (kind, *_steps) in EXPECTED.items()
    }
