"""A customer writes on a page of their own. Actions, as in `actions.py`.

It passes the door in like everything that comes from outside, and lands in the conversation that it is about.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.channels import actions as channels
from slovo.channels.api.adapter import fingerprint
from slovo.channels.api.filed import Filed
from slovo.channels.registry import channel
from slovo.conversations import intake, queries
from slovo.conversations.families import locked_root
from slovo.conversations.models import Conversation, Message
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.customers import queries as customers
from slovo.customers.models import Customer, Identity

PAGE = "page"
WORDS_CHARACTERS_MAX = 4_000


class UnableToAsk(UnableTo):
    pass


@transaction(durable=True)
def ask(
    *,
    customer_id: int,
    about: str,
    subject: str,
    text: str,
    language: str,
    once: str,
    at: datetime,
    anew: bool = False,
) -> Message:
    """`about`: the key of what it is about; without a conversation of theirs it goes on with their last one, else, or
    `anew`, it begins one with this `subject`. `once`: the sender's own name for it; said twice, it is one message."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise UnableToAsk(_("Write what you would like to know."))
    if len(text) > WORDS_CHARACTERS_MAX:
        raise UnableToAsk(_("Say it in %(count)d characters at most.") % {"count": WORDS_CHARACTERS_MAX})
    known = Customer.objects.select_related("root").get(pk=customer_id)
    writer = known.root or known
    matter = None if anew else _matter(writer, about)
    if matter:
        matter = locked_root(matter.pk)
    else:
        locked(Customer, writer.pk)  # of two taps at once one is first here as well
    if twin := queries.twin(brand_id=writer.brand_id, fingerprint=fingerprint(writer.brand_id, once)):
        return twin
    raw = _filed(writer, matter, subject=subject, text=text, language=language, once=once).raw()
    actor = Actor("customer", str(writer.pk))
    inbound = channels.accept(brand_id=writer.brand_id, kind=PAGE, raw=raw, at=at, handed_in_by=actor)
    assert inbound
    return intake.store(inbound, channel(PAGE).understand(inbound, raw), (), customer=writer)


def _filed(
    writer: Customer, matter: Conversation | None, *, subject: str, text: str, language: str, once: str
) -> Filed:
    known = customers.identities(writer)
    way = next((one for one in known if one.kind == Identity.EMAIL), known[0] if known else None)
    return Filed(
        kind=way.kind if way else Identity.EMAIL,
        value=way.value if way else "",
        name=writer.name,
        subject=matter.subject if matter else subject,
        text=text,
        language=language,
        external_id=once,
        continues=matter.reference if matter else "",
    )


def _matter(writer: Customer, about: str) -> Conversation | None:
    """The conversation that it is about, if it is this person's; else the one in which they wrote last."""
    family = customers.family_ids(writer)
    rows = Conversation.objects.filter(customer_id__in=family, brand_id=writer.brand_id, root=None)
    named = queries.of_key(about)
    if named and named.customer_id in family and named.brand_id == writer.brand_id:
        return named
    return rows.order_by("-last_message_at", "-pk").first()
