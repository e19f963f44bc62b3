"""Portraits: kinds of customers. What is promised is counted under the portrait of that moment, for ever."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.core.journal.models import JournalEntry
from slovo.customers.models import Customer
from slovo.customers.portrait_models import Portrait
from slovo.promises import actions as clock
from slovo.promises import ledger, replay
from slovo.promises.models import Promise
from tests.api.programs import program_of
from tests.cast import BOHDAN, IRINA, Cast, arrives, letter
from tests.web.portal.pages import promised_to_irina

HOUR = timedelta(hours=1)
QUERIES = 5


@pytest.fixture(autouse=True)
def asked(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)


def portrait(cast: Cast, name: str = "Гурман") -> Portrait:
    """Orlov adds it at the desk."""
    page = cast.browser_of(cast.orlov)
    given = {"brand": cast.chainik.pk, "name": name, "description": "Ценит редкое", "position": "2"}
    assert page.post("/portraits/", given).status_code == 302
    return Portrait.objects.get(brand=cast.chainik, name=name)


def is_of(cast: Cast, row: Portrait | None) -> None:
    """Anna says of Irina."""
    path = f"/customers/{Customer.objects.get().public_id}/portrait"
    answer = cast.browser_of(cast.anna).post(path, {"portrait": row.pk if row else ""})
    assert answer.status_code == 302


def late(promise: Promise) -> None:
    clock.break_overdue(at=promise.due_at + HOUR if promise.due_at else timezone.now())


def figures(cast: Cast, until: datetime) -> list[dict[str, Any]]:
    answer = program_of(cast.maria).get(
        f"promises/figures?kind=delivery&until={until.isoformat().replace('+00:00', 'Z')}"
    )
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["portraits"]
    return found


def test_what_was_promised_is_counted_under_the_portrait_of_that_moment(cast: Cast) -> None:
    before = promised_to_irina(cast, hours=1)
    gourmet, thrifty = portrait(cast), portrait(cast, "Экономный")
    is_of(cast, gourmet)
    first, second = promised_to_irina(cast, hours=1), promised_to_irina(cast, hours=3)
    is_of(cast, thrifty)
    late(before)  # and `first`
    ledger.keep(promise_id=second.pk, by=cast.anna, at=timezone.now() + 2 * HOUR)

    shown = {row["portrait"]: row["broken_in_silence"] for row in figures(cast, timezone.now() + 2 * HOUR)}
    known = {row["id"]: row["name"] for row in program_of(cast.maria).get("portraits").json()["data"]}
    by_name = {known.get(shown_id, ""): (share["count"], share["of"]) for shown_id, share in shown.items()}

    assert by_name == {"": (1, 1), "Гурман": (1, 2)}
    assert all(0 <= share["low"] <= share["share"] <= share["high"] <= 1 for share in shown.values())
    assert Promise.objects.get(pk=first.pk).portrait == gourmet
    assert replay.compare().differing == []


def test_the_page_of_figures_names_them_beside_all_others(cast: Cast) -> None:
    is_of(cast, portrait(cast))
    promise = promised_to_irina(cast, hours=1)
    Promise.objects.filter(pk=promise.pk).update(done_at=timezone.now(), next_step_at=None)

    page = cast.browser_of(cast.maria).get("/promises/figures/").content.decode()

    assert "По портретам" in page
    assert "Гурман" in page


def test_many_are_put_there_by_a_list_of_addresses(cast: Cast) -> None:
    row = portrait(cast)
    answer = cast.browser_of(cast.orlov).post(
        f"/portraits/{row.pk}/customers", {"list": f" {IRINA.upper()}\n\n{BOHDAN}\nчайник"}, follow=True
    )
    page = answer.content.decode()

    assert Customer.objects.get().portrait == row
    assert "Добавлен 1 клиент." in page
    assert f"Таких клиентов нет: {BOHDAN}, чайник" in page


def test_a_program_makes_changes_gives_and_archives_them(cast: Cast) -> None:
    program, customer = program_of(cast.orlov), Customer.objects.get()
    brand = str(cast.chainik.public_id)
    made = program.post("portraits", {"name": "Гурман", "position": 3, "brand": brand})
    assert (made.status_code, made.json()["position"]) == (201, 3)
    path = f"portraits/{made.json()['id']}"

    named = program.ask("PATCH", path, {"name": "Знаток"})
    assert (named.json()["name"], named.json()["position"]) == ("Знаток", 3)
    put = program.post(f"{path}/customers", {"customers": [str(customer.public_id)]})
    assert put.json() == {"changed": 1}
    assert program.get(f"customers/{customer.public_id}").json()["portrait"] == made.json()["id"]
    assert program.ask("PUT", f"customers/{customer.public_id}/portrait", {"portrait": None}).status_code == 204
    assert program.get(f"customers/{customer.public_id}").json()["portrait"] is None

    assert program.ask("DELETE", path).status_code == 204
    refused = program.ask("PUT", f"customers/{customer.public_id}/portrait", {"portrait": made.json()["id"]})
    assert refused.status_code == 422
    same = program.post("portraits", {"name": "знаток", "brand": brand})
    assert (same.json()["id"], same.json()["name"]) == (made.json()["id"], "знаток")


def test_another_brands_portrait_is_nobodys_here(cast: Cast) -> None:
    program = program_of(cast.orlov)
    honeys = program.post("portraits", {"name": "Ласун", "brand": str(cast.honey.public_id)}).json()["id"]
    path = f"customers/{Customer.objects.get().public_id}/portrait"

    assert program.ask("PUT", path, {"portrait": honeys}).status_code == 422
    assert program_of(cast.anna).post("portraits", {"name": "Свой"}).status_code == 422  # at none of her brands
    assert Customer.objects.get().portrait is None


def test_the_map_weighs_and_counts_for_one_portrait_or_for_all(cast: Cast) -> None:
    gourmet = portrait(cast)
    page = cast.browser_of(cast.orlov)
    weighed = {"brand": cast.chainik.pk, "what": "Скорость", "reason": "Спросили", "kinds": ["delivery"]}
    assert page.post("/expectations/", weighed | {"weight": "5", "portrait": ""}).status_code == 302
    assert page.post("/expectations/", weighed | {"weight": "0", "portrait": gourmet.pk}).status_code == 302
    assert page.post("/expectations/", weighed | {"weight": "4", "portrait": ""}).status_code == 302
    ledger.keep(promise_id=promised_to_irina(cast).pk, by=cast.anna, at=timezone.now())
    is_of(cast, gourmet)
    for _each in range(2):
        ledger.keep(promise_id=promised_to_irina(cast).pk, by=cast.anna, at=timezone.now())

    program, until = program_of(cast.orlov), (timezone.now() + HOUR).isoformat().replace("+00:00", "Z")
    shown = program.get("expectations").json()["data"]
    [of_gourmets] = {one["portrait"] for one in shown if one["portrait"]}
    for_all = program.get(f"effort?until={until}").json()["data"]
    for_gourmets = program.get(f"effort?until={until}&portrait={of_gourmets}").json()["data"]

    assert sorted((one["weight"], one["portrait"]) for one in shown if not one["portrait"]) == [(4, None)]
    assert [(one["kind"], one["promises"]) for one in for_all if one["promises"]] == [("delivery", 3)]
    assert [(one["kind"], one["promises"]) for one in for_gourmets if one["promises"]] == [("delivery", 2)]
    assert f"portrait={gourmet.pk}" in page.get("/expectations/").content.decode()


def test_the_journal_tells_it_without_personal_data(cast: Cast) -> None:
    row = portrait(cast)
    is_of(cast, row)
    fact = JournalEntry.objects.get(kind="CustomerPortrayed")
    assert fact.data == {"customer_id": Customer.objects.get().pk, "portrait_id": row.pk, "was_portrait_id": None}


def test_three_portraits_take_as_many_questions_as_one(cast: Cast) -> None:
    asked = []
    for names in (["Гурман"], ["Экономный", "Ночной"]):
        for name in names:
            portrait(cast, name)
        with CaptureQueriesContext(connection) as asking:
            assert cast.browser_of(cast.orlov).get("/portraits/").status_code == 200
        asked.append(len(asking))

    assert asked == [QUERIES, QUERIES]
