"""Several threads that do something in the same moment, each on a connection of its own."""

import threading
from collections.abc import Callable, Sequence

from django.db import connection


def at_once(work: Sequence[Callable[[], object]]) -> list[Exception]:
    """All begin together. What went wrong."""
    problems: list[Exception] = []
    together = threading.Barrier(len(work))

    def one(deed: Callable[[], object]) -> None:
        try:
            together.wait()
            deed()
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[deed]) for deed in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return problems
