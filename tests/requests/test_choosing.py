"""What a customer chooses is chosen knowingly, kept as it was read, and makes the promise that it says."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from slovo.core.journal.models import JournalEntry
from slovo.people.rights import NotAllowed
from slovo.promises import ledger
from slovo.promises.models import Promise, State
from slovo.requests import actions, choosing, queries
from slovo.requests.actions import UnableToSetOption, UnableToSetRequestType
from slovo.requests.choosing import ChoiceMissing, PlaceTaken, UnableToChoose, UnableToGiveBack
from slovo.requests.models import Choice, OptionSlot, OptionVersion, RequestType
from tests.cast import Cast, work
from tests.promises.stories import irina
from tests.requests.stories import by_hand, by_machine, engraving

MOSCOW = ZoneInfo("Europe/Moscow")
WEDNESDAY = datetime(2027, 1, 6, 12, tzinfo=MOSCOW)


@pytest.fixture
def kettle(cast: Cast) -> RequestType:
    return engraving(cast)


def chooses(cast: Cast, version: OptionVersion | None, request_type: RequestType, **more: Any) -> Choice | None:
    """Irina says it on the phone."""
    given: dict[str, Any] = {
        "about": f"customer:{Choice.objects.count() + 1}",
        "language": "ru",
        "how": "phone",
        "by": cast.anna,
        "at": timezone.now(),
        "customer_id": irina(cast).pk,
    }
    version_id = version.pk if version else None
    return choosing.choose(type_id=request_type.pk, version_id=version_id, **{**given, **more})


def chosen(cast: Cast, version: OptionVersion, request_type: RequestType, **more: Any) -> Choice:
    choice = chooses(cast, version, request_type, **more)
    assert choice
    return choice


def test_without_a_choice_there_is_no_request(cast: Cast, kettle: RequestType) -> None:
    by_machine(kettle, cast.orlov)

    with pytest.raises(ChoiceMissing):
        chooses(cast, None, kettle)
    assert not Choice.objects.exists()


def test_a_type_that_demands_none_is_taken_without(cast: Cast) -> None:
    assert chooses(cast, None, engraving(cast, demands_choice=False)) is None


def test_the_wording_stays_as_it_was_read_whatever_the_option_says_later(cast: Cast, kettle: RequestType) -> None:
    version = by_hand(kettle, cast.orlov)
    choice = chosen(cast, version, kettle)
    by_hand(kettle, cast.orlov, option_id=version.option_id, promised={"ru": "За неделю"})

    kept = queries.choices_about(choice.about)[0]
    assert kept.wording == {
        "name": "Вручную",
        "promised": "Гравировка вручную за два дня",
        "not_promised": "Шрифт выбирает мастер",
        "limits": "",
        "price_minor": 150_000,
        "currency": "RUB",
    }
    assert (kept.version.number, kept.how, kept.by_kind, kept.by_id) == (1, "phone", "staff", str(cast.anna.pk))


def test_what_was_read_is_chosen_or_nothing(cast: Cast, kettle: RequestType) -> None:
    old = by_hand(kettle, cast.orlov)
    by_hand(kettle, cast.orlov, option_id=old.option_id, price_minor=200_000)

    with pytest.raises(UnableToChoose, match="changed"):
        chooses(cast, old, kettle)


def test_the_same_words_once_more_are_no_new_version(cast: Cast, kettle: RequestType) -> None:
    version = by_hand(kettle, cast.orlov)

    assert by_hand(kettle, cast.orlov, option_id=version.option_id) == version


def test_the_choice_makes_the_promise_that_it_says(cast: Cast, kettle: RequestType) -> None:
    choice = chosen(cast, by_hand(kettle, cast.orlov, capacity=None, per=""), kettle, at=WEDNESDAY)

    promise = Promise.objects.get()
    assert (promise.what, promise.kind, promise.about) == ("Гравировка вручную за два дня", "repair", choice.about)
    assert (promise.owner, promise.due_at) == (cast.pavel, WEDNESDAY + timedelta(days=2))
    assert choice.promise == promise


def test_a_place_in_a_later_week_is_promised_from_its_monday(cast: Cast, kettle: RequestType) -> None:
    version = by_hand(kettle, cast.orlov)
    first = chosen(cast, version, kettle, at=WEDNESDAY)
    second = chosen(cast, version, kettle, at=WEDNESDAY)

    assert [one.slot.starts_on for one in (first, second) if one.slot] == [date(2027, 1, 4), date(2027, 1, 11)]
    assert second.promise
    assert second.promise.due_at == datetime(2027, 1, 13, tzinfo=MOSCOW)


def test_the_next_free_place_is_named(cast: Cast, kettle: RequestType) -> None:
    version = by_hand(kettle, cast.orlov)
    chooses(cast, version, kettle, at=WEDNESDAY)

    assert queries.free([version], cast.chainik, WEDNESDAY)[version.pk].words == "the week of 11 January"
    with pytest.raises(PlaceTaken, match="Next free: the week of 11 January"):
        chooses(cast, version, kettle, at=WEDNESDAY, starts_on=date(2027, 1, 4))


def test_a_week_begins_when_it_does_where_the_brand_is(cast: Cast, kettle: RequestType) -> None:
    version = by_hand(kettle, cast.orlov)
    monday_in_moscow = datetime(2027, 1, 10, 21, 30, tzinfo=ZoneInfo("UTC"))

    choice = chosen(cast, version, kettle, at=monday_in_moscow)
    assert choice.slot
    assert choice.slot.starts_on == date(2027, 1, 11)


def test_when_all_are_gone_it_is_said(cast: Cast, kettle: RequestType) -> None:
    version = by_hand(kettle, cast.orlov, capacity=2, per="all")
    for _place in range(2):
        chooses(cast, version, kettle)

    assert queries.free([version], cast.chainik, timezone.now())[version.pk].starts_on is None
    with pytest.raises(PlaceTaken, match="All places are taken"):
        chooses(cast, version, kettle)


def test_what_is_given_back_is_free_again_and_its_promise_released(cast: Cast, kettle: RequestType) -> None:
    version = by_hand(kettle, cast.orlov, capacity=1, per="all")
    choice = chosen(cast, version, kettle)
    choosing.give_back(choice_id=choice.pk, words="Передумала", how="phone", by=cast.anna, at=timezone.now())
    work()

    assert Promise.objects.get().state == State.RELEASED
    assert OptionSlot.objects.get().taken == 0
    assert chooses(cast, version, kettle)
    with pytest.raises(UnableToGiveBack):
        choosing.give_back(choice_id=choice.pk, words="Ещё раз", how="phone", by=cast.anna, at=timezone.now())


def test_a_released_promise_gives_the_place_back(cast: Cast, kettle: RequestType) -> None:
    choice = chosen(cast, by_hand(kettle, cast.orlov), kettle)
    assert choice.promise_id
    ledger.release(promise_id=choice.promise_id, words="Не нужно", how="phone", by=cast.anna, at=timezone.now())
    work()

    assert OptionSlot.objects.get().taken == 0
    assert Choice.objects.get().given_back_at


def test_one_choice_stands_in_a_conversation(cast: Cast, kettle: RequestType) -> None:
    version = by_machine(kettle, cast.orlov)
    choice = chosen(cast, version, kettle)

    with pytest.raises(UnableToChoose, match="stands here already"):
        chooses(cast, version, kettle, about=choice.about)


def test_more_places_open_and_fewer_take_nothing_from_anybody(cast: Cast, kettle: RequestType) -> None:
    version = by_hand(kettle, cast.orlov, capacity=2)
    for _place in range(2):
        chooses(cast, version, kettle, at=WEDNESDAY)
    fewer = by_hand(kettle, cast.orlov, option_id=version.option_id, capacity=1)
    assert (OptionSlot.objects.get().places, OptionSlot.objects.get().taken) == (2, 2)
    more = by_hand(kettle, cast.orlov, option_id=version.option_id, capacity=3)

    assert fewer.number == 2
    third = chosen(cast, more, kettle, at=WEDNESDAY)
    assert third.slot
    assert third.slot.starts_on == date(2027, 1, 4)


def test_the_database_itself_sells_no_place_twice(cast: Cast, kettle: RequestType) -> None:
    chooses(cast, by_hand(kettle, cast.orlov), kettle)

    with pytest.raises(IntegrityError), transaction.atomic():
        OptionSlot.objects.update(taken=2)


def test_when_pavel_is_away_somebody_who_is_here_owes_it(cast: Cast, kettle: RequestType) -> None:
    version = by_hand(kettle, cast.orlov)
    cast.pavel.away_until = timezone.now() + timedelta(days=3)
    cast.pavel.save()

    choice = chosen(cast, version, kettle)
    assert choice.promise
    assert choice.promise.owner not in (None, cast.pavel)


def test_what_is_archived_is_chosen_by_nobody(cast: Cast, kettle: RequestType) -> None:
    hand, machine = by_hand(kettle, cast.orlov), by_machine(kettle, cast.orlov)
    actions.archive_option(option_id=hand.option_id, by=cast.orlov, at=timezone.now())

    assert queries.offered([kettle.pk]) == [machine]
    with pytest.raises(UnableToChoose):
        chooses(cast, hand, kettle)
    actions.archive_type(type_id=kettle.pk, by=cast.orlov, at=timezone.now())
    with pytest.raises(UnableToChoose, match="not taken any more"):
        chooses(cast, machine, kettle)


def test_an_option_says_what_it_does_not_promise(cast: Cast, kettle: RequestType) -> None:
    with pytest.raises(UnableToSetOption, match="what it does not"):
        by_hand(kettle, cast.orlov, not_promised={"ru": " "})


@pytest.mark.parametrize(
    "wrong",
    [
        {"capacity": None},
        {"per": "month"},
        {"capacity": 0},
        {"promise_minutes": None},
        {"promise_kind": "answer"},
        {"promise_kind": "teleport"},
        {"currency": ""},
        {"currency": "рубли"},
        {"price_minor": -1},
    ],
    ids=str,
)
def test_a_wrong_option_is_refused(cast: Cast, kettle: RequestType, wrong: dict[str, Any]) -> None:
    with pytest.raises(UnableToSetOption):
        by_hand(kettle, cast.orlov, **wrong)


@pytest.mark.parametrize(
    "wrong", [{"slug": "Гравировка"}, {"names": {"ru": ""}}, {"owner_id": None}, {"team_id": 99}], ids=str
)
def test_a_wrong_type_is_refused(cast: Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises(UnableToSetRequestType):
        engraving(cast, **wrong)


def test_only_an_administrator_says_what_is_offered_and_only_who_works_there_chooses(
    cast: Cast, kettle: RequestType
) -> None:
    with pytest.raises(NotAllowed):
        by_hand(kettle, cast.maria)
    with pytest.raises(NotAllowed):
        chooses(cast, by_machine(kettle, cast.orlov), kettle, by=cast.taras)


def test_each_change_is_a_fact(cast: Cast, kettle: RequestType) -> None:
    choice = chosen(cast, by_hand(kettle, cast.orlov), kettle)

    kinds = JournalEntry.objects.filter(kind__in=["RequestTypeChanged", "RequestOptionChanged", "ChoiceMade"])
    assert list(kinds.order_by("pk").values_list("kind", "about")) == [
        ("RequestTypeChanged", f"request_type:{kettle.pk}"),
        ("RequestOptionChanged", f"request_type:{kettle.pk}"),
        ("ChoiceMade", choice.about),
    ]
