"""`slovo settings`: every variable, what it is now, and what it means."""

import argparse
import os
import textwrap

from slovo.config.environment import VARIABLES, Variable, read

COLUMNS = 100
SECRET = ("KEY", "DATABASE_URL")  # shown only as set or not


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    for variable in VARIABLES:
        print(f"{variable.name} = {_shown(variable)}")
        print(textwrap.fill(variable.meaning, COLUMNS, initial_indent="    ", subsequent_indent="    "))
    return 0


def _shown(variable: Variable) -> str:
    given = bool(os.environ.get(variable.name, "").strip())
    if any(word in variable.name for word in SECRET):
        return "(set, not shown)" if given else "(not set)"
    return f"{read(variable.name) or '(empty)'}{'' if given else '   (the default)'}"
