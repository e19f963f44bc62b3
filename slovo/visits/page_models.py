from django.db import models

from slovo.brands.models import Brand


class VisitPage(models.Model):
    """Whether a brand's customers book on a page that is there for everybody. `open_since`: None, they cannot."""

    brand = models.OneToOneField(Brand, models.CASCADE, related_name="visit_page")
    open_since = models.DateTimeField(null=True)
