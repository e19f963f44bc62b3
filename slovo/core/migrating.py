"""Changes of tables that hold millions of rows, while everything goes on."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState
from django.db.transaction import atomic


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


class AddColumn(migrations.AddField):
    """A column that is empty or has one constant value (`db_default`) in every row there is: no row is touched.
    Left alone Django copies the whole table on SQLite, which can add such a column as quickly as PostgreSQL.
    """

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        BaseDatabaseSchemaEditor.add_field(schema_editor, model, model._meta.get_field(self.name))


class AddCheckWhileInUse(migrations.AddConstraint):
    """A rule that PostgreSQL holds from now on and then makes sure of in old rows, without keeping any writer waiting.
    In a migration with `atomic = False`.
    """

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        new = AddConstraintNotValid(self.model_name, self.constraint)
        new.database_forwards(app_label, schema_editor, from_state, to_state)
        old = ValidateConstraint(self.model_name, self.constraint.name)
        old.database_forwards(app_label, schema_editor, from_state, to_state)


class InOneCopy(migrations.operations.base.Operation):
    """Several changes of one table. SQLite copies the table for nearly each of them: here once for all.
    In a migration with `atomic = False`. New columns come before (`AddColumn`): what is copied must be there.
    """

    reversible = True

    def __init__(self, model_name: str, changes: Sequence[Any]) -> None:
        assert not any(isinstance(change, migrations.AddField) for change in changes)  # SQLite would copy their names
        self.model_name, self.changes = model_name, changes

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        for change in self.changes:
            change.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if schema_editor.connection.vendor == "sqlite":
            self._copy(app_label, schema_editor, to_state)
            return
        for change, before, after in self._steps(app_label, from_state):
            change.database_forwards(app_label, schema_editor, before, after)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if schema_editor.connection.vendor == "sqlite":
            self._copy(app_label, schema_editor, to_state)
            return
        for change, before, after in reversed(self._steps(app_label, to_state)):
            change.database_backwards(app_label, schema_editor, after, before)

    def _copy(self, app_label: str, schema_editor: Any, state: ProjectState) -> None:
        with atomic(schema_editor.connection.alias):
            schema_editor._remake_table(state.apps.get_model(app_label, self.model_name))

    def _steps(self, app_label: str, state: ProjectState) -> list[tuple[Any, ProjectState, ProjectState]]:
        """Each change with the state before it and the one after."""
        steps = []
        for change in self.changes:
            before, state = state, state.clone()
            change.state_forwards(app_label, state)
            steps.append((change, before, state))
        return steps

    def describe(self) -> str:
        return f"Change {self.model_name}"
