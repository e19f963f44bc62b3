"""`slovo web`: the pages. One thread a process: threads of one process wait for each other.

The processes are forked when everything is imported: they share its memory and answer at once.
"""

import argparse
import gc
import multiprocessing
import os
from functools import cache

from slovo.config import environment
from slovo.config.cli.setup import ready_to_serve

STOP_SECONDS_MAX = 10
# Where both want the processor, what is on its way in and out goes before the next page: else more comes in by pages
# than leaves. Yielding less, programs that answer as fast as they can are a quarter of a minute ahead of the letters.
YIELDING = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--processes", type=int, default=int(environment.read("SLOVO_WEB_PROCESSES")))


def run(arguments: argparse.Namespace) -> int:
    ready_to_serve()
    import_all()
    find_addresses()
    from django.db import connections
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    from slovo.config.wsgi import application

    connections.close_all()  # nobody shares one
    gc.freeze()
    os.nice(YIELDING)
    multiprocessing.set_start_method("fork", force=True)
    host, port = environment.address("SLOVO_HTTP")
    server = Server(
        "slovo.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=arguments.processes,
        blocking_threads=1,
        websockets=False,
        workers_kill_timeout=STOP_SECONDS_MAX,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    )
    server.serve(target_loader=lambda: application, wrap_loader=False)
    return 0


def import_all() -> None:
    """What pages need, so that it lies in memory once and nobody waits for it."""
    import granian.server
    from django.urls import get_resolver

    import slovo.config.wsgi
    from slovo.core.text.lemmas import read_dictionaries
    from slovo.web.desk.jinja import compile_main_pages

    read_dictionaries()
    assert granian.server.Server and slovo.config.wsgi.application
    assert get_resolver().url_patterns  # every view is imported now
    compile_main_pages()


@cache
def find_addresses() -> None:
    """Which name stands at which address, in each language: Django puts that together when first asked, 4 MB in each
    process that is not forked afterwards."""
    from django.conf import settings
    from django.urls import reverse
    from django.utils import translation

    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            reverse("preferences")
