"""Where the assistant speaks, and what it has made of what it heard: all that it knows of a talk, beside its words."""

from django.db import models
from django.db.models import Q

from slovo.assistant.talking import Move
from slovo.brands.models import Brand
from slovo.knowledge.models import Version

MESSAGE = "conversations.Message"


class AssistantRule(models.Model):
    """Whether it speaks first in a brand's chats: since when, or None. Without a row it does not."""

    brand = models.OneToOneField(Brand, models.CASCADE, related_name="assistant_rule")
    on_since = models.DateTimeField(null=True)


class Turn(models.Model):
    """What it made of a visitor's message, once. `heard`: that message; what they wrote since the turn before belongs
    to it. `said`: its own words, none where it says nothing. `note`: what it told the colleagues when it handed over.
    `passages`: what it quoted, or between which two it asked, as {"article", "title", "text"}."""

    heard = models.OneToOneField(MESSAGE, models.PROTECT, related_name="turn")
    said = models.OneToOneField(MESSAGE, models.PROTECT, null=True, related_name="said_by_turn")
    note = models.OneToOneField(MESSAGE, models.PROTECT, null=True, related_name="noted_by_turn")
    move = models.CharField(max_length=10)
    reason = models.CharField(max_length=8, blank=True)
    language = models.CharField(max_length=2)
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+")
    passages = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="turn_hands_over_for_a_reason", condition=Q(move=Move.HAND_OVER.value) ^ Q(reason="")
            ),
            models.CheckConstraint(name="turn_quotes_an_article", condition=Q(move=Move.QUOTE.value) ^ Q(version=None)),
        ]

    @property
    def is_in_other_words(self) -> bool:
        """Not quoted: said by the brand's endpoint, from what it quotes."""
        call = getattr(self, "voice_call", None)
        return call is not None and call.outcome == voice_models.Outcome.SPOKEN


# The other tables, which look up at these: Django finds models here.
from slovo.assistant import flow_models, voice_models  # noqa: E402, F401  (see above)
