"""Shares with their intervals, by published values and whatever the numbers are."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slovo.core.numbers import Share, compared, difference, wilson

shares = st.integers(0, 2_000).flatmap(lambda of: st.builds(Share, st.integers(0, of), st.just(of)))
Z = 1.959964


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        (8, 10, 0.490, 0.943),
        (47, 50, 0.838, 0.979),
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_known_intervals(count: int, of: int, low: float, high: float) -> None:
    assert wilson(count, of) == pytest.approx((low, high), abs=0.0005)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        (Share(56, 70), Share(48, 80), 0.0524, 0.3339),  # Newcombe 1998, table II, method 10
        (Share(9, 10), Share(3, 10), 0.1705, 0.8090),
        (Share(5, 56), Share(0, 29), -0.0381, 0.1926),
        (Share(0, 10), Share(0, 10), -0.2775, 0.2775),
    ],
)
def test_known_differences(one: Share, other: Share, low: float, high: float) -> None:
    assert difference(one, other) == pytest.approx((low, high), abs=0.0005)


@given(shares)
def test_an_interval_holds_the_share_and_lies_between_nothing_and_all(share: Share) -> None:
    assert 0 <= share.low <= share.high <= 1
    if share.value is None:
        assert (share.low, share.high) == (0, 1)
    else:
        assert share.low <= share.value <= share.high


@given(shares.filter(lambda share: share.of > 0))
def test_its_ends_are_those_shares_of_which_the_count_is_just_not_too_far(share: Share) -> None:
    """What Wilson's interval is: all shares p with |count / of - p| at most z times the deviation that p itself has."""
    for end in (share.low, share.high):
        if 0 < end < 1:
            assert abs(share.count / share.of - end) == pytest.approx(Z * sqrt(end * (1 - end) / share.of), rel=1e-4)


@given(shares)
def test_what_is_not_so_has_the_mirrored_interval(share: Share) -> None:
    others = Share(share.of - share.count, share.of)
    assert (others.low, others.high) == pytest.approx((1 - share.high, 1 - share.low), abs=1e-9)


@given(shares, shares)
def test_a_difference_is_the_same_from_both_sides(one: Share, other: Share) -> None:
    low, high = difference(one, other)
    assert difference(other, one) == pytest.approx((-high, -low))
    assert compared(one, other) == -compared(other, one)


@given(shares, shares, st.integers(1, 50))
def test_nothing_is_called_different_in_company_that_is_not_so_alone(one: Share, other: Share, company: int) -> None:
    assert compared(one, other, comparisons=company) in {0, compared(one, other)}


def test_few_cases_are_not_called_different_and_many_are() -> None:
    assert compared(Share(2, 10), Share(1, 10)) == 0
    assert compared(Share(200, 1000), Share(100, 1000)) == 1
    assert compared(Share(0, 0), Share(100, 1000)) == 0
