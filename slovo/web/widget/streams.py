"""How many live streams are open at once: of one visitor, and from one address, behind which there may be an office.

Each costs a socket and some memory of the process that holds it, for minutes: that process counts its own, and not
those of others (`docs/widget.md` says why). Who has too many is told so, and their page asks for its news now and
then."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

OF_VISITOR_MAX = 12  # tabs, on all their devices
OF_ADDRESS_MAX = 300
WAIT_SECONDS = 60

_open: Counter[str] = Counter()


def are_too_many(visitor_id: int, address: str) -> bool:
    """`address`: under its seal."""
    return _open[f"visitor:{visitor_id}"] >= OF_VISITOR_MAX or _open[f"address:{address}"] >= OF_ADDRESS_MAX


@contextmanager
def one_more(visitor_id: int, address: str) -> Iterator[None]:
    names = (f"visitor:{visitor_id}", f"address:{address}")
    _open.update(names)
    try:
        yield
    finally:
        _open.subtract(names)
        for name in names:
            if not _open[name]:
                del _open[name]
