from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "slovo.core.files"
    label = "files"
