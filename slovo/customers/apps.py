from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "slovo.customers"
    label = "customers"
