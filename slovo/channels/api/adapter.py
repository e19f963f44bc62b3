"""Programs as a channel: what they file becomes what every channel shares; answers leave as letters."""

import hashlib
from collections.abc import Callable

from django.utils.translation import gettext as _

from slovo.channels.adapter import Clues, Delivery, Person, Understood
from slovo.channels.api.filed import Filed
from slovo.channels.email.adapter import EmailChannel
from slovo.channels.models import Inbound, Outbound
from slovo.core.text.language import language_of
from slovo.customers.models import Identity

LETTERS = EmailChannel()


class ApiChannel:
    kind = "api"
    at_home = False

    def understand(self, inbound: Inbound, raw: bytes) -> Understood:
        filed = Filed.read(raw)
        return Understood(
            fingerprint=fingerprint(inbound.brand_id, filed.external_id) or f"filed-{inbound.pk}",
            sender=Person(filed.kind, filed.value, filed.name),
            reply_to=Person(Identity.EMAIL, filed.value if filed.kind == Identity.EMAIL else ""),
            subject=filed.subject,
            text=filed.text,
            language=filed.language or language_of(filed.text),
            clues=Clues(address_token=filed.continues),
        )

    def external_id(self, outbound: Outbound) -> str:
        return LETTERS.external_id(outbound) if outbound.mailbox else ""

    def deliver(self, outbound: Outbound, *, going: Callable[[], None]) -> Delivery:
        if outbound.mailbox is None:
            return Delivery("failed", _("The brand has no mailbox through which a letter could leave. Add one."))
        return LETTERS.deliver(outbound, going=going)


def fingerprint(brand_id: int, external_id: str) -> str:
    """ "" when the program did not name the message: then it is like no other."""
    return hashlib.sha256(f"api\0{brand_id}\0{external_id}".encode()).hexdigest() if external_id else ""
