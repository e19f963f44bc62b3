from django.apps import AppConfig


class RecoveryConfig(AppConfig):
    name = "slovo.recovery"
    label = "recovery"
