"""Django's own backend for SQLite, which translates the places for values (`%s` into `?`) of one question only once."""

from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base

QUESTIONS_KEPT_MAX = 1_000


@lru_cache(maxsize=QUESTIONS_KEPT_MAX)
def _translated(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class Cursor(base.SQLiteCursorWrapper):
    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        if param_names is None:
            return _translated(query)
        translated: str = super().convert_query(query, param_names=param_names)
        return translated


class DatabaseWrapper(base.DatabaseWrapper):
    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=Cursor)
