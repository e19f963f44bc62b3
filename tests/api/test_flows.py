"""A program reads, brings, publishes, tries and switches the scripted talks of a brand's assistant."""

from typing import Any

import pytest

from slovo.assistant.flow_models import Flow, FlowVersion
from slovo.people.rights import Verb
from tests.api.programs import Program, program_of, shop
from tests.api.test_requests import ok, refused
from tests.assistant.stories import a_chat_with_the_bot, a_running, asks, words
from tests.assistant.test_flows_at_the_desk import rows
from tests.callbacks.stories import PHONE
from tests.cast import Cast
from tests.channels.chat.visitors import Browser


def said(text: str) -> dict[str, str]:
    return {"ru": text, "uk": text, "en": text}


HOURS: dict[str, Any] = {
    "name": said("Часы работы"),
    "starts": {"ru": ["когда открыты"], "uk": ["коли відчинено"], "en": ["opening hours"]},
    "steps": [{"key": "hours", "kind": "say", "words": said("Каждый день с 9 до 18.")}],
}


@pytest.fixture
def program(cast: Cast) -> Program:
    return shop(cast)


def brings(program: Program, document: dict[str, Any] = HOURS) -> dict[str, Any]:
    found: dict[str, Any] = ok(program.post("flows", {"document": document}), 201)
    return found


def test_a_flow_is_brought_published_switched_on_and_met_by_a_visitor(cast: Cast, program: Program) -> None:
    chat = a_chat_with_the_bot(cast)
    flow = brings(program)
    assert (flow["number"], flow["on_since"], flow["document"], flow["problems"]) == (0, None, None, [])
    assert flow["draft"]["steps"][0]["words"] == HOURS["steps"][0]["words"]
    assert refused(program.ask("PUT", f"flows/{flow['id']}/switch", {"on": True})) == (409, "unable-to-set-flow")

    published = ok(program.post(f"flows/{flow['id']}/versions"), 201)
    assert (published["number"], published["document"], published["draft"]) == (1, flow["draft"], None)
    assert ok(program.ask("PUT", f"flows/{flow['id']}/switch", {"on": True}))["on_since"]

    irina = asks(Browser(chat).comes(), "Когда вы открыты?")
    assert words(irina).endswith("Каждый день с 9 до 18.")
    assert ok(program.get(f"flows/{flow['id']}")) == ok(program.get("flows"))["data"][0]


def test_another_document_is_another_version_and_what_is_not_sound_is_none(program: Program) -> None:
    path = f"flows/{brings(program)['id']}/versions"
    ok(program.post(path), 201)
    nothing_new = program.post(path)
    assert (nothing_new.status_code, nothing_new.json()["rule"]) == (409, "flow-has-a-draft")

    later = HOURS | {"steps": [{"key": "hours", "kind": "say", "words": said("С 10 до 20.")}]}
    assert ok(program.post(path, {"document": later}), 201)["number"] == 2
    lost = HOURS | {"steps": [{"key": "hours", "kind": "say", "words": said("С 10."), "next": "nowhere"}]}
    answer = program.post(path, {"document": lost})

    assert (answer.status_code, answer.json()["rule"]) == (409, "flow-is-sound")
    assert "nowhere" in answer.json()["detail"]
    listed = ok(program.get(path))["data"]
    assert [(one["number"], one["document"]["steps"][0]["words"]["ru"]) for one in listed] == [
        (2, "С 10 до 20."),
        (1, "Каждый день с 9 до 18."),
    ]
    assert Flow.objects.get().draft is None  # a refusal takes back the draft, too


def test_it_says_what_keeps_a_draft_from_being_sound(program: Program) -> None:
    flow = brings(program, HOURS | {"steps": [{"key": "number", "kind": "ask", "asks": "order", "words": said("№?")}]})

    assert [one["step"] for one in flow["problems"]] == ["number"]
    assert ok(program.post("flows", {"template": "callback"}), 201)["problems"] == []


def test_trying_says_what_a_visitor_would_hear_and_keeps_nothing(cast: Cast, program: Program) -> None:
    flow = ok(program.post("flows", {"template": "callback"}), 201)
    before = rows()

    tried = ok(program.post(f"flows/{flow['id']}/trials", {"texts": ["Перезвоните мне"], "language": "ru"}))["data"]
    assert [one["words"].split("\n\n")[1] for one in tried] == ["По какому номеру вам перезвонить?"]
    texts = ["Перезвоните мне", PHONE, "Про чайник"]
    *_first, last = ok(program.post(f"flows/{flow['id']}/trials", {"texts": texts, "language": "ru"}))["data"]

    assert (last["ended"], last["words"].startswith("Записал: перезвоним на +79000000012.")) == (True, True)
    assert rows() == before
    unpublished = {"texts": ["Перезвоните мне"], "language": "ru", "draft": False}
    answer = program.post(f"flows/{flow['id']}/trials", unpublished)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "draft")


def test_a_flow_is_switched_off_and_removed(cast: Cast, program: Program) -> None:
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "callback")
    [flow] = ok(program.get("flows"))["data"]

    assert ok(program.ask("PUT", f"flows/{flow['id']}/switch", {"on": False}))["on_since"] is None
    irina = asks(Browser(chat).comes(), "Перезвоните мне")
    assert "По какому номеру" not in words(irina)
    assert program.ask("DELETE", f"flows/{flow['id']}").status_code == 204
    assert (ok(program.get("flows"))["data"], program.get(f"flows/{flow['id']}").status_code) == ([], 404)
    assert FlowVersion.objects.count() == 1  # what was talked by it is kept


def test_what_is_no_flow_is_told_field_by_field(program: Program) -> None:
    for wrong, field in (
        ({"template": "sonnet"}, "template"),
        ({}, "template"),
        ({"template": "order", "document": HOURS}, "template"),
        ({"document": HOURS | {"version": 2}}, "document.version"),
        ({"document": HOURS | {"steps": [{"key": "Ключ", "kind": "say"}]}}, "document.steps.0.key"),
        ({"document": HOURS | {"steps": [{"key": "a", "kind": "dance"}]}}, "document.steps.0.kind"),
    ):
        answer = program.post("flows", wrong)
        assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, [field]), wrong
    assert not Flow.objects.exists()


def test_only_who_administers_the_brand_and_has_the_scope_finds_its_flows(cast: Cast) -> None:
    flow = brings(shop(cast))
    reader = shop(cast, scopes=[Verb.READ])
    assert refused(reader.get("flows")) == (403, "scope-missing")
    assert refused(reader.post(f"flows/{flow['id']}/trials", {"texts": [], "language": "ru"})) == (403, "scope-missing")

    anna = program_of(cast.anna)
    assert ok(anna.get("flows"))["data"] == []
    for method, path in (("GET", ""), ("GET", "/versions"), ("POST", "/versions"), ("DELETE", "")):
        assert anna.ask(method, f"flows/{flow['id']}{path}", {} if method == "POST" else None).status_code == 404
    assert shop(cast, brand=cast.honey).get(f"flows/{flow['id']}").status_code == 404


def test_sent_again_with_its_key_a_flow_is_brought_once(program: Program) -> None:
    first, second = (program.post("flows", {"document": HOURS}, Idempotency_Key="hours-1") for _number in range(2))
    assert (first.json(), Flow.objects.count()) == (second.json(), 1)
