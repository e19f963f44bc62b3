from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "slovo.promises"
    label = "promises"
