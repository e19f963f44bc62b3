"""Changes of tables that are full."""

import pytest
from django.db import migrations, models

from slovo.core.migrating import AddColumn, InOneCopy


@pytest.mark.parametrize("adds", [AddColumn, migrations.AddField])
def test_no_column_is_added_while_its_table_is_copied(adds: type[migrations.AddField]) -> None:
    """SQLite takes the name of a column that the old table has not got for a text, and fills every row with it."""
    with pytest.raises(AssertionError):
        InOneCopy("compensation", [adds("compensation", "given_up_at", models.DateTimeField(null=True))])
