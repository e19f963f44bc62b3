from django.apps import AppConfig


class LimitsConfig(AppConfig):
    name = "slovo.core.limits"
    label = "limits"
