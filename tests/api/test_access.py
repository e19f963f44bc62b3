"""Who is let in: a token that holds, with the scope, at the brand, of somebody who may."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from slovo.core.journal.models import JournalEntry
from slovo.people import actions as people
from slovo.people import tokens
from slovo.people.models import Staff, Token
from slovo.people.rights import NotAllowed, Role, Verb
from tests.api.programs import files, program_of, request_of_irina, shop
from tests.cast import Cast, arrives, letter, the_conversation

READ = [Verb.READ]


def problem(answer: object) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer slovo_x"}, {"Authorization": "Basic eDp5"}])
def test_without_a_token_that_holds_nobody_is_let_in(cast: Cast, header: dict[str, str]) -> None:
    answer = Client().get("/api/v1/conversations", headers=header)

    assert (answer.status_code, answer["WWW-Authenticate"], answer["Content-Type"]) == (
        401,
        'Bearer realm="Slovo"',
        "application/problem+json",
    )


def test_a_browser_that_has_signed_in_is_not_let_in(cast: Cast) -> None:
    assert cast.browser_of(cast.anna).get("/api/v1/conversations").status_code == 401


def test_only_the_digest_of_a_token_is_kept(cast: Cast) -> None:
    program = program_of(cast.anna)

    row = Token.objects.values().get()
    assert program.text not in str(row)
    assert (row["sha256"], row["ending"]) == (Token.digest_of(program.text), program.text[-4:])


def test_a_token_that_has_run_out_opens_nothing(cast: Cast) -> None:
    program = program_of(cast.anna, expires_at=timezone.now() + timedelta(days=1))
    assert program.get("conversations").status_code == 200

    Token.objects.update(expires_at=timezone.now())

    assert program.get("conversations").status_code == 401


def test_a_revoked_token_opens_nothing_from_that_moment(cast: Cast) -> None:
    program = program_of(cast.anna)
    assert program.get("conversations").status_code == 200

    tokens.revoke_token(token=program.token, by=cast.anna, at=timezone.now())

    assert program.get("conversations").status_code == 401
    assert [fact.kind for fact in JournalEntry.objects.filter(kind__startswith="Token")] == [
        "TokenIssued",
        "TokenRevoked",
    ]


def test_the_tokens_of_who_has_left_open_nothing(cast: Cast) -> None:
    program = program_of(cast.anna)

    people.dismiss(staff=cast.anna, by=cast.orlov, at=timezone.now())

    assert program.get("conversations").status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", "conversations", Verb.READ),
        ("POST", "conversations", Verb.FILE),
        ("POST", "messages", Verb.FILE),
        ("POST", "conversations/{}/replies", Verb.REPLY),
        ("POST", "conversations/{}/notes", Verb.NOTE),
        ("PUT", "conversations/{}/assignment", Verb.ASSIGN),
        ("PUT", "conversations/{}/tags", Verb.TAG),
        ("POST", "conversations/{}/waiting", Verb.WAIT),
        ("POST", "conversations/{}/closure", Verb.CLOSE),
        ("DELETE", "conversations/{}/closure", Verb.REOPEN),
        ("GET", "facts", Verb.SEE_AUDIT),
    ],
)
def test_what_a_token_lacks_it_may_not_whatever_its_owner_may(cast: Cast, method: str, path: str, scope: Verb) -> None:
    arrives(letter(), cast.chainik_mail)
    program = program_of(cast.orlov, scopes=set(Verb) - {scope})
    given = {
        "replies": {"text": "Да"},
        "notes": {"text": "Да"},
        "tags": {"tags": []},
        "conversations": request_of_irina(),
        "messages": request_of_irina(),
    }
    body = given.get(path.rpartition("/")[2], {}) if method != "GET" else None

    answer = program.ask(method, path.format(the_conversation().public_id), body)

    assert problem(answer) == (403, "urn:slovo:problem:scope-missing")


def test_a_token_gives_no_more_than_its_owner_may_today(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    arrives(letter(sender="other@example.com", message_id="<2@x>"), cast.chainik_mail)
    program = program_of(cast.maria)
    one, other = program.get("customers").json()["data"]
    path = f"customers/{one['id']}/merges"
    people.give_role(staff=cast.maria, brand=cast.chainik, role=Role.AGENT, actor=cast.orlov.actor, at=timezone.now())

    assert problem(program.post(path, {"customer": other["id"]})) == (403, "urn:slovo:problem:not-allowed")


def test_nothing_of_another_brand_exists(cast: Cast) -> None:
    filed = files(program_of(cast.anna))
    taras, honey_shop = program_of(cast.taras), shop(cast, brand=cast.honey)
    paths = [
        f"conversations/{filed['conversation']}",
        f"conversations/{filed['conversation']}/messages",
        f"messages/{filed['message']}",
        f"customers/{filed['customer']}",
        f"promises/{program_of(cast.anna).get('promises').json()['data'][0]['id']}",
    ]

    for program in (taras, honey_shop):
        assert {program.get(path).status_code for path in paths} == {404}
        for noun in ("replies", "notes"):
            assert program.post(f"{paths[0]}/{noun}", {"text": "x"}).status_code == 404
        continued = program.post("messages", request_of_irina(conversation=filed["conversation"]))
        assert continued.status_code == 422
        for path in ("conversations", "customers", "promises"):
            assert program.get(path).json()["data"] == []
        assert {brand["name"] for brand in program.get("brands").json()["data"]} == {"Медовий дім"}


def test_an_integration_files_for_its_brand_alone(cast: Cast) -> None:
    program = shop(cast)

    answer = program.post("conversations", request_of_irina(brand=str(cast.honey.public_id)))

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "brand")


def test_who_works_for_two_brands_names_one(cast: Cast) -> None:
    program = program_of(cast.orlov)

    unnamed = program.post("conversations", request_of_irina())
    named = program.post("conversations", request_of_irina(brand=str(cast.honey.public_id)))

    assert (unnamed.status_code, named.status_code) == (422, 201)
    assert the_conversation().brand == cast.honey


def test_an_integration_is_nobody_who_signs_in_or_is_given_work(cast: Cast) -> None:
    program = shop(cast)
    staff = Staff.objects.get(pk=program.token.staff_id)
    conversation = files(program)["conversation"]

    assert (staff.is_active, staff.has_usable_password()) == (False, False)
    names = [row["name"] for row in program.get("staff").json()["data"]]
    assert sorted(names) == ["Анна Белкина", "Дмитрий Орлов", "Мария Ветрова", "Павел Громов"]
    given = {"assignee": staff.public_id}
    assert program.ask("PUT", f"conversations/{conversation}/assignment", given).status_code == 422


def test_only_who_administers_a_brand_connects_programs_to_it(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        tokens.issue_token(by=cast.maria, brand=cast.chainik, name="x", scopes=READ, expires_at=None, at=timezone.now())
    token = shop(cast).token
    with pytest.raises(NotAllowed):
        tokens.revoke_token(token=token, by=cast.maria, at=timezone.now())


def test_a_token_is_revoked_by_its_owner_alone(cast: Cast) -> None:
    token = program_of(cast.anna).token

    with pytest.raises(NotAllowed):
        tokens.revoke_token(token=token, by=cast.maria, at=timezone.now())


def test_a_token_issues_no_token(cast: Cast) -> None:
    by = cast.orlov
    by.scopes = frozenset(Verb)

    with pytest.raises(NotAllowed):
        tokens.issue_token(by=by, name="x", scopes=READ, expires_at=None, at=timezone.now())


def test_who_shows_a_token_is_told_what_it_may(cast: Cast) -> None:
    program = shop(cast, scopes=[Verb.READ, Verb.FILE])

    shown = program.get("token").json()

    assert (shown["kind"], shown["scopes"], shown["brands"]) == (
        "integration",
        ["file", "read"],
        [str(cast.chainik.public_id)],
    )


def test_the_moment_of_use_is_written_once_a_minute(cast: Cast) -> None:
    program = program_of(cast.anna)
    program.get("brands")
    first = Token.objects.get().last_used_at
    program.get("brands")
    assert first and Token.objects.get().last_used_at == first

    Token.objects.update(last_used_at=first - timedelta(minutes=2))
    program.get("brands")

    assert Token.objects.get().last_used_at >= first  # type: ignore[operator]


def test_a_token_has_so_many_requests_a_minute(cast: Cast) -> None:
    program, other = program_of(cast.anna, a_minute=3), program_of(cast.anna, a_minute=3)

    answers = [program.get("brands") for _time in range(4)]

    assert answers[0]["RateLimit-Policy"] == '"token";q=3;w=60'
    assert [answer.status_code for answer in answers][:3] == [200, 200, 200]
    assert (answers[3].status_code, int(answers[3]["Retry-After"]) <= 90) == (429, True)
    assert [answer["RateLimit"].split(";")[1] for answer in answers] == ["r=2", "r=1", "r=0", "r=0"]
    assert other.get("brands").status_code == 200


def test_two_processes_share_one_limit(cast: Cast) -> None:
    from slovo.core import limits

    program = program_of(cast.anna, a_minute=2)
    statuses = []
    for _time in range(3):
        limits.forget()  # as a process does that has not seen this token before
        statuses.append(program.get("brands").status_code)

    assert statuses == [200, 200, 429]
