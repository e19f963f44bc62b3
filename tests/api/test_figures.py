"""The figures of promises through the API: known by hand, and only for who may see them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from slovo.people import actions as people
from slovo.people.rights import Role, Verb
from tests.api.programs import program_of, shop
from tests.cast import Cast
from tests.promises.stories import known_by_hand

NOW = timezone.now()
WILSON_3_OF_10 = (0.1078, 0.6032)


def asked(program: Any, query: str = "") -> dict[str, Any]:
    answer = program.get(f"promises/figures{query}")
    assert answer.status_code == 200, answer.content.decode()
    found: dict[str, Any] = answer.json()
    return found


def silent(shown: dict[str, Any]) -> tuple[int, int]:
    return shown["broken_in_silence"]["count"], shown["broken_in_silence"]["of"]


def written(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def test_ten_promises_known_by_hand(cast: Cast) -> None:
    known_by_hand(cast, at=NOW)
    found = asked(program_of(cast.maria))

    total = found["total"]
    shares = {name: share["count"] for name, share in total.items() if isinstance(share, dict)}
    assert shares == {
        "broken_in_silence": 3,
        "broken_with_notice": 1,
        "moved_without_consent": 2,
        "moved_with_consent": 1,
        "kept_in_first_time": 3,
    }
    assert (total["released"], total["struck_out"], total["compared"], found["open"]) == (1, 1, "unknown", 1)
    of_it = total["broken_in_silence"]
    assert (of_it["of"], of_it["share"]) == (10, 0.3)
    assert (of_it["low"], of_it["high"]) == pytest.approx(WILSON_3_OF_10, abs=0.0005)
    assert found["before"]["kept_in_first_time"]["count"] == 1
    assert [(row["kind"], silent(row)) for row in found["kinds"]] == [
        ("delivery", (2, 8)),
        ("repair", (1, 1)),
        ("callback", (0, 1)),
    ]
    assert [(row["owner"], silent(row)) for row in found["owners"]] == [
        (str(cast.anna.public_id), (2, 6)),
        (str(cast.pavel.public_id), (1, 4)),
    ]
    assert [(row["team"], silent(row)) for row in found["teams"]] == [(None, (3, 10))]
    assert [(row["channel"], silent(row)) for row in found["channels"]] == [(None, (3, 10))]
    told = found["notices"]
    assert (told["in_time"], told["late"], told["minutes"]["50"], told["left"]["90"]) == (4, 1, 30, 0.75)


def test_a_kind_a_period_and_some_fields(cast: Cast) -> None:
    known_by_hand(cast, at=NOW)
    program = program_of(cast.maria)

    assert silent(asked(program, "?kind=repair")["total"]) == (1, 1)
    period = f"since={written(NOW - timedelta(days=60))}&until={written(NOW - timedelta(days=30))}"
    assert silent(asked(program, f"?{period}")["total"]) == (0, 1)
    assert list(asked(program, "?fields=open,total")) == ["open", "total"]


@pytest.mark.parametrize(
    "query",
    [
        f"since={written(NOW)}&until={written(NOW - timedelta(days=1))}",
        f"since={written(NOW - timedelta(days=400))}",
        "until=0001-01-01T00:00:00Z",
        "until=9999-12-31T23:59:59-12:00",
        "since=0001-01-01T00:00:00Z",
        "team=01890000-0000-7000-8000-000000000000",
        "brand=01890000-0000-7000-8000-000000000000",
    ],
    ids=["backwards", "too long", "before time", "after time", "since before time", "team", "brand"],
)
def test_what_makes_no_period_and_what_is_unknown_is_refused(cast: Cast, query: str) -> None:
    assert program_of(cast.maria).get(f"promises/figures?{query}").status_code == 422


def test_only_for_whoever_may_and_whose_token_may(cast: Cast) -> None:
    def refused(program: Any) -> tuple[int, str]:
        answer = program.get("promises/figures")
        return answer.status_code, answer.json()["type"].removeprefix("urn:slovo:problem:")

    everything_else = [verb for verb in Verb if verb != Verb.SEE_FIGURES]
    assert refused(program_of(cast.maria, scopes=everything_else)) == (403, "scope-missing")
    assert refused(program_of(cast.anna)) == (403, "not-allowed")
    assert asked(shop(cast, scopes=[Verb.SEE_FIGURES]))["total"]["released"] == 0


def test_nothing_of_another_brand_is_counted(cast: Cast) -> None:
    known_by_hand(cast, at=NOW)
    for_honey = shop(cast, brand=cast.honey, scopes=[Verb.SEE_FIGURES])
    assert silent(asked(for_honey)["total"]) == (0, 0)
    assert for_honey.get(f"promises/figures?brand={cast.chainik.public_id}").status_code == 422

    people.give_role(staff=cast.maria, brand=cast.honey, role=Role.AGENT, actor=cast.orlov.actor, at=NOW)
    supervisor_of_one = program_of(type(cast.maria).objects.get(pk=cast.maria.pk))
    assert silent(asked(supervisor_of_one)["total"]) == (3, 10)
    assert supervisor_of_one.get(f"promises/figures?brand={cast.honey.public_id}").status_code == 422
    both = program_of(cast.orlov)
    assert silent(asked(both)["total"]) == (3, 10)
    assert silent(asked(both, f"?brand={cast.honey.public_id}")["total"]) == (0, 0)
