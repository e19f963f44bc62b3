"""What no row can say about itself: rules that compare it with how it was, held by triggers in either database.

SQLite forgets the triggers of a table that a migration makes anew: such a migration must stand them again.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection

from slovo.core.db import is_sqlite


@dataclass(frozen=True, slots=True)
class Rule:
    """`wrong`: what must not be after an `event` on the `table`, written for PostgreSQL; "" for the event itself."""

    name: str
    table: str
    event: str
    words: str
    wrong: str = ""


def changes(*columns: str) -> str:
    """That one of these does."""
    return " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)


def never_emptied(*tables: str, words: str) -> list[Rule]:
    """Nor replaced row for row, which SQLite does not take for a deletion."""
    truncated = [Rule(f"{table}_not_truncated", table, "TRUNCATE", words) for table in tables]
    there = "EXISTS (SELECT 1 FROM {} t WHERE t.id = NEW.id)"
    replaced = [Rule(f"{table}_not_replaced", table, "INSERT", words, there.format(table)) for table in tables]
    return [*truncated, *replaced]


def _holds(rules: Sequence[Rule], tables: Collection[str]) -> list[Rule]:
    """Of the tables that there are: earlier migrations know of no later ones."""
    return [rule for rule in rules if rule.table in tables and holds_here(rule)]


def holds_here(rule: Rule) -> bool:
    """SQLite knows no TRUNCATE; what replaces a row on PostgreSQL is an update there, and guarded as one."""
    return not rule.name.endswith("_not_truncated" if is_sqlite() else "_not_replaced")


def stand(rules: Sequence[Rule]) -> None:
    """For a migration. Whoever stands already stands anew; on PostgreSQL nobody who reads is waited for."""
    if is_sqlite():
        lift(rules)
    with connection.cursor() as cursor:
        for rule in _holds(rules, connection.introspection.table_names(cursor)):
            for sql in _on_sqlite(rule) if is_sqlite() else _on_postgresql(rule):
                cursor.execute(sql)


def lift(rules: Sequence[Rule]) -> None:
    with connection.cursor() as cursor:
        for rule in _holds(rules, connection.introspection.table_names(cursor)):
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
    if rule.event == "TRUNCATE":
        each, row = "STATEMENT", "NULL"
    else:
        each, row = "ROW", "NEW"
    refuse = f"RAISE EXCEPTION '{rule.words}' USING ERRCODE = 'integrity_constraint_violation';"
    body = f"IF {rule.wrong} THEN {refuse} END IF;" if rule.wrong else refuse
    yield (
        f"CREATE OR REPLACE FUNCTION {rule.name}() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {body} RETURN {row}; END $$"
    )
    yield (
        f"CREATE OR REPLACE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table}"
        f" FOR EACH {each} EXECUTE FUNCTION {rule.name}()"
    )
