from collections.abc import Collection

from django.db import models

from slovo.brands.models import Brand


def any_brand() -> bool:
    """Whether somebody has founded the company."""
    return Brand.objects.exists()


def all_but(brand_ids: Collection[int]) -> models.QuerySet[Brand]:
    """Who works for the whole house leaves none."""
    return Brand.objects.exclude(pk__in=brand_ids)
