"""`slovo knowledge …`: articles from a folder of Markdown files, or from another help desk's export."""

import argparse
from pathlib import Path
from typing import Any

from slovo.config.cli import named
from slovo.core.errors import UnableTo

LEFT = {  # why nothing leads from the words of a link
    "gone": "it is not in the folder",
    "kind": "it is no picture and no PDF file",
    "size": "it is empty or has more than 5 MB",
    "refused": "it was not taken",
    "hidden": "not everybody may read it",
}
KINDS = ("markdown", "zendesk", "chatwoot", "intercom", "freescout")


class UnableToImportArticles(UnableTo):
    pass


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    summary = "take in articles; those that say the same as here are left alone"
    command = actions.add_parser("import", help=summary, description=summary)
    command.add_argument("--brand", required=True, metavar="SLUG", help="whose articles they are")
    command.add_argument("--language", required=True, choices=("ru", "uk", "en"), help="in which they are written")
    command.add_argument("--as", required=True, dest="email", metavar="EMAIL", help="who writes them, and publishes")
    command.add_argument("--from", dest="kind", choices=KINDS, default="markdown", help="what it is that is read")
    command.add_argument("--publish", action="store_true", help="readers see them at once; else they are drafts")
    command.add_argument("place", type=Path, metavar="PLACE", help="a folder of .md files, or an export's file")
    command.set_defaults(perform=_import)


def run(arguments: argparse.Namespace) -> int:
    status: int = arguments.perform(arguments)
    return status


def _import(arguments: argparse.Namespace) -> int:
    from slovo.config.cli.setup import ready_to_serve

    ready_to_serve()
    from django.utils import timezone

    from slovo.knowledge import importing

    by, brand = named.colleague(arguments.email), named.brand(arguments.brand)
    run = importing.take_all(brand=brand, pages=_pages(arguments), by=by, at=timezone.now())
    new, changed, same = (run.outcomes[one] for one in importing.Outcome)
    print(f"New: {new}. Changed: {changed}. As they were: {same}.")
    for place, target, why in run.left:
        print(f"Without a link: {place} → {target} ({LEFT[why]})")
    for place, problem in run.refused:
        print(f"Not taken: {place}: {problem}")
    return 1 if run.refused else 0


def _pages(arguments: argparse.Namespace) -> Any:
    from slovo.knowledge import exports, folders, from_freescout, from_intercom

    given = {"language": arguments.language, "publish": arguments.publish}
    if arguments.kind == "markdown":
        return list(folders.pages(arguments.place, **given))
    try:
        content = arguments.place.read_bytes()
    except OSError as problem:
        raise UnableToImportArticles(f"{arguments.place} cannot be read ({problem.strerror}). Name a file.") from None
    if arguments.kind == "intercom":
        return list(from_intercom.pages(content, **given))
    if arguments.kind == "freescout":
        return list(from_freescout.pages(content, **given))
    return list(exports.pages(content, kind=arguments.kind, **given))
