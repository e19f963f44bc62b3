"""When a brand asks browsers for some work, as its administrator writes it down. Actions, as in `actions.py`."""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.channels.proof_models import Asked, Face, ProofRule
from slovo.core.db import transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.facts.channels import ProofRuleSet
from slovo.people.models import Staff
from slovo.people.rights import Verb

A_MINUTE_MAX = 10_000


class UnableToSetProof(UnableTo):
    pass


@transaction()
def set_proof_rule(
    *, brand: Brand, face: Face, asked: Asked, of_network_max: int, of_all_max: int, by: Staff, at: datetime
) -> ProofRule:
    by.must(Verb.MANAGE_BRAND, brand)
    if not 0 < of_network_max <= of_all_max <= A_MINUTE_MAX:
        raise UnableToSetProof(_("From one network come one a minute at least, and no more than from all together."))
    values = {"asked": asked.value, "of_network_max": of_network_max, "of_all_max": of_all_max}
    rule, _new = ProofRule.objects.update_or_create(brand=brand, face=face.value, defaults=values)
    record(ProofRuleSet(brand_id=brand.pk, face=face.value, asked=asked.value), actor=by.actor, at=at)
    return rule
