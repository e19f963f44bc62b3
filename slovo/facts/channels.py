from dataclasses import dataclass

from slovo.facts import Fact
from slovo.facts.brands import BrandFact


@dataclass(frozen=True, kw_only=True)
class _InboundFact(Fact):
    inbound_id: int

    @property
    def about(self) -> str:
        return f"inbound:{self.inbound_id}"


@dataclass(frozen=True, kw_only=True)
class InboundArrived(_InboundFact):
    """The door in has stored something raw. Nobody has looked inside yet."""

    channel: str


@dataclass(frozen=True, kw_only=True)
class InboundHandedIn(_InboundFact):
    """A program has brought a customer's message, which is taken in at once."""

    channel: str


@dataclass(frozen=True, kw_only=True)
class _OutboundFact(Fact):
    outbound_id: int

    @property
    def about(self) -> str:
        return f"outbound:{self.outbound_id}"


@dataclass(frozen=True, kw_only=True)
class OutboundQueued(_OutboundFact):
    """Something waits at the door out, and may leave from `not_before` (ISO) on."""

    not_before: str


@dataclass(frozen=True, kw_only=True)
class OutboundTakenBack(_OutboundFact):
    """Its author took it back before it had left: it is gone."""


@dataclass(frozen=True, kw_only=True)
class OutboundSent(_OutboundFact):
    """The next server has taken it."""

    sent_at: str


@dataclass(frozen=True, kw_only=True)
class OutboundDelayed(_OutboundFact):
    """Not now: the other side says why, and it is tried again."""


@dataclass(frozen=True, kw_only=True)
class OutboundFailed(_OutboundFact):
    """It will not leave by itself any more. `outcome`: "failed", "bounced" or "uncertain"."""

    outcome: str


@dataclass(frozen=True, kw_only=True)
class _MailboxFact(Fact):
    mailbox_id: int

    @property
    def about(self) -> str:
        return f"mailbox:{self.mailbox_id}"


@dataclass(frozen=True, kw_only=True)
class MailboxOpened(_MailboxFact):
    pass


@dataclass(frozen=True, kw_only=True)
class MailboxClosed(_MailboxFact):
    """Nothing comes in or leaves through it any more."""


@dataclass(frozen=True, kw_only=True)
class MailboxConnected(_MailboxFact):
    """An administrator changed where its letters come from or leave through: which settings, not to what."""

    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MailboxChecked(_MailboxFact):
    """A mailbox's incoming side went wrong or came back. `trouble` is a short code, "" when well."""

    trouble: str


@dataclass(frozen=True, kw_only=True)
class ProofRuleSet(BrandFact):
    """When a browser works for a moment before something of it is taken. `face`: "chat" or "forms"; `asked`: "never",
    "busy" or "always"."""

    face: str
    asked: str
