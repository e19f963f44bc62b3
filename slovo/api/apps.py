from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "slovo.api"
    label = "api"
