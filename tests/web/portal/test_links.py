"""A link is made beside a conversation, put into the answer, printed and revoked; programs make them too."""

import re
from html import unescape

import pytest
from django.conf import settings

from slovo.conversations.desk_models import Draft
from slovo.core.journal.models import JournalEntry
from slovo.people.models import Staff
from slovo.promises import links
from slovo.promises.link_models import StatusLink
from slovo.web.desk.qr import QUIET_DOTS, code_of
from tests.cast import Cast, arrives, letter, the_conversation
from tests.web.portal.pages import Phone, opens, promised_to_irina, text_of, the_link


@pytest.fixture(autouse=True)
def asked(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)


def links_page() -> str:
    return f"/conversations/{the_conversation().public_id}/links"


def makes(cast: Cast, scope: str = "matter", *, who: Staff | None = None) -> str:
    """Its token, as the page shows it once."""
    page = cast.browser_of(who or cast.anna).post(links_page(), {"scope": scope})
    assert (page.status_code, page["Cache-Control"]) == (200, "no-store")
    found = re.search(rf'value="{re.escape(settings.PUBLIC_URL)}/s/([\w-]+)"', page.content.decode())
    assert found
    return found[1]


def test_it_is_made_beside_the_conversation_and_shown_once(cast: Cast) -> None:
    page = cast.browser_of(cast.anna).get(f"/conversations/{the_conversation().public_id}/").content.decode()
    assert f'href="{links_page()}?' in page

    token = makes(cast)

    assert Phone(token).get().status_code == 200
    assert (the_link().about, the_link().made_by) == (the_conversation().key, cast.anna)
    assert token not in cast.browser_of(cast.anna).get(links_page()).content.decode()
    fact = JournalEntry.objects.get(kind="StatusLinkMade")
    assert (fact.about, token in str(fact.data)) == (the_conversation().key, False)


def test_it_may_show_all_promises_to_the_customer(cast: Cast) -> None:
    makes(cast, "customer")
    customer = the_conversation().customer
    cast.browser_of(cast.anna).post(f"/customers/{customer.public_id}/links")

    assert set(StatusLink.objects.values_list("about", "customer")) == {("", customer.pk)}


def test_one_click_puts_it_at_the_end_of_the_answer_in_the_customers_language(cast: Cast) -> None:
    anna, address = cast.browser_of(cast.anna), f"/conversations/{the_conversation().public_id}/draft"
    anna.post(address, {"kind": "reply", "text": "Здравствуйте, Ирина!"})
    token = makes(cast)

    anna.post(f"{links_page()}/mention", {"token": token})

    assert Draft.objects.get().text == (
        f"Здравствуйте, Ирина!\n\nЗдесь видно, что мы вам обещали и к какому сроку: {settings.PUBLIC_URL}/s/{token}"
    )
    assert token in anna.get(f"/conversations/{the_conversation().public_id}/").content.decode()


def test_a_slip_for_paper_has_the_code_and_the_address_in_the_customers_language(cast: Cast) -> None:
    token = makes(cast)
    page = cast.browser_of(cast.anna).post("/links/slip", {"token": token}).content.decode()

    assert f"{settings.PUBLIC_URL}/s/{token}" in text_of(page)
    assert "Здесь вы в любое время увидите" in page
    assert f'd="{code_of(f"{settings.PUBLIC_URL}/s/{token}").path}"' in page


def test_a_code_begins_with_the_corner_that_cameras_look_for() -> None:
    code = code_of("https://help.example/s/" + "x" * 24)
    dots = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", code.path)}
    edge = [(x in {0, 6} or y in {0, 6}) or (2 <= x <= 4 and 2 <= y <= 4) for y in range(7) for x in range(7)]

    assert [(x + QUIET_DOTS, y + QUIET_DOTS) in dots for y in range(7) for x in range(7)] == edge
    assert {x for x, _y in dots} <= set(range(QUIET_DOTS, code.dots - QUIET_DOTS))


def test_a_revoked_one_opens_nothing_and_says_so_in_the_list(cast: Cast) -> None:
    phone, anna = Phone(makes(cast)), cast.browser_of(cast.anna)
    answer = anna.post(f"/links/{the_link().public_id}/revocation")
    again = anna.post(f"/links/{the_link().public_id}/revocation")

    assert (answer["Location"], again.status_code, phone.get().status_code) == (links_page(), 302, 404)
    assert the_link().revoked_by == cast.anna
    assert "revoked" in text_of(anna.get(links_page()).content.decode())
    assert JournalEntry.objects.filter(kind="StatusLinkRevoked").count() == 1


def test_twenty_are_enough_for_a_customer(cast: Cast) -> None:
    for _one in range(links.LINKS_MAX):
        opens(cast)
    answer = cast.browser_of(cast.anna).post(links_page(), {"scope": "matter"})

    assert answer.status_code == 409
    assert "Revoke those" in unescape(answer.content.decode())


def test_another_brands_people_see_and_do_nothing_of_it(cast: Cast) -> None:
    token, taras = makes(cast), cast.browser_of(cast.taras)
    customer = the_conversation().customer
    statuses = [
        taras.get(links_page()).status_code,
        taras.post(links_page(), {"scope": "matter"}).status_code,
        taras.post(f"/links/{the_link().public_id}/revocation").status_code,
        taras.post(f"{links_page()}/mention", {"token": token}).status_code,
        taras.post("/links/slip", {"token": token}).status_code,
        taras.get(f"/customers/{customer.public_id}/links").status_code,
    ]

    assert set(statuses) == {404}
    assert StatusLink.objects.filter(revoked_at=None).count() == 1


def test_a_promise_leads_to_the_links_of_its_customer(cast: Cast) -> None:
    promise = promised_to_irina(cast)
    page = cast.browser_of(cast.anna).get(f"/promises/{promise.shown_id}/").content.decode()
    address = f"/customers/{the_conversation().customer.public_id}/links"

    assert address in page
    assert "There is no link yet" in cast.browser_of(cast.anna).get(address).content.decode()
