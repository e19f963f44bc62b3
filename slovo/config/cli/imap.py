"""`slovo imap`: fetching from the IMAP mailboxes."""

import argparse

from slovo.config.cli.setup import ready_to_serve


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    ready_to_serve()
    from slovo.channels.email.watch import Watch

    Watch().run()
    return 0
