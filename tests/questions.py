"""How often something asks the database."""

from django.test.utils import CaptureQueriesContext

TOLD = ("SAVEPOINT", "RELEASE SAVEPOINT", "SELECT set_config")


def number_of(asked: CaptureQueriesContext) -> int:
    """Without what PostgreSQL alone is told, of how to look for the rows of a list (`slovo/core/walking.py`)."""
    return sum(not one["sql"].startswith(TOLD) for one in asked.captured_queries)
