from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "slovo.core.journal"
    label = "journal"
