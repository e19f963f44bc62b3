from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "slovo.core.tasks"
    label = "tasks"
