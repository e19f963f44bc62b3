"""The weights of `knowing`, fitted on labelled questions by plain gradient descent with a little ridge."""

from collections.abc import Sequence
from dataclasses import dataclass

from slovo.assistant.knowing import features, logistic
from slovo.assistant.measuring import Asked

STEPS = 4_000
RATE = 1.0
RIDGE = 0.002
WRONG_SHARE_MAX = 0.01  # half of what is promised: the other half is for questions that nobody has seen


@dataclass(frozen=True, slots=True)
class Fitted:
    bias: float
    weights: tuple[float, ...]
    answer_from: float


def fitted(asked: Sequence[Asked]) -> Fitted:
    """Of questions with what was found for each."""
    rows = [(features(one.found.evidence), one.is_right) for one in asked if one.found]
    bias, weights = _descended(rows)
    graded = [(logistic(bias, weights, given), right) for given, right in rows]
    return Fitted(bias, weights, _threshold(graded, len(asked)))


def _descended(rows: Sequence[tuple[tuple[float, ...], bool]]) -> tuple[float, tuple[float, ...]]:
    bias, weights = 0.0, (0.0,) * len(rows[0][0])
    for _step in range(STEPS):
        errors = [(logistic(bias, weights, given) - right, given) for given, right in rows]
        bias -= RATE * sum(error for error, _given in errors) / len(rows)
        slopes = [sum(error * given[place] for error, given in errors) / len(rows) for place in range(len(weights))]
        pairs = zip(weights, slopes, strict=True)
        weights = tuple(weight - RATE * (slope + RIDGE * weight) for weight, slope in pairs)
    return bias, weights


def _threshold(graded: Sequence[tuple[float, bool]], asked: int) -> float:
    """The lowest likelihood from which on few enough are wrong."""
    lowest, wrong = 1.0, 0
    for value, right in sorted(graded, reverse=True):
        wrong += not right
        if wrong > WRONG_SHARE_MAX * asked:
            break
        lowest = value
    return lowest
