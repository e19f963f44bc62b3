"""Which conversation an incoming message continues, if any.

Our own signed reply address proves itself. A reference to a message that we sent proves itself too: its id
holds a signature. What an outsider may know, the id of the customer's own letter or the reference in a
subject, is believed only from somebody who takes part. A subject alone never joins anything.
"""

from collections.abc import Collection

from django.db.models import QuerySet

from slovo.channels.adapter import Person, Understood
from slovo.channels.models import Inbound
from slovo.channels.queries import earlier_letter_waits, outbound_by_external_id
from slovo.conversations import queries
from slovo.conversations.models import EXTERNAL_ID_CHARACTERS_MAX, Conversation, Message, Participant
from slovo.core.prepared import prepared
from slovo.customers import queries as customers

EXTERNAL_IDS_MAX = 20


def continued(understood: Understood, *, brand_id: int) -> Conversation | None:
    clues = understood.clues
    found = (
        _by_reference(clues.address_token, brand_id=brand_id)
        or _by_external_ids(understood, brand_id=brand_id)
        or _by_subject(understood, brand_id=brand_id)
    )
    return found.root or found if found else None


def is_ahead(inbound: Inbound, understood: Understood) -> bool:
    """It answers something that we do not know, while a letter that came before it has still to be taken in: of two
    that come together, another worker may have the first in its hands."""
    named = understood.clues.external_ids
    return bool(named) and earlier_letter_waits(inbound) and continued(understood, brand_id=inbound.brand_id) is None


def _by_reference(reference: str, *, brand_id: int) -> Conversation | None:
    if not reference:
        return None
    return Conversation.objects.filter(brand_id=brand_id, reference=reference.upper()).first()


def _by_external_ids(understood: Understood, *, brand_id: int) -> Conversation | None:
    for named in understood.clues.external_ids[:EXTERNAL_IDS_MAX]:
        external_id = named[:EXTERNAL_ID_CHARACTERS_MAX]
        outbound = outbound_by_external_id(brand_id=brand_id, external_id=external_id)
        if outbound:
            rows = Conversation.objects.order_by("pk")
            carried = rows.filter(messages__outbound=outbound).first()
            return carried or rows.filter(messages__outbound__line__letter=outbound).first()
        message = next(iter(_named(brand_id, external_id)), None)
        if message and _is_believed(understood, message.conversation):
            return message.conversation
    return None


def _by_subject(understood: Understood, *, brand_id: int) -> Conversation | None:
    found = _by_reference(understood.clues.subject_token, brand_id=brand_id)
    return found if found and _is_believed(understood, found) else None


def _is_believed(understood: Understood, conversation: Conversation) -> bool:
    """Whom their own server disowns is not who they say."""
    return understood.verified is not False and takes_part(understood.sender, conversation)


def takes_part(sender: Person, conversation: Conversation) -> bool:
    if not sender.value:
        return False
    together = queries.family_ids(conversation.root or conversation)
    if _took_part(together, sender.kind, sender.value):
        return True
    known = customers.identities(conversation.customer)
    return any((identity.kind, identity.value) == (sender.kind, sender.value) for identity in known)


@prepared
def _named(brand_id: int, external_id: str) -> QuerySet[Message]:
    rows = Message.objects.filter(brand_id=brand_id, external_id=external_id).exclude(external_id="")
    return rows.select_related("conversation__root").order_by("pk")[:1]


@prepared
def _took_part(conversation_ids: Collection[int], kind: str, value: str) -> QuerySet[Participant, int]:
    rows = Participant.objects.filter(conversation_id__in=conversation_ids, kind=kind, value=value)
    return rows.order_by("pk").values_list("pk", flat=True)[:1]
