from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "slovo.core.search"
    label = "search"
