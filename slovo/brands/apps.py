from django.apps import AppConfig


class BrandsConfig(AppConfig):
    name = "slovo.brands"
    label = "brands"
