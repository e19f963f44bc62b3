"""`bin/bench`: medians of several rounds, each beside the machine's own limit in the same minutes.

`bin/bench doors`: letters in, one process. `bin/bench pages`: what a browser gets. `bin/bench intake`: letters,
messages and answers from four clients, the full way. `bin/bench desk`: two hundred desks while letters stream in,
memory, the first page. `bin/bench all`: these three. All but the first on a company with `--conversations N`, kept in
`--folder` for the next run.
`--postgresql`: the machine's own server, on a cluster kept in that folder. SLOVO_DATABASE_URL names another one.
"""

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import desk, doors, intake, pages
from tests.bench.company import corpus_of
from tests.postgres import kept


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("doors", "pages", "intake", "desk", "all"), default="doors")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--conversations", type=int, default=20_000)
    parser.add_argument("--folder", help="where the corpus is kept between runs")
    parser.add_argument("--postgresql", action="store_true", help="the machine's own server, not SQLite")
    parser.add_argument("--seconds", type=float, default=120, help="how long letters stream in")
    parser.add_argument("--ways", default=",".join(intake.WAYS), help="of intake, with commas between")
    arguments = parser.parse_args()
    if arguments.what == "doors":
        with tempfile.TemporaryDirectory(prefix="slovo-bench-") as folder:
            doors.run(folder, rounds=arguments.rounds)
        return
    folder = arguments.folder or tempfile.mkdtemp(prefix="slovo-bench-")
    with _server(folder, arguments.postgresql), corpus_of(folder, arguments.conversations):
        if arguments.what in {"pages", "all"}:
            pages.run()
        if arguments.what in {"intake", "all"}:
            intake.run(arguments.seconds, arguments.ways.split(","))
        if arguments.what in {"desk", "all"}:
            desk.run(folder, arguments.seconds)


@contextmanager
def _server(folder: str, wanted: bool) -> Iterator[None]:
    if not wanted:
        yield
        return
    with kept(Path(folder) / "postgresql") as url:
        os.environ["SLOVO_DATABASE_URL"] = url
        yield


if __name__ == "__main__":
    main()
