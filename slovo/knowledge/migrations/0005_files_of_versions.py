from django.db import migrations, models
from django.db.models import Q

from slovo.core.migrating import AddCheckWhileInUse, AddColumn, InOneCopy

ROWS_AT_ONCE = 500


def keep_what_is_shown(apps, _editor):
    """Every version that was published shows what its article has now: so it was until today."""
    version, file = apps.get_model("knowledge", "Version"), apps.get_model("knowledge", "ArticleFile")
    link = version.files.through
    there: dict[int, list[int]] = {}
    for pk, article_id in file.objects.values_list("pk", "article_id"):
        there.setdefault(article_id, []).append(pk)
    was_read = version.objects.filter(state__in=["published", "superseded"], text__article_id__in=list(there))
    rows = (
        link(version_id=pk, articlefile_id=file_id)
        for pk, article_id in was_read.values_list("pk", "text__article_id")
        for file_id in there[article_id]
    )
    link.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("knowledge", "0004_led_to"), ("people", "0001_initial")]

    operations = [
        AddColumn("articlefile", "removed_at", models.DateTimeField(null=True)),
        AddColumn(
            "articlefile",
            "removed_by",
            models.ForeignKey(
                "people.staff", models.PROTECT, null=True, related_name="+", db_index=False
            ),
        ),
        InOneCopy(
            "articlefile",
            [
                migrations.RemoveConstraint("articlefile", "one_file_a_name"),
                migrations.AddConstraint(
                    "articlefile",
                    models.UniqueConstraint(
                        fields=["article", "name"], condition=Q(removed_at=None), name="one_file_a_name_at_a_time"
                    ),
                ),
                AddCheckWhileInUse(
                    "articlefile",
                    models.CheckConstraint(
                        condition=Q(removed_at=None, removed_by=None)
                        | Q(removed_at__isnull=False, removed_by__isnull=False),
                        name="article_file_removed_by_somebody",
                    ),
                ),
            ],
        ),
        migrations.AlterModelOptions("articlefile", {"ordering": ["name", "-added_at"]}),
        migrations.AddField(
            "version", "files", models.ManyToManyField(related_name="versions", to="knowledge.articlefile")
        ),
        migrations.RunPython(keep_what_is_shown, migrations.RunPython.noop),
    ]
