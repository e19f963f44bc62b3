"""Do I know this? A logistic model over the evidence says how likely the best passage answers the question.

Its weights were fitted on the calibration half of the questions that are shipped with it; `slovo assistant calibrate`
fits them anew and prints them. It answers from `ANSWER_FROM` on: the likelihood above which at most
`calibrating.WRONG_SHARE_MAX` of all questions of that half were answered wrongly, and of few articles hardly more.
"""

from math import exp

from slovo.assistant.retrieval import Evidence

BIAS = -5.658
WEIGHTS = (2.895, 0.249, 1.368, 2.700, 2.741)  # in the order of `features`
ANSWER_FROM = 0.755
MARGIN_MIN = 0.1  # of two that fit alike none is known, however well they fit
SCORE_UNIT = 10.0


def features(evidence: Evidence) -> tuple[float, ...]:
    """Each roughly between 0 and 1."""
    return (
        evidence.covered,
        evidence.in_title,
        evidence.margin,
        min(evidence.score / SCORE_UNIT, 2.0),
        min(evidence.words / 3, 1.5),
    )


def knows(evidence: Evidence) -> bool:
    return may_be_known(evidence) and likelihood(evidence) >= ANSWER_FROM


def may_be_known(evidence: Evidence) -> bool:
    return evidence.margin >= MARGIN_MIN and not evidence.lacks_price


def likelihood(evidence: Evidence) -> float:
    return logistic(BIAS, WEIGHTS, features(evidence))


def logistic(bias: float, weights: tuple[float, ...], given: tuple[float, ...]) -> float:
    return 1 / (1 + exp(-bias - sum(weight * value for weight, value in zip(weights, given, strict=True))))
