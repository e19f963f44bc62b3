"""What a channel is to the rest of the house. docs/channels.md tells how to add one.

A channel has a `kind`, reads what its door in has stored (`understand`), and carries out what waits at the
door out (`deliver`). It knows nothing of conversations.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from slovo.channels.models import Inbound, Outbound


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as a channel names them. `value` is normalised, "" when nobody can be named."""

    kind: str
    value: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Clues:
    """What points to the conversation that a message continues, the strongest first.

    `address_token`: our own signed reply address. `external_ids`: messages that it answers, nearest first.
    `subject_token`: a reference in the subject, believed only from somebody who takes part.
    """

    address_token: str = ""
    external_ids: tuple[str, ...] = ()
    subject_token: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a message. `content_id` names an image that the HTML shows in place."""

    name: str
    type: str
    content: bytes
    content_id: str = ""
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """The channel says that something we sent did not arrive. `permanent`: trying again is no use."""

    external_id: str
    permanent: bool
    explanation: str


@dataclass(frozen=True, slots=True)
class Understood:
    """One incoming thing, in words that every channel shares. `notes`: (code, detail) of what was repaired
    or cut while it was read."""

    fingerprint: str
    sender: Person
    recipients: tuple[Person, ...] = ()
    subject: str = ""
    text: str = ""
    reply_text: str = ""
    quote: str = ""
    signature: str = ""
    html: str = ""
    language: str = ""
    external_id: str = ""
    written_at: datetime | None = None
    clues: Clues = Clues()
    parts: tuple[Part, ...] = ()
    automatic: bool = False
    verified: bool | None = None
    trouble: Trouble | None = None
    reply_to: Person | None = None
    original_sender: Person | None = None
    notes: tuple[tuple[str, str], ...] = ()
    unreadable: bool = False


def not_understood(inbound: "Inbound") -> Understood:
    """What is shown when reading failed: somebody wrote, and here is the raw file."""
    sender = Person("email", "", str(inbound.envelope.get("sender", "")))
    return Understood(fingerprint=f"unread-{inbound.pk}", sender=sender, notes=(("unreadable", ""),), unreadable=True)


@dataclass(frozen=True, slots=True)
class Delivery:
    """How carrying out ended. `outcome`: "sent", "retry" (not now), "failed" (never) or "uncertain" (the
    connection broke after the last byte and before the answer)."""

    outcome: str
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """An answer that is offered under a message: who taps it says `text`. `words`: what more there is to know of it."""

    text: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Posting:
    """What a conversation gives to the door out. `files`: (file id, name, type) each. `automatic`: no person wrote it,
    and no machine shall answer it. `options`: answers to choose from, where the channel can show them. `true_until`: a
    moment in ISO 8601 from which on it would be untrue, so that it is not sent any more."""

    to: tuple[Person, ...]
    subject: str
    text: str
    html: str
    cc: tuple[Person, ...] = ()
    from_name: str = ""
    reply_token: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    files: tuple[tuple[int, str, str], ...] = ()
    automatic: bool = False
    options: tuple[Option, ...] = ()
    true_until: str = ""


class Channel(Protocol):
    """`at_home`: what it carries out stays in our own database, so that it is done with the change that asks for it."""

    kind: str
    at_home: bool

    def understand(self, inbound: "Inbound", raw: bytes) -> Understood:
        """Read what the door in stored. Never raises for what a stranger can send."""

    def external_id(self, outbound: "Outbound") -> str:
        """The id under which the other side will know what we send."""

    def deliver(self, outbound: "Outbound", *, going: Callable[[], None]) -> Delivery:
        """Carry it out. `going()` is called once, just before the point of no return, and commits that. At home there
        is none: it is part of the open transaction."""
