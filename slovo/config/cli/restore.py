"""`slovo restore`: a backup in place of what is there."""

import argparse
from pathlib import Path

from slovo.config.cli.setup import django_ready
from slovo.config.running import the_only_one


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="what `slovo backup` wrote")
    parser.add_argument("--force", action="store_true", help="there is data: keep it aside and go on")


def run(arguments: argparse.Namespace) -> int:
    with the_only_one():
        django_ready()
        from slovo.config import backup

        kept = backup.restore(arguments.folder, force=arguments.force)
    if kept:
        print(f"What was there before is kept in {kept}.")
    print("Restored. Run `slovo upgrade` if the backup is of an earlier version, then start.")
    return 0
