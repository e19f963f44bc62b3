from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "slovo.standards"
    label = "standards"
