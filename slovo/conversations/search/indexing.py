"""Keeping the index in step with the messages: in the transaction that stores one, and anew when something changed."""

from collections.abc import Iterable, Sequence

from slovo.conversations.models import Conversation, Message
from slovo.conversations.search.terms import Words, document
from slovo.core.search import index
from slovo.core.search.documents import Document
from slovo.customers import queries as customers
from slovo.customers.models import Customer, Identity

MESSAGES_AT_ONCE = 200


def index_new(
    message: Message,
    *,
    conversation: Conversation,
    sender: Customer | None = None,
    identities: Sequence[Identity] | None = None,
    file_names: Sequence[str] = (),
    spoken: Words | None = None,
) -> None:
    """`sender`, `identities`: of the customer, when they are at hand, so that they need not be asked for again.
    `spoken`: as `terms.document`."""
    customer = sender if sender and sender.pk == conversation.customer_id else conversation.customer
    if identities is None:
        phones = customers.phones([customer.pk]).get(customer.pk, [])
    else:
        phones = [one.value for one in identities if one.customer_id == customer.pk and one.kind == Identity.PHONE]
    made = document(
        message,
        conversation=conversation,
        customer_name=customer.name,
        customer_phones=phones,
        own_address=_own_address(conversation),
        file_names=file_names,
        spoken=spoken,
    )
    index.add([made])


def documents(messages: Iterable[Message]) -> list[Document]:
    """Of messages that come with `conversation`, its customer and `attachments`: see `whole`."""
    messages = list(messages)
    phones = customers.phones({message.conversation.customer_id for message in messages})
    return [
        document(
            message,
            conversation=message.conversation,
            customer_name=message.conversation.customer.name,
            customer_phones=phones.get(message.conversation.customer_id, []),
            own_address=_own_address(message.conversation),
            file_names=[file.name for file in message.attachments.all() if not file.inline],
        )
        for message in messages
    ]


def _own_address(conversation: Conversation) -> str:
    return conversation.mailbox.address if conversation.mailbox else ""


whole = (
    Message.objects.select_related("conversation__customer", "conversation__mailbox")
    .prefetch_related("attachments")
    .defer("html", "quote", "conversation__preview")
)
