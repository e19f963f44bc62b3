from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "slovo.knowledge"
    label = "knowledge"
