"""A process does not start on a database of another form: it names the remedy instead."""

from typing import TYPE_CHECKING

from slovo.core.errors import UnableTo

if TYPE_CHECKING:
    from django.db.migrations.executor import MigrationExecutor


class UnableToStartOnThisSchema(UnableTo):
    pass


def must_be_current() -> None:
    must_not_be_newer()
    if pending():
        raise UnableToStartOnThisSchema(
            "The database is older than this version. Run `slovo upgrade`, then start again."
        )


def must_not_be_newer() -> None:
    loader = _executor().loader
    if set(loader.applied_migrations) - set(loader.disk_migrations):
        raise UnableToStartOnThisSchema(
            "The database is newer than this version. Install the version that wrote it, or restore a backup."
        )


def pending() -> bool:
    executor = _executor()
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def is_empty() -> bool:
    return not _executor().loader.applied_migrations


def _executor() -> "MigrationExecutor":
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import DatabaseError

    try:
        return MigrationExecutor(connection)
    except DatabaseError as problem:
        raise UnableToStartOnThisSchema(
            f"The database cannot be opened ({str(problem).strip()}). Check SLOVO_DATABASE_URL and that its server "
            "runs; without it, that slovo.sqlite3 in SLOVO_DATA is ours."
        ) from None
