from django.apps import AppConfig


class BookConfig(AppConfig):
    name = "slovo.book"
    label = "book"
