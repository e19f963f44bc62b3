"""Orders that a file brings: looked through first, then stored in the background."""

from django.db import models
from django.db.models import F, Q

from slovo.brands.models import Brand
from slovo.core.ids import new_id
from slovo.orders.models import SOURCE_CHARACTERS_MAX, WORDS_CHARACTERS_MAX
from slovo.people.models import Staff

FILE_NAME_CHARACTERS_MAX = 200


class OrderImport(models.Model):
    """`unknown`: how many of its orders nobody had told us of. `news`: how many said anything new when stored."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    brand = models.ForeignKey(Brand, models.CASCADE, related_name="+", db_index=False)
    source = models.CharField(max_length=SOURCE_CHARACTERS_MAX)
    name = models.CharField(max_length=FILE_NAME_CHARACTERS_MAX)
    as_of = models.DateTimeField()
    total = models.PositiveIntegerField()
    lines = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField()
    news = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(name="import_newest", fields=["brand", "-at"]),
            models.Index(name="import_at", fields=["at"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="import_done_when_begun", condition=Q(done_at=None) | Q(begun_at__isnull=False)
            ),
            models.CheckConstraint(name="import_news_of_its_own", condition=Q(news__lte=F("total"))),
        ]

    @property
    def key(self) -> str:
        return f"order_import:{self.pk}"


class OrderImportItem(models.Model):
    """An order that is not stored: not yet, or refused for a reason, its `words`. `rows`: its lines of the file, each
    with its number; none once it was refused, since they say who somebody is."""

    of = models.ForeignKey(OrderImport, models.CASCADE, related_name="items", db_index=False)
    line = models.PositiveIntegerField()
    rows = models.JSONField(default=list)
    words = models.CharField(max_length=WORDS_CHARACTERS_MAX, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "line"], name="one_item_a_line")]
