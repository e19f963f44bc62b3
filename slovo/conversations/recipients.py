"""To whom a reply goes: whoever wrote last, with all who were in copy, or whom its author names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from slovo.channels.adapter import Person
from slovo.conversations.models import Conversation, Direction, Message
from slovo.conversations.outgoing import UnableToReply
from slovo.customers.identity import normal_email
from slovo.customers.models import Identity

RECIPIENTS_MAX = 50
_BETWEEN = re.compile(r"[,;\n]")
_NAMED = re.compile(r"([^<>]*)<([^<>\s]+@[^<>\s]+)>|([^<>\s]+@[^<>\s]+)")


class UnableToFindAddress(UnableToReply):
    pass


@dataclass(frozen=True, slots=True)
class Recipients:
    to: tuple[Person, ...]
    cc: tuple[Person, ...] = ()

    @property
    def in_chat(self) -> bool:
        """Whether it is said at once, to somebody who is there, and not as a letter."""
        return self.to[0].kind == Identity.CHAT

    @property
    def everybody(self) -> tuple[Person, ...]:
        return (*self.to, *self.cc)


def usual(conversation: Conversation, said: Iterable[Message], identities: Sequence[Identity]) -> Recipients:
    """`said`: the conversation's messages, the newest first. `identities`: of its customer."""
    answered = answered_of(conversation, said, identities)
    to = _addressee(conversation, answered, identities)
    own = {identity.value for identity in identities} | {to.value}
    others = [Person(*entry) for entry in answered.recipients] if answered else []
    return Recipients((to,), tuple(person for person in others if person.value and person.value not in own))


def answered_of(conversation: Conversation, said: Iterable[Message], identities: Sequence[Identity]) -> Message | None:
    """The last letter of the customer; one that somebody passed on for them is quoted, not answered."""
    family = _family(conversation, identities)
    letters = [message for message in said if message.direction == Direction.IN]
    theirs = (message for message in letters if message.customer_id in family)
    return next(theirs, None) or next(iter(letters), None)


def named(text: str) -> tuple[Person, ...]:
    """Addresses as people write them: «Борис <boris@example.com>, anna@example.com»."""
    found = []
    for part in filter(str.strip, _BETWEEN.split(text)):
        fitting = _NAMED.fullmatch(part.strip())
        value = normal_email(fitting[2] or fitting[3]) if fitting else ""
        if not fitting or not value:
            raise UnableToReply(_("«%(words)s» is not an e-mail address. Check it.") % {"words": part.strip()})
        found.append(Person(Identity.EMAIL, value, (fitting[1] or "").strip(' "')[:200]))
    if len(found) > RECIPIENTS_MAX:
        raise UnableToReply(_("A letter goes to fifty people at most. Send it to fewer."))
    return tuple(dict.fromkeys(found))


def as_words(people: Iterable[Person]) -> str:
    return ", ".join(_plainly(person) for person in people)


def _plainly(person: Person) -> str:
    name = person.name.translate({ord(mark): None for mark in '<>",;()\\'}).strip()
    return f"{name} <{person.value}>" if name else person.value


def _addressee(conversation: Conversation, answered: Message | None, identities: Sequence[Identity]) -> Person:
    if answered and answered.reply_value and answered.customer_id in _family(conversation, identities):
        kind = Identity.EMAIL if "@" in answered.reply_value else Identity.CHAT
        return Person(kind, answered.reply_value, answered.sender_name)
    for identity in identities:
        if identity.kind == Identity.EMAIL:
            return Person(Identity.EMAIL, identity.value, conversation.customer.name)
    raise UnableToFindAddress(_("No address of this customer is known. Add one beside the conversation."))


def _family(conversation: Conversation, identities: Sequence[Identity]) -> set[int]:
    """The customer and all who were merged with them."""
    return {conversation.customer_id, *(identity.customer_id for identity in identities)}
