from dataclasses import dataclass

from slovo.facts import Fact


@dataclass(frozen=True, kw_only=True)
class _ChatFact(Fact):
    chat_id: int

    @property
    def about(self) -> str:
        return f"chat:{self.chat_id}"


@dataclass(frozen=True, kw_only=True)
class ChatSet(_ChatFact):
    """How a brand's chat looks and whom it lets in was written down. `open`: whether visitors find it."""

    open: bool


@dataclass(frozen=True, kw_only=True)
class ChatSecretRenewed(_ChatFact):
    """Identities that were signed with the old secret are worth nothing from now on."""


@dataclass(frozen=True, kw_only=True)
class _VisitorFact(Fact):
    visitor_id: int

    @property
    def about(self) -> str:
        return f"visitor:{self.visitor_id}"


@dataclass(frozen=True, kw_only=True)
class VisitorIdentified(_VisitorFact):
    """The brand's site has vouched for who this is."""

    customer_id: int


@dataclass(frozen=True, kw_only=True)
class VisitorBlocked(_VisitorFact):
    """What they write is not taken any more."""


@dataclass(frozen=True, kw_only=True)
class VisitorUnblocked(_VisitorFact):
    pass


@dataclass(frozen=True, kw_only=True)
class AddressBlocked(_VisitorFact):
    """From where this visitor wrote last nothing is taken until that moment (ISO 8601), whoever writes."""

    block_id: int
    minutes: int
    until: str


@dataclass(frozen=True, kw_only=True)
class AddressBlockLifted(_ChatFact):
    """Before its time, by hand."""

    block_id: int


@dataclass(frozen=True, kw_only=True)
class VisitorForgotten(_VisitorFact):
    """What the chat held of them is gone: they were silent for long, or their customer was erased."""


@dataclass(frozen=True, kw_only=True)
class VisitorConsented(_VisitorFact):
    """They have agreed to what this version of the text says. `purpose`: a code."""

    purpose: str
    version: int


@dataclass(frozen=True, kw_only=True)
class VisitorConsentWithdrawn(_VisitorFact):
    purpose: str


@dataclass(frozen=True, kw_only=True)
class ChatTranscriptAsked(Fact):
    """A visitor had what was said sent to an address that they named."""

    conversation_id: int
    visitor_id: int
    outbound_id: int

    @property
    def about(self) -> str:
        return f"conversation:{self.conversation_id}"


@dataclass(frozen=True, kw_only=True)
class ChatAnswerMailed(Fact):
    """A visitor had left before an answer came: it goes to them as a letter, too."""

    conversation_id: int
    visitor_id: int
    outbound_id: int

    @property
    def about(self) -> str:
        return f"conversation:{self.conversation_id}"


@dataclass(frozen=True, kw_only=True)
class ChatNoticeArrived(_VisitorFact):
    """A page of theirs has what a rule told them."""

    outbound_id: int


@dataclass(frozen=True, kw_only=True)
class ChatDutyChanged(Fact):
    """Somebody says whether they take chats. `state`: "available", "busy" or "away"."""

    brand_id: int | None = None
    staff_id: int
    state: str

    @property
    def about(self) -> str:
        return f"staff:{self.staff_id}"
