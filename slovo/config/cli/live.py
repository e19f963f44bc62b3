"""`slovo live`: the stream of nudges to open pages."""

import argparse

from slovo.config import environment
from slovo.config.cli.setup import ready_to_serve

STOP_SECONDS_MAX = 3  # an open stream never ends by itself


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    ready_to_serve()
    import uvicorn
    from django.conf import settings

    from slovo.config import live_settings

    # Forked from a parent that runs on the house's settings: the same ones, but for the door.
    settings.ROOT_URLCONF, settings.MIDDLEWARE = live_settings.ROOT_URLCONF, live_settings.MIDDLEWARE
    host, port = environment.address("SLOVO_LIVE")
    uvicorn.run(
        "slovo.config.asgi:application",
        host=host,
        port=port,
        lifespan="off",
        ws="none",
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=STOP_SECONDS_MAX,
    )
    return 0
