"""Irina asks on her own page to be forgotten: it is a conversation and a promise, and Orlov keeps it by erasing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from slovo.conversations.models import Conversation
from slovo.core import limits
from slovo.people.models import Staff
from slovo.privacy import asking, queries
from slovo.promises.models import Kind, Promise
from slovo.web.portal.models import PortalSession
from tests.cast import IRINA, Cast, work
from tests.privacy.stories import BOTH, erased, has_written, irina, what_is_left
from tests.visits.stories import letters
from tests.web.portal.pages import text_of
from tests.web.portal.test_account import Browser


@pytest.fixture(autouse=True)
def a_folder_of_its_own(settings: Settings, tmp_path: Path) -> None:
    limits.forget()
    settings.DATA = tmp_path


def test_she_asks_and_sees_until_when(cast: Cast) -> None:
    has_written(cast)
    browser = Browser(cast).enters()

    assert browser.sends("erasure", sure="yes").status_code == 303

    promise = Promise.objects.get(kind=Kind.PERSONAL_DATA)
    assert (promise.owner, promise.customer) == (cast.orlov, irina())
    assert Conversation.objects.filter(subject="Прошу стереть мои данные").count() == 1
    assert "Вы попросили стереть то, что мы о вас храним" in text_of(browser.sees())


def test_she_sees_what_is_kept_in_plain_words(cast: Cast) -> None:
    has_written(cast)
    browser = Browser(cast).enters()
    assert "held=all" in browser.sees()

    page = text_of(browser.sees("?held=all"))

    assert "Адреса и номера: 1" in page
    assert "Файлы: 2" in page
    assert "Черновики" not in page


def test_asked_twice_it_is_asked_once(cast: Cast) -> None:
    has_written(cast)
    browser = Browser(cast).enters()

    for _time in range(2):
        browser.sends("erasure", sure="yes")

    assert Promise.objects.filter(kind=Kind.PERSONAL_DATA).count() == 1
    assert Conversation.objects.filter(customer=irina()).count() == 2


def test_unsure_it_is_not_asked(cast: Cast) -> None:
    has_written(cast)

    assert Browser(cast).enters().sends("erasure").status_code == 422
    assert Promise.objects.filter(kind=Kind.PERSONAL_DATA).count() == 0


def test_the_administrator_sees_it_erases_and_so_keeps_the_promise(cast: Cast) -> None:
    has_written(cast)
    browser = Browser(cast).enters()
    browser.sends("erasure", sure="yes")
    orlov = cast.browser_of(cast.orlov)
    assert f"/customers/{irina().public_id}/data/" in orlov.get("/personal-data/").content.decode()

    erased(cast)

    promise = Promise.objects.get(kind=Kind.PERSONAL_DATA)
    assert (promise.done_at is not None, promise.broken_at) == (True, None)
    assert letters(cast)[-1]["to"].addresses[0].addr_spec == IRINA
    assert browser.client.get(browser.home).status_code == 200  # the door, and nobody is inside
    assert PortalSession.objects.count() == 0
    assert what_is_left(*BOTH) == []


def test_the_term_is_the_laws_until_the_brand_has_its_own(cast: Cast) -> None:
    friday = datetime(2026, 12, 4, 9, tzinfo=UTC)
    terms = {brand.slug: queries.term_of(brand) for brand in (cast.chainik, cast.honey)}
    assert [(one.days, one.working) for one in terms.values()] == [(10, True), (30, False)]
    assert queries.due_at(cast.honey, friday).date().isoformat() == "2027-01-03"

    answer = cast.browser_of(cast.orlov).post(f"/brands/{cast.honey.pk}/personal-data", {"days": "5"})

    assert answer.status_code == 302
    assert queries.due_at(cast.honey, friday).date().isoformat() == "2026-12-09"


@pytest.mark.parametrize("days", ["0", "91", "soon"])
def test_a_term_beyond_the_law_is_refused(cast: Cast, days: str) -> None:
    with pytest.raises(asking.UnableToSetTerm):
        asking.set_term(
            brand=cast.honey,
            days=int(days) if days.isdigit() else 0,
            working=False,
            by=Staff.objects.get(pk=cast.orlov.pk),
            at=timezone.now(),
        )


def test_a_code_that_she_asked_for_goes_with_her(cast: Cast) -> None:
    has_written(cast)
    Browser(cast).enters()
    work()

    erased(cast)

    assert what_is_left(IRINA) == []
