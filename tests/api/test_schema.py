"""The description is true: what fits it is taken, what does not is refused, and nothing breaks."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from django.core.management import call_command
from django.db.transaction import atomic, set_rollback
from django.utils import timezone
from hypothesis import HealthCheck, Phase, assume, seed, settings
from ninja.openapi.schema import OpenAPISchema
from pytest_django.plugin import DjangoDbBlocker
from schemathesis.config import SchemathesisConfig

from slovo.api.document import described
from slovo.api.v1 import api
from slovo.api.webhooks import actions as webhooks
from slovo.api.webhooks.models import Delivery, Webhook
from slovo.assistant.flow_models import Flow
from slovo.book import actions as book
from slovo.book.models import Entry
from slovo.brands.models import Brand
from slovo.callbacks import actions as callbacks
from slovo.callbacks.models import Callback
from slovo.config.wsgi import application
from slovo.conversations import actions, follow_ups
from slovo.conversations.follow_up_models import FollowUp
from slovo.conversations.models import Attachment, Conversation, Message
from slovo.core.db import is_postgresql, transaction
from slovo.core.files.pictures import squared
from slovo.core.ids import new_id
from slovo.core.secrets import sealed
from slovo.customers.models import Customer
from slovo.customers.portrait_models import Portrait
from slovo.customers.portraits import set_portrait
from slovo.knowledge.models import Article
from slovo.orders import returning
from slovo.orders.hook_models import OrderHook
from slovo.orders.models import Order, Reservation, Return
from slovo.people import actions as people
from slovo.people import photos
from slovo.people.models import Staff
from slovo.people.photos import SIDE_PIXELS
from slovo.people.rights import Role
from slovo.promises import ledger, links, moving, sooner, work_links
from slovo.promises.forecast_rows import SoonerOffer
from slovo.promises.ladder_models import Reminder, Why
from slovo.promises.link_models import StatusLink
from slovo.promises.models import Kind, Promise
from slovo.promises.more_models import PromiseMove
from slovo.promises.reminder_rows import remind
from slovo.promises.work_models import WorkLink
from slovo.recovery.models import Compensation, RecoveryTask
from slovo.recovery.rule_models import OverrunRule
from slovo.requests import forms
from slovo.requests.extra_models import Extra
from slovo.requests.form_answers import Answered
from slovo.requests.form_fields import Field
from slovo.requests.form_models import Submission
from slovo.requests.models import Choice, RequestOption, RequestType
from slovo.standards.expectation_models import Expectation, Unpromised
from slovo.visits import booking, walk_in
from slovo.visits.models import Resource, Visit, VisitType
from slovo.visits.queue_setting import set_queue
from slovo.visits.setting import set_resource, set_type
from slovo.visits.walk_in_models import Ticket, WalkInQueue
from tests.api.programs import Program, program_of
from tests.assistant.stories import a_running
from tests.cast import Cast, arrives, gather, letter
from tests.conversations.test_follow_ups import RULE as FOLLOW_UPS
from tests.knowledge.stories import published
from tests.orders.stories import a_hook, an_order, reserve_for
from tests.people.pictures import green, packed
from tests.pictures import PNG
from tests.recovery.stories import late, refund_rule
from tests.requests.stories import one_of_each

pytestmark = pytest.mark.usefixtures("one_connection")

EXAMPLES_MAX = 5 if is_postgresql() else 10  # of each operation; what a database takes ill shows in few
CONFIG = {
    "checks": {
        # An id, a cursor or a field's name may have the right form and still be unknown: 422. If-Match: 412.
        # A NUL in an address: 400.
        "positive_data_acceptance": {"expected-statuses": ["2xx", "304", "400", "403", "404", "409", "412", "422"]},
        "negative_data_rejection": {"expected-statuses": ["400", "401", "403", "404", "405", "409", "412", "422"]},
    },
    "generation": {"allow-x00": True},
}
schema = schemathesis.openapi.from_wsgi(
    "/api/v1/openapi.json", application, config=SchemathesisConfig.from_dict(CONFIG)
)


@pytest.fixture(scope="module")
def story(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Program]:
    """Told once, which takes longer than all examples of an operation; what these do is undone. It is committed: on
    PostgreSQL who reads facts in other databases of the same server would wait for a transaction that stays open."""
    with django_db_blocker.unblock():
        yield told(gather(outgoing=str(tmp_path_factory.mktemp("outgoing"))))
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)


@pytest.fixture
def db(story: Program, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In place of pytest-django's, which the story would not survive."""
    with django_db_blocker.unblock(), atomic():
        yield
        set_rollback(True)


