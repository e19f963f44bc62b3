"""What the people at the desk say to one another over a running chat, and who has been called to it."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from slovo.people.models import Staff, Team

CONVERSATION, MESSAGE = "conversations.Conversation", "conversations.Message"


class Aside(StrEnum):
    """Why a note stands before somebody's eyes."""

    HANDED = "handed"  # a chat was passed on with it
    WHISPER = "whisper"  # a lead says it to whoever has the chat


class PinnedNote(models.Model):
    """A note for a person or a team, which stands above the chat until one of them has read it."""

    note = models.OneToOneField(MESSAGE, models.CASCADE, related_name="pinned")
    conversation = models.ForeignKey(CONVERSATION, models.CASCADE, related_name="pinned_notes")
    why = models.CharField(max_length=8)
    staff = models.ForeignKey(Staff, models.CASCADE, null=True, related_name="pinned_notes", db_index=False)
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="pinned_note_is_for_somebody", condition=~Q(staff=None) | ~Q(team=None)),
            models.CheckConstraint(
                name="pinned_note_seen_by_somebody",
                condition=Q(seen_at=None, seen_by=None) | Q(seen_at__isnull=False, seen_by__isnull=False),
            ),
        ]
        indexes = [models.Index(name="pinned_unseen", fields=["conversation"], condition=Q(seen_at=None))]


class ChatAlarm(models.Model):
    """That an answer in a chat is late, and who has been called to it: the agent first, then the lead."""

    promise = models.OneToOneField("promises.Promise", models.CASCADE, related_name="chat_alarm")
    agent_at = models.DateTimeField()
    lead_at = models.DateTimeField(null=True)
