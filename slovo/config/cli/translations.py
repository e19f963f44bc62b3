"""`slovo translations …`: for those who write the texts."""

import argparse
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="ACTION")
    what.add_parser("extract", help="bring the catalogues to the strings that the code has")
    what.add_parser("compile", help="make the files that the program reads, where they are missing or old")
    what.add_parser("check", help="name everything that is missing or wrong; status 1 if anything is")


def run(arguments: argparse.Namespace) -> int:
    from slovo.config import translations

    if arguments.what == "compile":
        translations.compile_stale()
        return 0
    from slovo.config.cli.setup import django_ready

    django_ready()
    if arguments.what == "extract":
        translations.update()
        return 0
    found = list(translations.problems())
    print("\n".join(found), end="\n" if found else "", file=sys.stderr)
    return 1 if found else 0
