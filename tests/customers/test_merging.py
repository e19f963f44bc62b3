"""Two records are one person, and apart again."""

from slovo.conversations.models import Conversation
from slovo.customers.models import Customer
from tests.cast import IRINA, Cast, arrives, letter

AT_WORK = "i.sokolova@example.org"


def irina_twice(cast: Cast) -> tuple[Customer, Customer]:
    arrives(letter(), cast.chainik_mail)
    arrives(letter("С работы", sender=AT_WORK, message_id="<w@example.org>"), cast.chainik_mail)
    at_home = Customer.objects.get(identities__value=IRINA)
    return at_home, Customer.objects.get(identities__value=AT_WORK)


def merge(cast: Cast, kept: Customer, merged: Customer) -> int:
    browser = cast.browser_of(cast.maria)
    return browser.post(f"/customers/{kept.public_id}/merges", {"merged": str(merged.public_id)}).status_code


def shown_addresses(cast: Cast, customer: Customer) -> set[str]:
    page = cast.browser_of(cast.maria).get(f"/customers/{customer.public_id}/").content.decode()
    return {address for address in (IRINA, AT_WORK) if address in page}


def test_merged_customers_show_all_addresses_and_conversations_of_both(cast: Cast) -> None:
    at_home, at_work = irina_twice(cast)

    assert merge(cast, at_home, at_work) == 302

    assert shown_addresses(cast, at_home) == {IRINA, AT_WORK}
    page = cast.browser_of(cast.maria).get(f"/customers/{at_home.public_id}/")
    assert len(page.context["conversations"]) == 2


def test_unmerging_gives_back_what_came_meanwhile_too(cast: Cast) -> None:
    at_home, at_work = irina_twice(cast)
    merge(cast, at_home, at_work)
    arrives(letter("Ещё с работы", sender=AT_WORK, message_id="<w2@example.org>"), cast.chainik_mail)

    cast.browser_of(cast.maria).post(f"/customers/{at_work.public_id}/unmerging")

    assert shown_addresses(cast, at_home) == {IRINA}
    assert Conversation.objects.filter(customer=at_work).count() == 2
    assert Conversation.objects.filter(customer=at_home).count() == 1


def test_a_chain_of_merges_comes_apart_in_the_middle(cast: Cast) -> None:
    at_home, at_work = irina_twice(cast)
    arrives(letter("С дачи", sender="dacha@example.net", message_id="<d@example.net>"), cast.chainik_mail)
    at_dacha = Customer.objects.get(identities__value="dacha@example.net")
    merge(cast, at_work, at_dacha)
    merge(cast, at_home, at_work)

    cast.browser_of(cast.maria).post(f"/customers/{at_work.public_id}/unmerging")

    at_dacha.refresh_from_db()
    at_work.refresh_from_db()
    assert (at_dacha.root, at_work.root) == (at_work, None)


def test_an_agent_may_not_merge(cast: Cast) -> None:
    at_home, at_work = irina_twice(cast)

    answer = cast.browser_of(cast.anna).post(
        f"/customers/{at_home.public_id}/merges", {"merged": str(at_work.public_id)}
    )

    assert answer.status_code == 403
    at_work.refresh_from_db()
    assert at_work.merged_into is None


def test_customers_of_two_brands_are_never_merged(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    arrives(letter(to="dopomoga@honey.example", message_id="<h@example.com>"), cast.honey_mail)
    ours = Customer.objects.get(brand=cast.chainik)
    theirs = Customer.objects.get(brand=cast.honey)

    answer = cast.browser_of(cast.orlov).post(f"/customers/{ours.public_id}/merges", {"merged": str(theirs.public_id)})

    assert answer.status_code == 409
    theirs.refresh_from_db()
    assert theirs.merged_into is None
