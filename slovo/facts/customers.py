from dataclasses import dataclass

from slovo.facts import Fact


@dataclass(frozen=True, kw_only=True)
class _CustomerFact(Fact):
    customer_id: int

    @property
    def about(self) -> str:
        return f"customer:{self.customer_id}"


@dataclass(frozen=True, kw_only=True)
class CustomerCreated(_CustomerFact):
    pass


@dataclass(frozen=True, kw_only=True)
class CustomersMerged(_CustomerFact):
    merged_id: int


@dataclass(frozen=True, kw_only=True)
class CustomersUnmerged(_CustomerFact):
    merged_id: int


@dataclass(frozen=True, kw_only=True)
class CustomerChanged(_CustomerFact):
    """`by_customer`: they said so themselves, on a page of their own."""

    fields: tuple[str, ...]
    by_customer: bool = False


@dataclass(frozen=True, kw_only=True)
class ConsentSaid(_CustomerFact):
    """They want, or want no more, to be written to by rules. `channel`: "" for all. `words`: the version of those to
    which they said so."""

    consent_id: int
    purpose: str
    channel: str
    given: bool
    how: str
    words: str


@dataclass(frozen=True, kw_only=True)
class ConsentUnconfirmed(_CustomerFact):
    """Somebody whom nobody knows has agreed in their name on a page for everybody, at `asked_at`: it counts once it is
    confirmed from their address. `regarding`: what they wrote there."""

    regarding: str
    purpose: str
    words: str
    asked_at: str


@dataclass(frozen=True, kw_only=True)
class CustomerPortrayed(_CustomerFact):
    """They are of this portrait from now on; None: of none."""

    portrait_id: int | None
    was_portrait_id: int | None


@dataclass(frozen=True, kw_only=True)
class _PortraitFact(Fact):
    portrait_id: int

    @property
    def about(self) -> str:
        return f"portrait:{self.portrait_id}"


@dataclass(frozen=True, kw_only=True)
class PortraitSet(_PortraitFact):
    position: int


@dataclass(frozen=True, kw_only=True)
class PortraitArchived(_PortraitFact):
    pass


@dataclass(frozen=True, kw_only=True)
class PortalEntered(_CustomerFact):
    """They have signed in on the brand's portal, with a code, or from the chat in which the site vouches for them."""


@dataclass(frozen=True, kw_only=True)
class SignInCodeSpoken(_CustomerFact):
    """A colleague has a code to read out to them, with which they sign in on the brand's portal."""

    code_id: int


@dataclass(frozen=True, kw_only=True)
class PortalLeft(_CustomerFact):
    """They have signed out: in one browser, or everywhere."""

    everywhere: bool
