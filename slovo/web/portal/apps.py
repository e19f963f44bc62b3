from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "slovo.web.portal"
    label = "portal"
