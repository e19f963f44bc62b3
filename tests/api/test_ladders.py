"""Programs set ladders, and say what a customer chose."""

from datetime import timedelta

from django.utils import timezone

from slovo.promises import moving
from slovo.promises.models import State
from tests.api.programs import program_of, shop
from tests.cast import Cast
from tests.promises.stories import now_of, promised

STEP = {"minutes_before": 30, "deed": "tell_customer", "new_minutes": 20, "reasons": {"ru": "Снег"}}


def test_a_shop_sets_a_kind_with_its_ladder(cast: Cast) -> None:
    program = shop(cast)
    kind = program.ask("PUT", "promise-kinds/ride", {"names": {"ru": "Поездка"}, "told_at_night": True})
    assert kind.json() == {
        "kind": "ride",
        "names": {"ru": "Поездка"},
        "moves_without_consent_max": 1,
        "silence_minutes": None,
        "told_at_night": True,
    }
    steps = program.ask("PUT", "promise-kinds/ride/ladder", {"steps": [STEP]}).json()["steps"]
    assert steps == [{**STEP, "offers_choice": False}]
    taxi = program.ask("PUT", "promise-kinds/ride/ladder", {"template": "taxi"}).json()["steps"]
    assert [(step["minutes_before"], step["deed"]) for step in taxi] == [
        (10, "nudge_owner"),
        (5, "nudge_lead"),
        (3, "tell_customer"),
    ]
    assert program.get("promise-kinds/ride/ladder").json()["steps"] == taxi
    assert program.ask("DELETE", "promise-kinds/ride").status_code == 204
    assert program.get("promise-kinds/ride/ladder").status_code == 404


def test_what_a_ladder_cannot_be_is_refused(cast: Cast) -> None:
    program = shop(cast)
    untold = {**STEP, "new_minutes": None}
    assert program.ask("PUT", "promise-kinds/delivery/ladder", {"steps": [untold]}).status_code == 409
    assert program.ask("PUT", "promise-kinds/delivery/ladder", {"steps": [STEP, STEP]}).status_code == 409
    in_english = {**STEP, "reasons": {"en": "Snow"}}
    assert program.ask("PUT", "promise-kinds/delivery/ladder", {"steps": [in_english]}).status_code == 409
    assert program.ask("PUT", "promise-kinds/ships/ladder", {"steps": [STEP]}).status_code == 409
    anna = program_of(cast.anna)
    assert anna.ask("PUT", "promise-kinds/delivery/ladder", {"steps": [STEP]}).status_code == 422


def test_what_the_customer_chose_is_said_once(cast: Cast) -> None:
    at = timezone.now()
    promise = promised(cast, at=at, due_at=at + timedelta(hours=1))
    address = f"promises/{promise.shown_id}/choice"
    program = program_of(cast.anna)
    assert program.get(address).json()["open"] is False
    later = at + timedelta(hours=2)
    moving.move(promise_id=promise.pk, due_at=later, reason="Снег", told="message", by=cast.anna, at=at)
    assert program.get(address).json() == {
        "open": True,
        "due_now": later.isoformat().replace("+00:00", "Z"),
        "reason": "Снег",
        "choices": ["wait", "alternative", "cancel"],
    }
    until = at + timedelta(hours=3)
    answer = program.ask("PUT", address, {"choice": "wait", "how": "phone", "until": until.isoformat()})
    assert (answer.status_code, now_of(promise).due_at, now_of(promise).state) == (200, until, State.MOVED)
    assert program.ask("PUT", address, {"choice": "cancel", "how": "phone"}).status_code == 409


def test_nothing_of_another_brand(cast: Cast) -> None:
    at = timezone.now()
    promise = promised(cast, at=at, due_at=at + timedelta(hours=1))
    taras = program_of(cast.taras)
    assert taras.get(f"promises/{promise.shown_id}/choice").status_code == 404
    refused = taras.ask("PUT", "promise-kinds/ride/ladder", {"brand": str(cast.chainik.public_id), "template": "taxi"})
    assert refused.status_code == 422
