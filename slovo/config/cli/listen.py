"""`slovo listen`: the mail listener."""

import argparse
from typing import TYPE_CHECKING

from slovo.config import environment
from slovo.config.cli.setup import ready_to_serve

if TYPE_CHECKING:  # Django must be ready first
    from slovo.channels.email.listener import Listener


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    ready_to_serve()
    from slovo.core.tasks import process

    process.run(the_listener())
    return 0


def the_listener() -> "Listener":
    """At the addresses that are set."""
    from slovo.channels.email.listener import Listener

    smtp, lmtp = (
        environment.address(name) if environment.read(name) else None for name in ("SLOVO_SMTP", "SLOVO_LMTP")
    )
    return Listener(smtp=smtp, lmtp=lmtp)
