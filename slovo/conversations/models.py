from datetime import datetime
from enum import StrEnum

from django.db import models
from django.db.models import Q

from slovo.brands.models import Brand
from slovo.channels.models import Inbound, Mailbox, Outbound
from slovo.core.files.models import File
from slovo.core.ids import new_id, new_reference
from slovo.customers.models import Customer
from slovo.people.models import Staff, Team
from slovo.promises.models import Promise


class Tag(models.Model):
    brand = models.ForeignKey(Brand, models.CASCADE, related_name="tags")
    name = models.CharField(max_length=40)
    colour = models.CharField(max_length=7, default="#6b7280")
    archived_at = models.DateTimeField(null=True)
    archived_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    merged_into = models.ForeignKey("self", models.CASCADE, null=True, related_name="merged")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["brand", "name"], name="one_tag_a_name")]

    def __str__(self) -> str:
        return self.name


# Behind everything that is due: what awaits nothing, the newest first. In milliseconds since 1970.
AFTER_ALL_PROMISES = 10**15
EXTERNAL_ID_CHARACTERS_MAX = 250  # longer ones are known by their beginning


class State(StrEnum):
    OPEN = "open"
    WAITING = "waiting"
    CLOSED = "closed"


class Conversation(models.Model):
    """One matter of one customer, whatever the channel.

    Open: our turn. Waiting: the customer's turn, since `waiting_since`. Closed: solved, until they write again.
    Snoozed: put out of sight until a moment; whatever happens in it wakes it.
    A merged one is read and answered in its `root`; `gathered_at`: since when others are read here.
    `queue_position` is where it stands in every list: what is due next comes first (the promise's moment in
    milliseconds), then, without a promise, the newest. It orders; the deadline itself is the promise's.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    reference = models.CharField(max_length=8, default=new_reference, unique=True, editable=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="conversations", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="conversations", db_index=False)
    channel = models.CharField(max_length=20)
    mailbox = models.ForeignKey(Mailbox, models.PROTECT, null=True, related_name="+", db_index=False)
    subject = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=2, blank=True)
    assignee = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="conversations", db_index=False)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="conversations", db_index=False)
    tags = models.ManyToManyField(Tag, related_name="conversations", blank=True)
    next_promise = models.OneToOneField(Promise, models.PROTECT, null=True, related_name="+")
    queue_position = models.BigIntegerField(default=AFTER_ALL_PROMISES)
    opened_at = models.DateTimeField()
    last_message_at = models.DateTimeField()
    preview = models.CharField(max_length=200, blank=True)
    first_answered_at = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    snoozed_until = models.DateTimeField(null=True)
    root = models.ForeignKey("self", models.PROTECT, null=True, related_name="family", db_index=False)
    gathered_at = models.DateTimeField(null=True)
    snoozed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="waiting_or_closed", condition=Q(waiting_since=None) | Q(closed_at=None)),
            models.CheckConstraint(
                name="closed_by_somebody",
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False),
            ),
        ]
        indexes = [
            # One for each view: a page of a list, and its count, are a short walk along one of them. A merged
            # one stays open for ever and stands in no list: it must not lie at the beginning of these walks.
            models.Index(name="conversation_all", fields=["brand", "queue_position", "id"]),
            models.Index(
                name="conversation_open",
                fields=["brand", "queue_position", "id"],
                condition=Q(closed_at=None, waiting_since=None, snoozed_until=None, root=None),
            ),
            models.Index(
                name="conversation_waiting",
                fields=["brand", "queue_position", "id"],
                condition=Q(closed_at=None, waiting_since__isnull=False, root=None),
            ),
            models.Index(
                name="conversation_nobodys",
                fields=["brand", "queue_position", "id"],
                condition=Q(closed_at=None, assignee=None, snoozed_until=None, root=None),
            ),
            models.Index(
                name="conversation_closed",
                fields=["brand", "queue_position", "id"],
                condition=Q(closed_at__isnull=False),
            ),
            models.Index(
                name="conversation_own",  # counted for every page, in the index alone: all of its condition is there
                fields=["assignee", "queue_position", "id", "brand", "snoozed_until", "closed_at", "root"],
                condition=Q(closed_at=None, root=None),
            ),
            models.Index(
                name="conversation_team",
                fields=["team", "queue_position", "id"],
                condition=Q(closed_at=None, root=None),
            ),
            models.Index(
                name="conversation_snoozed",
                fields=["brand", "queue_position", "id"],
                condition=Q(closed_at=None, snoozed_until__isnull=False, root=None),
            ),
            models.Index(name="conversation_wakes", fields=["snoozed_until"], condition=Q(snoozed_until__isnull=False)),
            models.Index(name="conversation_root", fields=["root"], condition=Q(root__isnull=False)),
            models.Index(name="conversation_customer", fields=["customer", "-last_message_at"]),
            # Views of what began lately, and of a language or a channel: few of many are counted without a look at all.
            models.Index(name="conversation_opened", fields=["brand", "opened_at", "id"]),
            models.Index(
                name="conversation_kind", fields=["brand", "channel", "language"], condition=Q(closed_at=None)
            ),
            # Views sorted by the last message: each row stands in one of the two.
            models.Index(
                name="conversation_last",
                fields=["brand", "last_message_at", "id"],
                condition=Q(closed_at=None),
            ),
            models.Index(
                name="conversation_last_closed",
                fields=["brand", "last_message_at", "id"],
                condition=Q(closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def key(self) -> str:
        """How facts, promises and nudges name it."""
        return f"conversation:{self.pk}"

    @property
    def state(self) -> State:
        if self.closed_at:
            return State.CLOSED
        return State.WAITING if self.waiting_since else State.OPEN

    def stand_in_line(self, promise: Promise | None) -> None:
        """Point to the promise that is due next, and take the place in the lists that follows from it."""
        self.next_promise = promise
        if promise and promise.due_at:
            self.queue_position = milliseconds(promise.due_at)
        else:
            self.queue_position = AFTER_ALL_PROMISES - milliseconds(self.last_message_at)

    def close(self, *, by: Staff | None, at: datetime) -> None:
        self.closed_at, self.closed_by, self.waiting_since = at, by, None
        self.wake()

    def reopen(self) -> None:
        self.wake()
        self.closed_at = self.closed_by = self.waiting_since = None

    def wait(self, *, at: datetime) -> None:
        self.closed_at, self.closed_by, self.waiting_since = None, None, at
        self.wake()

    def wake(self) -> None:
        self.snoozed_until = self.snoozed_by = None


def milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


class Participant(models.Model):
    """An address that has taken part: only these are believed when they continue a conversation by reference."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="participants", db_index=False)
    kind = models.CharField(max_length=12)
    value = models.CharField(max_length=254)
    name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "kind", "value"], name="one_participant_an_address")
        ]


