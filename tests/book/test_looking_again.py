"""What the program overlooked when an entry was written: proposed, taken out by a person, told by the register."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest import mock

import pytest

from slovo.book import actions
from slovo.book.models import Entry, Withheld
from slovo.config.cli import main
from slovo.core import limits
from tests.book.stories import Writer, desk, opens, reads_at
from tests.cast import Cast
from tests.web.portal.pages import text_of

PHONE = "+7 900 000-00-12"
TEXT = f"Мастер не пришёл. Звоните {PHONE} днём, жду на Арбате."
DAY = timedelta(hours=25)


@pytest.fixture(autouse=True)
def an_open_book(cast: Cast) -> None:
    limits.forget()
    opens(cast)


@contextmanager
def an_earlier_program() -> Iterator[None]:
    """It found no telephone yet."""
    with mock.patch.object(actions, "personal_spans", return_value=[]):
        yield


@pytest.fixture
def entry(cast: Cast) -> Entry:
    with an_earlier_program():
        return Writer().writes(text=TEXT, name="")


def again(cast: Cast, query: str = "") -> str:
    answer = cast.browser_of(cast.orlov).get(f"/brands/{cast.chainik.pk}/book/again{query}")
    assert answer.status_code == 200
    return text_of(answer.content.decode())


def test_it_is_proposed_and_nothing_is_withheld_by_looking(cast: Cast, entry: Entry) -> None:
    assert PHONE in again(cast)
    page = text_of(cast.browser_of(cast.anna).get(desk(entry, "")).content.decode())

    assert "What looks like personal data" in page
    assert PHONE in reads_at(DAY)
    assert not Withheld.objects.exists()


def test_a_person_takes_it_out_and_the_open_register_says_who(cast: Cast, entry: Entry) -> None:
    anna = cast.browser_of(cast.anna)
    given = {"words": PHONE, "reason": "personal_data", "why": "Не замечено, когда писали"}
    assert anna.post(desk(entry, "withholdings"), given).status_code == 302

    page = reads_at(DAY)
    assert PHONE not in page
    assert "Мастер не пришёл. Звоните" in page
    assert "Не замечено, когда писали Анна Белкина." in page
    assert (
        PHONE in again(cast),
        "What looks like personal data" in text_of(anna.get(desk(entry, "")).content.decode()),
    ) == (
        False,
        False,
    )


def test_what_a_person_has_shown_again_is_not_proposed_any_more(cast: Cast) -> None:
    """The number is the shop's own: Anna has looked and decided."""
    entry, anna = Writer().writes(text=TEXT, name=""), cast.browser_of(cast.anna)
    anna.post(desk(entry, "showing"), {"withheld": str(Withheld.objects.get().public_id)})

    assert PHONE in reads_at(DAY)
    assert PHONE not in again(cast)


def test_the_rest_of_a_place_of_which_a_part_is_out_is_proposed(
    cast: Cast, entry: Entry, capsys: pytest.CaptureFixture[str]
) -> None:
    cast.browser_of(cast.anna).post(
        desk(entry, "withholdings"), {"words": "+7 900", "reason": "personal_data", "why": "Телефон"}
    )

    main(["book", "overlooked", "--brand", "chainik"])
    assert capsys.readouterr().out.splitlines()[0] == "№ 1: 000-00-12"


def test_only_who_keeps_the_book_looks_through_it_and_only_at_their_own(cast: Cast, entry: Entry) -> None:
    where = f"/brands/{cast.chainik.pk}/book/again"
    assert [cast.browser_of(one).get(where).status_code for one in (cast.anna, cast.taras)] == [404, 404]


def test_the_command_prints_it_and_takes_nothing_out(
    cast: Cast, entry: Entry, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["book", "overlooked", "--brand", "chainik"]) == 0

    assert capsys.readouterr().out.splitlines() == [
        f"№ 1: {PHONE}",
        "Places: 1. Nothing was taken out: a person does that on the entry's page.",
    ]
    assert not Withheld.objects.exists()
