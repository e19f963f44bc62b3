from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "slovo.api.webhooks"
    label = "webhooks"
