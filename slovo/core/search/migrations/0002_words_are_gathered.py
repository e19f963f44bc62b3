from django.db import migrations

from slovo.core.search import postgresql


def gather(apps, schema_editor):
    """In every partition that is there already: a setting of its index, for which nothing is rewritten."""
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'search_document'::regclass")
        for (name,) in cursor.fetchall():
            postgresql.gather(cursor, name)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(gather, migrations.RunPython.noop)]
