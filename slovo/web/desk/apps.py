from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "slovo.web.desk"
    label = "desk"
