"""`slovo ticker`: what happens by the clock."""

import argparse

from slovo.config.cli.setup import django_ready
from slovo.config.schema import must_be_current


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    django_ready()
    must_be_current()
    from slovo.config.wiring import BY_THE_CLOCK
    from slovo.core.tasks.ticker import Ticker

    Ticker(BY_THE_CLOCK).run()
    return 0
