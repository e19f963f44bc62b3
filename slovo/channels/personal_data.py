"""What the door in keeps of people: everything as it arrived, and how that goes once it is needed no more.
Actions, as in `actions.py`.

The message that was read from it has a retention of its own. The row stays, so that what came is known to have come:
brought once more it is still the same thing, and it is taken in no second time. Whose a thing is, that came or left, is
known by the messages: `conversations/personal_data.py` declares both.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import models

from slovo.channels.models import ImapPosition, Inbound, Mailbox, Outbound, State
from slovo.channels.proof_models import ProofRule
from slovo.core.db import transaction
from slovo.core.files import storage
from slovo.core.personal import Declared, Nothing, forget_files

NOTHING = b""
HELD: tuple[Declared, ...] = (
    Nothing(Mailbox, "the company's own"),
    Nothing(ImapPosition, "how far a mailbox was read"),
    Nothing(ProofRule, "how many visitors a page bears"),
)


@transaction()
def empty(*, inbound_ids: Collection[int], at: datetime) -> int:
    """The bytes and the envelope go, of their doubles as well; files that nothing refers to any more are swept at the
    next turn (`core/files`). What nobody has taken in yet stays: it would be lost. How many."""
    theirs = models.Q(pk__in=inbound_ids) | models.Q(duplicate_of__in=inbound_ids)
    rows = Inbound.objects.filter(theirs, emptied_at=None).exclude(taken_in_at=None)
    forget_files(list(rows.values_list("raw_id", flat=True)), at=at)
    return rows.update(raw=storage.put(NOTHING, at=at), envelope={}, emptied_at=at)


@transaction()
def stop(*, outbound_ids: Collection[int], at: datetime) -> int:
    """What still stands at the door out for whom nobody knows any more leaves no more. How many."""
    waiting = Outbound.objects.filter(pk__in=outbound_ids, state=State.QUEUED)
    return waiting.update(state=State.FAILED, ended_at=at)
