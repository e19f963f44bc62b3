import json
from datetime import tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models

from slovo.core.ids import new_id
from slovo.core.prepared import prepared
from slovo.core.worktime import Calendar


class Brand(models.Model):
    """A company's face to its customers. Brands see nothing of one another."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2)
    zone = models.CharField(max_length=60)
    colour = models.CharField(max_length=7, default="#1f6f5c")
    created_at = models.DateTimeField()
    staff_shown_since = models.DateTimeField(null=True)  # since when customers see photos of those who agree to it

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def tz(self) -> tzinfo:
        return ZoneInfo(self.zone)

    @property
    def main_calendar(self) -> "WorkingCalendar":
        return calendars_of(self.pk)[0]

    def signature(self, language: str) -> str:
        """The words under every letter, in the customer's language, else in the brand's own."""
        texts = {signature.language: signature.text for signature in _signatures_of(self.pk)}
        return texts.get(language) or texts.get(self.language, "")


class Signature(models.Model):
    brand = models.ForeignKey(Brand, models.CASCADE, related_name="signatures")
    language = models.CharField(max_length=2)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "language"], name="one_signature_a_language")]


@prepared
def _signatures_of(brand_id: int) -> "models.QuerySet[Signature]":
    return Signature.objects.filter(brand_id=brand_id)


@prepared
def calendars_of(brand_id: int) -> "models.QuerySet[WorkingCalendar]":
    return WorkingCalendar.objects.filter(brand_id=brand_id).order_by("pk")


class WorkingCalendar(models.Model):
    """When a brand works: a document as docs/calendars.md describes it."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="calendars")
    name = models.CharField(max_length=80)
    document = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "name"], name="one_calendar_a_name")]

    @property
    def calendar(self) -> Calendar:
        return calendar_of(self.document)


def calendar_of(document: dict[str, Any]) -> Calendar:
    return _calendar_of(json.dumps(document, sort_keys=True))


@lru_cache(maxsize=256)
def _calendar_of(text: str) -> Calendar:
    return Calendar.from_document(json.loads(text))
