"""How PostgreSQL tells the live watch that there is news."""

import time

import psycopg
from django.db import connection

from slovo.core.live.actions import CHANNEL

LISTEN_SECONDS = 1.0
UNSETTLED_SECONDS = 0.05


class Listening:
    """A direct connection of our own: LISTEN does not pass a pooler. Its troubles are Django's DatabaseError."""

    def __init__(self) -> None:
        parameters = connection.get_connection_params()
        keys = ("dbname", "user", "password", "host", "port")
        with connection.wrap_database_errors:
            self._own = psycopg.connect(
                autocommit=True, **{key: parameters[key] for key in keys if parameters.get(key)}
            )
            self._own.execute(f"LISTEN {CHANNEL}")

    def wait(self) -> None:
        """Until there are notifications. Those that have come together, a hundred of a busy second, are one look."""
        with connection.wrap_database_errors:
            told = list(self._own.notifies(timeout=LISTEN_SECONDS, stop_after=1))
        if told:
            time.sleep(UNSETTLED_SECONDS)  # other transactions of the same moment become visible

    def close(self) -> None:
        self._own.close()
