"""How a message sounds, where no known word gives it away: a logistic model over its words and pieces of words.

Its weights lie in `data/sounding.json`, in whole numbers; `slovo assistant learn` fits them anew (`learning.py`). It
judges messages of a few words; of longer ones each sentence.
"""

import json
import re
import zlib
from base64 import b64decode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import sqrt
from pathlib import Path

from slovo.core.text import line

BUCKETS = 1 << 15
PIECES = (2, 3, 4)  # letters of a piece of a word, its edges counted
BEGINNING = 5  # letters by which forms of one word are alike
WORDS_MIN, WORDS_MAX = 3, 20
COUNTED_MAX = 12  # words: more are as many
FROM = {"angry": 0.1, "person": 0.0}  # lower than what `learn` tells: whoever is angry is to be heard, not spared
WEIGHTS = Path(__file__).parent / "data" / "sounding.json"
_DIGITS = re.compile(r"\d+")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Learnt:
    """`weights`: whole numbers of so many `unit`."""

    bias: float
    unit: float
    weights: Sequence[int]


def sounds(text: str, what: str) -> bool:
    """`what`: angry, person."""
    return any(loudness(said, kept(what)) > FROM[what] for said in _said(text))


def loudness(text: str, learnt: Learnt) -> float:
    found = marks(text)
    return learnt.bias + learnt.unit * sum(learnt.weights[one] for one in found) / sqrt(len(found))


def marks(text: str) -> list[int]:
    """Numbers of what is in it, each once."""
    return sorted({zlib.crc32(mark.encode()) % BUCKETS for mark in _marks(text)})


def _marks(text: str) -> Iterator[str]:
    said = _words(text)
    for word in said:
        yield f"w{word}"
        yield f"s{word[:BEGINNING]}"
        edged = f"<{word}>"
        for length in PIECES:
            yield from (edged[place : place + length] for place in range(len(edged) - length + 1))
    starts = ["^", *(word[:BEGINNING] for word in said), "$"]
    yield from (f"{one} {other}" for one, other in pairwise(starts))
    yield from (sign for sign in ("?", "!", "!!") if sign in text)
    yield f"len{min(len(said), COUNTED_MAX)}"


def _words(text: str) -> list[str]:
    """One number sounds like another."""
    return [_DIGITS.sub("0", word) for word in line(text).split()]


def _said(text: str) -> Iterator[str]:
    pieces = [text] if len(text.split()) <= WORDS_MAX else _SENTENCE.split(text)
    yield from (piece for piece in pieces if WORDS_MIN <= sum(word.isalpha() for word in _words(piece)) <= WORDS_MAX)


@cache
def kept(what: str) -> Learnt:
    """As they are shipped."""
    read = json.loads(WEIGHTS.read_text())[what]
    signed = (one - 256 if one > 127 else one for one in zlib.decompress(b64decode(read["weights"])))
    return Learnt(read["bias"], read["unit"], tuple(signed))
