"""A program builds the form of a type of request, and reads what was sent by it."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from slovo.conversations.models import Conversation
from slovo.customers.consent_models import Consent
from slovo.people.rights import Verb
from slovo.requests.form_models import FormVersion, Submission
from slovo.requests.models import RequestType
from tests.api.programs import Program, program_of, shop
from tests.api.test_requests import ok, refused
from tests.cast import IRINA, Cast
from tests.pictures import PNG
from tests.requests.form_stories import FILLED, TERMS, published, repairs, sends
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


def repair(program: Program, cast: Cast, *fields: Any) -> dict[str, Any]:
    """What a program knows of the type before it asks."""
    repairs(cast, *fields)
    [found] = ok(program.get("request-types"))["data"]
    return {"type": found["id"], "how": "other", "language": "ru"}


def asks(program: Program, known: dict[str, Any], answers: dict[str, Any], *, number: int = 1, **more: Any) -> Any:
    sender = {"name": "Ирина", "email": IRINA}
    return program.post("requests", {"sender": sender, "form": {"number": number, "answers": answers}, **known, **more})


def named(answer: Any) -> dict[str, str]:
    assert (answer.status_code, answer["content-type"]) == (422, "application/problem+json")
    return {one["field"]: one["message"] for one in answer.json()["errors"]}


def brings(program: Program, name: str, content: bytes) -> str:
    file = SimpleUploadedFile(name, content, content_type="application/octet-stream")
    answer = program.client.post(
        "/api/v1/attachments", {"file": file}, headers={"Authorization": f"Bearer {program.text}"}
    )
    return str(ok(answer, 201)["id"])


def test_a_program_brings_what_a_customer_answered_elsewhere(cast: Cast, program: Program) -> None:
    known = repair(program, cast)
    picture = brings(program, "чайник.png", PNG)
    given = {"what": "other", "other": "Не свистит", "count": "2", "photo": [picture], "terms": "yes", "news": "yes"}

    taken = ok(asks(program, known, given), 201)

    sent = ok(program.get(f"submissions/{taken['submission']}"))
    assert {one["key"]: one["value"] for one in sent["answers"]} == given | {"photo": ["чайник.png"]}
    [message] = ok(program.get(f"conversations/{taken['conversation']}/messages"))["data"]
    assert message["text"].startswith("Что случилось? Другое\nОпишите: Не свистит\nСколько чайников: 2")
    assert [(one["name"], one["type"]) for one in message["attachments"]] == [("чайник.png", "image/png")]
    consent = Consent.objects.get(purpose="marketing")
    assert (consent.given, consent.how, consent.by_kind) == (True, "api", "integration")


def test_what_is_wrong_is_named_by_its_field_and_nothing_is_left_behind(cast: Cast, program: Program) -> None:
    known = repair(program, cast)
    text = brings(program, "чайник.png", b"no picture at all")

    wrong = named(asks(program, known, {"what": "other", "order": "42", "count": "many", "photo": [text]}))

    assert sorted(wrong) == [f"form.answers.{key}" for key in ("count", "order", "other", "photo", "terms")]
    assert all(wrong.values())
    assert list(named(asks(program, known, {"what": "sings", "terms": "yes"}))) == ["form.answers.what"]
    assert list(named(asks(program, known, {"terms": "yes", "shoe_size": "42"}))) == ["form.answers.shoe_size"]
    assert list(named(asks(program, known, {"photo": [str(uuid4())]}))) == ["form.answers.photo"]
    assert (Conversation.objects.count(), Submission.objects.count()) == (0, 0)


def test_what_its_condition_does_not_show_is_neither_asked_for_nor_kept(cast: Cast, program: Program) -> None:
    known = repair(program, cast)

    taken = ok(asks(program, known, {"what": "leaks", "other": "x", "terms": "yes"}, text="Звонили нам."), 201)

    sent = ok(program.get(f"submissions/{taken['submission']}"))
    assert [one["key"] for one in sent["answers"]] == ["what", "terms"]
    [message] = ok(program.get(f"conversations/{taken['conversation']}/messages"))["data"]
    assert message["text"].startswith("Звонили нам.\n\nЧто случилось? Течёт")


def test_a_form_that_has_changed_is_read_anew(cast: Cast, program: Program) -> None:
    known = repair(program, cast)
    published(cast, RequestType.objects.get(), TERMS)

    assert refused(asks(program, known, {"terms": "yes"})) == (409, "form-changed")
    assert ok(asks(program, known, {"terms": "yes"}, number=2), 201)["submission"]


def test_brought_twice_it_is_one_and_without_a_form_there_is_a_text(cast: Cast, program: Program) -> None:
    known = repair(program, cast)
    first = ok(asks(program, known, {"what": "leaks", "terms": "yes"}, external_id="7"), 201)

    again = ok(asks(program, known, {"what": "leaks", "terms": "yes"}, external_id="7"))
    assert (again["submission"], Submission.objects.count()) == (first["submission"], 1)
    assert list(named(program.post("requests", {"sender": {"email": IRINA}, **known}))) == ["text"]
    assert (
        ok(program.post("requests", {"sender": {"email": IRINA}, "text": "Течёт", **known}), 201)["submission"] is None
    )


def test_a_type_without_a_form_says_so(cast: Cast, program: Program, type_: dict[str, Any]) -> None:
    known = {"type": type_["id"], "how": "other"}

    assert list(named(asks(program, known, {"what": "leaks"}))) == ["form"]


def test_who_may_not_file_brings_no_answers(cast: Cast) -> None:
    program = shop(cast, scopes={Verb.READ})
    known = repair(program, cast)

    assert asks(program, known, {"what": "leaks", "terms": "yes"}).status_code == 403
    assert not Submission.objects.exists()


def test_another_brand_reads_and_changes_nothing_of_it(cast: Cast, program: Program) -> None:
    repairs(cast)
    sends(FILLED)
    [sent] = ok(program.get("submissions"))["data"]
    taras = program_of(cast.taras)

    assert ok(taras.get("submissions"))["data"] == []
    assert taras.get(f"submissions/{sent['id']}").status_code == 404
    assert taras.get(f"request-types/{sent['type']}/form").status_code == 404
    assert program_of(cast.anna).ask("PUT", f"request-types/{sent['type']}/form", {"fields": []}).status_code == 403
