"""Deny by default: without signing in, from another brand, in the wrong role."""

from collections.abc import Iterator
from datetime import timedelta
from unittest import mock
from uuid import UUID

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from slovo.assistant.flow_models import Flow
from slovo.assistant.flows import setting as flows
from slovo.callbacks import actions as callbacks
from slovo.callbacks.models import Callback
from slovo.channels import actions as channels
from slovo.conversations import canned, intake
from slovo.conversations.bulk import begin_change
from slovo.conversations.desk_models import CannedReply
from slovo.conversations.list_models import BulkChange, SavedView
from slovo.conversations.models import Attachment, Message, Tag
from slovo.conversations.saved_view_actions import Shape, Whose, keep_view
from slovo.core.tasks import drain
from slovo.customers.models import Customer
from slovo.customers.portrait_models import Portrait
from slovo.customers.portraits import set_portrait
from slovo.knowledge import attaching
from slovo.knowledge.models import ArticleFile, Version
from slovo.orders import importing, returning
from slovo.orders.hook_models import OrderHook
from slovo.orders.import_models import OrderImport
from slovo.orders.models import Order, Reservation, Return
from slovo.people import actions as people
from slovo.people.rights import Role
from slovo.promises import links, work_links
from slovo.promises.link_models import StatusLink
from slovo.promises.models import Promise
from slovo.promises.work_models import WorkLink
from slovo.requests.extra_models import Extra
from slovo.requests.models import Choice, RequestOption, RequestType
from slovo.standards.expectation_models import Expectation, Unpromised
from slovo.visits import booking, walk_in
from slovo.visits.models import Visit
from slovo.visits.queue_setting import set_queue
from slovo.visits.setting import set_resource, set_type
from slovo.visits.walk_in_models import Ticket
from tests.cast import PASSWORD, Cast, arrives, hire, letter, the_conversation
from tests.knowledge.stories import written
from tests.orders.stories import A_FILE, a_hook, an_order, reserve_for
from tests.pictures import PNG
from tests.requests.stories import one_of_each

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
    "links/",
    "work-links/",
    "request-types/",
    "request-options/",
    "choices/",
    "extras/",
    "expectations/",
    "portraits/",
    "unpromised/",
    "callbacks/0",
    "visits/0",
    "visits/settings/resources/",
    "queues/",
    "tickets/",
    "links/0",
    "orders/0",
    "orders/files/0",
    "order-hooks/",
    "articles/0",
    "article-versions/",
    "article-texts/",
    "returns/",
    "reservations/0",
)
OF_A_KIND = dict.fromkeys(("promise_kind", "promise_ladder", "promise_kind_archiving"), "delivery")
OF_AN_OFFER = dict.fromkeys(("sooner_offer", "sooner_withdrawal"), 1)
OF_A_FLOW = ("flow", "flow_publication", "flow_switch", "flow_removal")
ONES_OWN = ("/views/", "/views/new/", "/changes/", "/changes/new/", "/queues/")
FEEDING = "/orders/files/"
LISTS = ("/mailboxes/", "/people/", "/brands/", "/canned-replies/", "/portraits/")
FOR_ALL = ("/request-types/", "/extras/")  # of one's own brands
SUPERVISED = ("/tags/", "/room/", "/promises/unowned/", "/promises/figures/", "/expectations/")
NOUNS_OF_THE_CONVERSATION = ("replies", "notes", "assignment", "tags", "waiting", "closure", "reopening")


def with_a_letter(cast: Cast) -> None:
    picture = ("чек.png", "image/png", PNG)
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


def requested(cast: Cast) -> dict[str, int]:
    """A request with its choice, a gift, an expectation: by what their addresses begin with."""
    if not Choice.objects.exists():
        one_of_each(cast)
        set_portrait(brand=cast.chainik, name="Гурман", by=cast.orlov, at=timezone.now())
    models = {
        "request-types/": RequestType,
        "request-options/": RequestOption,
        "choices/": Choice,
        "extras/": Extra,
        "expectations/": Expectation,
        "portraits/": Portrait,
        "unpromised/": Unpromised,
    }
    return {start: model._default_manager.get().pk for start, model in models.items()}


def a_callback_of(cast: Cast) -> Callback:
    customer, at = Customer.objects.get(), timezone.now()
    return callbacks.ask(brand=cast.chainik, customer=customer, phone="+79000000012", by=cast.maria, at=at)[0]


def a_visit_of(cast: Cast) -> Visit:
    at = timezone.now()
    if made := Visit.objects.first():
        return made
    table = set_resource(brand=cast.chainik, name="Стол", staff_id=cast.anna.pk, by=cast.orlov, at=at)
    type_ = set_type(
        brand=cast.chainik, name="Проба", lengths={"minutes": 60}, resource_ids=[table.pk], by=cast.orlov, at=at
    )
    starts_at = at.replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    return booking.book(type_id=type_.pk, starts_at=starts_at, customer=Customer.objects.get(), by=cast.anna, at=at)


