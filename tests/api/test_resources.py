"""Customers, promises, the company, and the feed of facts."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.brands.actions import create_brand
from slovo.conversations.models import Conversation
from slovo.core.journal.actor import SYSTEM
from slovo.core.secrets import sealed, unsealed
from slovo.customers.models import Customer
from slovo.people import actions as people
from slovo.people.models import Staff, Team
from slovo.people.rights import Role
from tests.api.programs import Program, files, program_of, shop
from tests.cast import Cast, arrives, letter

QUERIES_OF_FACTS = 10


def customer(program: Program, name: str = "Ирина", **identity: str) -> dict[str, object]:
    kind, value = next(iter(identity.items()))
    answer = program.post("customers", {"name": name, "identities": [{"kind": kind, "value": value}]})
    assert answer.status_code == 201, answer.content.decode()
    made: dict[str, object] = answer.json()
    return made


def test_a_customer_is_found_by_whatever_notation_of_a_number(cast: Cast) -> None:
    program = program_of(cast.anna)
    made = customer(program, phone="8 (900) 000-00-12")

    found = program.get("customers?phone=%2B7-900-000-00-12").json()["data"]

    assert made["identities"] == [{"kind": "phone", "value": "+79000000012"}]
    assert found == [made]
    assert program.get("customers?email=nobody@example.com").json()["data"] == []


def test_one_identity_leads_to_one_customer(cast: Cast) -> None:
    program = program_of(cast.anna)
    customer(program, email="irina@example.com")
    other = customer(program, "Олег", email="oleg@example.com")

    again = program.post("customers", {"identities": [{"kind": "email", "value": "Irina@Example.com"}]})
    added = program.post(f"customers/{other['id']}/identities", {"kind": "email", "value": "irina@example.com"})
    wrong = program.post(f"customers/{other['id']}/identities", {"kind": "email", "value": "это не адрес"})

    assert [answer.status_code for answer in (again, added, wrong)] == [409, 409, 422]
    assert Customer.objects.count() == 2


def test_a_customer_is_renamed_merged_and_unmerged(cast: Cast) -> None:
    program = program_of(cast.maria)
    kept, merged = customer(program, email="a@example.com"), customer(program, email="b@example.com")

    renamed = program.ask("PATCH", f"customers/{kept['id']}", {"name": "Ирина Соколова"})
    program.post(f"customers/{kept['id']}/merges", {"customer": merged["id"]})
    pointing = program.get(f"customers/{merged['id']}").json()["merged_into"]
    alone = program.ask("DELETE", f"customers/{merged['id']}/merging").json()

    assert (renamed.json()["name"], pointing, alone["merged_into"]) == ("Ирина Соколова", kept["id"], None)
    old = program.ask("PATCH", f"customers/{kept['id']}", {"name": "Никто"}, If_Match='"0"')
    assert (old.status_code, Customer.objects.get(public_id=kept["id"]).name) == (412, "Ирина Соколова")


def test_a_promise_is_seen_from_made_to_kept(cast: Cast) -> None:
    program = program_of(cast.anna)
    filed = files(program)

    [promise] = program.get("promises?state=owed").json()["data"]

    assert (promise["about"], promise["state"], promise["minutes"]) == (
        {"type": "conversation", "id": filed["conversation"]},
        "open",
        120,
    )
    program.post(f"conversations/{filed['conversation']}/closure", {"answer_not_needed": True})
    assert program.get(f"promises/{promise['id']}").json()["state"] == "released"
    assert program.get("promises?state=owed").json()["data"] == []


def test_the_company(cast: Cast) -> None:
    program = program_of(cast.anna)
    people.join_team(staff=cast.pavel, brand=cast.chainik, name="Склад")
    team = str(sealed("team", Team.objects.get().pk))

    assert [row["name"] for row in program.get("brands").json()["data"]] == ["Чайник и Ко"]
    assert program.get("teams").json()["data"] == [{"id": team, "brand": str(cast.chainik.public_id), "name": "Склад"}]
    assert {row["name"]: row["teams"] for row in program.get("staff").json()["data"]} == {
        "Анна Белкина": [],
        "Павел Громов": [team],
        "Мария Ветрова": [],
        "Дмитрий Орлов": [],
    }
    [level] = program.get("service-levels").json()["data"]
    assert (level["channel"], level["first_answer_minutes"]) == ("email", 120)


def test_the_views_are_counted(cast: Cast) -> None:
    program = program_of(cast.anna)
    files(program)

    assert {view["name"]: view["count"] for view in program.get("views").json()["data"]} == {
        "mine": 0,
        "unassigned": 1,
        "open": 1,
        "waiting": 0,
        "snoozed": None,
        "mentions": 0,
        "followed": None,
        "closed": None,
        "all": None,
    }


def test_a_kept_view_is_listed_counted_and_shown(cast: Cast) -> None:
    program = program_of(cast.anna)
    waits, _other = files(program, subject="Жду"), files(program, subject="Не жду")
    program.post(f"conversations/{waits['conversation']}/waiting")
    cast.browser_of(cast.anna).post("/views/", {"name": "Ждут", "filter": json.dumps({"state": "waiting"})})

    (kept,) = [view for view in program.get("views").json()["data"] if view["id"]]
    assert (kept["name"], kept["count"]) == ("Ждут", 1)
    shown = program.get(f"conversations?view={kept['id']}").json()["data"]
    assert [row["id"] for row in shown] == [waits["conversation"]]
    of_pavel = program_of(cast.pavel)
    assert [view for view in of_pavel.get("views").json()["data"] if view["id"]] == []
    assert of_pavel.get(f"conversations?view={kept['id']}").status_code == 422


def kinds(page: dict[str, list[dict[str, str]]]) -> list[str]:
    return [row["kind"] for row in page["data"]]


def test_the_feed_goes_on_where_it_was_left(cast: Cast) -> None:
    program = shop(cast)
    files(program)
    whole = program.get("facts?limit=100").json()

    first = program.get("facts?limit=3").json()
    rest = program.get(first["next"].replace("limit=3", "limit=100")).json()
    nothing = program.get(rest["next"]).json()
    files(program, sender={"email": "b@example.com"})
    new = program.get(nothing["next"]).json()

    assert first["data"] + rest["data"] == whole["data"]
    assert nothing["data"] == []
    assert kinds(new) == [
        "InboundHandedIn",
        "CustomerCreated",
        "ConversationOpened",
        "MessageReceived",
        "PromiseMade",
    ]


def test_the_feed_is_of_the_tokens_brand_and_names_no_row(cast: Cast) -> None:
    arrives(letter(to="dopomoga@honey.example"), cast.honey_mail)
    program = shop(cast)
    files(program)

    rows = program.get("facts?limit=100").json()["data"]

    assert {row["brand"] for row in rows} == {str(cast.chainik.public_id)}
    received = next(row for row in rows if row["kind"] == "MessageReceived")
    conversation = Conversation.objects.get(brand=cast.chainik)
    assert received["about"] == {"type": "conversation", "id": str(conversation.public_id)}
    assert received["actor"] == {"kind": "customer", "id": str(conversation.customer.public_id)}
    assert received["data"] == {
        "conversation": str(conversation.public_id),
        "message": str(conversation.messages.get().public_id),
        "customer": str(conversation.customer.public_id),
        "channel": "api",
        "first": True,
        "owner": None,
        "team": None,
        "awaits_answer": True,
        "merged": [],
    }


def test_what_is_of_no_brand_is_seen_by_whoever_sees_all_brands_and_by_nobody_else(cast: Cast) -> None:
    now = timezone.now()
    people.go_away(staff=cast.pavel, until=now + timedelta(days=1), by=cast.maria, at=now)
    people.give_role(staff=cast.orlov, brand=cast.honey, role=Role.ADMINISTRATOR, actor=SYSTEM, at=now)
    of_one, house = program_of(cast.maria), program_of(Staff.objects.get(pk=cast.orlov.pk))

    def away(program: Program) -> list[tuple[str | None, str]]:
        rows = program.get("facts?limit=100").json()["data"]
        return [(row["brand"], row["about"]["id"]) for row in rows if row["kind"] == "StaffAway"]

    assert away(house) == [(None, str(cast.pavel.public_id))]
    assert (away(of_one), away(program_of(cast.anna))) == ([], [])
    create_brand(
        slug="third",
        name="Третья лавка",
        language="ru",
        zone="Europe/Moscow",
        calendar={"tz": "Europe/Moscow", "week": {"mon": [["09:00", "18:00"]]}},
        signatures={},
        actor=SYSTEM,
        at=now,
    )
    assert away(house) == []  # a brand that they do not see has been founded


@pytest.mark.parametrize("role", ["anna", "taras"])
def test_an_agent_follows_no_feed(cast: Cast, role: str) -> None:
    files(program_of(cast.anna))

    assert program_of(getattr(cast, role)).get("facts").json()["data"] == []


@pytest.mark.usefixtures("one_instant")
def test_a_page_of_facts_asks_as_often_for_one_matter_as_for_three(cast: Cast) -> None:
    program = shop(cast)
    counts = []
    for number in range(3):
        files(program, sender={"email": f"u{number}@example.com"})
        with CaptureQueriesContext(connection) as queries:
            assert program.get("facts?limit=100").status_code == 200
        counts.append(len(queries))

    assert (counts[0], counts[2]) == (QUERIES_OF_FACTS, QUERIES_OF_FACTS)


def test_an_id_under_seal_opens_for_its_kind_alone() -> None:
    shown = sealed("team", 7)

    assert (unsealed("team", shown), unsealed("tag", shown), sealed("team", 7)) == (7, None, shown)
    assert sealed("team", 8) != shown


def test_no_answer_shows_a_row_id(cast: Cast) -> None:
    program = program_of(cast.maria)
    filed = files(program)
    paths = (
        "conversations",
        f"conversations/{filed['conversation']}/messages",
        "customers",
        "promises",
        "brands",
        "staff",
        "teams",
        "tags",
        "service-levels",
    )
    for path in paths:
        for row in program.get(path).json()["data"]:
            ids = [value for name, value in row.items() if name in {"id", "brand", "customer", "team", "assignee"}]
            assert [value for value in ids if isinstance(value, int)] == [], path
