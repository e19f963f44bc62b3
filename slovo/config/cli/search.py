"""`slovo search …`: whether two words meet, how well documents are ranked, the index anew."""

import argparse
import sys
from pathlib import Path

LANGUAGES = ("ru", "uk", "en")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    summary = "whether two forms of a word meet, and by which lemma; status 1 if they do not"
    match = actions.add_parser("match", help=summary, description=summary)
    match.add_argument("--lang", required=True, choices=LANGUAGES, help="the language of both words")
    match.add_argument("words", nargs=2, metavar="WORD")
    match.set_defaults(perform=_match)
    summary = "rank documents for questions by the index's own code, as JSON lines {id, ranked}"
    rank = actions.add_parser("rank", help=summary, description=summary)
    rank.add_argument("--lang", required=True, choices=LANGUAGES, help="the language of the documents")
    rank.add_argument("--docs", required=True, type=Path, metavar="FILE", help="JSON lines {id, text}")
    rank.add_argument("--queries", required=True, type=Path, metavar="FILE", help="JSON lines {id, text}")
    rank.set_defaults(perform=_rank)
    summary = "the index anew, while everything goes on; goes on where an interrupted one stopped"
    rebuild = actions.add_parser("rebuild", help=summary, description=summary)
    rebuild.add_argument("--from-the-start", action="store_true", help="begin again instead of going on")
    rebuild.set_defaults(perform=_rebuild)


def run(arguments: argparse.Namespace) -> int:
    status: int = arguments.perform(arguments)
    return status


def _match(arguments: argparse.Namespace) -> int:
    from slovo.core.text.lemmas import lemmas_in_a_text
    from slovo.core.text.words import fold

    one, other = arguments.words
    shared = lemmas_in_a_text(fold(one), arguments.lang) & lemmas_in_a_text(fold(other), arguments.lang)
    if shared:
        print(f"«{one}» and «{other}» meet: {', '.join(sorted(shared))}")
    else:
        print(f"«{one}» and «{other}» do not meet.")
    return 0 if shared else 1


def _rank(arguments: argparse.Namespace) -> int:
    from slovo.config.cli import search_rank

    return search_rank.run(arguments.docs, arguments.queries, language=arguments.lang)


def _rebuild(arguments: argparse.Namespace) -> int:
    from slovo.config.cli.setup import ready_to_serve

    ready_to_serve()
    from django.utils import timezone

    from slovo.conversations.search import rebuild

    begun = None if arguments.from_the_start else rebuild.unfinished()
    if begun:
        print("An interrupted rebuild goes on.", file=sys.stderr)
    begun = begun or rebuild.begin(at=timezone.now())
    while begun.finished_at is None:
        rebuild.apply(begun, rebuild.prepare(begun), at=timezone.now())
        done = 100 * (begun.total + 1 - begun.before_id) // (begun.total + 1)
        print(f"{done} %, down to message {begun.before_id}", flush=True)
    print("The index is complete.")
    return 0