@pytest.fixture
def program(db: None, story: Program) -> Program:
    return story


def told(cast: Cast) -> Program:
    arrives(letter(files=[("чек.png", "image/png", PNG)]), cast.chainik_mail)
    actions.create_tag(brand=cast.chainik, name="доставка", colour="#112233")
    _promised(cast)
    one_of_each(cast)
    _filled_in(cast)
    _expected(cast)
    _late(cast)
    callbacks.note_missed_call(brand=cast.chainik, call_id="1", phone="+79000000012", by=cast.orlov, at=timezone.now())
    _ordered(cast)
    _asked_afterwards(cast)
    _complained(cast)
    published(cast)
    a_running(cast, "callback")
    sooner.offer_sooner(
        brand=cast.chainik, kind=Kind.DELIVERY, names={"ru": "Самовывоз"}, minutes=10, by=cast.orlov, at=timezone.now()
    )
    webhook, _secret = webhooks.add_webhook(
        brand=cast.chainik, url="https://example.com/", kinds=["NoteWritten"], by=cast.orlov, at=timezone.now()
    )
    Delivery.objects.create(webhook=webhook, entry_id=1, kind="NoteWritten", body="{}", created_at=timezone.now())
    photos.set_photo(
        staff=cast.maria, picture=squared(packed(green()), side=SIDE_PIXELS), by=cast.maria, at=timezone.now()
    )
    people.change_work(  # a token of one brand need not name it
        staff=cast.maria, brand=cast.chainik, role=Role.ADMINISTRATOR, teams=["Склад"], by=cast.orlov, at=timezone.now()
    )
    return program_of(Staff.objects.get(pk=cast.maria.pk))


def _promised(cast: Cast) -> None:
    """Beside the answer: a delivery, with a move of which the customer does not know yet."""
    customer, at = Customer.objects.get(), timezone.now()
    promise = ledger.make(
        brand=cast.chainik,
        customer_id=customer.pk,
        about=f"customer:{customer.pk}",
        kind=Kind.DELIVERY,
        what="Чайник у вас дома",
        due_at=at + timedelta(days=1),
        by=cast.anna,
        at=at,
    )
    moving.move(promise_id=promise.pk, due_at=at + timedelta(days=2), reason="Снег", by=cast.anna, at=at)
    with transaction():
        remind(promise, why=Why.LEAD, at=at)
    set_portrait(brand=cast.chainik, name="Гурман", by=cast.orlov, at=at)
    links.make_link(brand=cast.chainik, customer_id=customer.pk, about="", by=cast.anna, at=at)
    work_links.make_work_link(brand=cast.chainik, label="Курьер Олег", promise=promise, by=cast.anna, at=at)


def _asked() -> dict[str, list[UUID]]:
    kinds: dict[str, tuple[str, Any]] = {
        "request-types": ("request_type", RequestType),
        "request-options": ("option", RequestOption),
        "choices": ("choice", Choice),
        "submissions": ("submission", Submission),
        "extras": ("extra", Extra),
        "expectations": ("expectation", Expectation),
        "unpromised": ("unpromised", Unpromised),
        "portraits": ("portrait", Portrait),
    }
    return {
        noun: [sealed(kind, row.pk) for row in model.objects.order_by("pk")] for noun, (kind, model) in kinds.items()
    }


