"""What one of the two databases alone has is tried on that one, and `bin/test` does not miss it on the other."""

import pytest
from django.db import connection

ON_ONE_ALONE = {"sqlite": "on SQLite alone", "postgresql": "on PostgreSQL alone"}


def on_sqlite_alone(because: str) -> pytest.MarkDecorator:
    return _alone("sqlite", because)


def on_postgresql_alone(because: str) -> pytest.MarkDecorator:
    return _alone("postgresql", because)


def _alone(vendor: str, because: str) -> pytest.MarkDecorator:
    # Each of both databases is tried in every whole run; under CI nothing may stand aside for another reason.
    return pytest.mark.skipif(connection.vendor != vendor, reason=f"{ON_ONE_ALONE[vendor]}: {because}")
