"""One Slovo on a data folder: who runs, restores or upgrades holds its lock."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from slovo.config import environment
from slovo.core.errors import UnableTo


class UnableToStart(UnableTo):
    pass


@contextmanager
def the_only_one() -> Iterator[Callable[[], None]]:
    """Two of us on one data folder would do everything twice."""
    folder = environment.data_folder()
    with _lock_file(folder) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UnableToStart(
                f"Slovo runs on {folder} already. Stop it first, or set SLOVO_DATA to another folder."
            ) from None
        yield file.close


def _lock_file(folder: Path) -> IO[str]:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return (folder / "running").open("w")
    except OSError as problem:
        raise UnableToStart(
            f"{folder} cannot be used ({problem.strerror}). Let this user write there, "
            "or set SLOVO_DATA to another folder."
        ) from None
