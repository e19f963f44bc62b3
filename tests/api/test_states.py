"""How promises stand, as a filter of their list: each of the ledger's views at the desk is one of the API, too."""

from datetime import timedelta
from typing import Any, get_args

import pytest
from django.utils import timezone

from slovo.api.resources.promise_states import States
from slovo.promises.pages import STATES
from tests.api.programs import Program, program_of
from tests.api.test_rules import ok
from tests.cast import Cast
from tests.promises.stories import promised

NOW = timezone.now()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def program(cast: Cast) -> Program:
    """Irina is owed seven things: two are late, two are due soon, of one she has heard nothing, and two were moved: she
    knows of one."""
    program = program_of(cast.anna)
    dues = {"late": -1, "later": -2, "soon": 3, "sooner": 2, "untold": 48, "refused": 49}
    made = {
        what: promised(cast, at=NOW - 3 * HOUR, due_at=NOW + hours * HOUR, what=what) for what, hours in dues.items()
    }
    promised(cast, at=NOW - 3 * DAY, due_at=NOW + 5 * DAY, what="silent")  # two days are allowed
    move: dict[str, Any] = {"due_at": (NOW + 4 * DAY).isoformat(), "reason": "Снег"}
    ok(program.post(f"promises/{made['untold'].public_id}/moves", move))
    moved = ok(program.post(f"promises/{made['refused'].public_id}/moves", move | {"told": "phone"}))
    answer = {"agrees": False, "how": "phone"}
    ok(program.ask("PUT", f"promise-moves/{moved['moves'][0]['id']}/consent", answer))
    return program


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("late", ["later", "late"]),
        ("soon", ["sooner", "soon"]),
        ("untold", ["untold"]),
        ("refused", ["refused"]),
        ("unanswered", []),
        ("silent", ["silent"]),
        ("at_risk", []),
    ],
)
def test_the_list_shows_how_promises_stand(cast: Cast, program: Program, state: str, expected: list[str]) -> None:
    path = f"promises?state={state}&fields=what&brand={cast.chainik.public_id}"
    first = ok(program.get(f"{path}&limit=1"))
    rest = ok(program.get(first["next"]))["data"] if first["next"] else []

    assert [row["what"] for row in first["data"] + rest] == expected
    assert ok(program_of(cast.taras).get(f"promises?state={state}"))["data"] == []


def test_no_view_of_the_ledger_is_for_the_desk_alone() -> None:
    assert set(STATES) <= set(get_args(States))
