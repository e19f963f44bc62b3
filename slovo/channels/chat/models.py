from datetime import timedelta
from enum import StrEnum

from django.db import models
from django.db.models import Q

from slovo.brands.models import Brand
from slovo.core.files.models import File
from slovo.core.ids import new_id
from slovo.core.secrets import EncryptedField
from slovo.people.models import Staff

TEXT_CHARACTERS_MAX = 4_000
NAME_CHARACTERS_MAX = 200
PERSON_CHARACTERS_MAX = 200
FILE_NAME_CHARACTERS_MAX = 255
SEEN_LIFE = timedelta(seconds=90)  # three beats of the desk's page


class Purpose(StrEnum):
    """What a visitor is asked to agree to: to be talked with, that agents see which page they are on, that an answer
    which comes after they have left goes to the e-mail address that they named."""

    TALK = "talk"
    PAGE = "page"
    LETTER = "letter"


class Contact(StrEnum):
    """Whether a visitor is asked for a way to reach them before the chat."""

    NOT_ASKED = "no"
    ASKED = "asked"
    NEEDED = "needed"


class Chat(models.Model):
    """A brand's chat on its sites, as a mailbox is a brand's address.

    `origins`: the sites on which it works. `words`: what stands before the first message, by language. `consents`: by
    purpose {"version": 1, "words": {"ru": …}}. `secret`: with it a site signs who its visitor is. `request_type`: the
    slug of one whose options are chosen from before the chat. `chats_max`: at once for one person. `kept_days`: after
    so many of silence a visitor is forgotten (`personal_data.py`); None: never by itself.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    brand = models.OneToOneField(Brand, models.CASCADE, related_name="chat")
    origins = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    colour = models.CharField(max_length=7, blank=True)
    words = models.JSONField(default=dict)
    consents = models.JSONField(default=dict)
    contact = models.CharField(max_length=8, default=Contact.ASKED)
    request_type = models.CharField(max_length=80, blank=True)
    chats_max = models.PositiveIntegerField(default=4)
    long_wait_minutes = models.PositiveIntegerField(default=5)
    secret = EncryptedField(blank=True)
    open_since = models.DateTimeField(null=True)
    kept_days = models.PositiveIntegerField(null=True)

    def in_words(self, texts: dict[str, str], language: str) -> str:
        return texts.get(language) or texts.get(self.brand.language) or next(filter(None, texts.values()), "")


class Visitor(models.Model):
    """Somebody in a chat: a browser, or, once the site has vouched for them, a person on all their devices.

    `person`: by which number the site knows them, "" for a browser. `became`: who a browser turned out to be.
    `page_said`: what the site says of it and of them, [[name, text or yes/no]]; nobody has proved it.
    `thread`: what they say long after their last word is another matter. Whoever writes lines of theirs holds the row,
    so that the ids of lines are in the order in which they are seen.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    chat = models.ForeignKey(Chat, models.CASCADE, related_name="visitors")
    person = models.CharField(max_length=PERSON_CHARACTERS_MAX, blank=True)
    became = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=NAME_CHARACTERS_MAX, blank=True)
    contact_kind = models.CharField(max_length=12, blank=True)
    contact = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=2, blank=True)
    page = models.CharField(max_length=500, blank=True)
    page_title = models.CharField(max_length=200, blank=True)
    page_at = models.DateTimeField(null=True)
    page_said = models.JSONField(null=True)
    thread = models.PositiveIntegerField(default=1)
    spoke_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    identified_at = models.DateTimeField(null=True)
    blocked_at = models.DateTimeField(null=True)
    blocked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_visitor_a_person", fields=["chat", "person"], condition=~Q(person="") & Q(became=None)
            )
        ]

    @property
    def nudged(self) -> str:
        """How pages hear of news for them."""
        return f"visitor:{self.pk}"


class VisitorKey(models.Model):
    """What a browser keeps, by its digest. A person has one in each of their browsers."""

    visitor = models.ForeignKey(Visitor, models.CASCADE, related_name="keys")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()


class ConsentWords(models.Model):
    """What a version of a consent says, by language. Kept when another one takes its place: whoever has agreed to it
    reads to what."""

    chat = models.ForeignKey(Chat, models.CASCADE, related_name="consent_words", db_index=False)
    purpose = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    words = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_wording_a_version", fields=["chat", "purpose", "version"]),
        ]


class Consent(models.Model):
    """What somebody has agreed to, and to which words. Taken back, it stays as history.

    `language`: in which they read them, "" where nobody knows any more."""

    visitor = models.ForeignKey(Visitor, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=2, blank=True, default="")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_consent_a_purpose", fields=["visitor", "purpose"], condition=Q(withdrawn_at=None)
            )
        ]


class Line(models.Model):
    """One message as both sides of a chat see it. `ours`: from us to them. `author`: who says it, "" for a rule.

    `client_id`: under which the browser keeps theirs until it is acknowledged. `outbound`: what carried ours here.
    `letter`: in which it went to them as well, because nobody was there when it came. `options`: answers to choose
    from, as [{"text", "words"}].
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    visitor = models.ForeignKey(Visitor, models.CASCADE, related_name="lines", db_index=False)
    ours = models.BooleanField()
    client_id = models.UUIDField(null=True)
    inbound = models.OneToOneField("channels.Inbound", models.PROTECT, null=True, related_name="line")
    outbound = models.OneToOneField("channels.Outbound", models.PROTECT, null=True, related_name="line")
    letter = models.ForeignKey("channels.Outbound", models.PROTECT, null=True, related_name="lines_in_it")
    author = models.CharField(max_length=NAME_CHARACTERS_MAX, blank=True)
    text = models.TextField(blank=True)
    options = models.JSONField(null=True)
    at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_line_a_client_id", fields=["visitor", "client_id"], condition=~Q(client_id=None)
            ),
            models.CheckConstraint(
                name="line_came_through_a_door",
                condition=Q(ours=True, outbound__isnull=False, client_id=None)
                | Q(ours=False, inbound__isnull=False, client_id__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="line_of_visitor", fields=["visitor", "id"]),
            models.Index(
                name="line_not_arrived", fields=["at"], condition=Q(ours=True, delivered_at=None, letter=None)
            ),
        ]


class LineFile(models.Model):
    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    line = models.ForeignKey(Line, models.CASCADE, related_name="files")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    name = models.CharField(max_length=FILE_NAME_CHARACTERS_MAX)
    type = models.CharField(max_length=120)


class DutyState(StrEnum):
    AVAILABLE = "available"
    BUSY = "busy"
    AWAY = "away"


class Duty(models.Model):
    """Whether somebody takes chats. Whose page has fallen silent is away, whatever they last said.

    `silent_since`: since when a rule has them away for that, until they say something of themselves again.
    """

    staff = models.OneToOneField(Staff, models.CASCADE, related_name="duty")
    state = models.CharField(max_length=10, default=DutyState.AWAY)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    silent_since = models.DateTimeField(null=True)
