"""What no row can say about itself: rules that compare it with how it was, held by triggers in either database.

Nothing of the ledger is ever deleted; what was promised first, and who moved what, stays; a running clock's deadline
changes only by a move of which the customer heard before it; what is broken stays broken unless it turns out to have
been done, or moved, in time.

SQLite forgets the triggers of a table that a migration makes anew: such a migration must stand the guard again (a
test finds out).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from slovo.core.db import is_sqlite

# Written once for both: {…} are the ways in which they differ.
_NOTICED = (
    "EXISTS (SELECT 1 FROM promises_promisemove m WHERE m.promise_id = OLD.id AND m.due_was = OLD.due_at"
    " AND m.due_now = NEW.due_at AND m.notice_sent_at < m.due_was)"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """`wrong`: what must not be after an `event` on the `table`; "" for the event itself."""

    name: str
    table: str
    event: str
    words: str
    wrong: str = ""


def _all_stay(*columns: str) -> str:
    return " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)


RULES = (
    Rule("promise_stays", "promises_promise", "DELETE", "a promise is never deleted"),
    Rule("move_stays", "promises_promisemove", "DELETE", "a move of a promise is never deleted"),
    Rule(
        "promise_as_made",
        "promises_promise",
        "UPDATE",
        "what was promised, when and by whom is never changed",
        f"{_all_stay('public_id', 'kind', 'made_at', 'made_by_kind', 'made_by_id')}"
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
        f" AND NOT (NEW.done_at IS NOT NULL AND NEW.done_at <= NEW.due_at) AND NOT {_NOTICED}",
    ),
    Rule(
        "move_as_made",
        "promises_promisemove",
        "UPDATE",
        "what was moved, when and by whom is never changed",
        f"{_all_stay('promise_id', 'due_was', 'due_now', 'zone', 'made_at', 'by_kind', 'by_id', 'place', 'places_max')}"
        " OR (OLD.notice_sent_at IS NOT NULL AND OLD.notice_sent_at IS DISTINCT FROM NEW.notice_sent_at)"
        " OR (OLD.taken_back_at IS NOT NULL AND OLD.taken_back_at IS DISTINCT FROM NEW.taken_back_at)"
        " OR (OLD.consent = 'given' AND NEW.consent <> 'given')",
    ),
)


def stand_guard() -> None:
    """For a migration. Whoever stands already stands anew."""
    lift_guard()
    with connection.cursor() as cursor:
        for rule in RULES:
            for sql in _on_sqlite(rule) if is_sqlite() else _on_postgresql(rule):
                cursor.execute(sql)


def lift_guard() -> None:
    with connection.cursor() as cursor:
        for rule in RULES:
            where = "" if is_sqlite() else f" ON {rule.table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {rule.name}{where}")


def _on_sqlite(rule: Rule) -> Iterator[str]:
    """Its IS and IS NOT are what the standard, and SQLite since 3.39, call IS (NOT) DISTINCT FROM."""
    when = f" WHEN {_for_sqlite(rule.wrong)}" if rule.wrong else ""
    yield (
        f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} FOR EACH ROW{when}"
        f" BEGIN SELECT RAISE(ABORT, '{rule.words}'); END"
    )


def _for_sqlite(condition: str) -> str:
    return condition.replace("IS DISTINCT FROM", "IS NOT")


def _on_postgresql(rule: Rule) -> Iterator[str]:
    refuse = f"RAISE EXCEPTION '{rule.words}' USING ERRCODE = 'integrity_constraint_violation';"
    body = f"IF {rule.wrong} THEN {refuse} END IF;" if rule.wrong else refuse
    yield (
        f"CREATE OR REPLACE FUNCTION {rule.name}() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {body} RETURN NEW; END $$"
    )
    yield (
        f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} FOR EACH ROW EXECUTE FUNCTION {rule.name}()"
    )
