from django.apps import AppConfig


class PresenceConfig(AppConfig):
    name = "slovo.core.presence"
    label = "presence"
