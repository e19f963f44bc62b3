"""Articles: what a brand knows, in several languages, each in versions."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from slovo.brands.models import Brand
from slovo.core.files.models import File
from slovo.core.ids import new_id
from slovo.customers.portrait_models import Portrait
from slovo.people.models import Staff

NAME_CHARACTERS_MAX = 120
SLUG_CHARACTERS_MAX = 80
TITLE_CHARACTERS_MAX = 160
SUMMARY_CHARACTERS_MAX = 400
BODY_CHARACTERS_MAX = 60_000
SOURCE_CHARACTERS_MAX = 300
RETURN_CHARACTERS_MAX = 1_000
IMPORTED_CHARACTERS_MAX = 300


class Audience(StrEnum):
    """Who reads it: everybody, the staff alone, or customers of one portrait (on their portal, and told by the
    staff and the bot)."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PORTRAIT = "portrait"


class State(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


class Section(models.Model):
    """A shelf on which articles of a brand stand. `names`: by language."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="sections", db_index=False)
    slug = models.SlugField(max_length=SLUG_CHARACTERS_MAX)
    names = models.JSONField(default=dict)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(fields=["brand", "slug"], name="one_section_a_slug")]

    def __str__(self) -> str:
        return self.name(self.brand.language)

    def name(self, *languages: str) -> str:
        """In the first of these languages that there is, else in any."""
        found = next((self.names[one] for one in languages if self.names.get(one)), "")
        return str(found or next(iter(self.names.values()), self.slug))


class Article(models.Model):
    """One matter, whatever the language. `portrait`: whose it is when its audience is a portrait. `imported_as`: the
    place in what it was imported from, by which it is known again; null for what was written here. `led_to`: where
    readers of what is in the archive are led; it was in no archive itself then, so that nobody is led in a circle."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    brand = models.ForeignKey(Brand, models.CASCADE, related_name="articles", db_index=False)
    section = models.ForeignKey(Section, models.PROTECT, null=True, related_name="articles")
    owner = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    review_by = models.DateField(null=True)
    audience = models.CharField(max_length=8, default=Audience.PUBLIC.value)
    portrait = models.ForeignKey(Portrait, models.PROTECT, null=True, related_name="+", db_index=False)
    imported_as = models.CharField(max_length=IMPORTED_CHARACTERS_MAX, null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    archived_at = models.DateTimeField(null=True)
    archived_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    led_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "imported_as"], name="one_article_a_place"),
            models.CheckConstraint(
                name="article_archived_by_somebody",
                condition=Q(archived_at=None, archived_by=None)
                | Q(archived_at__isnull=False, archived_by__isnull=False),
            ),
            models.CheckConstraint(name="article_of_a_portrait", condition=Q(audience="portrait") ^ Q(portrait=None)),
        ]
        indexes = [
            models.Index(fields=["brand", "review_by"], name="article_to_review"),
            models.Index(fields=["brand", "-id"], name="article_newest"),
        ]


class ArticleText(models.Model):
    """An article in one language, under its address."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="texts", db_index=False)
    brand = models.ForeignKey(Brand, models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=2)
    slug = models.SlugField(max_length=SLUG_CHARACTERS_MAX, db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "language"], name="one_text_a_language"),
            models.UniqueConstraint(fields=["brand", "language", "slug"], name="one_article_an_address"),
        ]


class ArticleFile(models.Model):
    """A picture or another file that an article shows. Its words name it: `![…](name)`. `removed_at`: since when the
    article has it no more, or another one by its name; versions that had it show it."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    article = models.ForeignKey(Article, models.CASCADE, related_name="files", db_index=False)
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    name = models.CharField(max_length=NAME_CHARACTERS_MAX)
    type = models.CharField(max_length=60)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["name", "-added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "name"], condition=Q(removed_at=None), name="one_file_a_name_at_a_time"
            ),
            models.CheckConstraint(
                name="article_file_removed_by_somebody",
                condition=Q(removed_at=None, removed_by=None) | Q(removed_at__isnull=False, removed_by__isnull=False),
            ),
        ]


class Version(models.Model):
    """What an article said, says or is to say. `source`, `checked_on`: where its facts come from, and on which day
    they were looked up. `files`: those that the article had when it was published; of what is in hand those that it has
    now (`queries.files_in`)."""

    text = models.ForeignKey(ArticleText, models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=State.DRAFT.value)
    title = models.CharField(max_length=TITLE_CHARACTERS_MAX)
    summary = models.CharField(max_length=SUMMARY_CHARACTERS_MAX, blank=True)
    body = models.TextField()
    source = models.CharField(max_length=SOURCE_CHARACTERS_MAX, blank=True)
    checked_on = models.DateField(null=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    returned_with = models.CharField(max_length=RETURN_CHARACTERS_MAX, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    superseded_at = models.DateTimeField(null=True)
    files = models.ManyToManyField(ArticleFile, related_name="versions")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="one_article_version_a_number"),
            models.UniqueConstraint(fields=["text"], condition=Q(state="published"), name="one_published_version"),
            models.UniqueConstraint(
                fields=["text"], condition=Q(state__in=["draft", "review"]), name="one_version_in_hand"
            ),
            models.CheckConstraint(
                name="version_published_by_somebody",
                condition=Q(state__in=["draft", "review"], published_at=None, published_by=None)
                | Q(state__in=["published", "superseded"], published_at__isnull=False, published_by__isnull=False),
            ),
        ]


class OldSlug(models.Model):
    """An address that an article had: whoever follows it is led on."""

    text = models.ForeignKey(ArticleText, models.CASCADE, related_name="old_slugs")
    brand = models.ForeignKey(Brand, models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=2)
    slug = models.SlugField(max_length=SLUG_CHARACTERS_MAX, db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "language", "slug"], name="one_old_address")]


class ReviewRule(models.Model):
    """`asked_since`: since when a brand has what was written looked over by somebody else before it is published;
    None: it does not."""

    brand = models.OneToOneField(Brand, models.CASCADE, primary_key=True, related_name="+")
    asked_since = models.DateTimeField(null=True)
    set_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)


# The other tables of this domain, which look up at these: Django finds models here.
from slovo.knowledge import asked_models, reminder_models  # noqa: E402, F401  (see above)
