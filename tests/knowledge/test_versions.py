"""From a draft to what readers see, and back: who may, what is kept, what is refused."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from slovo.core.errors import UnableTo
from slovo.core.journal.models import JournalEntry
from slovo.knowledge import actions, attaching, comparing, drafting, publishing, queries
from slovo.knowledge.actions import Terms
from slovo.knowledge.drafting import Words
from slovo.knowledge.models import Article, ArticleText, State, Version
from slovo.people.rights import NotAllowed
from tests.cast import Cast
from tests.knowledge.stories import gourmet, published, written


def states(version: Version) -> list[tuple[int, str]]:
    rows = Version.objects.filter(text=version.text).order_by("number")
    return [(row.number, row.state) for row in rows]


def test_a_draft_is_reviewed_returned_with_words_and_published(cast: Cast) -> None:
    version, at = written(cast), timezone.now()

    publishing.send_to_review(version_id=version.pk, by=cast.anna, at=at)
    publishing.return_with_words(version_id=version.pk, words="Назовите срок.", by=cast.maria, at=at)
    publishing.send_to_review(version_id=version.pk, by=cast.anna, at=at)
    publishing.publish(version_id=version.pk, by=cast.maria, at=at)

    version.refresh_from_db()
    assert (version.state, version.published_by, version.returned_with) == ("published", cast.maria, "Назовите срок.")
    told = JournalEntry.objects.filter(about=f"article:{version.text.article_id}").order_by("pk")
    assert [row.kind for row in told] == [
        "ArticleStarted",
        "ArticleDraftKept",
        "ArticleSentToReview",
        "ArticleReturned",
        "ArticleSentToReview",
        "ArticlePublished",
    ]


def test_a_new_version_takes_the_place_of_the_old_one_which_is_kept_and_compared(cast: Cast) -> None:
    old = published(cast, "Возврат", "Четырнадцать дней.\n\nНужен чек.")
    new = published(cast, "Возврат", "Тридцать дней.\n\nНужен чек.", article=old.text.article)

    assert states(new) == [(1, State.SUPERSEDED), (2, State.PUBLISHED)]
    assert [(line.sign, line.words) for line in comparing.lines(old, new) if line.sign in "+-"] == [
        ("-", "Четырнадцать дней."),
        ("+", "Тридцать дней."),
    ]


def test_an_agent_writes_and_does_not_publish(cast: Cast) -> None:
    version, at = written(cast), timezone.now()

    for forbidden in (
        lambda: publishing.publish(version_id=version.pk, by=cast.anna, at=at),
        lambda: publishing.return_with_words(version_id=version.pk, words="Нет", by=cast.anna, at=at),
        lambda: actions.archive(article_id=version.text.article_id, by=cast.anna, at=at),
        lambda: actions.set_terms(
            article_id=version.text.article_id, terms=Terms(audience="internal"), by=cast.anna, at=at
        ),
        lambda: drafting.change_address(text_id=version.text_id, slug="другой", by=cast.anna, at=at),
        lambda: publishing.publish(version_id=version.pk, by=cast.taras, at=at),
    ):
        with pytest.raises(NotAllowed):
            forbidden()
    assert states(version) == [(1, State.DRAFT)]


def test_nobodys_words_are_overwritten_by_who_began_from_older_ones(cast: Cast) -> None:
    version = written(cast)
    words, later = Words(title="Возврат", body="Иначе."), timezone.now() + timedelta(seconds=1)
    drafting.keep(article_id=version.text.article_id, language="ru", words=words, by=cast.maria, at=later)

    with pytest.raises(UnableTo):
        drafting.keep(
            article_id=version.text.article_id,
            language="ru",
            words=Words(title="Возврат", body="Моё."),
            by=cast.anna,
            at=later,
            seen=version.written_at,
        )
    assert Version.objects.get().body == "Иначе."


def test_what_waits_for_a_review_is_a_draft_again_once_it_is_changed(cast: Cast) -> None:
    version, at = written(cast), timezone.now()
    publishing.send_to_review(version_id=version.pk, by=cast.anna, at=at)

    written(cast, body="Иначе.", article=version.text.article)

    with pytest.raises(UnableTo):
        publishing.return_with_words(version_id=version.pk, words="Поздно", by=cast.maria, at=at)
    assert states(version) == [(1, State.DRAFT)]


@pytest.mark.parametrize(
    "words",
    [
        {"title": " ", "body": "x"},
        {"title": "x", "body": ""},
        {"title": "x" * 161, "body": "x"},
        {"title": "x", "body": "x", "checked_on": date(2020, 1, 1)},
        {"title": "x", "body": "x", "source": "Каталог", "checked_on": date(2999, 1, 1)},
    ],
)
def test_what_is_no_article_is_refused(cast: Cast, words: dict[str, object]) -> None:
    article = actions.start(brand=cast.chainik, terms=Terms(), by=cast.anna, at=timezone.now())
    with pytest.raises(UnableTo):
        drafting.keep(
            article_id=article.pk,
            language="ru",
            words=Words(**words),  # type: ignore[arg-type]
            by=cast.anna,
            at=timezone.now(),
        )


def test_terms_of_another_brand_are_refused(cast: Cast) -> None:
    at = timezone.now()
    shelf = actions.set_section(brand=cast.honey, slug="", names={"uk": "Мед"}, place=1, by=cast.orlov, at=at)
    for terms in (
        Terms(section_id=shelf.pk),
        Terms(owner_id=cast.taras.pk),
        Terms(audience="portrait"),
        Terms(audience="portrait", portrait_id=gourmet(cast, cast.honey).pk),
        Terms(audience="all"),
    ):
        with pytest.raises(UnableTo):
            actions.start(brand=cast.chainik, terms=terms, by=cast.orlov, at=at)
    assert not Article.objects.exists()


def test_two_articles_of_one_title_have_addresses_of_their_own(cast: Cast) -> None:
    one, other = written(cast, "Как вернуть чайник"), written(cast, "Как вернуть чайник!")
    assert [one.text.slug, other.text.slug] == ["kak-vernut-chainik", "kak-vernut-chainik-2"]


def test_an_old_address_is_kept_and_can_be_taken_back(cast: Cast) -> None:
    version, at = published(cast), timezone.now()
    drafting.change_address(text_id=version.text_id, slug="Возврат", by=cast.maria, at=at)
    assert (led := queries.moved_to(cast.chainik.pk, "ru", "kak-vernut-chainik")) and led.slug == "vozvrat"

    drafting.change_address(text_id=version.text_id, slug="Как вернуть чайник", by=cast.maria, at=at)
    assert (led := queries.moved_to(cast.chainik.pk, "ru", "vozvrat")) and led.slug == "kak-vernut-chainik"
    assert ArticleText.objects.get().slug == "kak-vernut-chainik"


def test_what_is_stale_is_found_by_its_day_or_by_the_age_of_its_facts(cast: Cast) -> None:
    today = timezone.now().date()
    due = published(cast, "Первая", review_by=today)
    old = published(cast, "Вторая", source="Каталог", checked_on=today - timedelta(days=366))
    published(cast, "Третья", review_by=today + timedelta(days=1), source="Каталог", checked_on=date(2020, 1, 1))
    published(cast, "Четвёртая", source="Каталог", checked_on=today - timedelta(days=300))

    stale = queries.stale(queries.visible_to(cast.anna), today)
    assert {row.pk for row in stale} == {due.text.article_id, old.text.article_id}


def test_only_pictures_and_pdf_files_are_attached_whatever_they_are_called(cast: Cast) -> None:
    version, at = written(cast), timezone.now()
    article_id = version.text.article_id
    row = attaching.attach(
        article_id=article_id, name="../фото чайника.html", content=b"\x89PNG\r\n\x1a\nx", by=cast.anna, at=at
    )
    assert (row.name, row.type) == ("фото-чайника.html", "image/png")
    for content in (b"<svg onload=alert(1)>", b"", b"\x89PNG\r\n\x1a\n" + b"0" * attaching.FILE_BYTES_MAX):
        with pytest.raises(UnableTo):
            attaching.attach(article_id=article_id, name="x.png", content=content, by=cast.anna, at=at)
