"""What no row can say about itself: rules that compare it with how it was, held by triggers in either database.

Nothing of the ledger is ever deleted; what was promised first, and who moved what, stays; a running clock's deadline
changes only by a move of which the customer heard before it; what is broken stays broken unless it turns out to have
been moved in time, or to have left the house in time, where leaving is what keeps it, or to be a visit to which nobody
came; what else is released after its deadline is broken first. The last is no constraint of the table, because rows of
before that was so must still be written to.

SQLite forgets the triggers of a table that a migration makes anew: such a migration must stand the guard again (a
test finds out).
"""

from slovo.core import guarding
from slovo.core.guarding import Rule, changes
from slovo.promises.kinds import HEARD_LATER, Kind
from slovo.promises.models import BY_MISTAKE, NO_SHOW

_HEARD_LATER = ", ".join(f"'{kind}'" for kind in sorted(HEARD_LATER))
_NOBODY_CAME = f"(NEW.kind = '{Kind.VISIT}' AND NEW.release_reason = '{NO_SHOW}')"
_NOTICED = (
    "EXISTS (SELECT 1 FROM promises_promisemove m WHERE m.promise_id = OLD.id AND m.due_was = OLD.due_at"
    " AND m.due_now = NEW.due_at AND m.notice_sent_at < m.due_was)"
)


RULES = (
    Rule("promise_stays", "promises_promise", "DELETE", "a promise is never deleted"),
    Rule("move_stays", "promises_promisemove", "DELETE", "a move of a promise is never deleted"),
    Rule(
        "promise_as_made",
        "promises_promise",
        "UPDATE",
        "what was promised, when and by whom is never changed",
        f"{changes('public_id', 'kind', 'made_at', 'made_by_kind', 'made_by_id')}"
        " OR (OLD.first_due_at IS NOT NULL AND OLD.first_due_at IS DISTINCT FROM NEW.first_due_at)",
    ),
    Rule(
        "promise_due_stays",
        "promises_promise",
        "UPDATE",
        "a deadline changes only by a move that the customer heard of before it",
        f"OLD.due_at IS NOT NULL AND NEW.due_at IS NOT NULL AND OLD.due_at <> NEW.due_at AND NOT {_NOTICED}",
    ),
    Rule(
        "promise_broken_stays",
        "promises_promise",
        "UPDATE",
        "what is broken stays broken",
        "OLD.broken_at IS NOT NULL AND OLD.broken_at IS DISTINCT FROM NEW.broken_at"
        f" AND NOT (NEW.kind IN ({_HEARD_LATER}) AND NEW.done_at IS NOT NULL AND NEW.done_at <= NEW.due_at)"
        f" AND NOT {_NOTICED} AND NOT {_NOBODY_CAME}",
    ),
    Rule(
        "promise_late_is_broken",
        "promises_promise",
        "UPDATE",
        "what is released after its deadline is broken first",
        f"({changes('released_at', 'due_at', 'broken_at')}) AND NEW.released_at > NEW.due_at"
        f" AND NEW.broken_at IS NULL AND NEW.release_reason <> '{BY_MISTAKE}' AND NOT {_NOBODY_CAME}",
    ),
    Rule(
        "move_as_made",
        "promises_promisemove",
        "UPDATE",
        "what was moved, when and by whom is never changed",
        f"{changes('promise_id', 'due_was', 'due_now', 'zone', 'made_at', 'by_kind', 'by_id', 'place', 'places_max')}"
        " OR (OLD.notice_sent_at IS NOT NULL AND OLD.notice_sent_at IS DISTINCT FROM NEW.notice_sent_at)"
        " OR (OLD.taken_back_at IS NOT NULL AND OLD.taken_back_at IS DISTINCT FROM NEW.taken_back_at)"
        " OR (OLD.consent = 'given' AND NEW.consent <> 'given')",
    ),
)


def stand_guard() -> None:
    """For a migration. Whoever stands already stands anew."""
    guarding.stand(RULES)


def lift_guard() -> None:
    guarding.lift(RULES)
