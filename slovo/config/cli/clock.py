"""The clock and the watch over IMAP mailboxes in one process, in `slovo run` the mail listener, too: all wait most of
the time, and each process costs twenty to thirty megabytes.
"""

import argparse

from slovo.config.cli.listen import the_listener
from slovo.config.cli.setup import ready_to_serve


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--listen", action="store_true", help="be the mail listener as well")


def run(arguments: argparse.Namespace) -> int:
    ready_to_serve()
    from slovo.channels.email.watch import Watch
    from slovo.config.by_the_clock import BY_THE_CLOCK
    from slovo.core.tasks import process
    from slovo.core.tasks.ticker import Ticker

    door = [the_listener()] if arguments.listen else []
    process.run(*door, Ticker(BY_THE_CLOCK), Watch())
    return 0
