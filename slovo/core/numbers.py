"""Shares with what is known of them. A share is never shown without its count and its interval.

Two shares are called different only when chance alone would hardly do it.
"""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `of`. Of nothing there is no share, and anything may be."""

    count: int
    of: int

    def __post_init__(self) -> None:
        assert 0 <= self.count <= self.of

    @property
    def value(self) -> float | None:
        return self.count / self.of if self.of else None

    @property
    def low(self) -> float:
        return wilson(self.count, self.of)[0]

    @property
    def high(self) -> float:
        return wilson(self.count, self.of)[1]


@dataclass(frozen=True, slots=True)
class Average:
    """Of `count` values between `least` and `most` that are `total` together."""

    total: float
    count: int
    least: float
    most: float

    @property
    def value(self) -> float | None:
        return self.total / self.count if self.count else None

    @property
    def interval(self) -> tuple[float, float]:
        """With a certainty of 95 percent. Values between two bounds scatter no more than yes and no with the same
        average do (R. Bhatia, C. Davis, «A better bound on the variance», American Mathematical Monthly 107 (2000),
        pages 353-357), so Wilson's interval of that share is wide enough, and honest for few values, too."""
        span = self.most - self.least
        low, high = wilson((self.total - self.least * self.count) / span, self.count)
        return self.least + low * span, self.least + high * span


def wilson(count: float, of: int, *, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The score interval of a share: E. B. Wilson, «Probable inference, the law of succession, and statistical
    inference», Journal of the American Statistical Association 22 (1927), pages 209-212. Without correction for
    continuity. Unlike the textbook's interval it is honest for few cases and for shares near 0 and 1."""
    if not of:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, weight = count / of, z * z / of
    centre = share + weight / 2
    spread = z * sqrt(share * (1 - share) / of + weight / (4 * of))
    low, high = ((centre + sign * spread) / (1 + weight) for sign in (-1, 1))
    return (0.0 if count == 0 else min(low, share)), (1.0 if count == of else max(high, share))


def difference(one: Share, other: Share, *, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The interval of how much greater `one` is: R. G. Newcombe, «Interval estimation for the difference between
    independent proportions», Statistics in Medicine 17 (1998), pages 873-890, method 10, made of Wilson's intervals."""
    if one.value is None or other.value is None:
        return -1.0, 1.0
    low, high = wilson(one.count, one.of, confidence=confidence)
    other_low, other_high = wilson(other.count, other.of, confidence=confidence)
    between = one.value - other.value
    down = sqrt((one.value - low) ** 2 + (other_high - other.value) ** 2)
    up = sqrt((high - one.value) ** 2 + (other.value - other_low) ** 2)
    return between - down, between + up


def compared(one: Share, other: Share, *, comparisons: int = 1) -> int:
    """1: `one` is greater, -1: it is less, 0: nobody knows. `comparisons`: how many are made at once; of twenty one
    would be «significant» by chance, so that each must be that much surer (Bonferroni)."""
    low, high = difference(one, other, confidence=1 - (1 - CONFIDENCE) / max(1, comparisons))
    return (low > 0) - (high < 0)
