"""What the people at the desk keep around a conversation while they work in it."""

from enum import StrEnum

from django.db import models

from slovo.brands.models import Brand
from slovo.core.files.models import File
from slovo.core.ids import new_id
from slovo.people.models import Staff, Team

CONVERSATION = "conversations.Conversation"


class Writing(StrEnum):
    REPLY = "reply"
    NOTE = "note"


class Draft(models.Model):
    """Words that are not sent yet, as they were typed. Colleagues see that it is there.

    `public_id` goes with the form: what was sent under it is no draft any more. `version` counts the savings, so that
    two windows of one person do not overwrite one another. `promised`: what its author has said of the moments that the
    text names, as the page for it keeps it.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    conversation = models.ForeignKey(CONVERSATION, models.CASCADE, related_name="drafts", db_index=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(Staff, models.PROTECT, related_name="drafts")
    kind = models.CharField(max_length=5)
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()
    promised = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "author", "kind"], name="one_draft_an_author_and_kind")
        ]


class DraftFile(models.Model):
    """A file of a reply that was taken back: it goes with the draft."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    type = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]


class Merger(models.Model):
    """That one conversation is read in another. `before`, `after`: how the kept one stood when it was done, so that
    undoing gives back what nobody has changed since."""

    conversation = models.OneToOneField(CONVERSATION, models.CASCADE, related_name="merger")
    into = models.ForeignKey(CONVERSATION, models.PROTECT, related_name="mergers")
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="conversation_not_into_itself", condition=~models.Q(into=models.F("conversation"))
            )
        ]


class Split(models.Model):
    """That a conversation was made of messages of another. `promise_of`: the one whose promise went along."""

    conversation = models.OneToOneField(CONVERSATION, models.CASCADE, related_name="split")
    origin = models.ForeignKey(CONVERSATION, models.PROTECT, related_name="splits")
    promise_of = models.ForeignKey(CONVERSATION, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        ordering = ["pk"]


class SplitMessage(models.Model):
    """Where a message stood before."""

    split = models.ForeignKey(Split, models.CASCADE, related_name="messages")
    message = models.ForeignKey("conversations.Message", models.CASCADE, related_name="+")
    was_in = models.ForeignKey(CONVERSATION, models.PROTECT, related_name="+")


class CannedReply(models.Model):
    """Words that are written often, for one brand or one of its teams, in every language it needs."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="canned_replies")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+")
    title = models.CharField(max_length=120)
    shortcut = models.CharField(max_length=40, blank=True)
    archived_at = models.DateTimeField(null=True)
    archived_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_canned_reply_a_shortcut",
                fields=["brand", "shortcut"],
                condition=~models.Q(shortcut="") & models.Q(archived_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.title


class CannedText(models.Model):
    reply = models.ForeignKey(CannedReply, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reply", "language"], name="one_canned_text_a_language")]


class Mention(models.Model):
    """A note calls a colleague. Until they have seen it, it stands in their view of mentions."""

    message = models.ForeignKey("conversations.Message", models.CASCADE, related_name="mentions")
    conversation = models.ForeignKey(CONVERSATION, models.CASCADE, related_name="mentions")
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+", db_index=False)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="mentions", db_index=False)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "staff"], name="one_mention_a_note_and_person")]
        indexes = [
            models.Index(name="mention_unseen", fields=["staff", "conversation"], condition=models.Q(seen_at=None))
        ]


class Follower(models.Model):
    """Somebody who wants to see how a conversation goes on, whoever works on it."""

    conversation = models.ForeignKey(CONVERSATION, models.CASCADE, related_name="followers")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="followed")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "staff"], name="one_follower_a_person")]


class Related(models.Model):
    """Two conversations that belong together and stay two. `one` is the lower id."""

    one = models.ForeignKey(CONVERSATION, models.CASCADE, related_name="related_above")
    other = models.ForeignKey(CONVERSATION, models.CASCADE, related_name="related_below")
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="related_once"),
            models.CheckConstraint(name="related_in_order", condition=models.Q(one__lt=models.F("other"))),
        ]
