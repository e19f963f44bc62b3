"""The clock and the watch over IMAP mailboxes in one process, in `slovo run` the mail listener and the live stream,
too: all wait most of the time, and each process costs twenty to thirty megabytes.
"""

import argparse

from slovo.config.cli.listen import the_listener
from slovo.config.cli.live import the_streams
from slovo.config.cli.setup import ready_to_serve


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--listen", action="store_true", help="be the mail listener as well")
    parser.add_argument("--live", action="store_true", help="serve the live stream as well")


def run(arguments: argparse.Namespace) -> int:
    ready_to_serve()
    from slovo.channels.email.watch import Watch
    from slovo.config.by_the_clock import BY_THE_CLOCK
    from slovo.core.tasks import process
    from slovo.core.tasks.ticker import Ticker

    doors: list[process.Part] = []
    if arguments.live:
        doors.append(the_streams())
    if arguments.listen:
        doors.append(the_listener())
    process.run(*doors, Ticker(BY_THE_CLOCK), Watch())
    return 0
