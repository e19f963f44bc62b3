"""A database of the bench's own, kept when it is large: making a million conversations takes minutes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def fresh(folder: str) -> Iterator[str]:
    """Its name. Migrated, empty or as the last run left it (`folder` of its own on SQLite)."""
    os.environ["SLOVO_DATA"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "slovo.config.settings"
    Path(folder).mkdir(parents=True, exist_ok=True)
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    print(f"Database: {connection.vendor} {'.'.join(map(str, connection.get_database_version()))}", flush=True)
    yield str(connection.settings_dict["NAME"])
    connection.close()


def signed_in(staff: object) -> str:
    """The cookie of a session in which this person has signed in."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(staff.pk)  # type: ignore[attr-defined]
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = staff.get_session_auth_hash()  # type: ignore[attr-defined]
    session.save()
    return str(session.session_key)
