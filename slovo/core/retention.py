"""How long the tables of core keep their rows: the words for it stand in `keeping.py`."""

from datetime import timedelta

from slovo.core.files.actions import UNUSED_LIFE
from slovo.core.files.models import File
from slovo.core.journal.models import JournalEntry
from slovo.core.keeping import Kept, SweptElsewhere, for_ever
from slovo.core.limits import ROW_LIFE
from slovo.core.limits.models import Counter
from slovo.core.live.actions import NUDGE_LIFE
from slovo.core.live.models import Nudge
from slovo.core.presence.models import LIFE, Presence
from slovo.core.proof.models import Spent
from slovo.core.tasks.models import PeriodicSlot, Task

SWEEP = "core.sweep@1"

KEPT: tuple[Kept, ...] = (
    *for_ever("the journal is never rewritten: ids and plain values", JournalEntry),
    *for_ever("a row is gone when its work is done; what failed waits for an administrator", Task),
    *for_ever("one row a job of the clock", PeriodicSlot),
    SweptElsewhere(model=Nudge, after="at", life=NUDGE_LIFE, by=SWEEP, why="there are very many of them"),
    SweptElsewhere(model=Presence, after="at", life=LIFE, by="core.sweep_presence@1", why="it is seen at once"),
    SweptElsewhere(
        model=File,
        after="created_at",
        life=UNUSED_LIFE,
        by=SWEEP,
        why="where nothing refers to it; on the disk, too",
    ),
    SweptElsewhere(model=Counter, after="touched_at", life=ROW_LIFE, by=SWEEP, why="there are very many of them"),
    SweptElsewhere(model=Spent, after="until", life=timedelta(0), by=SWEEP, why="there are very many of them"),
)
