"""Deny by default: without signing in, from another brand, in the wrong role."""

from collections.abc import Iterator
from datetime import timedelta
from unittest import mock

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from slovo.channels import actions as channels
from slovo.conversations import canned, intake
from slovo.conversations.bulk import begin_change
from slovo.conversations.desk_models import CannedReply
from slovo.conversations.list_models import BulkChange, SavedView
from slovo.conversations.models import Attachment, Message, Tag
from slovo.conversations.saved_view_actions import Shape, Whose, keep_view
from slovo.core.tasks import drain
from slovo.customers.models import Customer
from slovo.people import actions as people
from slovo.people.rights import Role
from slovo.promises.models import Promise
from tests.cast import PASSWORD, Cast, arrives, hire, letter, the_conversation

PUBLIC = {"home", "health", "welcome", "language"}
THINGS_OF_A_BRAND = (
    "conversations/0",
    "messages/",
    "attachments/",
    "customers/",
    "mailboxes/",
    "people/",
    "brands/",
    "views/",
    "changes/",
    "tags/",
    "canned-",
    "promises/0",
)
ONES_OWN = ("/views/", "/views/new/", "/changes/", "/changes/new/")
LISTS = ("/mailboxes/", "/people/", "/brands/", "/canned-replies/")
SUPERVISED = ("/tags/", "/room/", "/promises/unowned/", "/promises/figures/")
NOUNS_OF_THE_CONVERSATION = ("replies", "notes", "assignment", "tags", "waiting", "closure", "reopening")


def with_a_letter(cast: Cast) -> None:
    picture = ("чек.png", "image/png", b"\x89PNG\r\n\x1a\n")
    canned.add(brand=cast.chainik, title="Привет", texts={"ru": "Здравствуйте!"}, by=cast.maria, at=timezone.now())
    arrives(letter(files=[picture], html="<p>Где мой <b>чайник</b>?</p>"), cast.chainik_mail)


def a_view_of(cast: Cast) -> SavedView:
    kept = SavedView.objects.filter(brand=cast.chainik).first()
    shape, whose = Shape(name="Все", document={}), Whose(brand_id=cast.chainik.pk)
    return kept or keep_view(shape=shape, whose=whose, by=cast.maria, at=timezone.now())


def a_change_of(cast: Cast) -> BulkChange:
    chosen = [the_conversation().pk]
    made = BulkChange.objects.first()
    return made or begin_change(kind="wait", arguments={}, conversation_ids=chosen, by=cast.maria, at=timezone.now())


def addresses(cast: Cast) -> Iterator[tuple[str, str]]:
    """Every page and form of the desk: (name, address)."""
    message = Message.objects.get().public_id
    arguments = {
        "conversations/": the_conversation().public_id,
        "messages/": message,
        "attachments/": Attachment.objects.get().public_id,
        "customers/": Customer.objects.get().public_id,
        "mailboxes/": the_conversation().mailbox_id,
        "tasks/": 1,
        "searches/": 1,
        "tokens/": message,
        "people/": cast.anna.public_id,
        "brands/": cast.chainik.pk,
        "canned-replies/": CannedReply.objects.get().pk,
        "welcome/": "token",
        "views/": a_view_of(cast).public_id,
        "tags/": Tag.objects.get_or_create(brand=cast.chainik, name="возврат")[0].pk,
        "changes/": a_change_of(cast).public_id,
        "promises/": Promise.objects.get(kind="answer").public_id,
    }
    for pattern in get_resolver("slovo.web.desk.urls").url_patterns:
        route = str(pattern.pattern)
        argument = next((value for start, value in arguments.items() if route.startswith(start)), None)
        second = {"person_work": cast.chainik.pk, "brand_level": "email"}.get(pattern.name)
        second = 1 if "/moves/" in route else second
        given = [argument, second] if second else [argument]
        yield pattern.name, reverse(pattern.name, args=given if "<" in route else [])


def test_without_signing_in_every_page_leads_to_the_door(cast: Cast) -> None:
    with_a_letter(cast)
    for name, address in addresses(cast):
        if name in PUBLIC:
            continue
        for answer in (Client().get(address), Client().post(address)):
            assert (answer.status_code, answer.headers.get("Location", "").split("?")[0]) == (
                302,
                "/accounts/login/",
            ), name


def test_nothing_of_another_brand_exists_for_taras(cast: Cast) -> None:
    with_a_letter(cast)
    taras = cast.browser_of(cast.taras)
    for name, address in addresses(cast):
        if not any(part in address for part in THINGS_OF_A_BRAND) or address in (*LISTS, *SUPERVISED, *ONES_OWN):
            continue
        statuses = {taras.get(address).status_code, taras.post(address).status_code}
        assert statuses <= {404, 405} and 404 in statuses, name


def test_the_list_of_another_brand_is_empty_for_taras(cast: Cast) -> None:
    with_a_letter(cast)

    page = cast.browser_of(cast.taras).get("/conversations/", {"view": "all", "brand": str(cast.chainik.pk)})

    assert page.context["list"]["page"].lines == []


@pytest.mark.parametrize("page", ["/audit/", "/tasks/", *LISTS, *SUPERVISED])
def test_an_agent_does_not_administer(cast: Cast, page: str) -> None:
    assert cast.browser_of(cast.anna).get(page).status_code == 403


