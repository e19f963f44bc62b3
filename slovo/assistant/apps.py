from django.apps import AppConfig


class AssistantConfig(AppConfig):
    name = "slovo.assistant"
    label = "assistant"
