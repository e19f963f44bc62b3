from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "slovo.config"
    label = "wiring"

    def ready(self) -> None:
        from slovo.config.wiring import connect

        connect()
