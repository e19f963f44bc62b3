"""Links for whoever does the work through the API: made, listed, revoked, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from slovo.core.ids import new_id
from slovo.core.secrets import sealed
from slovo.people.models import Team
from slovo.people.rights import Verb
from slovo.promises import working
from slovo.promises.models import Promise
from slovo.promises.work_models import WorkLink
from tests.api.programs import Program, program_of
from tests.cast import Cast, arrives, letter
from tests.web.portal.pages import promised_to_irina

TOMORROW = timezone.now() + timedelta(days=1)


@pytest.fixture
def promise(cast: Cast) -> Promise:
    arrives(letter(), cast.chainik_mail)
    return promised_to_irina(cast)


@pytest.fixture
def program(cast: Cast) -> Program:
    return program_of(cast.anna)


def made(program: Program, **given: Any) -> dict[str, Any]:
    answer = program.post("work-links", {"label": "Курьер Олег"} | given)
    assert answer.status_code == 201, answer.content.decode()
    found: dict[str, Any] = answer.json()
    return found


def test_a_link_is_made_and_its_url_told_once(cast: Cast, program: Program, promise: Promise) -> None:
    link = made(program, promise=str(promise.shown_id), expires_at=TOMORROW.isoformat())
    shown = program.get(f"work-links/{link['id']}").json()

    assert Client().get(link["url"].removeprefix(settings.PUBLIC_URL)).status_code == 200
    assert shown == {name: value for name, value in link.items() if name != "url"}
    assert (link["promise"], link["label"], link["team"], link["kind"]) == (
        str(promise.shown_id),
        "Курьер Олег",
        None,
        None,
    )
    assert link["expires_at"][:19] == TOMORROW.isoformat()[:19]
    assert link["made_by"] == str(cast.anna.public_id)


def test_one_for_a_team_and_a_kind(cast: Cast, program: Program) -> None:
    couriers = str(sealed("team", Team.objects.create(brand=cast.chainik, name="Курьеры").pk))
    link = made(program, team=couriers, kind="delivery", names_customer=True)

    assert (link["team"], link["kind"], link["names_customer"]) == (couriers, "delivery", True)


def test_a_revoked_one_opens_nothing_and_is_found_as_such(program: Program, promise: Promise) -> None:
    first, second = made(program, promise=str(promise.shown_id)), made(program, kind="delivery")
    for _time in range(2):
        assert program.post(f"work-links/{first['id']}/revocation").json()["revoked_at"]

    def ids(query: str) -> list[str]:
        return [row["id"] for row in program.get(f"work-links?{query}").json()["data"]]

    assert Client().get(first["url"].removeprefix(settings.PUBLIC_URL)).status_code == 404
    assert (ids("state=revoked"), ids("state=open")) == ([first["id"]], [second["id"]])
    assert (ids(f"promise={promise.shown_id}"), ids(f"promise={new_id()}")) == ([first["id"]], [])
    assert ids("") == [second["id"], first["id"]]


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 409),
        ({"label": "", "kind": "delivery"}, 422),
        ({"promise": str(new_id())}, 422),
        ({"team": str(new_id())}, 422),
        ({"kind": "answer"}, 409),
        ({"kind": "no-such"}, 409),
        ({"kind": "delivery", "expires_at": "2020-01-01T00:00:00Z"}, 409),
    ],
)
def test_a_link_is_somebodys_and_about_something(program: Program, given: dict[str, Any], status: int) -> None:
    answer = program.post("work-links", {"label": "Курьер Олег"} | given)

    assert answer.status_code == status
    if status == 409:
        assert answer.json()["type"] == "urn:slovo:problem:unable-to-make-work-link"


def test_it_takes_the_scope_of_promises_and_the_right_brand(cast: Cast, program: Program, promise: Promise) -> None:
    link = made(program, promise=str(promise.shown_id))
    reader, stranger = program_of(cast.anna, scopes=[Verb.READ]), program_of(cast.taras)
    given = {"label": "Я", "promise": str(promise.shown_id)}

    assert reader.post("work-links", given).status_code == 403
    assert reader.post(f"work-links/{link['id']}/revocation").status_code == 403
    assert stranger.post("work-links", given).status_code == 422
    assert stranger.get(f"work-links/{link['id']}").status_code == 404
    assert stranger.get("work-links").json()["data"] == []


def test_facts_name_the_link_and_who_reports_by_it(cast: Cast, program: Program, promise: Promise) -> None:
    link = made(program, promise=str(promise.shown_id))
    row = WorkLink.objects.get()
    working.report_done(link_id=row.pk, promise_id=promise.pk, once="1", at=timezone.now())
    facts = {fact["kind"]: fact for fact in program_of(cast.maria).get("facts?limit=100").json()["data"]}

    assert facts["WorkLinkMade"]["data"]["work_link"] == link["id"]
    assert facts["PromiseKept"]["actor"] == {"kind": "worker", "id": link["id"]}
    assert link["url"].rpartition("/")[2] not in str(facts)
