from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "slovo.people"
    label = "people"
