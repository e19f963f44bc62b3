from dataclasses import dataclass

from slovo.facts.brands import BrandFact
from slovo.facts.conversations import ConversationFact


@dataclass(frozen=True, kw_only=True)
class AssistantSet(BrandFact):
    """Whether the assistant speaks first in the brand's chats. `on`: from now on."""

    on: bool


@dataclass(frozen=True, kw_only=True)
class AssistantVoiceSet(BrandFact):
    """Which endpoint may say what the assistant quotes in other words, or that none may. `on`: from now on; `fields`:
    what is another than before."""

    on: bool
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _AssistantFact(ConversationFact):
    """`heard_id`: the visitor's message to which it is. No person has answered by it."""

    heard_id: int


@dataclass(frozen=True, kw_only=True)
class AssistantQuoted(_AssistantFact):
    """`version_id`: of the article that was quoted to them in the message `said_id`."""

    said_id: int
    version_id: int


@dataclass(frozen=True, kw_only=True)
class AssistantVoiceAsked(_AssistantFact):
    """A masked question with passages of an article leaves for the brand's endpoint. What left is kept beside it."""


@dataclass(frozen=True, kw_only=True)
class AssistantAskedBack(_AssistantFact):
    """What they want to know, after a bare greeting, or which of two articles they mean: each once at most."""

    said_id: int


@dataclass(frozen=True, kw_only=True)
class AssistantHelped(_AssistantFact):
    """The visitor says that it helped: they await no answer of a person any more."""


@dataclass(frozen=True, kw_only=True)
class AssistantHandedOver(_AssistantFact):
    """A person answers from here on. `reason`: wanted, angry, doubt, rounds or unknown."""

    reason: str