def a_ticket_of(cast: Cast) -> Ticket:
    at = timezone.now()
    if made := Ticket.objects.first():
        return made
    queue = set_queue(
        brand=cast.chainik, name="Ремонт", prefix="A", length_max=5, staff_id=cast.anna.pk, by=cast.orlov, at=at
    )
    return walk_in.take(queue_id=queue.pk, name="", by=cast.anna, at=at)


def a_work_link_of(cast: Cast) -> WorkLink:
    if found := WorkLink.objects.first():
        return found
    return work_links.make_work_link(
        brand=cast.chainik, label="Курьер", kind="delivery", by=cast.anna, at=timezone.now()
    )[0]


def a_link_of(cast: Cast) -> StatusLink:
    if not StatusLink.objects.exists():
        customer = Customer.objects.get()
        links.make_link(brand=cast.chainik, customer_id=customer.pk, about="", by=cast.anna, at=timezone.now())
    return StatusLink.objects.get()


def ordered(cast: Cast) -> dict[str, UUID]:
    """An order with a return, a reservation, a file, an address of a shop: by what their addresses begin with."""
    if not Return.objects.exists():
        row = an_order(cast)
        reserve_for(cast)
        at, by = timezone.now(), cast.maria
        returning.agree(order_id=row.pk, quantities={}, amount_minor=100, reason="Царапина", by=by, at=at)
        importing.look_through(
            brand=cast.chainik, source="shop", name="заказы.csv", content=A_FILE, as_of=at, by=by, at=at
        )
        a_hook(cast)
    models = {"orders/<": Order, "returns/": Return, "reservations/<": Reservation, "orders/files/<": OrderImport}
    models["order-hooks/"] = OrderHook
    return {start: model._default_manager.get().public_id for start, model in models.items()}


def a_flow_of(cast: Cast) -> Flow:
    adopted = Flow.objects.first()
    return adopted or flows.adopt(brand=cast.chainik, template="callback", by=cast.orlov, at=timezone.now())


def an_article_of(cast: Cast) -> Version:
    if made := Version.objects.select_related("text__article").first():
        return made
    version, picture = written(cast), b"\x89PNG\r\n\x1a\n"
    attaching.attach(
        article_id=version.text.article_id, name="1.png", content=picture, by=cast.orlov, at=timezone.now()
    )
    return version


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
        "callbacks/": a_callback_of(cast).public_id,
        "links/": a_link_of(cast).public_id,
        "work-links/": a_work_link_of(cast).public_id,
        "promises/": Promise.objects.get(kind="answer").public_id,
        **requested(cast),
        **ordered(cast),
        "recovery/": 1,
        "visits/<": a_visit_of(cast).public_id,
        "queues/": a_ticket_of(cast).queue_id,
        "tickets/": a_ticket_of(cast).public_id,
        "visits/settings/resources/": a_visit_of(cast).resource_id,
        "articles/<": an_article_of(cast).text.article.public_id,
        "article-versions/": an_article_of(cast).pk,
        "article-texts/": an_article_of(cast).text_id,
    }
    picture = ArticleFile.objects.get().public_id
    of_an_article = {"article_text": "ru", "article_file": picture, "article_file_removal": picture}
    of_an_article["article_file_deletion"] = picture
    for pattern in get_resolver("slovo.web.desk.urls").url_patterns:
        route = str(pattern.pattern)
        argument = next((value for start, value in arguments.items() if route.startswith(start)), None)
        seconds = {
            "customer_copy": 1,
            "person_work": cast.chainik.pk,
            "brand_level": "email",
            "brand_protection_of": "chat",
            **OF_A_KIND,
            **OF_AN_OFFER,
            **of_an_article,
        }
        second = a_flow_of(cast).pk if pattern.name in OF_A_FLOW else seconds.get(pattern.name)
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
        if not any(part in address for part in THINGS_OF_A_BRAND) or address in (
            *LISTS,
            *FOR_ALL,
            *SUPERVISED,
            *ONES_OWN,
        ):
            continue
        statuses = {taras.get(address).status_code, taras.post(address).status_code}
        assert statuses <= {404, 405} and 404 in statuses, name


def test_the_list_of_another_brand_is_empty_for_taras(cast: Cast) -> None:
    with_a_letter(cast)

    page = cast.browser_of(cast.taras).get("/conversations/", {"view": "all", "brand": str(cast.chainik.pk)})

    assert page.context["list"]["page"].lines == []


@pytest.mark.parametrize("page", ["/audit/", "/tasks/", FEEDING, *LISTS, *SUPERVISED])
def test_an_agent_does_not_administer(cast: Cast, page: str) -> None:
    assert cast.browser_of(cast.anna).get(page).status_code == 403


@pytest.mark.parametrize(
    ("page", "status"),
    [("/audit/", 200), ("/tags/", 200), ("/room/", 200), (FEEDING, 200), ("/tasks/", 403), ("/mailboxes/", 403)],
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
