"""`slovo live`: the stream of nudges to open pages."""

import argparse
import os

from slovo.config import environment
from slovo.config.cli.setup import django_ready
from slovo.config.schema import must_be_current

STOP_SECONDS_MAX = 3  # an open stream never ends by itself


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    import uvicorn

    os.environ["DJANGO_SETTINGS_MODULE"] = "slovo.config.live_settings"  # whatever our parent runs on
    django_ready()
    must_be_current()
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
