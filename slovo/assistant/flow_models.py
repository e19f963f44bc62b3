"""Flows of a brand in their versions, and where a talk stands in one."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from slovo.assistant.flows.document import KEY_CHARACTERS_MAX, Document, read
from slovo.brands.models import Brand
from slovo.callbacks.models import Callback
from slovo.people.models import Staff
from slovo.visits.models import Visit

SLUG_CHARACTERS_MAX = 40


class Flow(models.Model):
    """`draft`: as somebody works on it, None where that is what is published. `on_since`: since when visitors can begin
    it, by its last version."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="flows", db_index=False)
    slug = models.CharField(max_length=SLUG_CHARACTERS_MAX)
    draft = models.JSONField(null=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    on_since = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "slug"], condition=Q(removed_at=None), name="one_flow_a_slug"),
            models.CheckConstraint(name="flow_that_is_gone_is_off", condition=Q(removed_at=None) | Q(on_since=None)),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def published(self) -> "FlowVersion | None":
        return next(iter(self.versions.all()[:1]), None)

    @property
    def worked_on(self) -> Document:
        """The draft; without one what is published."""
        if self.draft is not None:
            return read(self.draft)
        version = self.published
        assert version, "a flow has a draft or a version"
        return version.flow_document


class FlowVersion(models.Model):
    """What a flow says. It never changes: whatever is changed is another version, and a talk ends on the one on which
    it began."""

    flow = models.ForeignKey(Flow, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    document = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["flow", "number"], name="one_flow_version_a_number")]

    @property
    def flow_document(self) -> Document:
        return read(self.document)

    @property
    def called(self) -> str:
        """To whoever reads it."""
        return self.flow_document.called(get_language() or "en", "en")


class FlowTurn(models.Model):
    """Where a turn of the assistant's left a flow. `step`: that waits for an answer, "" once it is over. `took`: which
    answers the visitor's words gave, by what was asked; the words are the messages' alone. `left`: tries, times that
    were offered, those that were chosen. `visit`, `callback`: what came of it."""

    turn = models.OneToOneField("assistant.Turn", models.CASCADE, primary_key=True, related_name="in_flow")
    version = models.ForeignKey(FlowVersion, models.PROTECT, related_name="+")
    begins = models.BooleanField()
    step = models.CharField(max_length=KEY_CHARACTERS_MAX, blank=True)
    took = models.JSONField(default=list)
    left = models.JSONField(default=dict)
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="+", db_index=False)
    callback = models.ForeignKey(Callback, models.PROTECT, null=True, related_name="+", db_index=False)

    @property
    def slot(self) -> datetime | None:
        return self._moment("slot")

    @property
    def call_at(self) -> datetime | None:
        return self._moment("call_at")

    @property
    def offered(self) -> tuple[datetime, ...]:
        kept: dict[str, Any] = self.left
        return tuple(datetime.fromisoformat(one) for one in kept.get("offered", ()))

    def _moment(self, name: str) -> datetime | None:
        kept: dict[str, Any] = self.left
        return datetime.fromisoformat(kept[name]) if kept.get(name) else None
