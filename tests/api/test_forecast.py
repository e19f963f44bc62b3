"""The forecast for programs: when to promise something, how long one waits, and how good it was."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from slovo.promises import ledger
from tests.api.programs import program_of
from tests.cast import Cast, at_one_instant
from tests.promises.stories import HOUR, foretells_at, promised

NOW = timezone.now()


def done_in(cast: Cast, *hours: float) -> None:
    for number, needed in enumerate(hours):
        made_at = NOW - timedelta(days=20) + number * HOUR
        promise = promised(cast, at=made_at, due_at=made_at + timedelta(days=30), kind="repair")
        ledger.keep(promise_id=promise.pk, by=cast.anna, at=made_at + needed * HOUR)


def told(program: Any, path: str) -> dict[str, Any]:
    answer = program.get(path)
    assert answer.status_code == 200, answer.content.decode()
    found: dict[str, Any] = answer.json()
    return found


def test_a_suggestion_with_its_count_and_margin(cast: Cast) -> None:
    done_in(cast, *([1.0] * 3 + [2.0] * 5 + [50.0] * 2))
    asked_at = timezone.now()
    found = told(program_of(cast.anna), "promises/suggestion?kind=repair")

    assert (found["done"], found["cases"], found["minutes"], found["margin"]) == (8, 10, 120, 0.15)
    due_at = datetime.fromisoformat(found["due_at"])
    assert timedelta(minutes=138) <= due_at - asked_at <= timedelta(minutes=138 + 30)  # at a moment that people say
    assert due_at.minute % 15 == 0 and due_at.second == 0


def test_where_little_is_known_nothing_is_suggested(cast: Cast) -> None:
    done_in(cast, 1.0, 2.0)
    assert told(program_of(cast.anna), "promises/suggestion?kind=repair")["due_at"] is None
    assert told(program_of(cast.anna), "promises/wait?kind=repair")["minutes_to"] is None


def test_the_wait_is_longer_when_more_is_open_than_usual(cast: Cast) -> None:
    done_in(cast, *([1.0] * 5 + [2.0] * 5))
    program = program_of(cast.anna)
    quiet = told(program, "promises/wait?kind=repair")
    assert (quiet["minutes_from"], quiet["minutes_to"], quiet["open"]) == (60, 120, 0)

    for number in range(2):
        promised(cast, at=NOW, due_at=NOW + 9 * HOUR, kind="repair", what=str(number))
    busy = told(program, "promises/wait?kind=repair")
    assert (busy["minutes_from"], busy["minutes_to"], busy["open"]) == (120, 240, 2)


def test_something_sooner_is_offered_while_it_is_sooner(cast: Cast) -> None:
    done_in(cast, *([1.0] * 10))
    program = program_of(cast.orlov)
    given = {"names": {"ru": "Закуска"}, "brand": cast.chainik.public_id}
    made = program.post("promise-kinds/repair/sooner-offers", given | {"minutes": 10})
    assert made.status_code == 201
    program.post("promise-kinds/repair/sooner-offers", given | {"minutes": 600})
    query = f"promises/wait?kind=repair&brand={cast.chainik.public_id}"
    assert told(program, query)["sooner"] == [{"id": made.json()["id"], "names": {"ru": "Закуска"}, "minutes": 10}]

    assert program.ask("DELETE", f"sooner-offers/{made.json()['id']}").status_code == 204
    assert told(program, query)["sooner"] == []
    assert program.ask("DELETE", f"sooner-offers/{made.json()['id']}").status_code == 404


def test_what_cannot_be_offered_is_refused_in_words(cast: Cast) -> None:
    program, given = program_of(cast.orlov), {"brand": cast.chainik.public_id, "minutes": 10}
    assert program.post("promise-kinds/moon/sooner-offers", given | {"names": {"ru": "Сыр"}}).status_code == 409
    assert program.post("promise-kinds/repair/sooner-offers", given | {"names": {"ru": " "}}).status_code == 409
    assert program.post("promise-kinds/repair/sooner-offers", given | {"names": {}}).status_code == 422
    mine = {"names": {"ru": "Сыр"}, "minutes": 10}
    assert program_of(cast.anna).post("promise-kinds/repair/sooner-offers", mine).status_code in (403, 422)


def test_what_is_at_risk_and_how_good_that_was(cast: Cast) -> None:
    done_in(cast, *([1.0] * 4 + [9.6] * 8))
    began = NOW - 20 * HOUR
    late = promised(cast, at=began, due_at=began + 9.5 * HOUR, kind="repair")
    foretells_at(began + 9 * HOUR)
    program = program_of(cast.maria)
    with at_one_instant(began + 9 * HOUR):
        assert [row["id"] for row in told(program, "promises?state=at_risk")["data"]] == [str(late.shown_id)]

    ledger.keep(promise_id=late.pk, by=cast.anna, at=NOW)
    found = told(program, "promises/forecast?percent=90")
    assert (found["late"]["count"], found["precision"]["count"], found["recall"]["share"]) == (1, 1, 1.0)
    assert found["threshold"] == 0.3
    assert told(program, "promises?state=at_risk")["data"] == []
    assert program_of(cast.anna).get("promises/forecast").status_code == 403
