"""`slovo web`: the pages. One thread a process: threads of one process wait for each other."""

import argparse
import os
import sys

from slovo.config import environment
from slovo.config.cli.setup import django_ready
from slovo.config.schema import must_be_current

STOP_SECONDS_MAX = "10s"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--processes", default=environment.read("SLOVO_WEB_PROCESSES"))


def run(arguments: argparse.Namespace) -> int:
    django_ready()
    must_be_current()
    host, port = environment.address("SLOVO_HTTP")
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    command += ["--workers", arguments.processes, "--blocking-threads", "1", "--no-ws"]
    command += ["--workers-kill-timeout", STOP_SECONDS_MAX, "--respawn-failed-workers", "--log-level", "warning"]
    os.execv(command[0], [*command, "slovo.config.wsgi:application"])  # noqa: S606 - our own words, no shell
