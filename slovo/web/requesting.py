"""A request with its choice: the message is filed and the choice made, or neither. It writes no row itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from slovo.channels.api.filed import Filed
from slovo.conversations import filing
from slovo.conversations.models import Conversation, Message
from slovo.conversations.outgoing import Upload
from slovo.core.db import transaction
from slovo.core.files import storage
from slovo.people.models import Staff
from slovo.requests import choosing, forms
from slovo.requests.form_answers import Answered
from slovo.requests.form_models import FormVersion
from slovo.requests.models import RequestType


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for. `version_id`: of the option as it was read; `starts_on`: of the place that was shown."""

    request_type: RequestType
    version_id: int | None
    starts_on: date | None
    language: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was filled in."""

    version: FormVersion
    answers: Sequence[Answered]

    @property
    def files(self) -> list[Upload]:
        return [Upload(one.name, one.type, one.content) for answer in self.answers for one in answer.files]


def ask(wanted: Wanted, filed: Filed, *, at: datetime, sent: Sent | None = None) -> Conversation:
    """By a customer, on the public page. Sent twice, it is one request."""
    for file in sent.files if sent else ():
        storage.prepare(file.content)
    return _ask(wanted, filed, sent, at=at)


@transaction(durable=True)
def _ask(wanted: Wanted, filed: Filed, sent: Sent | None, *, at: datetime) -> Conversation:
    files = sent.files if sent else ()
    message, new = filing.file_from_page(brand_id=wanted.request_type.brand_id, filed=filed, files=files, at=at)
    if new:
        choosing.choose_on_page(**_terms(wanted, message), at=at)
        if sent:
            forms.submit_on_page(
                version=sent.version,
                answers=sent.answers,
                about=message.conversation.key,
                customer_id=_customer_of(message),
                language=wanted.language,
                at=at,
            )
    return message.conversation


@transaction(durable=True)
def ask_for_customer(wanted: Wanted, filed: Filed, *, how: str, by: Staff, at: datetime) -> Conversation:
    """By somebody of the house, to whom the customer said it. `how`: of `choosing.HOW`."""
    message, new = filing.file_message(brand_id=wanted.request_type.brand_id, filed=filed, by=by, at=at)
    if new:
        choosing.choose(**_terms(wanted, message), how=how, by=by, at=at)
    return message.conversation


def _terms(wanted: Wanted, message: Message) -> dict[str, Any]:
    """What is chosen, about which conversation, for whom."""
    return {
        "type_id": wanted.request_type.pk,
        "version_id": wanted.version_id,
        "about": message.conversation.key,
        "customer_id": _customer_of(message),
        "language": wanted.language,
        "starts_on": wanted.starts_on,
    }


def _customer_of(message: Message) -> int:
    assert message.customer_id
    return message.customer_id
