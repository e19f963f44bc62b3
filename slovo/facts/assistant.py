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
    """A person answers from here on. `reason`: wanted, angry, doubt, rounds or unknown; of a flow that leads to one:
    script, or lost, where the visitor was not understood twice."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class AssistantLed(_AssistantFact):
    """Along a flow. `said_id`: its own message, 0 for none. `step`: that waits for an answer, "" once the flow has come
    to its end. `visit_id`, `callback_id`: what it has booked or asked for, 0 for none."""

    said_id: int
    flow_version_id: int
    step: str
    visit_id: int = 0
    callback_id: int = 0


@dataclass(frozen=True, kw_only=True)
class _FlowFact(BrandFact):
    """`flow_id`: a scripted talk of the brand's assistant."""

    flow_id: int


@dataclass(frozen=True, kw_only=True)
class FlowAdopted(_FlowFact):
    """A shipped one became the brand's own. `slug`: its name for programs."""

    slug: str


@dataclass(frozen=True, kw_only=True)
class FlowDrafted(_FlowFact):
    """Somebody works on it. Visitors see nothing of that."""


@dataclass(frozen=True, kw_only=True)
class FlowPublished(_FlowFact):
    """`number`: of its version, which holds for talks that begin from now on."""

    number: int


@dataclass(frozen=True, kw_only=True)
class FlowSwitched(_FlowFact):
    """`on`: visitors can begin it from now on."""

    on: bool


@dataclass(frozen=True, kw_only=True)
class FlowRemoved(_FlowFact):
    """From the brand's list; what was talked by it stays."""
