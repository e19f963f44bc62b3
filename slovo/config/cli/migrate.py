"""`slovo migrate`: bring the database to the form that this version wants."""

import argparse

from slovo.config.cli.setup import django_ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    django_ready()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    return 0
