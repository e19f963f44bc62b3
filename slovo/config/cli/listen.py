"""`slovo listen`: the mail listener."""

import argparse

from slovo.config import environment
from slovo.config.cli.setup import ready_to_serve


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    ready_to_serve()
    from slovo.channels.email import listener

    smtp, lmtp = (
        environment.address(name) if environment.read(name) else None for name in ("SLOVO_SMTP", "SLOVO_LMTP")
    )
    listener.run(smtp=smtp, lmtp=lmtp)
    return 0
