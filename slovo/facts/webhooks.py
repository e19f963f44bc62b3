from dataclasses import dataclass

from slovo.facts import Fact


@dataclass(frozen=True, kw_only=True)
class _WebhookFact(Fact):
    webhook_id: int

    @property
    def about(self) -> str:
        return f"webhook:{self.webhook_id}"


@dataclass(frozen=True, kw_only=True)
class WebhookAdded(_WebhookFact):
    kinds: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WebhookChanged(_WebhookFact):
    """Which of its fields, not to what."""

    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WebhookRemoved(_WebhookFact):
    pass


@dataclass(frozen=True, kw_only=True)
class WebhookDisabled(_WebhookFact):
    """It has failed for days, or its own side says that it is gone. `reason`: a short code."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class DeliveryAskedAgain(_WebhookFact):
    """A person or a program wants something delivered once more."""

    delivery_id: int
