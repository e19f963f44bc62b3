"""The day of review comes, and somebody hears of it: once for each day."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from slovo.config.by_the_clock import BY_THE_CLOCK
from slovo.knowledge import actions, jobs
from slovo.knowledge.models import Article
from slovo.people.models import Staff
from tests.cast import Cast, work
from tests.knowledge.stories import published
from tests.web.portal.pages import text_of

PAGE = "/promises/reminders/"


def the_clock_strikes(monkeypatch: pytest.MonkeyPatch, *, days: int = 0) -> datetime:
    now = timezone.now() + timedelta(days=days)
    with monkeypatch.context() as moment:
        moment.setattr(timezone, "now", lambda: now)
        if remind := jobs.remind_of_review.func():
            remind()
    work()
    return now


def reads(cast: Cast, who: Staff) -> list[tuple[str, date]]:
    return [(title, one.review_by) for one, title in cast.browser_of(who).get(PAGE).context["articles"]]


def due(cast: Cast, title: str = "Как вернуть чайник", *, in_days: int = 0, owner: Staff | None = None) -> Article:
    day = timezone.now().date() + timedelta(days=in_days)
    version = published(cast, title, "За 14 дней.", review_by=day, owner_id=owner.pk if owner else None)
    article: Article = version.text.article
    return article


def test_the_clock_looks_once_a_day() -> None:
    assert [one.seconds for one in BY_THE_CLOCK if one.task is jobs.remind_of_review] == [24 * 3600]


def test_its_owner_is_reminded_on_the_day_and_not_before(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    article = due(cast, in_days=2, owner=cast.anna)
    the_clock_strikes(monkeypatch, days=1)
    assert reads(cast, cast.anna) == []

    the_clock_strikes(monkeypatch, days=2)

    assert reads(cast, cast.anna) == [("Как вернуть чайник", article.review_by)]
    assert (reads(cast, cast.maria), reads(cast, cast.taras)) == ([], [])
    assert "Its day of review has come" in text_of(cast.browser_of(cast.anna).get(PAGE).content.decode())


@pytest.mark.parametrize("number", [1, 3])
def test_one_or_three_of_them_take_the_same_questions(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for count in range(number):
        due(cast, f"Статья {count}", owner=cast.anna)
    the_clock_strikes(monkeypatch)
    browser = cast.browser_of(cast.anna)

    with django_assert_num_queries(8):
        page = browser.get(PAGE)
    assert len(page.context["articles"]) == number


def test_of_one_day_nobody_is_reminded_twice_and_of_the_next_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    article = due(cast, owner=cast.anna)
    the_clock_strikes(monkeypatch)
    [(one, _title)] = cast.browser_of(cast.anna).get(PAGE).context["articles"]
    assert cast.browser_of(cast.anna).post(f"/articles/{one.article.public_id}/reminder").status_code == 302
    the_clock_strikes(monkeypatch, days=1)
    assert reads(cast, cast.anna) == []

    Article.objects.filter(pk=article.pk).update(review_by=article.review_by + timedelta(days=30))
    the_clock_strikes(monkeypatch, days=31)
    assert len(reads(cast, cast.anna)) == 1


def test_where_nobody_owns_it_or_its_owner_has_left_whoever_may_publish_is_reminded(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    due(cast, "Без хозяина")
    due(cast, "Хозяин ушёл", owner=cast.anna)
    Staff.objects.filter(pk=cast.anna.pk).update(left_at=timezone.now())

    the_clock_strikes(monkeypatch)

    assert [title for title, _day in reads(cast, cast.maria)] == ["Без хозяина", "Хозяин ушёл"]
    assert reads(cast, cast.taras) == []


def test_what_has_another_day_or_is_archived_reminds_no_longer(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    moved, archived = due(cast, "Перенесена", owner=cast.anna), due(cast, "В архиве", owner=cast.anna)
    the_clock_strikes(monkeypatch)
    assert len(reads(cast, cast.anna)) == 2

    Article.objects.filter(pk=moved.pk).update(review_by=timezone.now().date() + timedelta(days=90))
    actions.archive(article_id=archived.pk, by=cast.orlov, at=timezone.now())
    assert reads(cast, cast.anna) == []


def test_nobody_sees_to_anothers_reminder(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    due(cast, owner=cast.anna)
    the_clock_strikes(monkeypatch)
    [(one, _title)] = cast.browser_of(cast.anna).get(PAGE).context["articles"]

    assert cast.browser_of(cast.maria).post(f"/articles/{one.article.public_id}/reminder").status_code == 302
    assert cast.browser_of(cast.taras).post(f"/articles/{one.article.public_id}/reminder").status_code == 404
    assert len(reads(cast, cast.anna)) == 1
