from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "slovo.channels"
    label = "channels"
