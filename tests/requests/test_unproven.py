"""What was ticked on a form before letters asked whose address that is: it counts for nothing; a letter asks once."""

import re
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from slovo.core import limits
from slovo.core.journal.models import JournalEntry
from slovo.customers import actions, consents
from slovo.customers.consent_models import Consent, ConsentLetter
from slovo.customers.consent_queries import may_be_written
from slovo.customers.models import Customer
from slovo.requests.models import RequestType
from tests.api.programs import shop
from tests.cast import IRINA, Cast
from tests.requests.form_stories import FILLED, letters_to_confirm, link_to_confirm, repairs, sends

ASK = "Один раз спросить письмом"


@pytest.fixture(autouse=True)
def nothing_used() -> None:
    limits.forget()


@pytest.fixture
def repair(cast: Cast) -> RequestType:
    return repairs(cast)


@pytest.fixture
def irina(cast: Cast, repair: RequestType) -> Customer:
    """She ticked «news», or somebody did with her address, when that was enough."""
    sends(FILLED)
    customer = Customer.objects.get()
    ticked(customer, repair)
    return customer


def ticked(customer: Customer, repair: RequestType) -> None:
    version = repair.form_versions.get()
    Consent.objects.create(
        customer=customer,
        purpose="marketing",
        given=True,
        how="page",
        words=f"form-{version.pk}/news",
        at=timezone.now(),
        by_kind="customer",
        by_id=str(customer.pk),
    )


def gets_advertising(customer: Customer) -> bool:
    return may_be_written(customer.pk, "marketing", "email")


def asks(cast: Cast, customer: Customer, **more: Any) -> Any:
    return cast.browser_of(cast.maria).post(f"/customers/{customer.public_id}/consent-letter", **more)


def page_of(cast: Cast, customer: Customer) -> str:
    return cast.browser_of(cast.maria).get(f"/customers/{customer.public_id}/").content.decode()


def test_it_counts_for_nothing_and_the_desk_says_so(cast: Cast, irina: Customer) -> None:
    assert not gets_advertising(irina)
    page = page_of(cast, irina)
    assert "Отметили рекламу в форме, но не подтвердили, поэтому не считается" in page
    assert ASK in page


def test_one_letter_asks_and_its_button_is_the_consent(cast: Cast, irina: Customer) -> None:
    assert asks(cast, irina).status_code == 302

    link = link_to_confirm(cast)
    assert "Присылайте мне новости" in Client().get(link).content.decode()
    assert not gets_advertising(irina)
    assert Client().post(link).status_code == 200
    assert gets_advertising(irina)
    assert ASK not in page_of(cast, irina)


def test_nobody_is_asked_twice(cast: Cast, irina: Customer) -> None:
    asks(cast, irina)
    limits.forget()

    assert ASK not in page_of(cast, irina)
    assert asks(cast, irina, follow=True).status_code in {200, 409, 422}
    assert (len(letters_to_confirm(cast)), ConsentLetter.objects.count()) == (1, 1)


def test_who_said_no_since_then_is_not_asked(cast: Cast, irina: Customer) -> None:
    consents.say(customer_id=irina.pk, purpose="marketing", given=False, how="desk", by=cast.maria, at=timezone.now())

    assert ASK not in page_of(cast, irina)
    asks(cast, irina)
    assert letters_to_confirm(cast) == []


def test_a_no_of_hers_under_another_record_holds_as_well(cast: Cast, irina: Customer) -> None:
    other = actions.add_customer(
        brand_id=cast.chainik.pk,
        name="Ирина",
        language="ru",
        identities=[("phone", "+79000000001")],
        by=cast.maria,
        at=timezone.now(),
    )
    consents.say(customer_id=other.pk, purpose="marketing", given=False, how="desk", by=cast.maria, at=timezone.now())
    actions.merge(kept_id=other.pk, merged_id=irina.pk, by=cast.orlov, at=timezone.now())

    asks(cast, irina)
    assert letters_to_confirm(cast) == []


def test_who_asked_and_of_whom_stands_in_the_journal(cast: Cast, irina: Customer) -> None:
    asks(cast, irina)

    told = JournalEntry.objects.get(kind="ConsentUnconfirmed")
    assert (told.actor_kind, told.actor_id) == ("staff", str(cast.maria.pk))
    assert IRINA not in str(told.data)


def test_all_of_a_brand_are_asked_at_a_click_and_nobody_of_another(cast: Cast, irina: Customer) -> None:
    orlov = cast.browser_of(cast.orlov)
    shown = orlov.get("/personal-data/").content.decode()
    assert re.search(rf"{cast.chainik.name}: 1</span>", shown)

    assert orlov.post(f"/brands/{cast.honey.pk}/unproven-consents").status_code == 302
    assert letters_to_confirm(cast) == []
    answer = orlov.post(f"/brands/{cast.chainik.pk}/unproven-consents", follow=True)

    assert "1 письмо уже в пути." in answer.content.decode()
    assert "unproven-consents" not in answer.content.decode()
    assert len(letters_to_confirm(cast)) == 1


def test_who_manages_no_personal_data_asks_nobody_in_bulk(cast: Cast, irina: Customer) -> None:
    answer = cast.browser_of(cast.maria).post(f"/brands/{cast.chainik.pk}/unproven-consents")

    assert answer.status_code in {403, 404}
    assert letters_to_confirm(cast) == []


def test_that_a_consent_was_confirmed_cannot_be_made_up_afterwards(cast: Cast, irina: Customer) -> None:
    with pytest.raises(DatabaseError, match="what a customer has confirmed is never changed"), transaction.atomic():
        Consent.objects.update(confirms=timezone.now())


def test_a_program_reads_that_it_is_not_proven(cast: Cast, irina: Customer) -> None:
    [told] = shop(cast).get(f"customers/{irina.public_id}/consents").json()["data"]

    assert (told["given"], told["proven"]) == (True, False)
