"""The clock and the watch over IMAP mailboxes in one process of `slovo run`: both wait most of the time, and each
process costs thirty megabytes.
"""

import argparse

from slovo.config.cli.setup import ready_to_serve


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    ready_to_serve()
    from slovo.channels.email.watch import Watch
    from slovo.config.by_the_clock import BY_THE_CLOCK
    from slovo.core.tasks import process
    from slovo.core.tasks.ticker import Ticker

    process.run(Ticker(BY_THE_CLOCK), Watch())
    return 0
