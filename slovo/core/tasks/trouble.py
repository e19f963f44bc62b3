"""Which errors of the database pass by themselves: locked, full, gone, a deadlock. Wait, and try again."""

from django.db.utils import DatabaseError, InterfaceError, OperationalError

PASSING_ON_SQLITE = ("BUSY", "LOCKED", "FULL", "IOERR", "CANTOPEN", "READONLY", "PROTOCOL")


def will_pass(problem: BaseException) -> bool:
    if isinstance(problem, InterfaceError):
        return True
    code = getattr(problem.__cause__, "sqlite_errorname", None)
    if code is None:  # PostgreSQL: there a missing column, say, is no OperationalError
        return isinstance(problem, OperationalError)
    return isinstance(problem, DatabaseError) and code.removeprefix("SQLITE_").startswith(PASSING_ON_SQLITE)
