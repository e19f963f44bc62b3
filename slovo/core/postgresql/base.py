"""Django's own backend for PostgreSQL, with moments read by psycopg's compiled reader.

Django's, written in Python, puts its own zone into each moment; that of our connections is UTC already.
"""

from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.pq import Format
from psycopg.types import TypeInfo

TIMESTAMPTZ: TypeInfo = psycopg.adapters.types["timestamptz"]


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        reader = psycopg.adapters.get_loader(TIMESTAMPTZ.oid, Format.TEXT)
        assert reader
        connection.adapters.register_loader(TIMESTAMPTZ.oid, reader)
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        if name is None:
            return self.connection.cursor()
        return self.connection.cursor(name, scrollable=False, withhold=self.connection.autocommit)
