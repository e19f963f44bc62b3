"""What the desk's side of a chat keeps: the brand's rules for its people, how each likes to be called, pages seen, from
which addresses nothing is taken for a time."""

from django.db import models

from slovo.channels.chat.models import Chat, Visitor
from slovo.people.models import Staff

ALARM_MINUTES_MAX = 60
AGENT_ALARM_MINUTES, LEAD_ALARM_MINUTES = 0, 2  # where a brand has said nothing else
PAGES_KEPT_MAX = 20
ADDRESS_CHARACTERS_MAX = 64  # under its seal


class DeskRule(models.Model):
    """How a brand's chats come to its people. `assigns_since`: they are given out, not only taken; None: only taken.

    `agent_alarm_minutes`, `lead_alarm_minutes`: how long after an answer was due the agent, then the lead is called.
    """

    chat = models.OneToOneField(Chat, models.CASCADE, related_name="desk_rule")
    assigns_since = models.DateTimeField(null=True)
    agent_alarm_minutes = models.PositiveSmallIntegerField(default=AGENT_ALARM_MINUTES)
    lead_alarm_minutes = models.PositiveSmallIntegerField(default=LEAD_ALARM_MINUTES)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agent_is_called_before_the_lead",
                condition=models.Q(agent_alarm_minutes__lte=models.F("lead_alarm_minutes")),
            )
        ]


class Signs(models.Model):
    """How somebody wants to notice a chat that needs them, beside what the page shows anyway."""

    staff = models.OneToOneField(Staff, models.CASCADE, related_name="chat_signs")
    sound = models.BooleanField(default=False)
    title = models.BooleanField(default=True)


class PageSeen(models.Model):
    """A page of the site on which a visitor was, as long as they agree that we see it. The last PAGES_KEPT_MAX stay."""

    visitor = models.ForeignKey(Visitor, models.CASCADE, related_name="pages", db_index=False)
    page = models.CharField(max_length=500)
    title = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="page_of_visitor", fields=["visitor", "id"])]


class AddressSeen(models.Model):
    """From which address a visitor wrote last, under its seal: whoever reads it knows no address by it."""

    visitor = models.OneToOneField(Visitor, models.CASCADE, related_name="address_seen")
    address = models.CharField(max_length=ADDRESS_CHARACTERS_MAX)
    at = models.DateTimeField()


class AddressBlock(models.Model):
    """From this address, under its seal, nothing is taken in a brand's chat until that moment, or until somebody lifts
    it. It is nobody's in particular, and outlives whoever was there when it began."""

    chat = models.ForeignKey(Chat, models.CASCADE, related_name="address_blocks", db_index=False)
    address = models.CharField(max_length=ADDRESS_CHARACTERS_MAX)
    since = models.DateTimeField()
    until = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="address_is_blocked_for_a_time", condition=models.Q(until__gt=models.F("since"))
            ),
            models.CheckConstraint(
                name="address_block_is_lifted_by_somebody",
                condition=models.Q(lifted_at=None, lifted_by=None)
                | models.Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_block_of_an_address", fields=["chat", "address"], condition=models.Q(lifted_at=None)
            ),
        ]
