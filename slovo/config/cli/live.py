"""`slovo live`: the stream of nudges to open pages."""

import argparse
from typing import TYPE_CHECKING

from slovo.config import environment
from slovo.config.cli.setup import ready_to_serve

if TYPE_CHECKING:  # Django must be ready first
    from slovo.config.streams import Streams


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    ready_to_serve()
    from slovo.core.tasks import process

    process.run(the_streams())
    return 0


def the_streams() -> "Streams":
    """At the address that is set."""
    from slovo.config.streams import Streams

    return Streams(environment.address("SLOVO_LIVE"))
