"""`slovo upgrade`: backup, migrate, check."""

import argparse

from slovo.config.cli.setup import django_ready
from slovo.config.running import the_only_one


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    with the_only_one():
        django_ready()
        from slovo.config.schema import must_not_be_newer, pending
        from slovo.config.upgrade import bring_up_to_date

        must_not_be_newer()
        if not pending():
            print("The database is current already: there is nothing to do.")
            return 0
        before = bring_up_to_date()
    print(f"Upgraded and checked. The state before is in {before}." if before else "The database is ready.")
    return 0
