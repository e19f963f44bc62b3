from django.db import models
from django.db.models import F, Q

from slovo.brands.models import Brand
from slovo.core.ids import new_id
from slovo.promises.models import Promise

BEST, WORST = 5, 1
LOW_MAX = 2  # a mark up to this asks for somebody who sees to it
RATING_WORDS_CHARACTERS_MAX = 500


class PromiseRating(models.Model):
    """How a customer found what was promised to them, as they say it now. `score`: from WORST to BEST. `rated_at`: when
    they said so first; `changed_at`: when they said something else."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+", db_index=False)
    promise = models.OneToOneField(Promise, models.PROTECT, related_name="rating")
    score = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=RATING_WORDS_CHARACTERS_MAX, blank=True)
    rated_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="rating_has_a_mark", condition=Q(score__gte=WORST, score__lte=BEST)),
            models.CheckConstraint(
                name="rating_changed_afterwards", condition=Q(changed_at=None) | Q(changed_at__gte=F("rated_at"))
            ),
        ]
        indexes = [models.Index(name="promise_rating_when", fields=["brand", "rated_at", "id"])]
