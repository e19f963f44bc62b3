"""/book/chainik/: anybody writes and reads, without a script, without signing in, without a contact."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.book.models import Entry, Kind, Withheld
from slovo.conversations.models import Conversation
from slovo.core import limits
from slovo.promises.models import Promise
from slovo.web.portal.book import views
from tests.book.stories import COMPLAINT, PAGE, Writer, desk, opens, reads_at
from tests.cast import IRINA, Cast, work
from tests.web.portal.pages import text_of

QUERIES = 12  # brand, book, figures (3), entries with what stands beside them (3), the register (2), the level, work


@pytest.fixture(autouse=True)
def nothing_used() -> None:
    limits.forget()


@pytest.fixture
def book(cast: Cast) -> None:
    opens(cast)


def test_a_book_that_nobody_opened_is_nowhere(cast: Cast) -> None:
    for address in (PAGE, f"{PAGE}poster", "/book/nobody/"):
        answer = Client().get(address)
        assert (answer.status_code, "Эта ссылка" in answer.content.decode() or "link" in answer.content.decode()) == (
            404,
            True,
        )
    opens(cast)
    assert (Client().get(PAGE).status_code, Client().get("/book/honey/").status_code) == (200, 404)

    cast.browser_of(cast.orlov).post(f"/brands/{cast.chainik.pk}/book", {"hours": "24"})
    assert Client().get(PAGE).status_code == 404


def test_who_leaves_no_contact_gets_a_promise_and_a_page_of_their_own(book: None) -> None:
    writer = Writer()

    done = writer.sends(writer.fills())

    entry, conversation = Entry.objects.get(), Conversation.objects.get()
    promise = Promise.objects.get()
    assert (entry.number, entry.kind, conversation.channel) == (1, Kind.COMPLAINT, "book")
    assert (promise.kind, promise.about, promise.customer.identities.count()) == ("answer", conversation.key, 0)
    link = re.search(r'href="(/s/[^"?]+)', done)
    assert link
    assert "Ответ на ваше сообщение" in text_of(writer.client.get(link[1]).content.decode())


def test_nothing_is_shown_before_its_hour_and_then_without_personal_data(book: None) -> None:
    Writer().writes()

    assert "Курьер пришёл ночью" not in Writer().reads()
    later = reads_at(timedelta(hours=25))

    assert "Курьер пришёл ночью. Звоните" in later
    assert "Это безобразие!" in later
    for personal in ("+7 900", "000-00-12", "Ирине", "Садовая"):
        assert personal not in later
    assert later.count("изъято: личные данные") == 3
    assert later.count("Программа, до того как посмотрел человек") == 3


def test_reading_sets_no_cookie_and_is_kept_nowhere(book: None) -> None:
    answer = Client().get(PAGE)

    assert (dict(answer.cookies), answer["Cache-Control"]) == ({}, "private, no-store")
    assert "<script" not in answer.content.decode()


def test_sent_twice_it_is_one_entry(book: None) -> None:
    writer = Writer()
    form = writer.fills()

    writer.sends(form)
    writer.sends(form)

    assert (Entry.objects.count(), Conversation.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"website": "https://spam.example"}, "Последнее поле"),
        ({"kind": "spam"}, "жалоба, предложение или благодарность"),
        ({"text": " …!"}, "Напишите, что вы хотите сказать"),
        ({"contact": "не скажу"}, "или оставьте поле пустым"),
        ({"form": "made-up"}, "Эта страница была открыта слишком долго"),
        ({"text": "а" * 4_001}, "4000"),
    ],
)
def test_what_is_not_taken_says_why_and_keeps_the_words(book: None, given: dict[str, str], says: str) -> None:
    writer = Writer()

    page = writer.sends(writer.fills(**given), 422)

    assert says in text_of(page).replace("\xa0", "")
    assert (given.get("text", COMPLAINT).strip() in page, Entry.objects.count()) == (True, 0)


def test_a_program_that_is_faster_than_anybody_waits(book: None) -> None:
    writer = Writer()
    form = writer.fills()

    assert "быстрее, чем пишет человек" in writer.sends(form, 422, after_seconds=1)
    writer.sends(form, after_seconds=10)

    assert Entry.objects.count() == 1


def test_a_form_of_another_brand_writes_nothing_here(cast: Cast, book: None) -> None:
    cast.browser_of(cast.orlov).post(f"/brands/{cast.honey.pk}/book", {"open": "yes", "hours": "1"})
    form = re.search(r'name="form" value="([^"]*)"', Client().get("/book/honey/").content.decode())
    assert form

    writer = Writer()
    writer.sends(writer.fills(form=form[1]), 422)

    assert Entry.objects.count() == 0


def test_one_address_does_not_fill_the_book(book: None) -> None:
    writer = Writer()
    for _time in range(views.OF_AN_ADDRESS_MAX):
        writer.writes()

    writer.sends(writer.fills(), 429)

    assert Entry.objects.count() == views.OF_AN_ADDRESS_MAX
    assert list(Entry.objects.order_by("pk").values_list("number", flat=True)) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_it_speaks_the_readers_language_and_states_its_times(book: None, language: str) -> None:
    page = Writer(language).sees()

    assert f'<html lang="{language}">' in page
    assert {"ru": "24 часа", "uk": "24 години", "en": "24 hours"}[language] in text_of(page)


def test_the_poster_leads_to_the_book(book: None) -> None:
    page = Client().get(f"{PAGE}poster?lang=ru").content.decode()

    assert 'role="img"' in page
    assert "http://localhost:8000/book/chainik/" in page or "/book/chainik/" in page


@pytest.mark.parametrize("entries", [1, 3])
def test_a_full_book_asks_no_more_than_an_empty_one(book: None, entries: int) -> None:
    for _number in range(entries):
        Writer().writes()
    Writer().sees()

    with CaptureQueriesContext(
        connection,
    ) as asked:
        Writer().sees()

    assert len(asked) == QUERIES, [one["sql"][:120] for one in asked]


def test_a_known_address_learns_nothing_of_its_owner(cast: Cast, book: None) -> None:
    """Whoever types Irina's address gets a page about this entry, and nothing else of hers."""
    Writer().writes(contact=IRINA, text="Первая жалоба")

    done = Writer().sends(Writer().fills(contact=IRINA, text="Вторая"))

    link = re.search(r'href="(/s/[^"?]+)', done)
    assert link
    page = text_of(Client().get(link[1]).content.decode())
    assert page.count("Ответ на ваше сообщение") == 1


