"""`slovo imap`: fetching from the IMAP mailboxes."""

import argparse

from slovo.config.cli.setup import django_ready
from slovo.config.schema import must_be_current


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    django_ready()
    must_be_current()
    from slovo.channels.email.watch import Watch

    Watch().run()
    return 0
