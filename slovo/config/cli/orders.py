"""`slovo orders …`: orders from a file, as a shop exports them."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from slovo.config.cli import named
from slovo.core.errors import UnableTo

SHOWN_MAX = 20


class UnableToImportOrders(UnableTo):
    pass


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    summary = "store the orders of a CSV file: all or, where it has mistakes, none; docs/orders.md names the columns"
    command = actions.add_parser("import", help=summary, description=summary)
    command.add_argument("--brand", required=True, metavar="SLUG", help="whose customers they are")
    command.add_argument("--source", required=True, metavar="NAME", help="where the orders come from, such as shop")
    command.add_argument("--as", required=True, dest="email", metavar="EMAIL", help="an administrator of that brand")
    command.add_argument("--dry-run", action="store_true", help="say what would happen, and store nothing")
    command.add_argument("file", type=Path, metavar="FILE", help="its orders stand as they did when it was written")
    command.set_defaults(perform=_import)


def run(arguments: argparse.Namespace) -> int:
    status: int = arguments.perform(arguments)
    return status


def _import(arguments: argparse.Namespace) -> int:
    from slovo.config.cli.setup import ready_to_serve

    ready_to_serve()
    from django.utils import timezone

    from slovo.orders import importing

    by, brand = named.colleague(arguments.email), named.brand(arguments.brand)
    content, as_of = _read(arguments.file)
    at = timezone.now()
    row = importing.look_through(
        brand=brand,
        source=arguments.source,
        name=arguments.file.name,
        content=content,
        as_of=min(as_of, at),
        by=by,
        at=at,
    )
    print(f"Orders: {row.total}, in {row.lines} lines. Not known until now: {row.unknown}.")
    if arguments.dry_run:
        importing.discard(import_id=row.pk, by=by)
        print("Nothing was stored: this was a dry run.")
        return 0
    importing.begin(import_id=row.pk, by=by, at=at)
    while importing.go_on(import_id=row.pk, at=timezone.now()):
        pass
    return _told(row)


def _told(row: Any) -> int:
    from slovo.orders import queries

    row.refresh_from_db()
    print(f"Orders that said something new: {row.news}.")
    refused = list(queries.refused(row))
    for item in refused[:SHOWN_MAX]:
        print(f"Not stored, line {item.line}: {item.words}")
    if len(refused) > SHOWN_MAX:
        print(f"… and {len(refused) - SHOWN_MAX} more.")
    return 1 if refused else 0


def _read(path: Path) -> tuple[bytes, datetime]:
    try:
        return path.read_bytes(), datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as problem:
        raise UnableToImportOrders(f"{path} cannot be read ({problem.strerror}). Name a file.") from None
