"""Who is away, what nobody owes who is there, and what one is reminded of: through the API."""

from datetime import timedelta
from typing import Any, get_args

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.api.resources.reminders import ReminderShown
from slovo.core.journal.models import JournalEntry
from slovo.core.rules import Rule
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises.ladder_models import Why
from slovo.promises.models import Promise
from slovo.web.desk.words.pledges import WHY
from tests.api.programs import Program, program_of, shop
from tests.api.test_rules import ok, rule_of
from tests.cast import Cast, work
from tests.promises.ladders import clock_strikes, ladder, owner
from tests.promises.stories import promised
from tests.questions import number_of

NOW = timezone.now()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
QUERIES_OF_THE_UNOWNED = 7
QUERIES_OF_REMINDERS = 3


def owed_by_anna(cast: Cast, **more: Any) -> Promise:
    return promised(cast, at=NOW - HOUR, due_at=NOW + 2 * DAY, **more)


def reminded(cast: Cast, *, ago: timedelta = timedelta(), **more: Any) -> Promise:
    """Two hours before it is due its owner is reminded: so long ago."""
    promise = promised(cast, at=NOW - DAY, due_at=NOW + 2 * HOUR - ago, **more)
    clock_strikes(NOW - ago)
    return promise


@pytest.fixture
def steps(cast: Cast) -> None:
    ladder(cast, owner(120), at=NOW - 2 * DAY)


def away(program: Program, person: Staff, until: str = (NOW + DAY).isoformat(), **headers: str) -> Any:
    return program.ask("PUT", f"staff/{person.public_id}/absence", {"until": until}, **headers)


def whats(program: Program, address: str) -> list[str]:
    return [row["what"] for row in ok(program.get(address))["data"]]


def test_what_who_is_ill_owes_is_listed_until_it_is_handed_over(cast: Cast) -> None:
    maria, promise = program_of(cast.maria), owed_by_anna(cast)
    assert whats(maria, "promises/unowned") == []

    assert ok(away(maria, cast.anna)) == {
        "staff": str(cast.anna.public_id),
        "away_until": (NOW + DAY).isoformat().replace("+00:00", "Z"),
    }
    work()
    assert whats(maria, "promises/unowned?fields=what") == [promise.what]
    ok(maria.ask("PUT", f"promises/{promise.public_id}/responsibility", {"owner": str(cast.pavel.public_id)}))

    assert whats(maria, "promises/unowned") == []


def test_the_list_goes_on_where_the_page_before_ended(cast: Cast) -> None:
    for what in ("Чайник", "Чашка", "Блюдце"):
        owed_by_anna(cast, what=what)
    maria = program_of(cast.maria)
    ok(away(maria, cast.anna))

    first = ok(maria.get("promises/unowned?limit=2"))
    assert [row["what"] for row in first["data"]] == ["Чайник", "Чашка"]
    assert whats(maria, first["next"]) == ["Блюдце"]


def test_the_list_is_for_supervisors_with_the_scope_and_of_their_brands(cast: Cast) -> None:
    owed_by_anna(cast)
    ok(away(program_of(cast.maria), cast.anna))
    reader = program_of(cast.maria, scopes=[Verb.READ])

    assert rule_of(program_of(cast.pavel).get("promises/unowned")) == Rule.ROLE_DOES_NOT_ALLOW
    assert reader.get("promises/unowned").json()["type"] == "urn:slovo:problem:scope-missing"
    assert whats(shop(cast, brand=cast.honey), "promises/unowned") == []
    at_honey = f"promises/unowned?brand={cast.honey.public_id}"
    assert program_of(cast.maria).get(at_honey).status_code == 422
    assert whats(program_of(cast.orlov), at_honey) == []


