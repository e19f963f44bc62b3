from django.apps import AppConfig


class CallbacksConfig(AppConfig):
    name = "slovo.callbacks"
    label = "callbacks"