def _late(cast: Cast) -> None:
    """A refund that waits for a decision, and a task to see to the customer."""
    at = timezone.now()
    refund_rule(cast, at=at - timedelta(days=9), approval_above_minor=1, opens_task=True)
    late(cast, at=at - timedelta(hours=1), minutes=40)


def _filled_in(cast: Cast) -> None:
    """A form of what is engraved, sent by Irina."""
    field = Field("text", "text", {"ru": "Надпись"})
    version = forms.set_form(type_id=RequestType.objects.get().pk, fields=[field], by=cast.orlov, at=timezone.now())
    forms.submit_on_page(
        version=version,
        answers=[Answered(field, "Надпись", "Чаю?", "Чаю?")],
        about=Conversation.objects.earliest("pk").key,
        customer_id=Customer.objects.get().pk,
        language="ru",
        at=timezone.now(),
    )


def _expected(cast: Cast) -> None:
    """A visit tomorrow, and somebody who waits in a queue."""
    at, brand = timezone.now(), cast.chainik
    table = set_resource(brand=brand, name="Стол", staff_id=cast.anna.pk, by=cast.orlov, at=at)
    type_ = set_type(brand=brand, name="Проба", lengths={"minutes": 60}, resource_ids=[table.pk], by=cast.orlov, at=at)
    starts_at = at.replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    booking.book(type_id=type_.pk, starts_at=starts_at, customer=Customer.objects.get(), by=cast.anna, at=at)
    queue = set_queue(brand=brand, name="Ремонт", prefix="A", length_max=9, staff_id=cast.anna.pk, by=cast.orlov, at=at)
    walk_in.take(queue_id=queue.pk, name="", by=cast.anna, at=at)


def _asked_afterwards(cast: Cast) -> None:
    """A question that is planned."""
    at = timezone.now()
    follow_ups.set_rule(brand=cast.chainik, by=cast.orlov, at=at, **FOLLOW_UPS)
    follow_ups.plan(brand_id=cast.chainik.pk, conversation_id=Conversation.objects.get().pk, why="closing", at=at)


def _complained(cast: Cast) -> None:
    at = timezone.now()
    book.set_book(brand=cast.chainik, is_open=True, shown_after_hours=24, by=cast.orlov, at=at)
    written = book.Written("complaint", "Курьер опоздал", "", None, "ru", "1")
    book.write(brand=cast.chainik, written=written, subject="Жалоба", at=at)


def _ordered(cast: Cast) -> None:
    """An order with a return, something that somebody waits for, and where the shop tells of orders."""
    row = an_order(cast)
    returning.agree(
        order_id=row.pk, quantities={}, amount_minor=100, reason="Царапина", by=cast.anna, at=timezone.now()
    )
    reserve_for(cast)
    a_hook(cast)


def is_id(value: object) -> bool:
    try:
        return bool(UUID(str(value)))
    except ValueError:
        return False