def test_one_says_oneself_that_one_is_away_and_comes_back_earlier(cast: Cast) -> None:
    anna = program_of(cast.anna)
    path = f"staff/{cast.anna.public_id}/absence"
    read = anna.get(path)
    assert (read.json()["away_until"], anna.get(path, If_None_Match=read["ETag"]).status_code) == (None, 304)

    until = ok(away(anna, cast.anna))["away_until"]
    assert {row["id"]: row["away_until"] for row in ok(anna.get("staff"))["data"]} == {
        str(person.public_id): until if person == cast.anna else None
        for person in (cast.anna, cast.pavel, cast.maria, cast.orlov)
    }
    assert [anna.ask("DELETE", path).status_code for _time in range(2)] == [204, 204]
    assert ok(anna.get(path))["away_until"] is None


def test_of_somebody_else_only_a_supervisor_says_it(cast: Cast) -> None:
    assert rule_of(away(program_of(cast.pavel), cast.anna)) == Rule.ROLE_DOES_NOT_ALLOW
    assert away(program_of(cast.taras), cast.anna).status_code == 404
    scopeless = away(program_of(cast.anna, scopes=[Verb.READ]), cast.anna)
    assert scopeless.json()["type"] == "urn:slovo:problem:scope-missing"
    assert rule_of(away(program_of(cast.maria), cast.anna, (NOW - DAY).isoformat())) == Rule.BACK_WITHIN_A_YEAR
    assert Staff.objects.get(pk=cast.anna.pk).away_until is None


def test_said_twice_with_one_key_it_is_said_once(cast: Cast) -> None:
    maria = program_of(cast.maria)

    first, second = (away(maria, cast.anna, Idempotency_Key="k") for _time in range(2))

    assert (first.json(), second["Idempotent-Replayed"]) == (second.json(), "true")
    assert JournalEntry.objects.filter(kind="StaffAway").count() == 1


@pytest.mark.usefixtures("steps")
def test_one_reads_ones_own_reminders_and_says_that_one_has_seen_them(cast: Cast) -> None:
    anna = program_of(cast.anna)
    early, late = reminded(cast, ago=HOUR), reminded(cast)

    rows = ok(anna.get("reminders"))["data"]
    assert [(row["promise"], row["why"]) for row in rows] == [
        (str(late.public_id), "owner"),
        (str(early.public_id), "owner"),
    ]
    [newest] = ok(anna.get("reminders?limit=1&fields=id"))["data"]
    assert newest == {"id": rows[0]["id"]}
    path = f"reminders/{newest['id']}"
    assert [anna.ask("DELETE", path).status_code for _time in range(2)] == [204, 404]
    assert [row["id"] for row in ok(anna.get("reminders"))["data"]] == [rows[1]["id"]]


def test_a_program_and_the_desk_know_every_reason_to_be_reminded() -> None:
    reasons = {one.value for one in Why}

    assert set(get_args(ReminderShown.model_fields["why"].annotation)) == reasons
    assert set(WHY) == reasons


@pytest.mark.usefixtures("steps")
def test_nobody_sees_or_puts_away_the_reminders_of_others(cast: Cast) -> None:
    reminded(cast)
    [row] = ok(program_of(cast.anna).get("reminders"))["data"]
    path = f"reminders/{row['id']}"

    for other in (program_of(cast.maria), program_of(cast.taras), shop(cast)):
        assert (ok(other.get("reminders"))["data"], other.ask("DELETE", path).status_code) == ([], 404)
    reader = program_of(cast.anna, scopes=[Verb.READ])
    assert reader.ask("DELETE", path).json()["type"] == "urn:slovo:problem:scope-missing"
    assert ok(reader.get("reminders"))["data"] == [row]


@pytest.mark.usefixtures("steps")
@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("address", "count"), [("promises/unowned", QUERIES_OF_THE_UNOWNED), ("reminders", QUERIES_OF_REMINDERS)]
)
def test_a_list_asks_as_often_for_three_as_for_one(cast: Cast, number: int, address: str, count: int) -> None:
    maria = program_of(cast.maria)
    for _promise in range(number):
        reminded(cast, by=cast.maria)
    ok(away(maria, cast.maria))
    ok(maria.get(address))

    with CaptureQueriesContext(connection) as asked:
        assert len(ok(maria.get(address))["data"]) == number
    assert number_of(asked) == count
