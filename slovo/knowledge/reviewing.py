"""Whether somebody else looks over what was written before readers see it. Actions, as in `actions.py`."""

from datetime import datetime

from slovo.brands.models import Brand
from slovo.core.db import locked, transaction
from slovo.core.journal.recording import record
from slovo.facts.knowledge import ArticleReviewAsked
from slovo.knowledge.models import ReviewRule
from slovo.people.models import Staff
from slovo.people.rights import Verb


@transaction()
def ask_for_review(*, brand: Brand, asked: bool, by: Staff, at: datetime) -> None:
    """Of all that this brand writes from now on, or of nothing. What readers see already stays."""
    by.must(Verb.MANAGE_BRAND, brand)
    locked(Brand, brand.pk)
    if ReviewRule.objects.filter(brand=brand, asked_since__isnull=False).exists() == asked:
        return
    given = {"asked_since": at if asked else None, "set_by": by}
    ReviewRule.objects.update_or_create(brand=brand, defaults=given)
    record(ArticleReviewAsked(brand_id=brand.pk, asked=asked), actor=by.actor, at=at)
