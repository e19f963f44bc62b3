"""`slovo worker`: background work."""

import argparse

from slovo.config import environment
from slovo.config.cli.setup import django_ready
from slovo.config.schema import must_be_current


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--threads", type=int, default=int(environment.read("SLOVO_WORKER_THREADS")))


def run(arguments: argparse.Namespace) -> int:
    django_ready()
    must_be_current()
    from slovo.core.tasks.worker import Worker

    Worker(arguments.threads).run()
    return 0
