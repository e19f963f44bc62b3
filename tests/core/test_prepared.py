"""Questions that are compiled once: they answer as Django's own do, whatever their values."""

from collections.abc import Collection
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from slovo.brands.models import Brand
from slovo.conversations.models import Tag
from slovo.core.prepared import asking_once, once, prepared, related
from slovo.people.models import Staff
from tests.cast import Cast

built: list[str] = []


@prepared
def brands_of(public_ids: Collection[object], *, backwards: bool = False) -> models.QuerySet[Brand]:
    built.append("brands_of")
    return Brand.objects.filter(public_id__in=public_ids).order_by("-name" if backwards else "name")


@prepared
def colleagues(brand_ids: Collection[int], not_this_one: int) -> models.QuerySet[Staff, str]:
    rows = Staff.objects.filter(memberships__brand_id__in=brand_ids).exclude(pk=not_this_one)
    return rows.distinct().order_by("name").values_list("name", flat=True)


@prepared
def brands_among(pks: Collection[int], others: Collection[int]) -> models.QuerySet[Brand]:
    return Brand.objects.filter(pk__in=pks).exclude(pk__in=others).order_by("name")


@prepared
def made_by(moment: object) -> models.QuerySet[Brand]:
    return Brand.objects.filter(created_at__lte=moment).prefetch_related("tags").order_by("name")


@pytest.fixture(autouse=True)
def nothing_built() -> None:
    built.clear()


def test_a_question_is_compiled_once_and_answers_for_every_value(cast: Cast) -> None:
    chainik, honey = cast.chainik, cast.honey
    assert brands_of([chainik.public_id]) == [chainik]
    assert brands_of([honey.public_id]) == [honey]
    assert brands_of((chainik.public_id,)) == [chainik]
    assert len(built) <= 1


@pytest.mark.parametrize("number", range(6))
def test_any_number_of_values_is_asked_for(cast: Cast, number: int) -> None:
    ids = [cast.chainik.public_id, cast.honey.public_id, *(staff.public_id for staff in Staff.objects.all())]
    wanted = Brand.objects.filter(public_id__in=ids[:number]).order_by("name")
    assert brands_of(ids[:number]) == list(wanted)


@pytest.mark.parametrize("room", [1, 15, 16, 17, 400])
def test_numbers_are_asked_for_one_by_one_and_by_the_hundred(cast: Cast, room: int) -> None:
    chainik, honey = cast.chainik, cast.honey
    nobody = range(900_000, 900_000 + room)
    assert brands_among([*nobody, chainik.pk, 2**40], nobody) == [chainik]
    assert brands_among([honey.pk, *nobody, chainik.pk], nobody) == sorted([chainik, honey], key=lambda one: one.name)
    assert brands_among([chainik.pk, honey.pk], [*nobody, honey.pk]) == [chainik]


def test_what_it_looks_like_depends_on_what_is_named(cast: Cast) -> None:
    ids = {cast.chainik.public_id, cast.honey.public_id}
    assert brands_of(ids, backwards=True) == brands_of(ids)[::-1]


def test_values_come_flat_and_through_what_is_related(cast: Cast) -> None:
    rows = Staff.objects.filter(memberships__brand=cast.chainik).exclude(pk=cast.anna.pk)
    assert colleagues([cast.chainik.pk], cast.anna.pk) == sorted(rows.values_list("name", flat=True))
    assert cast.anna.name in colleagues([cast.chainik.pk], cast.pavel.pk)


def test_moments_are_compared_and_what_is_prefetched_is_there(cast: Cast) -> None:
    Tag.objects.create(brand=cast.chainik, name="Возврат")
    first = min(Brand.objects.values_list("created_at", flat=True))
    last = max(Brand.objects.values_list("created_at", flat=True))
    assert made_by(first - timedelta(seconds=1)) == []
    brands = made_by(last)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        tags = [tag.name for brand in brands for tag in brand.tags.all()]
    assert tags == ["Возврат"]
    assert len(asked) == 0


def test_what_people_settle_is_asked_once_for_all_that_is_taken_in_together(cast: Cast) -> None:
    settled = once(brands_of)
    ids = [cast.chainik.public_id]
    with CaptureQueriesContext(connection) as together, asking_once():
        assert settled(ids) == settled(ids) == [cast.chainik]
        assert settled([cast.honey.public_id]) == [cast.honey]
    with CaptureQueriesContext(connection) as apart:
        assert settled(ids) == settled(ids) == [cast.chainik]

    assert (len(together), len(apart)) == (2, 2)


def test_none_is_no_value(cast: Cast) -> None:
    with pytest.raises(AssertionError):
        made_by(None)


@pytest.mark.django_db(transaction=True)
def test_another_thread_asks_on_its_own_connection(cast: Cast) -> None:
    wanted = brands_of([cast.chainik.public_id])
    found: list[list[Brand]] = []

    def ask() -> None:
        found.append(brands_of([cast.chainik.public_id]))
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert found == [wanted] == [[cast.chainik]]


def test_rows_can_be_given_to_what_has_them(cast: Cast) -> None:
    tag = Tag.objects.create(brand=cast.chainik, name="Возврат")
    related(cast.chainik, "tags", [tag])
    with CaptureQueriesContext(connection) as asked:
        assert list(cast.chainik.tags.all()) == [tag]
    assert len(asked) == 0