def real_id(noun: str, program: Program) -> str:
    """A well-formed id is hardly ever anybody's: one that is takes its place, so that more than 404 is seen."""
    known = {
        "conversations": Conversation.objects.order_by("pk").values_list("public_id", flat=True),
        "messages": Message.objects.order_by("pk").values_list("public_id", flat=True),
        "attachments": Attachment.objects.order_by("pk").values_list("public_id", flat=True),
        "callbacks": Callback.objects.order_by("pk").values_list("public_id", flat=True),
        "customers": Customer.objects.order_by("pk").values_list("public_id", flat=True),
        "promises": Promise.objects.order_by("-pk").values_list("public_id", flat=True),
        "promise-moves": [sealed("move", pk) for pk in PromiseMove.objects.order_by("pk").values_list("pk", flat=True)],
        **_asked(),
        "overrun-rules": [sealed("overrun_rule", pk) for pk in OverrunRule.objects.values_list("pk", flat=True)],
        "compensations": [sealed("compensation", pk) for pk in Compensation.objects.values_list("pk", flat=True)],
        "recovery-tasks": [sealed("recovery_task", pk) for pk in RecoveryTask.objects.values_list("pk", flat=True)],
        "articles": Article.objects.order_by("pk").values_list("public_id", flat=True),
        "book-entries": Entry.objects.order_by("pk").values_list("public_id", flat=True),
        "visits": Visit.objects.order_by("pk").values_list("public_id", flat=True),
        "visit-types": VisitType.objects.order_by("pk").values_list("public_id", flat=True),
        "tickets": Ticket.objects.order_by("pk").values_list("public_id", flat=True),
        "queues": [sealed("queue", pk) for pk in WalkInQueue.objects.order_by("pk").values_list("pk", flat=True)],
        # The one that there is may have been taken away by an example before: then it is nobody's.
        "sooner-offers": [*(sealed("sooner", pk) for pk in SoonerOffer.objects.values_list("pk", flat=True)), new_id()],
        "reminders": [*(sealed("reminder", pk) for pk in Reminder.objects.values_list("pk", flat=True)), new_id()],
        "brands": Brand.objects.order_by("pk").values_list("public_id", flat=True),
        "staff": [*Staff.objects.filter(photo__isnull=False).values_list("public_id", flat=True), new_id()],
        "resources": Resource.objects.order_by("pk").values_list("public_id", flat=True),
        "follow-ups": [sealed("follow_up", pk) for pk in FollowUp.objects.values_list("pk", flat=True)],
        "work-links": WorkLink.objects.order_by("pk").values_list("public_id", flat=True),
        "orders": Order.objects.order_by("pk").values_list("public_id", flat=True),
        "order-hooks": OrderHook.objects.order_by("pk").values_list("public_id", flat=True),
        "returns": Return.objects.order_by("pk").values_list("public_id", flat=True),
        "reservations": Reservation.objects.order_by("pk").values_list("public_id", flat=True),
        "status-links": StatusLink.objects.order_by("pk").values_list("public_id", flat=True),
        "webhooks": Webhook.objects.order_by("pk").values_list("public_id", flat=True),
        "flows": [
            *(sealed("flow", pk) for pk in Flow.objects.filter(removed_at=None).values_list("pk", flat=True)),
            new_id(),
        ],
        "deliveries": Delivery.objects.order_by("pk").values_list("public_id", flat=True),
    }
    return str(known[noun][0])


def vanishes(value: object) -> bool:
    """An empty list or object is no part of an address: who sends `{"unknown": {}}` has sent nothing that is wrong."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return inner is not None and all(map(vanishes, inner))


@pytest.mark.slow
@schema.parametrize()
@seed(20261125)
@settings(
    max_examples=EXAMPLES_MAX,
    deadline=None,
    derandomize=False,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_the_description_is_true(case: Any, program: Program) -> None:
    assume(not any(map(vanishes, (case.query or {}).values())))
    if is_id((case.path_parameters or {}).get("id")):
        case.path_parameters["id"] = real_id(case.path.split("/")[3], program)
    # Long answers would come compressed, which this caller cannot read.
    case.call_and_validate(headers={"Authorization": f"Bearer {program.text}", "Accept-Encoding": "identity"})


def test_it_describes_every_address_there_is() -> None:
    paths = described(api)["paths"]

    assert sum(len(methods) for methods in paths.values()) == len(list(schema.get_all_operations()))


def test_each_name_stands_for_one_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    """django-ninja keeps the last of those that share a name, and describes the others wrongly."""
    shapes: dict[str, list[Any]] = defaultdict(list)

    def note(self: OpenAPISchema, definitions: dict[str, Any]) -> None:
        self.schemas.update(definitions)
        for name, shape in definitions.items():
            if shape not in shapes[name]:
                shapes[name].append(shape)

    monkeypatch.setattr(OpenAPISchema, "add_schema_definitions", note)
    named = described(api)["components"]["schemas"]

    assert not {name for name in named if len(shapes[name]) > 1}
