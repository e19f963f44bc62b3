"""`slovo ticker`: what happens by the clock."""

import argparse

from slovo.config.cli.setup import ready_to_serve


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    ready_to_serve()
    from slovo.config.by_the_clock import BY_THE_CLOCK
    from slovo.core.tasks.ticker import Ticker

    Ticker(BY_THE_CLOCK).run()
    return 0
