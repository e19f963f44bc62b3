"""`slovo backup`: a consistent copy while everything runs."""

import argparse
from pathlib import Path

from slovo.config.cli.setup import django_ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", nargs="?", type=Path, help="a folder that does not exist yet; else SLOVO_DATA/backups/…"
    )


def run(arguments: argparse.Namespace) -> int:
    django_ready()
    from slovo.config import backup

    print(backup.back_up(arguments.folder))
    return 0
