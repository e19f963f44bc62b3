"""One place, many who want it at the same moment: on PostgreSQL they really are many, on SQLite they stand in line."""

from functools import partial

import pytest
from django.db.models import Count
from django.utils import timezone

from slovo.requests import choosing
from slovo.requests.choosing import PlaceTaken
from slovo.requests.models import Choice, OptionSlot
from tests.cast import Cast
from tests.promises.stories import irina
from tests.requests.stories import by_hand, engraving
from tests.together import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
HANDS = 8


def all_at_once(cast: Cast, *, capacity: int, per: str, same_week: bool = False) -> list[Exception]:
    """Eight customers choose. What was refused, or went wrong."""
    kettle = engraving(cast)
    version, customer = by_hand(kettle, cast.orlov, capacity=capacity, per=per), irina(cast)
    at = timezone.now()
    from slovo.requests.queries import free

    starts_on = free([version], cast.chainik, at)[version.pk].starts_on if same_week else None

    def hand(number: int) -> None:
        choosing.choose_on_page(
            type_id=kettle.pk,
            version_id=version.pk,
            about=f"customer:{number}",
            customer_id=customer.pk,
            language="ru",
            starts_on=starts_on,
            at=at,
        )

    return at_once([partial(hand, number) for number in range(1, HANDS + 1)])


def test_three_places_in_all_are_sold_three_times(cast: Cast) -> None:
    problems = all_at_once(cast, capacity=3, per="all")

    assert [type(problem) for problem in problems] == [PlaceTaken] * (HANDS - 3)
    assert (Choice.objects.count(), OptionSlot.objects.get().taken) == (3, 3)


def test_one_a_week_gives_each_a_week_of_their_own(cast: Cast) -> None:
    assert all_at_once(cast, capacity=1, per="week") == []

    weeks = Choice.objects.values("slot__starts_on").annotate(number=Count("pk"))
    assert [week["number"] for week in weeks] == [1] * HANDS


def test_the_week_that_all_were_shown_goes_to_one_of_them(cast: Cast) -> None:
    problems = all_at_once(cast, capacity=1, per="week", same_week=True)

    assert [type(problem) for problem in problems] == [PlaceTaken] * (HANDS - 1)
    assert Choice.objects.count() == 1


def test_refused_ones_leave_no_promise_behind(cast: Cast) -> None:
    all_at_once(cast, capacity=1, per="all")

    choice = Choice.objects.select_related("promise").get()
    assert choice.promise
    assert type(choice.promise).objects.count() == 1
