from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "slovo.orders"
    label = "orders"
