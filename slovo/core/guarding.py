"""What no row can say about itself: rules that compare it with how it was, held by triggers in either database.

SQLite forgets the triggers of a table that a migration makes anew: such a migration must stand them again.
"""

from collections.abc import Iterator, Sequence
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


def stand(rules: Sequence[Rule]) -> None:
    """For a migration. Whoever stands already stands anew."""
    lift(rules)
    with connection.cursor() as cursor:
        for rule in rules:
            for sql in _on_sqlite(rule) if is_sqlite() else _on_postgresql(rule):
                cursor.execute(sql)


def lift(rules: Sequence[Rule]) -> None:
    with connection.cursor() as cursor:
        for rule in rules:
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
