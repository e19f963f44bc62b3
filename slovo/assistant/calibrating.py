"""The weights of `knowing`, fitted on labelled questions by plain gradient descent with a little ridge."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from slovo.assistant.knowing import features, logistic, may_be_known
from slovo.assistant.measuring import Asked

STEPS = 4_000
RATE = 1.0
RIDGE = 0.002
WRONG_SHARE_MAX = 0.01  # half of what is promised: the other half is for questions that nobody has seen
WRONG_SHARE_OF_FEW_MAX = 0.015  # where nearly all questions have no answer, and each is one to be wrong at


@dataclass(frozen=True, slots=True)
class Fitted:
    bias: float
    weights: tuple[float, ...]
    answer_from: float


def fitted(asked: Sequence[Asked], few: Sequence[Sequence[Asked]]) -> Fitted:
    """Of questions with what was found for each. What is never answered says nothing of how sure it has to be.

    `few`: the same, asked of few articles (`measuring.ask_few`): it has to be as sure as each of these wants it.
    """
    found = [(one.found.evidence, one.is_right) for one in asked if one.found]
    bias, weights = _descended([(features(evidence), right) for evidence, right in found])
    enough = [(asked, WRONG_SHARE_MAX), *((these, WRONG_SHARE_OF_FEW_MAX) for these in few)]
    return Fitted(
        bias, weights, max(_threshold(_graded(these, bias, weights), len(these), most) for these, most in enough)
    )


def _graded(asked: Sequence[Asked], bias: float, weights: tuple[float, ...]) -> list[tuple[float, bool]]:
    found = [(one.found.evidence, one.is_right) for one in asked if one.found]
    return [(logistic(bias, weights, features(evidence)), right) for evidence, right in found if may_be_known(evidence)]


def _descended(rows: Sequence[tuple[tuple[float, ...], bool]]) -> tuple[float, tuple[float, ...]]:
    bias, weights = 0.0, (0.0,) * len(rows[0][0])
    for _step in range(STEPS):
        errors = [(logistic(bias, weights, given) - right, given) for given, right in rows]
        bias -= RATE * sum(error for error, _given in errors) / len(rows)
        slopes = [sum(error * given[place] for error, given in errors) / len(rows) for place in range(len(weights))]
        pairs = zip(weights, slopes, strict=True)
        weights = tuple(weight - RATE * (slope + RIDGE * weight) for weight, slope in pairs)
    return bias, weights


def _threshold(graded: Sequence[tuple[float, bool]], asked: int, most: float) -> float:
    """Just above the likelihood at which too many are wrong, in thousandths."""
    wrong = 0
    for value, right in sorted(graded, reverse=True):
        wrong += not right
        if wrong > most * asked:
            return floor(value * 1_000 + 1) / 1_000
    return 0.0
