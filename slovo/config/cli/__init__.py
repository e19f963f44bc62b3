"""The command line, `slovo …`. A command is a module of this package, imported only when it is called,
so that `slovo calendar answer` does not wait for the web framework.

A command module has `HELP`, `add_arguments(parser)` and `run(arguments) -> int` (the exit status).
"""

import argparse
import importlib
import sys

from slovo.core.errors import UnableTo

COMMANDS = {
    "run": "everything on this machine: pages, live stream, worker, clock, mail",
    "web": "the pages alone",
    "live": "the live stream alone",
    "worker": "background work alone",
    "clock": "what happens by the clock, and the watch over IMAP mailboxes",
    "ticker": "what happens by the clock, alone",
    "listen": "the mail listener alone",
    "imap": "the watch over IMAP mailboxes alone",
    "mail": "take in a message, inspect one, see a reply without its quote",
    "calendar": "working time: deadlines, minutes between two moments, opening hours",
    "backup": "a consistent copy of everything, while everything runs",
    "restore": "a backup in place of what is there",
    "upgrade": "from an earlier version's database to this one's: backup, migrate, check",
    "settings": "every variable of the environment, what it is now and what it means",
    "search": "whether two words meet, how well documents are ranked, the index anew",
    "customers": "what is held of a customer: a copy of it, and erasing them",
    "orders": "orders from a file that a shop exported",
    "knowledge": "articles from Markdown files or another help desk's export",
    "book": "what looks like personal data in the entries of a book",
    "assistant": "how well the assistant answers, how sure it has to be, a talk with it",
    "promises": "whether the ledger of promises and the journal tell the same",
    "translations": "the texts in Russian and Ukrainian: collect, compile, check",
    "migrate": "bring the database to the form that this version wants",
}


def main(arguments: list[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else arguments
    name = arguments[0] if arguments else ""
    if name not in COMMANDS:
        _print_commands(wanted=name)
        return 0 if name in {"", "-h", "--help", "help"} else 2
    command = importlib.import_module(f"slovo.config.cli.{name}")
    parser = argparse.ArgumentParser(prog=f"slovo {name}", description=COMMANDS[name].capitalize() + ".")
    command.add_arguments(parser)
    try:
        status: int = command.run(parser.parse_args(arguments[1:]))
    except UnableTo as problem:
        print(f"slovo {name}: {problem}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        sys.stderr.close()
        return 0
    return status


def _print_commands(*, wanted: str) -> None:
    if wanted not in {"", "-h", "--help", "help"}:
        print(f"slovo: there is no command {wanted!r}.", file=sys.stderr)
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {what}" for name, what in COMMANDS.items()]
    print("usage: slovo COMMAND …\n\n" + "\n".join(lines) + "\n\nslovo COMMAND --help tells more.")
