"""Forms of types of requests, and what was sent by them."""

from typing import Any

from django.db import models

from slovo.brands.models import Brand
from slovo.people.models import Staff
from slovo.requests.form_fields import KEY_CHARACTERS_MAX, Field
from slovo.requests.models import ABOUT_CHARACTERS_MAX, RequestType

FOLDED_CHARACTERS_MAX = 120


class FormDraft(models.Model):
    """A form that somebody is working on. Customers see nothing of it before it is published."""

    request_type = models.OneToOneField(RequestType, models.CASCADE, primary_key=True, related_name="form_draft")
    fields = models.JSONField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)


class FormVersion(models.Model):
    """What a form asks. It never changes: other fields are another version, and the last one holds."""

    request_type = models.ForeignKey(RequestType, models.PROTECT, related_name="form_versions", db_index=False)
    number = models.PositiveIntegerField()
    fields = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["request_type", "number"], name="one_form_version_a_number")]

    @property
    def asked(self) -> tuple[Field, ...]:
        plain: list[dict[str, Any]] = self.fields
        return tuple(Field.read(one) for one in plain)


class Submission(models.Model):
    """A form that was sent. `about`: the key of the conversation that it became."""

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="submissions", db_index=False)
    request_type = models.ForeignKey(RequestType, models.PROTECT, related_name="submissions", db_index=False)
    about = models.CharField(max_length=ABOUT_CHARACTERS_MAX)
    language = models.CharField(max_length=2)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["about"], name="submission_about"),
            models.Index(fields=["brand", "id"], name="submission_newest"),
            models.Index(fields=["request_type", "id"], name="submission_of_type"),
        ]


class Answer(models.Model):
    """`label`: what was asked, as it was read. `value`: as data. `words`: as people read it. `folded`: the beginning of
    them, by which it is found."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="answers", db_index=False)
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=KEY_CHARACTERS_MAX)
    kind = models.CharField(max_length=8)
    label = models.TextField()
    value = models.JSONField()
    words = models.TextField()
    folded = models.CharField(max_length=FOLDED_CHARACTERS_MAX)

    @property
    def purpose(self) -> str:
        """Of a consent: to what it was given."""
        return next((one.purpose for one in self.submission.version.asked if one.key == self.key), "")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["submission", "position"], name="one_answer_a_position")]
        indexes = [models.Index(fields=["key", "folded"], name="answer_found")]
