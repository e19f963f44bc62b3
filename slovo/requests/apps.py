from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "slovo.requests"
    label = "requests"
