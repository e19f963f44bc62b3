"""Links for whoever does the work are made at the desk: beside a promise, for a team or a kind; shown once, revoked."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from slovo.core.journal.models import JournalEntry
from slovo.people.models import Team
from slovo.promises import ledger, work_links, working
from slovo.promises.models import Promise
from slovo.promises.work_models import WorkLink
from slovo.web.desk.qr import code_of
from tests.cast import Cast, arrives, letter
from tests.web.portal.pages import promised_to_irina, text_of


@pytest.fixture
def promise(cast: Cast) -> Promise:
    arrives(letter(), cast.chainik_mail)
    return promised_to_irina(cast)


def beside(promise: Promise) -> str:
    return f"/promises/{promise.shown_id}/work-links"


def of_brand(cast: Cast) -> str:
    return f"/brands/{cast.chainik.pk}/work-links"


def makes(cast: Cast, address: str, **given: Any) -> str:
    """Anna makes one; its address, as the page shows it once."""
    page = cast.browser_of(cast.anna).post(address, {"label": "Курьер Олег"} | given)
    assert (page.status_code, page["Cache-Control"]) == (200, "no-store")
    found = re.search(rf'value="({re.escape(settings.PUBLIC_URL)}/w/\w+)"', page.content.decode())
    assert found
    assert f'd="{code_of(found[1]).path}"' in page.content.decode()
    return found[1]


def opens(address: str) -> int:
    return Client().get(address.removeprefix(settings.PUBLIC_URL)).status_code


def test_it_is_made_beside_a_promise_and_shown_once(cast: Cast, promise: Promise) -> None:
    anna = cast.browser_of(cast.anna)
    assert f'href="{beside(promise)}"' in anna.get(f"/promises/{promise.shown_id}/").content.decode()

    address = makes(cast, beside(promise), names_customer="on")

    assert opens(address) == 200
    page = anna.get(beside(promise)).content.decode()
    assert ("Курьер Олег" in page, address in page) == (True, False)
    link = WorkLink.objects.get()
    assert (link.promise, link.made_by, link.names_customer) == (promise, cast.anna, True)
    fact = JournalEntry.objects.get(kind="WorkLinkMade")
    assert (fact.about, fact.data["work_link_id"]) == (promise.about, link.pk)


def test_one_for_a_team_and_a_kind_is_made_on_the_page_of_the_brand(cast: Cast, promise: Promise) -> None:
    couriers = Team.objects.create(brand=cast.chainik, name="Курьеры")
    anna = cast.browser_of(cast.anna)
    nothing = anna.post(of_brand(cast), {"label": "Курьер Олег"})
    nobodys = anna.post(of_brand(cast), {"label": " ", "kind": "delivery"})

    makes(cast, of_brand(cast), team=couriers.pk, kind="delivery")

    assert (nothing.status_code, nobodys.status_code) == (409, 409)
    assert "Choose one promise, or a team" in text_of(nothing.content.decode())
    link = WorkLink.objects.get()
    assert (link.promise, link.team, link.kind) == (None, couriers, "delivery")
    assert "Курьеры, Delivery" in text_of(anna.get(of_brand(cast)).content.decode())
    assert of_brand(cast) in cast.browser_of(cast.orlov).get(f"/brands/{cast.chainik.pk}/").content.decode()


def test_a_revoked_one_opens_nothing_and_says_so(cast: Cast, promise: Promise) -> None:
    address, anna = makes(cast, beside(promise)), cast.browser_of(cast.anna)
    revocation = f"/work-links/{WorkLink.objects.get().public_id}/revocation"
    answers = [anna.post(revocation) for _time in range(2)]

    assert {answer["Location"] for answer in answers} == {beside(promise)}
    assert opens(address) == 404
    assert "revoked" in text_of(anna.get(of_brand(cast)).content.decode())
    assert JournalEntry.objects.filter(kind="WorkLinkRevoked").count() == 1


def test_another_brands_people_see_and_do_nothing_of_it(cast: Cast, promise: Promise) -> None:
    makes(cast, beside(promise))
    taras = cast.browser_of(cast.taras)
    statuses = [
        taras.get(beside(promise)).status_code,
        taras.post(beside(promise), {"label": "Я"}).status_code,
        taras.get(of_brand(cast)).status_code,
        taras.post(of_brand(cast), {"label": "Я", "kind": "delivery"}).status_code,
        taras.post(f"/work-links/{WorkLink.objects.get().public_id}/revocation").status_code,
    ]

    assert set(statuses) == {404}
    assert WorkLink.objects.filter(revoked_at=None).count() == 1


def test_the_desk_reads_who_did_it_and_what_was_reported(cast: Cast, promise: Promise) -> None:
    makes(cast, beside(promise))
    link, at = WorkLink.objects.get(), timezone.now()
    working.report_delay(link_id=link.pk, promise_id=promise.pk, minutes=10, reason="Лопнуло колесо", once="1", at=at)
    working.report_done(link_id=link.pk, promise_id=promise.pk, once="2", at=at)
    anna = cast.browser_of(cast.anna)

    reported = text_of(anna.get(beside(promise)).content.decode())
    assert "Лопнуло колесо" in reported
    assert "Курьер Олег: done" in reported
    assert "Whoever does the work" in text_of(anna.get(f"/promises/{promise.shown_id}/").content.decode())


def test_what_is_settled_needs_nobody(cast: Cast, promise: Promise) -> None:
    ledger.keep(promise_id=promise.pk, by=cast.anna, at=timezone.now())
    anna = cast.browser_of(cast.anna)

    assert 'name="label"' not in anna.get(beside(promise)).content.decode()
    assert anna.post(beside(promise), {"label": "Курьер Олег"}).status_code == 409


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_for_one_and_for_many(
    cast: Cast, promise: Promise, number: int, django_assert_num_queries: Any
) -> None:
    for _one in range(number):
        work_links.make_work_link(
            brand=cast.chainik, label="Курьер Олег", kind="delivery", by=cast.anna, at=timezone.now()
        )
    anna = cast.browser_of(cast.anna)
    anna.get(of_brand(cast))
    with django_assert_num_queries(8):
        anna.get(of_brand(cast))
