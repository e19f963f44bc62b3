"""What holds for all of the API: problems, languages, versions, keys, sizes, methods."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slovo.api.models import KeptAnswer
from slovo.conversations.models import Conversation, Message
from slovo.core.db import is_postgresql
from slovo.promises.models import Promise
from tests.api.programs import files, program_of, request_of_irina, shop
from tests.cast import Cast, arrives, letter, the_conversation
from tests.questions import number_of

pytestmark = pytest.mark.thorough

PROBLEM = "application/problem+json"


@pytest.mark.parametrize(
    ("language", "title"), [("ru", "Не найдено"), ("uk", "Не знайдено"), ("en", "Not found"), ("de", "Not found")]
)
def test_problems_are_said_in_the_readers_language(cast: Cast, language: str, title: str) -> None:
    answer = program_of(cast.anna).get("conversations/01900000-0000-7000-8000-000000000000", Accept_Language=language)

    assert (answer.status_code, answer["Content-Type"], answer.json()["title"]) == (404, PROBLEM, title)


@pytest.mark.parametrize("path", ["/api/", "/api/v1/nothing", "/api/v2/conversations", "/api/v1/conversations/"])
def test_an_unknown_address_is_a_problem_too(db: None, path: str) -> None:
    answer = Client().get(path)

    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)


def test_a_body_that_is_no_json_is_a_problem(cast: Cast) -> None:
    answer = program_of(cast.anna).ask("POST", "conversations", b"{")

    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)


def test_an_address_with_a_nul_is_a_problem_too(cast: Cast) -> None:
    answer = program_of(cast.anna).get("conversations?after=%00")

    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)


def test_every_wrong_field_is_named(cast: Cast) -> None:
    answer = program_of(cast.anna).post(
        "conversations", {"sender": {"name": 5}, "subject": "a" * 301, "wish": 1}, Accept_Language="ru"
    )

    assert (answer.status_code, answer.json()["type"]) == (422, "urn:slovo:problem:wrong-fields")
    assert {(error["field"], error["message"]) for error in answer.json()["errors"]} == {
        ("sender.name", "Здесь нужен текст."),
        ("subject", "Этот текст слишком длинный."),
        ("text", "Это поле обязательно."),
        ("wish", "Такого поля нет."),
    }


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_what_no_database_can_keep_is_a_wrong_field(cast: Cast, text: str) -> None:
    assert program_of(cast.anna).post("conversations", request_of_irina(text=text)).status_code == 422


def test_our_own_mistake_is_a_problem_and_changes_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    program = program_of(cast.anna)
    monkeypatch.setattr("slovo.api.idempotency.keep", lambda *_: 1 / 0)

    answer = program.post("conversations", request_of_irina())

    assert (answer.status_code, answer["Content-Type"], Conversation.objects.count()) == (500, PROBLEM, 0)


def test_too_much_is_not_read(cast: Cast) -> None:
    answer = program_of(cast.anna).post("conversations", request_of_irina(text="я" * 1_100_000))

    assert (answer.status_code, answer["Content-Type"]) == (413, PROBLEM)


def test_methods(cast: Cast) -> None:
    program = program_of(cast.anna)
    conversation = f"conversations/{files(program)['conversation']}"

    options = program.ask("OPTIONS", conversation)
    assert (options.status_code, options["Allow"]) == (204, "GET, HEAD, OPTIONS")
    wrong = program.ask("PATCH", conversation)
    assert (wrong.status_code, wrong["Content-Type"], wrong["Allow"]) == (405, PROBLEM, "GET, HEAD, OPTIONS")
    head, get = program.ask("HEAD", conversation), program.get(conversation)
    assert (head.status_code, head.content, head["Content-Length"], head["ETag"]) == (
        200,
        b"",
        str(len(get.content)),
        get["ETag"],
    )


def test_what_has_not_changed_is_not_sent_again(cast: Cast) -> None:
    program = program_of(cast.anna)
    conversation = f"conversations/{files(program)['conversation']}"
    version = program.get(conversation)["ETag"]

    same = program.get(conversation, If_None_Match=version)
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", version)
    program.post(f"{conversation}/waiting")
    assert program.get(conversation, If_None_Match=version).status_code == 200


def test_a_change_is_made_to_the_version_that_was_read_or_not_at_all(cast: Cast) -> None:
    program = program_of(cast.anna)
    conversation = f"conversations/{files(program)['conversation']}"
    version = program.get(f"{conversation}?fields=state")["ETag"]

    first = program.post(f"{conversation}/waiting", If_Match=version)
    second = program.post(f"{conversation}/notes", {"text": "Ждём."}, If_Match=version)

    assert (first.status_code, second.status_code, second["Content-Type"]) == (200, 412, PROBLEM)
    assert the_conversation().messages.count() == 1


def test_one_key_one_change(cast: Cast) -> None:
    program = shop(cast)

    first = program.post("conversations", request_of_irina(), Idempotency_Key="a-1")
    again = program.post("conversations", request_of_irina(), Idempotency_Key="a-1")
    other = program.post("conversations", request_of_irina(), Idempotency_Key="a-2")

    assert (first.status_code, again.status_code, again["Idempotent-Replayed"]) == (201, 201, "true")
    assert (again.content, again["Location"]) == (first.content, first["Location"])
    assert "Idempotent-Replayed" not in first
    assert other.json()["conversation"] != first.json()["conversation"]
    assert Message.objects.count() == 2


def test_a_key_belongs_to_one_request_of_one_token(cast: Cast) -> None:
    program = shop(cast)
    program.post("conversations", request_of_irina(), Idempotency_Key="a-1")

    otherwise = program.post("conversations", request_of_irina(text="Другое"), Idempotency_Key="a-1")
    another = shop(cast).post("conversations", request_of_irina(), Idempotency_Key="a-1")

    assert (otherwise.status_code, otherwise.json()["type"]) == (422, "urn:slovo:problem:idempotency-key-used")
    assert another.status_code == 201


def test_what_was_refused_is_judged_anew(cast: Cast) -> None:
    program = program_of(cast.anna)
    path = f"conversations/{files(program)['conversation']}/closure"

    assert program.post(path, Idempotency_Key="c").status_code == 409
    assert KeptAnswer.objects.count() == 0


def test_a_key_holds_for_a_day(cast: Cast) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from slovo.api.actions import sweep

    program = shop(cast)
    first = program.post("conversations", request_of_irina(), Idempotency_Key="a-1").json()
    KeptAnswer.objects.update(created_at=timezone.now() - timedelta(hours=25))

    assert program.post("conversations", request_of_irina(), Idempotency_Key="a-1").json() != first
    KeptAnswer.objects.update(created_at=timezone.now() - timedelta(hours=25))
    sweep(at=timezone.now())
    assert KeptAnswer.objects.count() == 0


def test_the_description_is_open_to_everybody_and_written_once(db: None) -> None:
    first = Client().get("/api/v1/openapi.json")

    assert (first.status_code, first.json()["openapi"]) == (200, "3.1.0")
    operations = [one for methods in first.json()["paths"].values() for one in methods.values()]
    assert {status for one in operations for status in ("401", "422", "429") if status not in one["responses"]} == set()
    assert Client().get("/api/v1/openapi.json").content == first.content


FILING, REPLYING, NAMING_A_TIME, LISTING = 29, 24, 25, 5  # a time is read by the hours of its brand
MORE_ON_POSTGRESQL = (1, 0)  # one lock on a new customer's address


def asked(cast: Cast, call: object, count: Callable[[CaptureQueriesContext], int] = len) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert call().status_code in {200, 201}  # type: ignore[operator]
    return count(queries)


@pytest.mark.usefixtures("one_instant")
def test_filing_and_answering_ask_the_database_no_more_than_needed(cast: Cast) -> None:
    program = shop(cast)
    conversation = files(program)["conversation"]

    counts = (
        asked(cast, lambda: program.post("conversations", request_of_irina(sender={"email": "new@example.com"}))),
        asked(cast, lambda: program.post(f"conversations/{conversation}/replies", {"text": "Он в пути."})),
        asked(cast, lambda: program.post(f"conversations/{conversation}/replies", {"text": "Будет завтра."})),
    )

    more = MORE_ON_POSTGRESQL if is_postgresql() else (0, 0)
    assert counts == (FILING + more[0], REPLYING + more[1], NAMING_A_TIME + more[1])


@pytest.mark.usefixtures("one_instant")
def test_a_list_of_one_and_of_three(cast: Cast) -> None:
    program = program_of(cast.anna)
    files(program)
    one = asked(cast, lambda: program.get("conversations"), number_of)
    files(program, sender={"email": "b@example.com"})
    files(program, sender={"email": "c@example.com"})

    assert (one, asked(cast, lambda: program.get("conversations"), number_of)) == (LISTING, LISTING)


@pytest.mark.parametrize("path", ["promises?brnad=1", "token?filds=id", "promises/{id}?field=id"])
def test_a_parameter_with_a_slip_in_its_name_is_refused_and_does_not_show_all(cast: Cast, path: str) -> None:
    arrives(letter(), cast.chainik_mail)
    answer = program_of(cast.anna).get(path.format(id=Promise.objects.get().shown_id))

    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == [path.partition("?")[2].partition("=")[0]]
