"""A program, or a page for customers, brings a customer's message. Actions, as in `actions.py`.

It passes the door in like everything that comes from outside (raw first, then understood) but within one transaction,
so that the program is told which conversation it became, and nothing is left for a task to do.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from slovo.channels import actions as channels
from slovo.channels.adapter import Part
from slovo.channels.api.adapter import fingerprint
from slovo.channels.api.filed import Filed
from slovo.channels.registry import channel
from slovo.conversations import intake, queries
from slovo.conversations.models import Message
from slovo.conversations.outgoing import TEXT_CHARACTERS_MAX, Upload
from slovo.core.db import transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.customers.models import Customer
from slovo.people.models import NOT_ALLOWED, Staff
from slovo.people.rights import NotAllowed, Verb

API = "api"
PAGE = Actor("rule", "request_page")


class UnableToFile(UnableTo):
    pass


@transaction(durable=True)
def file_message(
    *, brand_id: int, filed: Filed, by: Staff, at: datetime, files: Sequence[Upload] = ()
) -> tuple[Message, bool]:
    """The message, and whether it is new: a program that names its messages (`external_id`) may bring one twice."""
    if not by.may_at(Verb.FILE, brand_id):
        raise NotAllowed(NOT_ALLOWED)
    return _file(brand_id, filed, files, by=by.actor, at=at)


@transaction(durable=True)
def file_from_page(
    *,
    brand_id: int,
    filed: Filed,
    at: datetime,
    files: Sequence[Upload] = (),
    kind: str = API,
    customer: Customer | None = None,
) -> tuple[Message, bool]:
    """As `file_message`, by whoever opened a page that is there for everybody. `files`: checked by that page. `kind`:
    the channel, one that takes what programs file. `customer`: who they are, where the page knows that; the address is
    where they want the answer then, and leads nobody to them."""
    return _file(brand_id, filed, files, by=PAGE, at=at, kind=kind, customer=customer)


def _file(
    brand_id: int,
    filed: Filed,
    files: Sequence[Upload],
    *,
    by: Actor,
    at: datetime,
    kind: str = API,
    customer: Customer | None = None,
) -> tuple[Message, bool]:
    if not filed.text.strip() and not files:
        raise UnableToFile(_("There is nothing in this message. Give it a text or a file."))
    if len(filed.text) > TEXT_CHARACTERS_MAX:
        raise UnableToFile(_("This is longer than a message may be. Attach the long part as a file."))
    if filed.external_id and (twin := _twin(brand_id, filed.external_id)):
        return twin, False
    inbound = channels.accept(brand_id=brand_id, kind=kind, raw=filed.raw(), at=at, handed_in_by=by)
    assert inbound
    parts = [intake.stored(Part(file.name, file.type, file.content), at=at) for file in files]
    understood = channel(kind).understand(inbound, filed.raw())
    return intake.store(inbound, understood, parts, customer=customer), True


def _twin(brand_id: int, external_id: str) -> Message | None:
    return queries.twin(brand_id=brand_id, fingerprint=fingerprint(brand_id, external_id))
