from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "slovo.conversations"
    label = "conversations"
