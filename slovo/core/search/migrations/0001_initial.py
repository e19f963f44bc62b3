"""The index is no Django table: it is an FTS5 table on SQLite, a partitioned tsvector table on PostgreSQL."""

from django.db import migrations

from slovo.core.search import postgresql, sqlite


def create(apps, schema_editor):
    database = postgresql if schema_editor.connection.vendor == "postgresql" else sqlite
    for statement in database.CREATE:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for table in ("search_document", "search_form"):
        schema_editor.execute(f"DROP TABLE {table}")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunPython(create, remove)]
