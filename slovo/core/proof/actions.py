import hashlib
from datetime import datetime

from slovo.core.db import transaction
from slovo.core.proof import Given
from slovo.core.proof.models import Spent


@transaction()
def spend(given: Given, *, once: str, at: datetime, until: datetime) -> bool:
    """Whether it counts. `once`: what it is given for, where the same thing twice is one thing."""
    digest = hashlib.sha256(once.encode()).hexdigest() if once else ""
    row, new = Spent.objects.get_or_create(name=given.name, defaults={"once": digest, "until": until})
    if new:
        return True
    same = digest != "" and row.once == digest
    if same:
        Spent.objects.filter(name=given.name).update(again_at=at)
    return same


@transaction()
def give_back(given: Given) -> None:
    """For what was not taken in the end: whoever puts it right does not work again. What came twice stays spent, for
    the thing that it was given for: one of the two may have been taken."""
    Spent.objects.filter(name=given.name, again_at=None).delete()


@transaction()
def sweep(*, at: datetime) -> int:
    """What has run out cannot be given any more, spent or not."""
    gone, _kinds = Spent.objects.filter(until__lt=at).delete()
    return gone
