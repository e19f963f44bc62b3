"""From the database of an earlier version to this one's: backup, migrate, check."""

from pathlib import Path

from django.core.management import call_command
from django.db import connection

from slovo.config import backup
from slovo.config.schema import agrees, is_empty, must_be_current, must_not_be_newer, pending
from slovo.core.errors import UnableTo


class UnableToUpgrade(UnableTo):
    pass


def bring_up_to_date() -> Path | None:
    """The backup that was made first; None when there was nothing to lose or nothing to do."""
    if agrees():
        return None
    must_not_be_newer()
    if not pending():
        return None
    before = None if is_empty() else backup.back_up()
    try:
        call_command("migrate", interactive=False, verbosity=0)
        connection.check_constraints()
        must_be_current()
    except Exception as problem:
        if before is None:
            raise
        raise UnableToUpgrade(
            f"The upgrade failed ({problem}). Nothing is lost: `slovo restore {before} --force` puts everything back "
            "as it was; then start the earlier version."
        ) from problem
    return before
