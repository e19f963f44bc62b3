"""`slovo run`: everything on this machine, under one parent."""

import argparse
import importlib
import socket
import sys
from collections.abc import Callable
from functools import partial

from slovo.config import environment
from slovo.config.cli import web
from slovo.config.cli.setup import django_ready, ready_to_serve
from slovo.config.running import UnableToStart, the_only_one
from slovo.config.supervisor import fork, supervise
from slovo.core.errors import UnableTo

PROCESSES = {  # and their command
    "web": ["web"],
    "worker": ["worker"],
    "doors and clock": ["clock", "--listen", "--live"],
}
# What those import only when they begin: imported here, it lies in memory once.
SHARED = (
    "slovo.core.tasks.worker",
    "slovo.core.tasks.ticker",
    "slovo.channels.email.listener",
    "slovo.config.by_the_clock",
    "slovo.config.streams",
)
PORTS = ("SLOVO_HTTP", "SLOVO_LIVE", "SLOVO_SMTP", "SLOVO_LMTP")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--empty", action="store_true", help="start without the demo company")


def run(arguments: argparse.Namespace) -> int:
    workers = environment.worker_processes()
    with the_only_one() as release:
        for name in filter(environment.read, PORTS):
            _must_be_free(name)
        django_ready()
        # In a child, so that what it needs, a whole demo company say, does not stay in our memory.
        preparing = fork("prepare", partial(_prepare, empty=arguments.empty))
        for module in (*SHARED, *(f"slovo.config.cli.{command}" for command, *_options in PROCESSES.values())):
            importlib.import_module(module)
        web.import_all()
        preparing.join()
        if preparing.exitcode:
            return preparing.exitcode
        ready_to_serve()
        web.find_addresses()
        from django.db import connections

        connections.close_all()  # nobody shares one
        programs = {name: partial(_run, command, release) for name, command in PROCESSES.items()}
        more = range(2, workers + 1)
        supervise(programs | {f"worker {number}": partial(_run, ["worker"], release) for number in more})
    return 0


def _prepare(*, empty: bool) -> int:
    from slovo.config.first_run import first_steps
    from slovo.config.upgrade import bring_up_to_date

    try:
        if before := bring_up_to_date():
            print(f"The database was upgraded. The state before is in {before}.")
        print("\n".join(first_steps(empty=empty)))
    except UnableTo as problem:
        print(f"slovo run: {problem}", file=sys.stderr)
        return 1
    print("\nStop with Ctrl-C. Nothing is lost.", flush=True)
    return 0


def _run(command: list[str], release: Callable[[], None]) -> int:
    from slovo.config.cli import main

    release()  # the folder is the parent's; when it is gone another may have it
    return main(command)


def _must_be_free(name: str) -> None:
    host, port = environment.address(name)
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise UnableToStart(
                f"{host}:{port} cannot be used ({problem.strerror}). Choose another: {name}={host}:{port + 100} bin/run"
            ) from None
