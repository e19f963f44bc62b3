from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "slovo.visits"
    label = "visits"
