"""Links to status pages through the API: made, listed, revoked, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from slovo.api.models import KeptAnswer
from slovo.core.ids import new_id
from slovo.people.rights import Verb
from slovo.promises.link_models import StatusLink
from slovo.visits import booking
from tests.api.programs import Program, program_of
from tests.cast import Cast, arrives, letter, the_conversation
from tests.orders.stories import an_order
from tests.visits.stories import MOSCOW, tasting

TOMORROW = timezone.now() + timedelta(days=1)


@pytest.fixture
def program(cast: Cast) -> Program:
    arrives(letter(), cast.chainik_mail)
    return program_of(cast.anna)


def made(program: Program, **given: Any) -> dict[str, Any]:
    answer = program.post("status-links", given or {"conversation": str(the_conversation().public_id)})
    assert answer.status_code == 201, answer.content.decode()
    found: dict[str, Any] = answer.json()
    return found


def test_a_link_is_made_and_its_url_told_once(cast: Cast, program: Program) -> None:
    link = made(program)
    shown = program.get(f"status-links/{link['id']}").json()

    assert Client().get(link["url"].removeprefix(settings.PUBLIC_URL)).status_code == 200
    assert shown == {name: value for name, value in link.items() if name != "url"}
    assert link["about"] == {"type": "conversation", "id": str(the_conversation().public_id)}
    assert link["made_by"] == str(cast.anna.public_id)


def test_its_url_is_not_kept_for_the_same_key(program: Program) -> None:
    given = {"conversation": str(the_conversation().public_id)}
    first, again = (program.post("status-links", given, Idempotency_Key="k1") for _time in range(2))

    assert (first.status_code, again.status_code, again["Idempotent-Replayed"]) == (201, 409, "true")
    assert again.json()["type"] == "urn:slovo:problem:shown-once"
    token = first.json()["url"].rpartition("/")[2]
    assert token not in KeptAnswer.objects.get().body
    assert StatusLink.objects.count() == 1


@pytest.mark.parametrize("beside", [True, False])
def test_one_of_a_visit_shows_it_and_lets_them_move_it(cast: Cast, program: Program, beside: bool) -> None:
    at, conversation = timezone.now(), the_conversation()
    noon = (at.astimezone(MOSCOW) + timedelta(days=2)).replace(hour=12, minute=0, second=0, microsecond=0)
    visit = booking.book(
        type_id=tasting(cast).pk,
        starts_at=noon,
        customer=conversation.customer,
        about=conversation.key if beside else "",
        by=cast.anna,
        at=at,
    )

    link = made(program, visit=str(visit.public_id))

    assert link["about"] == {"type": "visit", "id": str(visit.public_id)}
    page = Client().get(link["url"].removeprefix(settings.PUBLIC_URL)).content.decode()
    assert "Чайная проба" in page
    assert f"/visits/{visit.public_id}/times" in page


def test_one_of_a_customer_shows_all_until_the_moment_that_was_chosen(program: Program) -> None:
    customer = str(the_conversation().customer.public_id)
    link = made(program, customer=customer, expires_at=TOMORROW.isoformat())

    assert (link["about"], link["customer"]) == (None, customer)
    assert link["expires_at"][:19] == TOMORROW.isoformat()[:19]


def test_a_revoked_one_opens_nothing_and_is_found_as_such(program: Program) -> None:
    first, second = made(program), made(program)
    for _time in range(2):
        revoked = program.post(f"status-links/{first['id']}/revocation")
        assert revoked.json()["revoked_at"]

    def ids(query: str) -> list[str]:
        return [row["id"] for row in program.get(f"status-links?{query}").json()["data"]]

    assert Client().get(first["url"].removeprefix(settings.PUBLIC_URL)).status_code == 404
    assert (ids("state=revoked"), ids("state=open")) == ([first["id"]], [second["id"]])
    assert ids(f"customer={first['customer']}") == [second["id"], first["id"]]
    assert ids(f"customer={new_id()}") == []


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 422),
        ({"conversation": str(new_id())}, 404),
        ({"customer": str(new_id())}, 404),
        ({"conversation": str(new_id()), "customer": str(new_id())}, 422),
    ],
)
def test_a_link_is_about_something_that_is_there(program: Program, given: dict[str, Any], status: int) -> None:
    assert program.post("status-links", given).status_code == status


def test_a_moment_that_has_passed_is_refused(program: Program) -> None:
    given = {"conversation": str(the_conversation().public_id), "expires_at": "2020-01-01T00:00:00Z"}
    answer = program.post("status-links", given)

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:slovo:problem:unable-to-make-link")


def test_it_takes_the_scope_of_promises_and_the_right_brand(cast: Cast, program: Program) -> None:
    link = made(program)
    reader, stranger = program_of(cast.anna, scopes=[Verb.READ]), program_of(cast.taras)
    conversation = {"conversation": str(the_conversation().public_id)}

    assert reader.post("status-links", conversation).status_code == 403
    assert reader.post(f"status-links/{link['id']}/revocation").status_code == 403
    assert stranger.post("status-links", conversation).status_code == 404
    assert stranger.get(f"status-links/{link['id']}").status_code == 404
    assert stranger.get("status-links").json()["data"] == []


def test_facts_name_the_link_as_the_api_does(cast: Cast, program: Program) -> None:
    link = made(program)
    facts = program_of(cast.maria).get("facts?limit=100").json()["data"]
    fact = next(fact for fact in facts if fact["kind"] == "StatusLinkMade")

    assert (fact["data"]["link"], fact["about"]) == (link["id"], link["about"])
    assert link["url"].rpartition("/")[2] not in str(facts)


def test_one_orders_link_shows_what_is_promised_of_it_alone(cast: Cast, program: Program) -> None:
    order = an_order(cast)
    of_order, of_her = {"order": str(order.public_id)}, {"customer": str(order.customer.public_id)}
    for what, about in (("Чайник по заказу", of_order), ("Ещё одно", of_her)):
        given = {**about, "kind": "delivery", "what": what, "due_at": TOMORROW.isoformat()}
        assert program.post("promises", given).status_code == 201

    link = made(program, order=str(order.public_id))

    page = Client().get(link["url"].removeprefix(settings.PUBLIC_URL)).content.decode()
    assert link["about"] == {"type": "order", "id": str(order.public_id)}
    assert ("Чайник по заказу" in page, "Ещё одно" in page) == (True, False)


def test_another_brands_order_has_no_link(cast: Cast, program: Program) -> None:
    order = an_order(cast)

    refused = program_of(cast.taras).post("status-links", {"order": str(order.public_id)})

    assert refused.status_code in {403, 422}
