"""`slovo promises …`: whether the ledger and the journal tell the same."""

import argparse

SHOWN_MAX = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    summary = "build the ledger anew from the journal, beside the one that there is; status 1 if they differ"
    replay = actions.add_parser("replay", help=summary, description=summary)
    replay.add_argument("--check", action="store_true", required=True, help="compare, and write nothing")
    replay.set_defaults(perform=_replay)


def run(arguments: argparse.Namespace) -> int:
    status: int = arguments.perform(arguments)
    return status


def _replay(arguments: argparse.Namespace) -> int:
    from slovo.config.cli.setup import ready_to_serve

    ready_to_serve()
    from slovo.promises.replay import Score, compare

    def share(score: Score) -> str:
        done = score.kept + score.broken
        return f"{score.kept} of {done}" + (f" ({score.kept / done:.1%})" if done else "")

    found = compare()
    print(f"Promises compared: {found.compared}. Made before the journal told everything: {found.unknown}.")
    print(f"Kept, by the ledger: {share(found.as_rows)}; by the journal: {share(found.as_told)}.")
    for words in found.differing[:SHOWN_MAX]:
        print(words)
    if len(found.differing) > SHOWN_MAX:
        print(f"… and {len(found.differing) - SHOWN_MAX} more.")
    print("They agree." if found.agrees else "They differ.")
    return 0 if found.agrees else 1
