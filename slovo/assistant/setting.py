"""Whether the assistant speaks for a brand, as its administrator decides. Actions, as in `answering.py`."""

from datetime import datetime

from slovo.assistant.models import AssistantRule
from slovo.brands.models import Brand
from slovo.core.db import transaction
from slovo.core.journal.recording import record
from slovo.facts.assistant import AssistantSet
from slovo.people.models import Staff
from slovo.people.rights import Verb


@transaction()
def set_rule(*, brand: Brand, on: bool, by: Staff, at: datetime) -> AssistantRule:
    """From the next message on. Switched off, it is silent in the middle of a talk, and a person answers."""
    by.must(Verb.MANAGE_BRAND, brand)
    rule, _new = AssistantRule.objects.get_or_create(brand=brand)
    rule.on_since = (rule.on_since or at) if on else None
    rule.save(update_fields=["on_since"])
    record(AssistantSet(brand_id=brand.pk, on=on), actor=by.actor, at=at)
    return rule
