"""Changes of tables that hold millions of rows, while everything goes on."""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


class AddIndexWhileInUse(AddIndexConcurrently):
    """An index that PostgreSQL makes without keeping any writer waiting, in a migration with `atomic = False`.
    SQLite makes it at once: a million rows take seconds.
    """

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self._of(schema_editor).database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self._of(schema_editor).database_backwards(self, app_label, schema_editor, from_state, to_state)

    def _of(self, schema_editor: BaseDatabaseSchemaEditor) -> Any:
        concurrently = schema_editor.connection.vendor == "postgresql"
        return AddIndexConcurrently if concurrently else migrations.AddIndex
