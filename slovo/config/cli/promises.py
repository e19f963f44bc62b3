"""`slovo promises …`: whether the ledger and the journal tell the same; breaks that nobody has recorded."""

import argparse

SHOWN_MAX = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    summary = "build the ledger anew from the journal, beside the one that there is; status 1 if they differ"
    replay = actions.add_parser("replay", help=summary, description=summary)
    replay.add_argument("--check", action="store_true", required=True, help="compare, and write nothing")
    replay.set_defaults(perform=_replay)
    summary = "count what older versions released after its deadline without breaking it; status 1 if any is left"
    late = actions.add_parser("late-releases", help=summary, description=summary)
    late.add_argument("--yes", action="store_true", help="record the break of each, at its deadline; nobody is told")
    late.set_defaults(perform=_late_releases)


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


def _late_releases(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from slovo.config.cli.setup import ready_to_serve

    ready_to_serve()
    from slovo.promises.mending import record_break, released_late

    ids = list(released_late().values_list("pk", flat=True))
    print(f"Released after their deadline and not broken: {len(ids)}.")
    if not arguments.yes:
        print("Nothing was changed. Say --yes to record their breaks." if ids else "There is nothing to do.")
        return 1 if ids else 0
    recorded = sum(record_break(promise_id=pk, at=timezone.now()) for pk in ids)
    print(f"Breaks recorded: {recorded}.")
    return 0
