from enum import StrEnum

from django.db import models

from slovo.brands.models import Brand


class Face(StrEnum):
    """Where somebody writes whom nobody knows: the chat on sites with its questions and calls; pages with a form."""

    CHAT = "chat"
    FORMS = "forms"


class Asked(StrEnum):
    NEVER = "never"
    BUSY = "busy"
    ALWAYS = "always"


class ProofRule(models.Model):
    """When a browser works for a moment before a brand takes what it brings.

    `of_network_max`, `of_all_max`: how many a minute come without, where it is asked for when it is busy.
    """

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="proof_rules")
    face = models.CharField(max_length=8)
    asked = models.CharField(max_length=8, default=Asked.NEVER)
    of_network_max = models.PositiveIntegerField(default=5)
    of_all_max = models.PositiveIntegerField(default=60)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_proof_rule_a_face", fields=["brand", "face"])]
