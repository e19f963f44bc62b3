"""`slovo worker`: background work."""

import argparse

from slovo.config import environment
from slovo.config.cli.setup import ready_to_serve


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--threads", type=int, default=int(environment.read("SLOVO_WORKER_THREADS")))


def run(arguments: argparse.Namespace) -> int:
    ready_to_serve()
    from slovo.core.db import is_sqlite
    from slovo.core.sqlite.checkpoints import Checkpoints
    from slovo.core.tasks import process
    from slovo.core.tasks.worker import Worker

    process.run(Worker(arguments.threads), *([Checkpoints()] if is_sqlite() else []))
    return 0
