"""`bin/bench`: medians of several rounds, each beside the machine's own limit in the same minutes.

`bin/bench doors`: letters in, one process. `bin/bench pages`: what a browser gets. `bin/bench intake`: letters,
messages and answers from four clients, the full way. `bin/bench desk`: two hundred desks while letters stream in,
memory, the first page. `bin/bench all`: these three.
All but the first on a company with `--conversations N`, kept in `--folder` for the next run.
`bin/bench cost`: what one message costs in processor time, by its steps.
`bin/bench chat`: `--visitors N` connected to one instance, `--messages M` a second both ways: how soon each side has
them, memory, and whether any was lost or doubled. On a company of its own.
`bin/bench promises`: how late the clock is with `--promises N` open ones (`--parts clock`); the status page, and the
ledger's pages with a hundredth of ten times as many promises and with all of them (`--parts pages`).
`bin/bench proof`: how long a browser works before a chat begins, where the brand asks for it.
`bin/bench widget`: how soon the chat's button stands on a shop's page and answers a click, on a throttled processor.
`--postgresql`: the machine's own server, on a cluster kept in that folder. SLOVO_DATABASE_URL names another one.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench import chat, cost, desk, doors, intake, pages, promise_pages, promises, proof, widget
from tests.bench.company import corpus_of
from tests.bench.database import fresh
from tests.postgres import kept

WHAT = ("doors", "pages", "intake", "cost", "desk", "promises", "chat", "proof", "widget", "all")


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("what", nargs="?", choices=WHAT, default="doors")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--conversations", type=int, default=20_000)
    parser.add_argument("--desks", type=int, default=desk.DESKS, help="of `desk`")
    parser.add_argument("--promises", type=int, default=100_000, help="open ones, of `promises`")
    parser.add_argument("--visitors", type=int, default=chat.VISITORS, help="of `chat`")
    parser.add_argument("--messages", type=float, default=chat.MESSAGES_A_SECOND, help="a second, of `chat`")
    parser.add_argument("--parts", default="pages,clock", help="of `promises`, with commas between")
    parser.add_argument("--folder", help="where the corpus is kept between runs")
    parser.add_argument("--postgresql", action="store_true", help="the machine's own server, not SQLite")
    parser.add_argument("--seconds", type=float, default=120, help="how long letters stream in")
    parser.add_argument("--ways", default=",".join(intake.WAYS), help="of intake, with commas between")
    arguments = parser.parse_args()
    if arguments.what == "doors":
        with tempfile.TemporaryDirectory(prefix="slovo-bench-") as folder:
            doors.run(folder, rounds=arguments.rounds)
        return
    if arguments.what == "proof":
        proof.run(arguments.rounds)
        return
    if arguments.what == "widget":
        with tempfile.TemporaryDirectory(prefix="slovo-bench-") as folder, _server(folder, arguments.postgresql):
            widget.run(str(Path(folder) / "widget"), rounds=arguments.rounds)
        return
    if arguments.what == "promises":
        parts = arguments.parts.split(",")
        for part in parts[1:]:  # each on a database, and so in a process, of its own
            subprocess.run([sys.executable, "-m", "tests.bench", *sys.argv[1:], "--parts", part], check=True)
        _of_promises(parts[0], arguments)
        return
    if arguments.what == "chat":
        _of_chat(arguments)
        return
    folder = arguments.folder or tempfile.mkdtemp(prefix="slovo-bench-")
    with _server(folder, arguments.postgresql), corpus_of(folder, arguments.conversations):
        if arguments.what in {"pages", "all"}:
            pages.run()
        if arguments.what in {"intake", "all"}:
            intake.run(arguments.seconds, arguments.ways.split(","))
        if arguments.what == "cost":
            cost.run(arguments.rounds)
        if arguments.what in {"desk", "all"}:
            desk.run(folder, arguments.seconds, desks=arguments.desks)


def _of_promises(part: str, arguments: argparse.Namespace) -> None:
    """On a database of its own."""
    with ExitStack() as kept:
        folder = arguments.folder or kept.enter_context(tempfile.TemporaryDirectory(prefix="slovo-bench-"))
        kept.enter_context(_server(folder, arguments.postgresql))
        kept.enter_context(fresh(str(Path(folder) / "promises")))
        if part == "clock":
            promises.run(folder, promises=arguments.promises)
        else:
            promise_pages.run(folder, promises=arguments.promises * 10)


def _of_chat(arguments: argparse.Namespace) -> None:
    """On a database of its own, new each time: what is counted is of this run alone."""
    with ExitStack() as kept:
        folder = arguments.folder or kept.enter_context(tempfile.TemporaryDirectory(prefix="slovo-bench-"))
        kept.enter_context(_server(folder, arguments.postgresql))
        own = kept.enter_context(tempfile.TemporaryDirectory(prefix="chat-", dir=folder))
        kept.enter_context(fresh(own))
        chat.run(own, visitors=arguments.visitors, messages=arguments.messages, seconds=arguments.seconds)


@contextmanager
def _server(folder: str, wanted: bool) -> Iterator[None]:
    if not wanted:
        yield
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    Path(folder).chmod(0o755)  # the server runs as somebody else
    with kept(Path(folder) / "postgresql") as url:
        os.environ["SLOVO_DATABASE_URL"] = url
        yield


if __name__ == "__main__":
    main()
