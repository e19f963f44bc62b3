"""The description is true: what fits it is taken, what does not is refused, and nothing breaks."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, seed, settings
from schemathesis.config import SchemathesisConfig

from slovo.api.document import described
from slovo.api.v1 import api
from slovo.api.webhooks import actions as webhooks
from slovo.api.webhooks.models import Delivery, Webhook
from slovo.config.wsgi import application
from slovo.conversations import actions
from slovo.conversations.models import Attachment, Conversation, Message
from slovo.core.secrets import sealed
from slovo.customers.models import Customer
from slovo.people import actions as people
from slovo.people.models import Staff
from slovo.people.rights import Role
from slovo.promises import ledger, moving
from slovo.promises.models import Kind, Promise
from slovo.promises.more_models import PromiseMove
from tests.api.programs import Program, program_of
from tests.cast import Cast, arrives, letter

EXAMPLES_MAX = 15
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


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """A real server closes its connections after a request; here that would end the test's own transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def program(cast: Cast) -> Program:
    arrives(letter(files=[("чек.png", "image/png", b"\x89PNG\r\n\x1a\n")]), cast.chainik_mail)
    actions.create_tag(brand=cast.chainik, name="доставка", colour="#112233")
    _promised(cast)
    webhook, _secret = webhooks.add_webhook(
        brand=cast.chainik, url="https://example.com/", kinds=["NoteWritten"], by=cast.orlov, at=timezone.now()
    )
    Delivery.objects.create(webhook=webhook, entry_id=1, kind="NoteWritten", body="{}", created_at=timezone.now())
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
        "customers": Customer.objects.order_by("pk").values_list("public_id", flat=True),
        "promises": Promise.objects.order_by("-pk").values_list("public_id", flat=True),
        "promise-moves": [sealed("move", pk) for pk in PromiseMove.objects.order_by("pk").values_list("pk", flat=True)],
        "webhooks": Webhook.objects.order_by("pk").values_list("public_id", flat=True),
        "deliveries": Delivery.objects.order_by("pk").values_list("public_id", flat=True),
    }
    return str(known[noun][0])


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
    if is_id((case.path_parameters or {}).get("id")):
        case.path_parameters["id"] = real_id(case.path.split("/")[3], program)
    # Long answers would come compressed, which this caller cannot read.
    case.call_and_validate(headers={"Authorization": f"Bearer {program.text}", "Accept-Encoding": "identity"})


def test_it_describes_every_address_there_is() -> None:
    paths = described(api)["paths"]

    assert sum(len(methods) for methods in paths.values()) == len(list(schema.get_all_operations()))
