"""A second pair of eyes: where Orlov asks for it, nobody publishes what they wrote themselves."""

import pytest
from django.utils import timezone

from slovo.core.errors import UnableTo
from slovo.core.journal.models import JournalEntry
from slovo.knowledge import drafting, importing, publishing
from slovo.knowledge.drafting import Words
from slovo.knowledge.models import Version
from slovo.people.models import Staff
from tests.api.programs import program_of
from tests.cast import Cast
from tests.knowledge.stories import written
from tests.web.portal.pages import text_of

SECTIONS = "/articles/sections/"


@pytest.fixture
def asked(cast: Cast) -> None:
    answer = cast.browser_of(cast.orlov).post("/articles/review", {"brand": str(cast.chainik.pk), "asked": "yes"})
    assert answer.status_code == 302


def draft_of(cast: Cast, who: Staff) -> Version:
    version, at = written(cast), timezone.now()
    words = Words(title="Как вернуть чайник", body="За 14 дней.")
    return drafting.keep(article_id=version.text.article_id, language="ru", words=words, by=who, at=at)


def publishes(cast: Cast, version: Version, who: Staff) -> str:
    """The state that it has then."""
    cast.browser_of(who).post(f"/article-versions/{version.pk}/publication")
    version.refresh_from_db()
    return version.state


def sends(cast: Cast, version: Version, who: Staff) -> None:
    cast.browser_of(who).post(f"/article-versions/{version.pk}/review")


def seen_by(cast: Cast, version: Version, who: Staff) -> list[bool]:
    """Whether there is a button to publish: on the page of the version, on that of the article."""
    pages = (f"/article-versions/{version.pk}/", f"/articles/{version.text.article.public_id}/")
    return ["/publication" in cast.browser_of(who).get(page).content.decode() for page in pages]


def test_nobody_is_asked_before_an_administrator_says_so(cast: Cast) -> None:
    version = draft_of(cast, cast.maria)

    assert seen_by(cast, version, cast.maria) == [True, True]
    assert publishes(cast, version, cast.maria) == "published"


@pytest.mark.usefixtures("asked")
def test_who_wrote_it_sends_it_to_review_and_does_not_publish_it(cast: Cast) -> None:
    version = draft_of(cast, cast.maria)
    assert publishes(cast, version, cast.maria) == "draft"
    sends(cast, version, cast.maria)

    assert publishes(cast, version, cast.maria) == "review"
    assert seen_by(cast, version, cast.maria) == [False, False]
    page = cast.browser_of(cast.maria).get(f"/article-versions/{version.pk}/").content.decode()
    assert "проверит и опубликует" in text_of(page) or "somebody else looks it over" in text_of(page)
    with pytest.raises(UnableTo, match="before readers see it"):
        publishing.publish(version_id=version.pk, by=cast.maria, at=timezone.now())


@pytest.mark.usefixtures("asked")
def test_somebody_else_publishes_what_was_sent_and_nothing_that_was_not(cast: Cast) -> None:
    version = draft_of(cast, cast.maria)
    assert (seen_by(cast, version, cast.orlov), publishes(cast, version, cast.orlov)) == ([False, False], "draft")
    sends(cast, version, cast.maria)

    assert seen_by(cast, version, cast.orlov) == [True, True]
    assert publishes(cast, version, cast.orlov) == "published"


@pytest.mark.usefixtures("asked")
def test_who_changes_it_while_it_waits_has_written_it(cast: Cast) -> None:
    version = draft_of(cast, cast.maria)
    sends(cast, version, cast.maria)
    words = Words(title="Как вернуть чайник", body="За 30 дней.")
    drafting.keep(article_id=version.text.article_id, language="ru", words=words, by=cast.orlov, at=timezone.now())
    sends(cast, version, cast.orlov)

    assert publishes(cast, version, cast.orlov) == "review"
    assert publishes(cast, version, cast.maria) == "published"


@pytest.mark.usefixtures("asked")
def test_a_program_passes_no_review_either(cast: Cast) -> None:
    version = draft_of(cast, cast.maria)
    address = f"articles/{version.text.article.public_id}/texts/ru"
    program = program_of(cast.maria)

    assert program.ask("PUT", f"{address}/publication").status_code == 409
    assert program.ask("PUT", f"{address}/review").status_code == 200
    assert program.ask("PUT", f"{address}/publication").status_code == 409
    assert program_of(cast.orlov).ask("PUT", f"{address}/publication").status_code == 200


@pytest.mark.usefixtures("asked")
def test_an_import_brings_drafts(cast: Cast) -> None:
    page = importing.Page(place="a.md", language="ru", words=Words(title="Возврат", body="14 дней."), publish=True)

    with pytest.raises(UnableTo, match="Take them in as drafts"):
        importing.take(brand=cast.chainik, page=page, by=cast.orlov, at=timezone.now())
    assert not Version.objects.exists()


@pytest.mark.usefixtures("asked")
def test_another_brand_goes_on_as_before(cast: Cast) -> None:
    version = written(cast, "Мёд", language="uk", brand=cast.honey)

    assert publishes(cast, version, cast.orlov) == "published"


def test_only_an_administrator_asks_for_it_and_it_is_written_down(cast: Cast) -> None:
    given = {"brand": str(cast.chainik.pk), "asked": "yes"}
    assert cast.browser_of(cast.maria).post("/articles/review", given).status_code == 404
    assert "/articles/review" not in cast.browser_of(cast.maria).get(SECTIONS).content.decode()
    orlov = cast.browser_of(cast.orlov)
    for asked in ("yes", "yes", ""):
        assert orlov.post("/articles/review", given | {"asked": asked}).status_code == 302

    told = JournalEntry.objects.filter(kind="ArticleReviewAsked").order_by("pk")
    assert [(one.actor_id, one.data["asked"]) for one in told] == [
        (str(cast.orlov.pk), True),
        (str(cast.orlov.pk), False),
    ]


def test_a_program_of_an_administrator_sets_it_and_others_read_it(cast: Cast) -> None:
    address = f"brands/{cast.chainik.public_id}/article-review"

    assert program_of(cast.orlov).ask("PUT", address, {"asked": True}).json()["asked"] is True
    assert program_of(cast.anna).get(address).json()["asked"] is True
    assert program_of(cast.anna).ask("PUT", address, {"asked": False}).status_code in {403, 404}
    assert program_of(cast.taras).get(address).status_code == 404
