"""`slovo book overlooked …`: what the program would take out of the entries of a book today."""

import argparse

from slovo.config.cli import named


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    summary = "print what looks like personal data in what everybody reads; nothing is taken out by that"
    command = actions.add_parser("overlooked", help=summary, description=summary)
    command.add_argument("--brand", required=True, metavar="SLUG", help="whose book")


def run(arguments: argparse.Namespace) -> int:
    from slovo.config.cli.setup import django_ready
    from slovo.config.schema import must_be_current

    django_ready()
    must_be_current()
    from slovo.book import overlooked

    brand, before, places = named.brand(arguments.brand), None, 0
    while True:
        again = overlooked.look_again(brand.pk, before=before)
        for entry, proposed in again.found:
            for one in proposed:
                print(f"№ {entry.number}: {one.words}")
                places += 1
        before = again.older
        if before is None:
            break
    print(f"Places: {places}. Nothing was taken out: a person does that on the entry's page.")
    return 0
