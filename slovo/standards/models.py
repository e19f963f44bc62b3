from django.db import models

from slovo.brands.models import Brand, WorkingCalendar


class ServiceLevel(models.Model):
    """How soon a customer's message on a channel is answered, in working minutes."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="service_levels")
    channel = models.CharField(max_length=20)
    calendar = models.ForeignKey(WorkingCalendar, models.PROTECT, related_name="+")
    first_answer_minutes = models.PositiveIntegerField()
    next_answer_minutes = models.PositiveIntegerField()
    warning_minutes = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "channel"], name="one_service_level_a_channel"),
            models.CheckConstraint(
                name="answers_take_time",
                condition=models.Q(first_answer_minutes__gt=0, next_answer_minutes__gt=0),
            ),
        ]


# The other tables of this domain, which look up at these: Django finds models here.
from slovo.standards import expectation_models  # noqa: E402, F401  (see above)