@pytest.mark.parametrize(
    ("page", "status"), [("/audit/", 200), ("/tags/", 200), ("/room/", 200), ("/tasks/", 403), ("/mailboxes/", 403)]
)
def test_a_supervisor_sees_who_did_what_and_no_more(cast: Cast, page: str, status: int) -> None:
    assert cast.browser_of(cast.maria).get(page).status_code == status


@pytest.mark.parametrize("page", ["/audit/", "/tasks/", *LISTS])
def test_the_administrator_sees_all_of_it(cast: Cast, page: str) -> None:
    assert cast.browser_of(cast.orlov).get(page).status_code == 200


def test_what_went_wrong_in_the_background_is_told_to_who_administers_every_brand(cast: Cast) -> None:
    broken = RuntimeError("a letter of the honey shop cannot be stored")
    raw, at = letter(to="dopomoga@honey.example"), timezone.now()
    channels.accept(brand_id=cast.honey.pk, kind="email", raw=raw, mailbox=cast.honey_mail, at=at)
    with mock.patch.object(intake, "take_in", side_effect=broken):
        for days in range(7):
            drain(at + timedelta(days=days))
    olena = hire("Олена Коваль", "olena@chainik.example", {cast.chainik: Role.ADMINISTRATOR}, language="en")

    assert "a letter of the honey shop" in cast.browser_of(cast.orlov).get("/tasks/").content.decode()
    page = cast.browser_of(olena).get("/tasks/").content.decode()
    assert "conversations.take_in" in page
    assert "a letter of the honey shop" not in page


def test_the_audit_of_one_brand_shows_nothing_of_the_other(cast: Cast) -> None:
    arrives(letter(to="dopomoga@honey.example"), cast.honey_mail)

    rows = cast.browser_of(cast.maria).get("/audit/").context["rows"]

    assert {row.entry.brand_id for row in rows} == {cast.chainik.pk, None}
    assert f"staff:{cast.taras.pk}" not in {row.entry.about for row in rows}


def test_who_has_left_is_out_at_once(cast: Cast) -> None:
    browser = cast.browser_of(cast.anna)
    assert browser.get("/conversations/").status_code == 200

    people.dismiss(staff=cast.anna, by=cast.orlov, at=timezone.now())

    assert browser.get("/conversations/").status_code == 302


@pytest.mark.parametrize("noun", NOUNS_OF_THE_CONVERSATION)
def test_a_form_without_its_token_is_refused(cast: Cast, noun: str) -> None:
    with_a_letter(cast)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.anna)

    answer = browser.post(f"/conversations/{the_conversation().public_id}/{noun}", {"text": "x"})

    assert answer.status_code == 403


def test_the_audit_tells_who_signed_in_who_left_and_who_was_given_a_link(cast: Cast) -> None:
    Client().post("/accounts/login/", {"login": "pavel@chainik.example", "password": PASSWORD})
    Client().post("/accounts/login/", {"login": "taras@honey.example", "password": PASSWORD})
    orlov = cast.browser_of(cast.orlov)
    orlov.post(f"/people/{cast.anna.public_id}/links")
    orlov.post(f"/people/{cast.anna.public_id}/departure")

    rows = cast.browser_of(cast.maria).get("/audit/").context["rows"]

    by_persons = [(row.entry.kind, row.person.name) for row in rows if row.person]
    assert by_persons == [
        ("StaffLeft", "Дмитрий Орлов"),
        ("StaffInvited", "Дмитрий Орлов"),
        ("StaffSignedIn", "Павел Громов"),
    ]


def test_an_administrator_of_one_brand_learns_of_no_other(cast: Cast) -> None:
    """Orlov works for both; whoever administers one of them sees what he is there and no more."""
    people.give_role(
        staff=cast.maria, brand=cast.chainik, role=Role.ADMINISTRATOR, actor=cast.orlov.actor, at=timezone.now()
    )
    people.join_team(staff=cast.orlov, brand=cast.honey, name="Пасіка")
    maria = Client()
    maria.force_login(cast.maria)

    for page in ("/people/", f"/people/{cast.orlov.public_id}/"):
        shown = maria.get(page).content.decode()
        assert "Дмитрий Орлов" in shown
        assert "Медовий дім" not in shown
        assert "Пасіка" not in shown

    assert maria.post(f"/people/{cast.orlov.public_id}/departure").status_code == 403


def test_an_id_that_is_none_is_nobodys(cast: Cast) -> None:
    with_a_letter(cast)

    answer = cast.browser_of(cast.maria).post(f"/customers/{Customer.objects.get().public_id}/merges", {"merged": "x"})

    assert answer.status_code == 404


@pytest.mark.parametrize("noun", ["replies", "notes"])
def test_what_no_database_holds_is_refused_at_the_door(cast: Cast, noun: str) -> None:
    with_a_letter(cast)
    browser = cast.browser_of(cast.anna)
    address = f"/conversations/{the_conversation().public_id}/"

    assert browser.post(address + noun, {"text": "Чай\0ник"}).status_code == 400
    assert browser.get(address, {"view": "\0"}).status_code == 400
    assert Message.objects.count() == 1
