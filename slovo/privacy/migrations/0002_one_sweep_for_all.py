"""Sweeps that the one job for all has replaced are not waited for: no worker knows their names any more. They carry
nothing, and what they were to take away goes the next night."""

from typing import Any

from django.db import migrations

REPLACED = (
    "promises.sweep_reminders@1",
    "promises.forget_forecasts@1",
    "conversations.forget_changes@1",
    "channels.forget_visitors@1",
    "orders.forget_imports@1",
    "knowledge.sweep@1",
    "webhooks.sweep@1",
)


def let_go(apps: Any, schema_editor: Any) -> None:
    apps.get_model("tasks", "Task").objects.filter(name__in=REPLACED, leased_until=None).delete()
    apps.get_model("tasks", "PeriodicSlot").objects.filter(name__in=REPLACED).delete()


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial"), ("tasks", "0001_initial")]
    operations = [migrations.RunPython(let_go, migrations.RunPython.noop, elidable=True)]