class Look(StrEnum):
    """What a letter's HTML shows beyond its words: nothing (""), a design, images that stand on the internet."""

    DESIGNED = "designed"
    REMOTE = "remote"


class Direction(StrEnum):
    IN = "in"
    OUT = "out"
    NOTE = "note"


class Message(models.Model):
    """What was said: by a customer (in), by us (out), or among us (note).

    `before`: how the conversation stood before a reply of ours, and what was "promised" with it, for taking it back.
    `copied`: which of the recipients got a copy of it. `forwarded_at`: it passes the thread on to somebody else, and
    answers nobody; nor does what a rule says: out, without `staff`. A note of a rule is `automatic`.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="messages", db_index=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+", db_index=False)
    direction = models.CharField(max_length=4)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="messages", db_index=False)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="messages", db_index=False)
    sender_name = models.CharField(max_length=200, blank=True)
    sender_value = models.CharField(max_length=254, blank=True)
    reply_value = models.CharField(max_length=254, blank=True)
    recipients = models.JSONField(default=list)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    quote = models.TextField(blank=True)
    signature = models.TextField(blank=True)
    html = models.TextField(blank=True)
    html_look = models.CharField(max_length=8, blank=True)
    language = models.CharField(max_length=2, blank=True)
    at = models.DateTimeField()
    written_at = models.DateTimeField(null=True)
    external_id = models.CharField(max_length=EXTERNAL_ID_CHARACTERS_MAX, blank=True)
    fingerprint = models.CharField(max_length=64, null=True)
    draft_id = models.UUIDField(null=True)
    inbound = models.OneToOneField(Inbound, models.PROTECT, null=True, related_name="message")
    outbound = models.OneToOneField(Outbound, models.PROTECT, null=True, related_name="message")
    original_name = models.CharField(max_length=200, blank=True)
    original_value = models.CharField(max_length=254, blank=True)
    sent_at = models.DateTimeField(null=True)
    before = models.JSONField(null=True)
    copied = models.JSONField(null=True)
    forwarded_at = models.DateTimeField(null=True)
    automatic = models.BooleanField(default=False)
    awaits_answer = models.BooleanField(default=False)
    verified = models.BooleanField(null=True)
    remarks = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="message_has_its_author",
                condition=Q(direction=Direction.IN.value, customer__isnull=False, staff=None)
                | Q(direction=Direction.OUT.value, outbound__isnull=False, customer=None)
                | Q(Q(staff__isnull=False) | Q(automatic=True), direction=Direction.NOTE.value, customer=None),
            ),
            models.UniqueConstraint(
                name="the_same_mail_twice_is_one",
                fields=["brand", "fingerprint"],
                condition=~Q(fingerprint=None),
            ),
            models.UniqueConstraint(
                name="one_message_a_draft", fields=["conversation", "draft_id"], condition=~Q(draft_id=None)
            ),
        ]
        indexes = [
            models.Index(fields=["conversation", "id"], name="message_thread"),
            models.Index(fields=["brand", "external_id"], name="message_external", condition=~Q(external_id="")),
        ]

    @property
    def answers(self) -> bool:  # as a person's word
        return self.direction == Direction.OUT and self.forwarded_at is None and self.staff_id is not None


class Attachment(models.Model):
    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    message = models.ForeignKey(Message, models.PROTECT, related_name="attachments")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    type = models.CharField(max_length=120)
    content_id = models.CharField(max_length=250, blank=True)
    inline = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]


# The other tables, which look up at these: Django finds models here.
from slovo.conversations import chat_desk_models, desk_models, follow_up_models, letter_models, list_models  # noqa: E402, F401  (see above)
