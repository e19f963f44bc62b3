import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from slovo.core.migrating import AddCheckWhileInUse, AddColumn, InOneCopy
from slovo.core.planner import tell_planner
from slovo.recovery.indexes import COMPENSATIONS

FAVOURS = ["waits", "given", "refused", "used", "paid", "taken_back"]
GIVEN = ["given", "obligation", "used", "paid", "taken_back"]


def tell(apps, _editor):
    tell_planner(apps.get_model("recovery", "Compensation"), COMPENSATIONS)


def column(name, field):
    return AddColumn("compensation", name, field)


def check(name, condition):
    return AddCheckWhileInUse("compensation", models.CheckConstraint(name=name, condition=condition))


class Migration(migrations.Migration):
    """A refund that is a favour can be taken back."""

    atomic = False  # on PostgreSQL old rows are looked at while everything goes on

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("recovery", "0003_indexes_of_lists"),
    ]

    operations = [
        column("taken_back_at", models.DateTimeField(null=True)),
        column(
            "taken_back_by",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        column("taken_back_words", models.CharField(blank=True, db_default="", default="", max_length=500)),
        column("taken_back_how", models.CharField(blank=True, db_default="", default="", max_length=10)),
        InOneCopy(
            "compensation",
            [
                migrations.RemoveConstraint("compensation", "what_is_owed_is_never_stopped"),
                check(
                    "what_is_owed_is_never_stopped",
                    Q(owed=False, state__in=FAVOURS)
                    | Q(owed=True, gives="refund", state__in=["obligation", "paid"], refund__isnull=False),
                ),
                migrations.RemoveConstraint("compensation", "compensation_given_at_a_moment"),
                check(
                    "compensation_given_at_a_moment",
                    Q(given_at=None, state__in=["waits", "refused"]) | Q(given_at__isnull=False, state__in=GIVEN),
                ),
                check(
                    "compensation_taken_back_by_somebody",
                    Q(
                        state="taken_back",
                        gives="refund",
                        taken_back_at__isnull=False,
                        taken_back_by__isnull=False,
                    )
                    & ~Q(taken_back_words="")
                    | ~Q(state="taken_back") & Q(taken_back_at=None, taken_back_by=None),
                ),
                check(
                    "compensation_taken_back_with_consent",
                    ~Q(state="taken_back") | Q(told_at=None, untold_since=None) | ~Q(taken_back_how=""),
                ),
            ],
        ),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
