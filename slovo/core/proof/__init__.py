"""Some work that is asked of a browser: a moment for a person, much for a program that comes by the thousand.

A challenge is signed for one purpose and nothing of it is stored: "<moment>.<bits>.<random>:<signature>". Its answer is
the challenge with a number behind it, for which SHA-256 of "<signature>:<number>" begins with so many zero bits.
What was answered counts once (`actions.py`), and not for ever.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core import signing

BITS = 15  # 32,768 hashes in the mean; how long that takes on a slow phone: docs/widget.md
CHARACTERS_MAX = 200
NUMBER_DIGITS_MAX = 10  # so that the browser hashes one block
_SALT = "slovo.core.proof"


@dataclass(frozen=True, slots=True)
class Given:
    """A challenge of ours that has come back. `name`: under which it is spent."""

    name: str
    made_at: datetime
    solved: bool


def challenge(purpose: str, *, at: datetime) -> str:
    return _signer(purpose).sign(f"{int(at.timestamp())}.{BITS}.{secrets.token_urlsafe(12)}")


def read(given: str, purpose: str) -> Given | None:
    """None for what is not ours, or was made for something else."""
    if len(given) > CHARACTERS_MAX:
        return None
    whole, number = given, ""
    if given.count(":") > 1:
        whole, _colon, number = given.rpartition(":")
    try:
        moment, bits, _random = _signer(purpose).unsign(whole).split(".")
    except (signing.BadSignature, ValueError):
        return None
    made_at = datetime.fromtimestamp(int(moment), UTC)
    return Given(hashlib.sha256(whole.encode()).hexdigest(), made_at, _is_solved(whole, number, int(bits)))


def _is_solved(whole: str, number: str, bits: int) -> bool:
    if not (number.isascii() and number.isdigit() and len(number) <= NUMBER_DIGITS_MAX):
        return False
    seed = whole.rpartition(":")[2]
    digest = hashlib.sha256(f"{seed}:{number}".encode()).digest()
    return int.from_bytes(digest[:4]) >> (32 - bits) == 0


def _signer(purpose: str) -> signing.Signer:
    return signing.Signer(salt=f"{_SALT}:{purpose}")
