from enum import StrEnum

from django.db import models
from django.db.models import Q

from slovo.brands.models import Brand
from slovo.core.files.models import File
from slovo.core.ids import new_id
from slovo.core.secrets import EncryptedField
from slovo.customers.models import Customer


class Security(StrEnum):
    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class Mailbox(models.Model):
    """An address of a brand: where its letters come in and through what they leave.

    Letters come by IMAP when `imap_host` is set; whatever reaches our own listener for `address` comes in too.
    They leave by `smtp_host`, or, for trying out, into `outgoing_folder`: a maildir, by its path from the data folder.
    """

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="mailboxes")
    address = models.EmailField(unique=True)
    subaddressing = models.BooleanField(default=True)
    imap_host = models.CharField(max_length=200, blank=True)
    imap_port = models.PositiveIntegerField(default=993)
    imap_security = models.CharField(max_length=8, default=Security.TLS)
    imap_user = models.CharField(max_length=200, blank=True)
    imap_password = EncryptedField(blank=True)
    imap_folder = models.CharField(max_length=200, default="INBOX")
    smtp_host = models.CharField(max_length=200, blank=True)
    smtp_port = models.PositiveIntegerField(default=587)
    smtp_security = models.CharField(max_length=8, default=Security.STARTTLS)
    smtp_user = models.CharField(max_length=200, blank=True)
    smtp_password = EncryptedField(blank=True)
    outgoing_folder = models.CharField(max_length=400, blank=True)
    authserv_id = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["address"]

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


class ImapPosition(models.Model):
    """How far a mailbox has been read. A new UIDVALIDITY means that the server counts anew.

    `not_given`: UIDs of letters that the server names and will not hand over.
    """

    mailbox = models.OneToOneField(Mailbox, models.CASCADE, related_name="position")
    uidvalidity = models.BigIntegerField(default=0)
    uid = models.BigIntegerField(default=0)
    not_given = models.JSONField(default=list)
    checked_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=20, blank=True)
    trouble_text = models.TextField(blank=True)
    trouble_since = models.DateTimeField(null=True)


class Inbound(models.Model):
    """Something that arrived, raw, stored before anybody looks inside.

    `emptied_at`: when its bytes and its envelope went, and the row stayed (`personal_data.py`).
    """

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    mailbox = models.ForeignKey(Mailbox, models.PROTECT, null=True, related_name="inbound")
    raw = models.ForeignKey(File, models.PROTECT, related_name="+")
    envelope = models.JSONField(default=dict)
    origin = models.CharField(max_length=200, null=True)
    received_at = models.DateTimeField()
    taken_in_at = models.DateTimeField(null=True)
    duplicate_of = models.ForeignKey("self", models.SET_NULL, null=True, related_name="duplicates")
    emptied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox", "origin"], name="one_inbound_an_origin", condition=~Q(origin=None)
            )
        ]
        indexes = [models.Index(name="inbound_waiting", fields=["received_at"], condition=Q(taken_in_at=None))]


class State(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"
    UNCERTAIN = "uncertain"


class Outbound(models.Model):
    """Something at the door out.

    QUEUED until a worker is about to say the last byte; SENDING, committed, from then until the other
    side's answer is committed. A worker killed while QUEUED loses nothing: it is sent again. Killed while
    SENDING nobody knows whether it arrived: it becomes UNCERTAIN and a person decides.
    `purpose`: why a rule writes to this `customer`; "" of what a person has written.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    mailbox = models.ForeignKey(Mailbox, models.PROTECT, null=True, related_name="outbound")
    posting = models.JSONField()
    external_id = models.CharField(max_length=250, blank=True)
    state = models.CharField(max_length=10, default=State.QUEUED)
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    sending_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    explanation = models.TextField(blank=True)
    purpose = models.CharField(max_length=12, blank=True, default="", db_default="")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+", db_index=False)
    bounce = models.ForeignKey(Inbound, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sent_has_its_moment", condition=~Q(state=State.SENT.value) | Q(sent_at__isnull=False)
            ),
            models.CheckConstraint(
                name="sending_has_its_moment",
                condition=~Q(state=State.SENDING.value) | Q(sending_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_outbound_an_external_id", fields=["external_id"], condition=~Q(external_id="")
            ),
        ]
        indexes = [
            models.Index(
                name="outbound_at_the_door",
                fields=["mailbox", "queued_at"],
                condition=Q(sent_at=None, ended_at=None),
            ),
            models.Index(name="outbound_of_customer", fields=["customer"], condition=Q(customer__isnull=False)),
        ]


class OutboundFile(models.Model):
    outbound = models.ForeignKey(Outbound, models.CASCADE, related_name="files")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    type = models.CharField(max_length=120)


# The tables of a channel with some of its own, which look up at these: Django finds models here.
from slovo.channels import proof_models  # noqa: E402, F401  (see above)
from slovo.channels.chat import desk_models as chat_desk_models  # noqa: E402, F401  (see above)
from slovo.channels.chat import models as chat_models  # noqa: E402, F401  (see above)
