from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "slovo.core.live"
    label = "live"
