"""The portraits of a brand's customers: kinds of people, each with expectations of its own."""

from django.db import models
from django.db.models import Q

from slovo.brands.models import Brand

NAME_CHARACTERS_MAX = 80
DESCRIPTION_CHARACTERS_MAX = 500


class Portrait(models.Model):
    """`folded`: its name in small letters, by which it is found. An archived one stays with whom it describes and with
    what was promised to them."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="portraits", db_index=False)
    name = models.CharField(max_length=NAME_CHARACTERS_MAX)
    folded = models.CharField(max_length=NAME_CHARACTERS_MAX)
    description = models.CharField(max_length=DESCRIPTION_CHARACTERS_MAX, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "folded", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "folded"], name="one_portrait_a_name"),
            models.CheckConstraint(name="portrait_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name
