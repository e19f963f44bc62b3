"""A brand's chat as a channel: what a visitor says comes through the door in, what we say becomes a line of theirs."""

import hashlib
from collections.abc import Callable

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from slovo.channels.adapter import Clues, Delivery, Part, Person, Understood
from slovo.channels.chat import actions, queries
from slovo.channels.chat.raw import Said, matter
from slovo.channels.models import Inbound, Outbound
from slovo.core.files import storage
from slovo.core.files.models import File
from slovo.core.text.language import language_of
from slovo.customers.models import Identity

SUBJECT_CHARACTERS_MAX = 80


class ChatChannel:
    kind = "chat"
    at_home = True

    def understand(self, inbound: Inbound, raw: bytes) -> Understood:
        said = Said.read(raw)
        files = File.objects.in_bulk([pk for pk, _name, _type in said.files])
        name, about = said.name, matter(said.visitor, said.thread)
        if not name:
            with translation.override(inbound.brand.language):
                name = _("Visitor %(number)s") % {"number": said.visitor[-4:].upper()}
        return Understood(
            fingerprint=hashlib.sha256(f"chat\0{said.visitor}\0{said.client_id}".encode()).hexdigest(),
            sender=Person(Identity.CHAT, said.visitor, name),
            subject=_first_words(said.text),
            text=said.text,
            language=language_of(said.text, known=[said.language, inbound.brand.language]),
            external_id=about,
            clues=Clues(external_ids=(about,)),
            parts=tuple(Part(name, type_, storage.read(files[pk])) for pk, name, type_ in said.files),
            verified=True if said.vouched_for else None,
        )

    def external_id(self, outbound: Outbound) -> str:
        return ""

    def deliver(self, outbound: Outbound, *, going: Callable[[], None]) -> Delivery:
        """One transaction, and twice is once: there is no point of no return before its end."""
        to = outbound.posting["to"][0]["value"]
        visitor = queries.visitor_by_public_id(to)
        if visitor is None:
            return Delivery("failed", _("This chat is gone. Write to the customer in another way."))
        going()
        actions.answer(visitor_id=visitor.pk, outbound=outbound, at=timezone.now())
        return Delivery("sent")


def _first_words(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= SUBJECT_CHARACTERS_MAX else f"{words[: SUBJECT_CHARACTERS_MAX - 1].rstrip()}…"
