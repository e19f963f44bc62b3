"""What a rule tells customers."""

from dataclasses import dataclass

from slovo.facts import RegardingFact
from slovo.facts.conversations import ConversationFact


@dataclass(frozen=True, kw_only=True)
class _NoticeFact(RegardingFact):
    notice_id: int
    customer_id: int


@dataclass(frozen=True, kw_only=True)
class CustomerNoticeDue(_NoticeFact):
    """A customer shall be told now, on their channel, about their own matter: whoever talks with them says it.
    `tell_at`: not before that, ISO; until then more may go into the same letter."""

    tell_at: str = ""


@dataclass(frozen=True, kw_only=True)
class CustomerNoticeSaid(_NoticeFact):
    """It is written where they talk with us, and stands at the door out."""

    message_id: int


@dataclass(frozen=True, kw_only=True)
class CustomerNoticeSent(_NoticeFact):
    """It has left the house."""

    sent_at: str


@dataclass(frozen=True, kw_only=True)
class CustomerNoticeDropped(_NoticeFact):
    """It is not said. `reason`: a code."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class NewsUntold(RegardingFact):
    """A rule had something to tell them, and nobody knows where to write, or it was news no more: a person must."""

    customer_id: int


@dataclass(frozen=True, kw_only=True)
class NoticeWithdrawn(ConversationFact):
    """What a rule wrote waited for the morning, and is told no more: something newer is true. `regarding`: the key of
    what it tells of."""

    message_id: int
    regarding: str
