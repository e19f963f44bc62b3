"""Memory that beginning took is given back, and nothing that was written goes with it."""

import subprocess
import sys

from slovo.config.giving_back import unwritten

MAPPING = """\
7f00{at}000000-7f00{at}002000 {rights} 00000000 08:01 42 {path}
Size:                  8 kB
Anonymous:             {anonymous} kB
AnonHugePages:         0 kB
Swap:                  {swapped} kB
SwapPss:               0 kB
VmFlags: rd ex mr mw me
"""
LIBRARY = "                         /usr/lib/libcrypto.so.3"
LOADED = """
import re, ssl, sqlite3, cryptography.fernet, pydantic
from slovo.config.giving_back import give_back

def mapped():
    return int(re.search(r"RssFile:\\s+(\\d+)", open("/proc/self/status").read())[1])

before = mapped()
give_back()
print(mapped() < before / 2)
locked = cryptography.fernet.Fernet(key := cryptography.fernet.Fernet.generate_key()).encrypt(b"kept")
print(cryptography.fernet.Fernet(key).decrypt(locked), sqlite3.connect(":memory:").execute("SELECT 2 + 2").fetchone())
"""


def mapping(at: int, *, rights: str = "r-xp", path: str = LIBRARY, anonymous: int = 0, swapped: int = 0) -> str:
    return MAPPING.format(at=f"{at:02x}", rights=rights, path=path, anonymous=anonymous, swapped=swapped)


def test_only_what_is_a_files_alone_is_unmapped() -> None:
    told = "".join(
        [
            mapping(1),
            mapping(2, rights="r--p", anonymous=4),  # the loader wrote there
            mapping(3, rights="r--p", swapped=4),  # so it did, and the system has put it away since
            mapping(4, rights="rw-p"),
            mapping(5, rights="r--s"),
            mapping(6, path=""),
            mapping(7, rights="r--p"),
        ]
    )

    assert [start >> 24 & 0xFF for start, _end in unwritten(told)] == [1, 7]


def test_libraries_work_on_when_they_are_unmapped() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, timeout=60)

    assert done.stdout.splitlines() == ["True", "b'kept' (4,)"], done.stderr
