"""What SQLite should believe about tables that will grow large.

Left alone it takes every index for as good as any other; measured by its own ANALYZE it does not know that a partial
index is the smaller one. So it is told, once, how the table looks when there is a million of rows: see
https://www.sqlite.org/lang_analyze.html on statistics that an application brings along. PostgreSQL measures by itself.
"""

from collections.abc import Mapping, Sequence

from django.db import connection, models

from slovo.core.db import is_sqlite


def tell_planner(model: type[models.Model], indexes: Mapping[str, Sequence[int]]) -> None:
    """For a migration. Of each index, by its name: rows, then how many of them share the first column's value, the
    first two's, … A later migration that makes the table anew must tell it again.
    """
    if not is_sqlite():
        return
    table = model._meta.db_table
    rows = [[table, name, " ".join(map(str, numbers))] for name, numbers in indexes.items()]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE sqlite_schema")  # makes the table of statistics
        cursor.execute("DELETE FROM sqlite_stat1 WHERE tbl = %s", [table])
        cursor.executemany("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%s, %s, %s)", rows)
        cursor.execute("ANALYZE sqlite_schema")  # reads it
