"""What a brand sets for its callbacks, follow-ups, visits, queues and notices, set by programs."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from slovo.assistant import queries as assistant
from slovo.callbacks.models import Callback
from slovo.conversations.follow_up_models import FollowUp
from slovo.promises import actions as clock
from slovo.promises.models import Promise
from slovo.recovery.saying import text_of
from tests.api.programs import Program, program_of
from tests.callbacks.stories import RULE, missed
from tests.cast import ALWAYS_OPEN, Cast, arrives, letter, the_conversation
from tests.promises.stories import promised
from tests.recovery.stories import code_rule, given, late

NOW = timezone.now()
HOUR = timedelta(hours=1)
CALLS = {name: value for name, value in RULE.items() if name != "team_id"} | {"team": None}
ASKS = {
    "active": True,
    "after_closing": True,
    "after_delivery": False,
    "wait_hours": 20,
    "from_hour": 0,
    "until_hour": 24,
    "days_between": 30,
    "texts": {"ru": "Всё хорошо?"},
}


@pytest.fixture
def program(cast: Cast) -> Program:
    """Orlov's, who administers two brands: he names the one that he means."""
    return program_of(cast.orlov)


def sets(program: Program, path: str, cast: Cast, given: Mapping[str, Any], *, method: str = "PUT") -> dict[str, Any]:
    answer = program.ask(method, path, {**given, "brand": str(cast.chainik.public_id)})
    assert answer.status_code in {200, 201}, answer.content.decode()
    shown: dict[str, Any] = answer.json()
    return shown


@pytest.mark.parametrize(("path", "rule"), [("callback-rules", CALLS), ("follow-up-rules", ASKS)])
def test_rules_are_read_as_they_were_set(cast: Cast, program: Program, path: str, rule: dict[str, Any]) -> None:
    whole = {**rule, "brand": str(cast.chainik.public_id)}

    assert sets(program, path, cast, rule) == whole
    assert program.get(f"{path}?brand={cast.chainik.public_id}").json() == whole
    assert program_of(cast.anna).ask("PUT", path, rule).status_code == 422  # she administers no brand that it could be


def test_the_rule_for_calls_holds_for_the_next_call(cast: Cast, program: Program) -> None:
    sets(program, "callback-rules", cast, {**CALLS, "minutes_to_call": 7})
    missed(cast, at=NOW)

    assert Callback.objects.get().promise.due_at == NOW + timedelta(minutes=7)


def test_a_planned_question_is_seen_and_called_off_once(cast: Cast, program: Program) -> None:
    sets(program, "follow-up-rules", cast, ASKS)
    arrives(letter(), cast.chainik_mail)
    anna = program_of(cast.anna)
    anna.post(f"conversations/{the_conversation().public_id}/closure", {"answer_not_needed": True})

    (planned,) = anna.get("follow-ups?state=planned").json()["data"]
    off = anna.post(f"follow-ups/{planned['id']}/cancellation")

    assert (planned["why"], planned["conversation"]) == ("closing", str(the_conversation().public_id))
    assert (off.json()["state"], off.json()["off_reason"]) == ("off", "by_hand")
    assert anna.get("follow-ups?state=planned").json()["data"] == []
    again = anna.post(f"follow-ups/{planned['id']}/cancellation")
    assert (again.status_code, again.json()["type"]) == (409, "urn:slovo:problem:unable-to-call-off")
    assert Promise.objects.get(follow_up=FollowUp.objects.get()).released_at
    assert program_of(cast.taras).get("follow-ups").json()["data"] == []


