"""What no row can say about itself: rules that compare it with how it was, held by triggers in either database.

Nothing of the ledger is ever deleted, emptied or replaced; what was promised first, and who moved what, stays; a
running clock's deadline changes only by a move of which the customer heard before it; what is broken stays broken
unless it turns out to have been moved in time, or to have left the house in time, where leaving is what keeps it, or to
be a visit to which nobody came; what else is released after its deadline is broken first. What a customer was told, and
what they chose, stays as it was; nobody heard of a move before it was made. Words alone make way, for the mark of an
erasure. Some of it could be said by a constraint of the table, and is not, because rows of before that was so must
still be written to.

SQLite forgets the triggers of a table that a migration makes anew: such a migration must stand the guard again (a
test finds out).
"""

from slovo.core import guarding
from slovo.core.guarding import Rule, changes, never_emptied
from slovo.core.personal import ERASED
from slovo.promises.kinds import HEARD_LATER, Kind
from slovo.promises.models import BY_MISTAKE, NO_SHOW

_HEARD_LATER = ", ".join(f"'{kind}'" for kind in sorted(HEARD_LATER))
_NOBODY_CAME = f"(NEW.kind = '{Kind.VISIT}' AND NEW.release_reason = '{NO_SHOW}')"
_NOTICED = (
    "EXISTS (SELECT 1 FROM promises_promisemove m WHERE m.promise_id = OLD.id AND m.due_was = OLD.due_at"
    " AND m.due_now = NEW.due_at AND m.notice_sent_at < m.due_was)"
)

_TOLD_THEN = (  # of a move to that deadline, before the one of then
    "EXISTS (SELECT 1 FROM promises_promisemove m WHERE m.promise_id = OLD.id AND m.notice_sent_at = NEW.moved_at"
    " AND m.due_now = NEW.due_at AND m.notice_sent_at < m.due_was)"
)
_SAID = "SELECT 1 FROM promises_customernotice n WHERE n.said_at IS NOT NULL"
_LEDGER = ("promise", "promisemove", "customernotice", "noticeline", "newsline", "customerchoice")


def _set_again(*columns: str) -> str:
    """What is there already becomes something else."""
    return " OR ".join(f"(OLD.{name} IS NOT NULL AND OLD.{name} IS DISTINCT FROM NEW.{name})" for name in columns)


def _said_otherwise(column: str) -> str:
    """Other words than the mark of an erasure."""
    return f"(OLD.{column} IS DISTINCT FROM NEW.{column} AND NEW.{column} <> '{ERASED}')"


def _is_said(line: str) -> str:
    return f"EXISTS ({_SAID} AND n.id = {line}.notice_id)"


RULES = (
    Rule("promise_stays", "promises_promise", "DELETE", "a promise is never deleted"),
    Rule("move_stays", "promises_promisemove", "DELETE", "a move of a promise is never deleted"),
    Rule(
        "promise_as_made",
        "promises_promise",
        "UPDATE",
        "what was promised, when and by whom is never changed",
        f"{changes('public_id', 'kind', 'made_at', 'made_by_kind', 'made_by_id')}"
        f" OR {_set_again('first_due_at')} OR {_said_otherwise('what')}",
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
        f" OR {_set_again('notice_sent_at', 'taken_back_at')} OR {_said_otherwise('reason')}"
        " OR (OLD.consent = 'given' AND NEW.consent <> 'given')",
    ),
    Rule(
        "promise_moved_when_told",
        "promises_promise",
        "UPDATE",
        "a promise is moved when its customer hears of the move",
        f"{changes('moved_at')} AND NOT (NEW.moved_at IS NOT NULL AND {_TOLD_THEN})",
    ),
    Rule(
        "move_told_once_made",
        "promises_promisemove",
        "UPDATE",
        "nobody hears of a move before it is made",
        f"({changes('notice_sent_at')}) AND NEW.notice_sent_at < NEW.made_at",
    ),
    Rule(
        "move_made_then_told",
        "promises_promisemove",
        "INSERT",
        "nobody hears of a move before it is made",
        "NEW.notice_sent_at < NEW.made_at",
    ),
    Rule("notice_stays", "promises_customernotice", "DELETE", "a notice to a customer is never deleted"),
    Rule(
        "notice_as_made",
        "promises_customernotice",
        "UPDATE",
        "to whom a notice was, and when it was said and sent, is never changed",
        f"{changes('public_id', 'brand_id', 'customer_id', 'about', 'made_at')}"
        f" OR {_set_again('said_at', 'message_id', 'dropped_at', 'sent_at')}",
    ),
    Rule("notice_line_stays", "promises_noticeline", "DELETE", "a line of a notice is never deleted"),
    Rule(
        "notice_line_as_said",
        "promises_noticeline",
        "UPDATE",
        "what a customer was told is never changed",
        f"{changes('move_id', 'offers_choice')}"
        " OR (OLD.reasons IS DISTINCT FROM NEW.reasons AND CAST(NEW.reasons AS text) <> '{}')"
        f" OR (OLD.notice_id <> NEW.notice_id AND ({_is_said('OLD')} OR {_is_said('NEW')}))",
    ),
    Rule(
        "notice_line_in_time",
        "promises_noticeline",
        "INSERT",
        "nothing is added to a notice that has been said",
        _is_said("NEW"),
    ),
    Rule("news_line_stays", "promises_newsline", "DELETE", "a line of a notice is never deleted"),
    Rule(
        "news_line_as_said",
        "promises_newsline",
        "UPDATE",
        "what a customer was told is never changed",
        f"{changes('promise_id')}"
        f" OR (({changes('notice_id', 'said_at')}) AND ({_is_said('OLD')} OR {_is_said('NEW')}))",
    ),
    Rule(
        "news_line_in_time",
        "promises_newsline",
        "INSERT",
        "nothing is added to a notice that has been said",
        _is_said("NEW"),
    ),
    Rule("choice_stays", "promises_customerchoice", "DELETE", "a choice of a customer is never deleted"),
    Rule(
        "choice_as_made",
        "promises_customerchoice",
        "UPDATE",
        "what a customer has chosen is never changed",
        f"{changes('move_id', 'choice', 'until', 'how', 'by_kind', 'by_id', 'at')} OR {_said_otherwise('words')}",
    ),
    *never_emptied(*(f"promises_{table}" for table in _LEDGER), words="nothing of the ledger is ever emptied"),
)


def stand_guard() -> None:
    """For a migration. Whoever stands already stands anew."""
    guarding.stand(RULES)


def lift_guard() -> None:
    guarding.lift(RULES)
