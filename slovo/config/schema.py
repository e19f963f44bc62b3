"""A process does not start on a database of another form: it names the remedy instead."""

from importlib.util import find_spec
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from slovo.core.errors import UnableTo

if TYPE_CHECKING:
    from django.db.migrations.executor import MigrationExecutor


class UnableToStartOnThisSchema(UnableTo):
    pass


def must_be_current() -> None:
    if agrees():
        return
    must_not_be_newer()
    if pending():
        raise UnableToStartOnThisSchema(
            "The database is older than this version. Run `slovo upgrade`, then start again."
        )


def agrees() -> bool:
    """Every migration that there is has been applied, and no other. By their names alone: every process asks, and to
    read them all takes a fifth of a second. What this denies, the functions below look into.
    """
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder
    from django.db.utils import DatabaseError

    named = set()
    for app in apps.get_app_configs():
        module = MigrationLoader.migrations_module(app.label)[0]
        if module and (found := find_spec(module)) and found.submodule_search_locations:
            named |= {
                (app.label, one.name)
                for one in iter_modules(found.submodule_search_locations)
                if not one.ispkg and one.name[0] not in "_~"
            }
    try:
        return named == set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError:
        return False


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
