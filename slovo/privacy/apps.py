from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "slovo.privacy"
    label = "privacy"
