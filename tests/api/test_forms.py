"""A program builds the form of a type of request, and reads what was sent by it."""

from typing import Any

import pytest

from slovo.requests.form_models import FormVersion
from tests.api.programs import Program, program_of, shop
from tests.api.test_requests import ok, refused
from tests.cast import Cast
from tests.requests.form_stories import FILLED, repairs, sends
from tests.requests.stories import engraving

WHAT = {
    "key": "what",
    "kind": "one",
    "labels": {"ru": "Что случилось?"},
    "required": True,
    "options": [{"key": "leaks", "names": {"ru": "Течёт"}}, {"key": "other", "names": {"ru": "Другое"}}],
}
OTHER = {"key": "other", "kind": "long", "labels": {"ru": "Опишите"}, "when": {"field": "what", "values": ["other"]}}


@pytest.fixture
def program(cast: Cast) -> Program:
    return shop(cast)


@pytest.fixture
def type_(cast: Cast, program: Program) -> dict[str, Any]:
    engraving(cast, slug="repair", demands_choice=False)
    found: dict[str, Any] = ok(program.get("request-types"))["data"][0]
    return found


def test_a_form_is_read_as_it_was_made(program: Program, type_: dict[str, Any]) -> None:
    path = f"request-types/{type_['id']}/form"
    assert ok(program.get(path)) == {"type": type_["id"], "number": 0, "made_at": None, "fields": []}

    made = ok(program.ask("PUT", path, {"fields": [WHAT, OTHER]}))
    assert made == ok(program.get(path))
    assert [one["when"] for one in made["fields"]] == [None, {"field": "what", "values": ["other"]}]
    assert ok(program.ask("PUT", path, {"fields": [WHAT, OTHER]}))["number"] == 1
    assert ok(program.ask("PUT", path, {"fields": [WHAT]}))["number"] == 2


def test_a_form_that_cannot_be_filled_in_is_refused(program: Program, type_: dict[str, Any]) -> None:
    path = f"request-types/{type_['id']}/form"

    assert refused(program.ask("PUT", path, {"fields": [OTHER, WHAT]})) == (409, "unable-to-set-form")
    assert program.ask("PUT", path, {"fields": [WHAT | {"kind": "poem"}]}).status_code == 422
    assert not FormVersion.objects.exists()


def test_what_was_sent_is_found_by_a_value(cast: Cast, program: Program) -> None:
    repairs(cast)
    sends({**FILLED, "f_order": "ЧК-0042"})
    sends({**FILLED, "f_order": "ЧК-0043"})

    [found] = ok(program.get("submissions?field=order&value=чк-0042"))["data"]
    assert found["answers"][1] == {
        "key": "order",
        "kind": "order",
        "label": "Номер заказа",
        "value": "ЧК-0042",
        "words": "ЧК-0042",
    }
    assert found["about"]["type"] == "conversation"
    assert ok(program.get(f"submissions?conversation={found['about']['id']}"))["data"] == [found]
    assert ok(program.get(f"submissions/{found['id']}")) == found
    assert len(ok(program.get(f"submissions?type={found['type']}"))["data"]) == 2


def test_another_brand_reads_and_changes_nothing_of_it(cast: Cast, program: Program) -> None:
    repairs(cast)
    sends(FILLED)
    [sent] = ok(program.get("submissions"))["data"]
    taras = program_of(cast.taras)

    assert ok(taras.get("submissions"))["data"] == []
    assert taras.get(f"submissions/{sent['id']}").status_code == 404
    assert taras.get(f"request-types/{sent['type']}/form").status_code == 404
    assert program_of(cast.anna).ask("PUT", f"request-types/{sent['type']}/form", {"fields": []}).status_code == 403
