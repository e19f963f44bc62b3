"""What beginning took and no longer needs, given back to the system, so that those who are forked do not carry it."""

import ctypes
import gc
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

MAPS = Path("/proc/self/smaps")  # Linux alone tells
# "7f5e-7f60 r-xp 0004 08:01 42  /usr/lib/libcrypto.so.3": of a file, private, and not written to
OF_A_FILE = re.compile(r"([0-9a-f]+)-([0-9a-f]+) r-.p \S+ \S+ \S+ +/")
A_MAPPING = re.compile(r"^(?=[0-9a-f]+-[0-9a-f]+ )", re.MULTILINE)
OWN_PAGES = re.compile(r"^(?:Anonymous|Swap): +(\d+) kB$", re.MULTILINE)
MADV_DONTNEED = 4


def give_back() -> None:
    gc.collect()
    with suppress(AttributeError):  # another C library than glibc
        ctypes.CDLL(None).malloc_trim(0)  # ten megabytes of templates being compiled
    _unmap_files()


def _unmap_files() -> None:
    """Seventeen megabytes of libraries that were read once, to be imported. The system has them still, and maps again
    what is touched."""
    try:
        advise = ctypes.CDLL(None).madvise
        told = MAPS.read_text()
    except (AttributeError, OSError):
        return
    for start, end in unwritten(told):
        advise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), MADV_DONTNEED)


def unwritten(told: str) -> Iterator[tuple[int, int]]:
    """Where files are mapped of which each page is the file's, by what `MAPS` tells. A page that was written to, as the
    loader does, would be lost: it is in memory ("Anonymous") or out in the swap."""
    for mapping in A_MAPPING.split(told):
        place = OF_A_FILE.match(mapping)
        if place and OWN_PAGES.findall(mapping) == ["0", "0"]:
            yield int(place[1], 16), int(place[2], 16)