def test_the_figures_count_what_is_written_and_answered_in_time(cast: Cast, book: None) -> None:
    first, _second = Writer().writes(), Writer().writes(kind="thanks", text="Спасибо!")
    cast.browser_of(cast.anna).post(desk(first, "answers"), {"text": "Простите нас.", "published": "yes"})
    work()

    page = Writer().reads()

    assert "Отвечено здесь 1 из 2" in page
    assert "Отвечено в срок 1 из 1" in page


def test_the_register_is_read_to_its_first_line(cast: Cast, book: None) -> None:
    entry = Writer().writes(text="Звоните +7 900 000-00-12")
    first = Withheld.objects.get()
    at = timezone.now()
    Withheld.objects.bulk_create(
        Withheld(entry=entry, start=0, end=7, reason="abuse", why=f"Причина {number}", staff=cast.anna, at=at)
        for number in range(250)
    )

    pages = [Writer().sees(f"?register={number}") for number in (1, 2, 3)]

    assert [page.count("Причина") for page in pages] == [100, 100, 50]
    assert ["register=2#register" in pages[0], "register=3#register" in pages[1]] == [True, True]
    assert [str(first.letters) + " знаков" in page for page in pages] == [False, False, True]
    assert 'start="51"' in pages[2] and "register=4" not in pages[2]