def test_a_resource_has_hours_of_its_own_and_slots_follow_them(cast: Cast, program: Program) -> None:
    staff = {"staff": str(cast.anna.public_id)}
    table = sets(program, "resources", cast, {"name": "Стол", **staff}, method="POST")
    kind = sets(
        program,
        "visit-types",
        cast,
        {"name": "Проба", "minutes": 60, "resources": [table["id"]], "notice_minutes": 0, "step_minutes": 60},
        method="POST",
    )
    always = program.get(f"visit-types/{kind['id']}/slots?days=2").json()["data"]

    own = {"tz": "Europe/Moscow", "week": {day: [["10:00", "12:00"]] for day in ALWAYS_OPEN}}
    shown = program.ask("PUT", f"resources/{table['id']}/hours", {"hours": own})
    fewer = program.get(f"visit-types/{kind['id']}/slots?days=2").json()["data"]

    assert (shown.status_code, shown.json()["hours"]) == (200, own)
    assert {slot["starts_at"][11:16] for slot in fewer} == {"07:00", "08:00"}  # ten and eleven in Moscow
    renamed = program.ask("PUT", f"resources/{table['id']}", {"name": "Большой стол", **staff}).json()
    assert (renamed["name"], renamed["hours"]) == ("Большой стол", own)
    program.ask("PUT", f"resources/{table['id']}/hours", {"hours": None})
    assert program.get(f"visit-types/{kind['id']}/slots?days=2").json()["data"] == always
    assert program.ask("PUT", f"resources/{table['id']}/hours", {"hours": {"week": 1}}).status_code == 409
    assert program.ask("DELETE", f"visit-types/{kind['id']}").status_code == 204
    assert program.ask("DELETE", f"resources/{table['id']}").status_code == 204
    assert program.get("resources").json()["data"][0]["archived_at"]


def test_the_page_on_which_customers_book_is_opened_and_closed(cast: Cast, program: Program, client: Client) -> None:
    before = program.get(f"visit-page?brand={cast.chainik.public_id}").json()
    opened = sets(program, "visit-page", cast, {"open": True})

    assert (before["open"], opened["open"], opened["brand"]) == (False, True, str(cast.chainik.public_id))
    assert client.get(opened["url"]).status_code == 200
    assert sets(program, "visit-page", cast, {"open": False}) == before
    assert client.get(opened["url"]).status_code == 404
    assert program_of(cast.taras).get(f"visit-page?brand={cast.chainik.public_id}").status_code == 422
    assert program_of(cast.maria).ask("PUT", "visit-page", {"open": True}).status_code in {403, 422}


def test_a_queue_its_paperwork_and_a_ticket_with_its_steps(cast: Cast, program: Program) -> None:
    rules = {"name": "Ремонт", "prefix": "r", "length_max": 1, "staff": str(cast.anna.public_id)}
    queue = sets(program, "queues", cast, rules, method="POST")
    steps = [{"name": "Договор", "minutes": 10}, {"name": "Оплата", "minutes": 5}]
    papers = program.ask("PUT", f"queues/{queue['id']}/paperwork", {"steps": steps})
    longer = program.ask("PUT", f"queues/{queue['id']}", rules | {"length_max": 2})
    anna = program_of(cast.anna)
    anna.post(f"queues/{queue['id']}/tickets")
    ticket = anna.post(f"queues/{queue['id']}/calls").json()
    begun = anna.post(f"tickets/{ticket['id']}/steps", {"name": "Договор"})

    assert (queue["prefix"], papers.json()["paperwork"], longer.json()["length_max"]) == ("R", steps, 2)
    assert longer.json()["paperwork"] == steps
    assert (begun.status_code, [step["name"] for step in begun.json()["steps"]]) == (201, ["Договор"])
    twice = program.ask("PUT", f"queues/{queue['id']}/paperwork", {"steps": steps[:1] * 2})
    assert (twice.status_code, twice.json()["type"]) == (409, "urn:slovo:problem:unable-to-set-queue")
    closed = program.ask("PUT", f"queues/{queue['id']}/closure", {"closed": True})
    assert closed.json()["closed_at"] and anna.post(f"queues/{queue['id']}/tickets").status_code == 409
    assert anna.ask("PUT", f"queues/{queue['id']}", rules).status_code == 403


def test_the_words_of_notices_and_apologies_are_the_brands_own(cast: Cast, program: Program) -> None:
    own = {"part": "closing", "language": "ru", "own": "Ваш {brand}"}
    quiet = {"quiet_from": 22 * 60, "quiet_until": 7 * 60, "links": False, "texts": [own]}
    shown = sets(program, "notice-rules", cast, quiet)
    words = {"own": "Опоздали: {what}. Держите: {gifts}"}
    apology = sets(program, "apologies/ru", cast, words)

    assert (shown["quiet_from"], shown["links"]) == (22 * 60, False)
    assert [text["own"] for text in shown["texts"] if text["own"]] == ["Ваш {brand}"]
    assert apology["own"] == words["own"]
    code_rule(cast, at=NOW - timedelta(days=9))
    rows = given(late(cast, at=NOW - HOUR, minutes=10))
    assert text_of(rows, "ru").startswith("Опоздали: Чайник у вас дома. Держите: ")
    without = program.ask("PUT", "apologies/ru", {"brand": str(cast.chainik.public_id), "own": "Простите"})
    assert (without.status_code, without.json()["type"]) == (409, "urn:slovo:problem:unable-to-change-words")


