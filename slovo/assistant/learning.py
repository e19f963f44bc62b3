"""The weights of `sounding`, fitted on the lines of `data/sounding` and the labelled sentences of an even id: gradient
descent with steps that shrink (Duchi, Hazan, Singer: Adaptive Subgradient Methods, 2011) and a little ridge."""

import json
import zlib
from base64 import b64encode
from collections.abc import Iterable, Sequence
from math import exp, sqrt
from pathlib import Path
from random import Random
from typing import NamedTuple

from slovo.assistant.hearing_measuring import LISTS, sentences
from slovo.assistant.measuring import LANGUAGES, articles, questions
from slovo.assistant.sounding import BUCKETS, FROM, Learnt, loudness, marks

ROUNDS = 8
RATE, BIAS_RATE = 0.3, 0.05
RIDGE = 0.001
SLOPES_AT_FIRST = 0.01
LOUD_MAX = 30.0
UNITS = 127  # of the largest weight
FOLDS = 5
FALSE_SHARE_MAX = 0.02  # half of these are written to sound like what they are not
WRITTEN = {"angry": "angry", "person": "person", "": "calm"}  # LANGUAGE_….txt, a message in a line
SENTENCE_TIMES = 3  # as much as a line: half of them were written to be mistaken


class Labelled(NamedTuple):
    """`heard`: what is to be heard in it, "" for nothing. `times`: how often it is learnt."""

    text: str
    heard: str
    times: int = 1


def known(folder: Path) -> list[Labelled]:
    """What is at hand: lines and sentences, and questions and articles, which are calm."""
    found = [
        Labelled(text, what)
        for language in LANGUAGES
        for what, name in WRITTEN.items()
        for text in (folder / "sounding" / f"{language}_{name}.txt").read_text(encoding="utf-8").splitlines()
    ]
    told = [one for name in LISTS for one in sentences(folder, name) if not one.is_held_out]
    found += [Labelled(one.text, one.heard if one.heard in FROM else "", SENTENCE_TIMES) for one in told]
    asked = [one for one in questions(folder / "questions.jsonl") if not one.is_held_out]
    found += [Labelled(one.text, "", SENTENCE_TIMES) for one in asked]
    for language in LANGUAGES:
        for article in articles(folder / "articles", language):
            said = [article.title, *article.body.splitlines()]
            found += [Labelled(line.lstrip("#• "), "") for line in said if line.strip()]
    return found


def learn(labelled: Sequence[Labelled], what: str) -> Learnt:
    """What sounds like the other of them teaches nothing: a call may be angry, too."""
    rows = [
        (marks(one.text), one.heard == what) for one in labelled if one.heard in ("", what) for _ in range(one.times)
    ]
    weights, slopes, bias = [0.0] * BUCKETS, [SLOPES_AT_FIRST] * BUCKETS, 0.0
    chance = Random(1)  # noqa: S311  # no secret: the same order each time, so that the same lists give the same weights
    for _round in range(ROUNDS):
        chance.shuffle(rows)
        for found, is_one in rows:
            share = 1 / sqrt(len(found))
            loud = bias + share * sum(weights[one] for one in found)
            error = 1 / (1 + exp(-max(-LOUD_MAX, min(LOUD_MAX, loud)))) - is_one
            bias -= BIAS_RATE * error
            for one in found:
                slope = error * share + RIDGE * weights[one]
                slopes[one] += slope * slope
                weights[one] -= RATE * slope / sqrt(slopes[one])
    unit = max(map(abs, weights)) / UNITS
    return Learnt(round(bias, 4), round(unit, 8), [round(weight / unit) for weight in weights])


def by_folds(labelled: Sequence[Labelled], what: str) -> list[tuple[float, bool]]:
    """How loud each is to who has learnt from all the others but a few, and whether it is one."""
    rows = [one for one in labelled if one.heard in ("", what)]
    found = []
    for fold in range(FOLDS):
        learnt = learn([row for place, row in enumerate(rows) if place % FOLDS != fold], what)
        found += [(loudness(one.text, learnt), one.heard == what) for one in rows[fold::FOLDS]]
    return found


def threshold(graded: Sequence[tuple[float, bool]]) -> float:
    """Just so loud that of those that are none one in fifty is taken for one."""
    none = sorted((loud for loud, is_one in graded if not is_one), reverse=True)
    return none[int(len(none) * FALSE_SHARE_MAX)]


def written(learnt: Iterable[tuple[str, Learnt]]) -> str:
    """As `sounding` reads it."""
    kept = {
        what: {
            "bias": one.bias,
            "unit": one.unit,
            "weights": b64encode(zlib.compress(bytes(weight % 256 for weight in one.weights), 9)).decode(),
        }
        for what, one in learnt
    }
    return json.dumps(kept, indent=0) + "\n"
