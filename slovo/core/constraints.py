"""A condition of a table exchanged for a wider one, without writing the table anew: for migrations.

Django makes a whole table anew on SQLite for that. What rows hold does not change, and SQLite's own way is to change
the words of the table (https://www.sqlite.org/lang_altertable.html#otheralter); where they are not found as expected,
Django's way is gone after all.
"""

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def exchange(
    editor: BaseDatabaseSchemaEditor,
    model: type[models.Model],
    old: models.CheckConstraint,
    new: models.CheckConstraint,
) -> None:
    """Every row that `old` allows `new` must allow: on SQLite nobody looks."""
    if editor.connection.vendor != "sqlite" or not _exchanged_on_sqlite(editor, model, old, new):
        editor.remove_constraint(model, old)
        editor.add_constraint(model, new)


def _exchanged_on_sqlite(
    editor: BaseDatabaseSchemaEditor,
    model: type[models.Model],
    old: models.CheckConstraint,
    new: models.CheckConstraint,
) -> bool:
    was, becomes = (str(one.constraint_sql(model, editor)) for one in (old, new))
    table = model._meta.db_table
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
        (words,) = cursor.fetchone()
        if words.count(was) != 1:
            return False
        cursor.execute("PRAGMA schema_version")
        (version,) = cursor.fetchone()
        cursor.execute("PRAGMA writable_schema = ON")
        cursor.execute(
            "UPDATE sqlite_master SET sql = %s WHERE type = 'table' AND name = %s", [words.replace(was, becomes), table]
        )
        cursor.execute(f"PRAGMA schema_version = {version + 1}")  # every connection reads it anew
        cursor.execute("PRAGMA writable_schema = OFF")
    return True