def test_the_words_of_letters_are_the_brands_own(cast: Cast, program: Program) -> None:
    own = {"part": "call_when", "language": "ru", "own": "Когда удобно?"}
    shown = sets(program, "letter-words", cast, {"texts": [own]})

    assert shown == program.get(f"letter-words?brand={cast.chainik.public_id}").json()
    assert [text["part"] for text in shown["texts"] if text["own"]] == ["call_when"]
    assert {text["part"] for text in shown["texts"] if "title" in text["names"]} >= {"visit_booked", "it_is_here"}
    wrong = {"brand": str(cast.chainik.public_id), "texts": [own | {"own": "{title}?"}]}
    refused = program.ask("PUT", "letter-words", wrong)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:slovo:problem:unable-to-set-letter-words")
    emptied = sets(program, "letter-words", cast, {"texts": [own | {"own": ""}]})
    assert not any(text["own"] for text in emptied["texts"])
    assert program_of(cast.maria).ask("PUT", "letter-words", wrong).status_code in {403, 422}


def test_what_delays_cost_and_what_was_forgotten(cast: Cast, program: Program) -> None:
    code_rule(cast, at=NOW - timedelta(days=9), reckoned_minor=30_000, currency="RUB")
    late(cast, at=NOW - HOUR, minutes=10)
    (month,) = program.get("recovery-report").json()["data"]

    assert (month["gives"], month["count"], month["amount"], month["owed"]) == ("code", 1, 30_000, 0)
    assert program.get("forgotten-promises").json()["data"] == []
    assert program_of(cast.anna).get("recovery-report").status_code == 403


def test_what_broke_in_silence_is_listed_with_the_last_one_first(cast: Cast) -> None:
    for number in range(3):
        promised(cast, at=NOW - 3 * HOUR, due_at=NOW - 2 * HOUR + number * HOUR / 4, what=str(number))
        clock.break_overdue(at=NOW - 2 * HOUR + number * HOUR / 4 + timedelta(seconds=1))
    program = program_of(cast.maria)

    first = program.get("promises/silent?limit=2").json()
    rest = program.get(first["next"]).json()

    assert [row["what"] for row in first["data"] + rest["data"]] == ["2", "1", "0"]
    assert (rest["next"], program_of(cast.anna).get("promises/silent").status_code) == (None, 403)


def test_something_sooner_is_listed_and_changed(cast: Cast, program: Program) -> None:
    path = "promise-kinds/repair/sooner-offers"
    made = sets(program, path, cast, {"names": {"ru": "Чай"}, "minutes": 10}, method="POST")
    changed = program.ask("PUT", f"sooner-offers/{made['id']}", {"names": {"ru": "Кофе"}, "minutes": 5})

    assert changed.status_code == 200
    listed = program.get(f"{path}?brand={cast.chainik.public_id}").json()["data"]
    assert listed == [{"id": made["id"], "names": {"ru": "Кофе"}, "minutes": 5}]
    assert program.ask("PUT", f"sooner-offers/{made['id']}", {"names": {"ru": " "}, "minutes": 5}).status_code == 409
    assert program_of(cast.maria).ask("PUT", f"sooner-offers/{made['id']}", changed.json()).status_code in {404, 422}


def test_the_bot_in_the_chat_is_switched_on_and_off(cast: Cast, program: Program) -> None:
    where = f"assistant-rules?brand={cast.chainik.public_id}"
    assert program.get(where).json() == {"brand": str(cast.chainik.public_id), "on": False, "on_since": None}

    assert sets(program, "assistant-rules", cast, {"on": True})["on"] is True
    assert (program.get(where).json()["on"], assistant.is_on(cast.honey.pk)) == (True, False)
    assert program_of(cast.anna).ask("PUT", "assistant-rules", {"on": False}).status_code == 422
    assert sets(program, "assistant-rules", cast, {"on": False})["on_since"] is None
