"""What the tables of core hold of customers: nothing, but for what a task said when it failed."""

from django.utils.translation import gettext_lazy as _

from slovo.core.files.models import File
from slovo.core.journal.models import JournalEntry
from slovo.core.limits.models import Counter
from slovo.core.live.models import Nudge
from slovo.core.personal import Declared, Holding, Nothing
from slovo.core.presence.models import Presence
from slovo.core.proof.models import Spent
from slovo.core.tasks.models import PeriodicSlot, Task

HELD: tuple[Declared, ...] = (
    Nothing(JournalEntry, "facts are ids and plain values, so that no erasure rewrites the journal"),
    Holding(
        model=Task,
        name=_("Work that failed and names them"),
        whose=lambda person: person.named_in("error"),
        emptied={"error": ""},
        stays=_("The work itself knows numbers of rows only."),
        among_us=True,
    ),
    Nothing(PeriodicSlot, "moments of the clock"),
    Nothing(Nudge, "keys of what changed, for an hour"),
    Nothing(Presence, "which colleague looks at what, for half a minute"),
    Nothing(File, "bytes without a name: whoever refers to them declares them, and what nobody refers to is swept"),
    Nothing(Counter, "how often something happened, under names that are signed or of a network, for an hour"),
    Nothing(Spent, "which puzzles of a browser have counted"),
)
