"""Who did what: by days, with links to what it is about, for people or machine, page by page."""

import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import slovo.facts
from slovo.conversations import tags
from slovo.conversations.saved_view_actions import Shape, Whose, keep_view
from slovo.core.journal.models import JournalEntry
from slovo.customers.models import Customer
from slovo.people.models import Staff
from slovo.web.desk.views import audit
from slovo.web.desk.words.facts import FACTS
from slovo.web.desk.words.things import THINGS
from tests.cast import Cast, arrives, letter, the_conversation, work
from tests.test_architecture import facts

pytestmark = pytest.mark.thorough

QUERIES = 15


@pytest.fixture(autouse=True)
def an_answered_letter(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    address = f"/conversations/{the_conversation().public_id}/replies"
    cast.browser_of(cast.anna).post(address, {"text": "Он в пути."})
    work()


def page(cast: Cast, query: str = "", *, who: Staff | None = None) -> str:
    return cast.browser_of(who or cast.maria).get(f"/audit/{query}").content.decode()


def rows(page: str) -> list[list[str]]:
    """Who, what, with what."""
    found = re.findall(
        r"<tr><td class=\"moment\">.*?</td>\s*<td>(.*?)</td>\s*<td>(.*?)</td>\s*<td>(.*?)</td>", page, re.S
    )
    plain = [[unescape(re.sub(r"<span class=\"avatar.*?</span>|<[^>]+>", "", cell)) for cell in row] for row in found]
    return plain


def test_what_it_is_about_is_named_and_linked(cast: Cast) -> None:
    conversation, customer = the_conversation(), Customer.objects.get()
    shown = page(cast)

    assert rows(page(cast, "?who=people")) == [
        ["Анна Белкина", "Обещание сдержано", "Чайник не пришёл"],
        ["Анна Белкина", "Ответ отправлен", "Чайник не пришёл"],
        ["Анна Белкина", "Написан ответ", "Чайник не пришёл"],
        ["Анна Белкина", "Письмо поставлено в очередь на отправку", "Чайник не пришёл"],
    ]
    assert f'<a href="/conversations/{conversation.public_id}/">Чайник не пришёл</a>' in shown
    assert f'<a href="/customers/{customer.public_id}/">Ирина Соколова</a>' in shown


def test_tags_and_views_are_named_and_linked_too(cast: Cast) -> None:
    at = timezone.now()
    tags.add_tag(brand_id=cast.chainik.pk, name="Возврат", colour="", by=cast.maria, at=at)
    shape, whose = Shape(name="Горит", document={"promise": "soon"}), Whose(brand_id=cast.chainik.pk)
    view = keep_view(shape=shape, whose=whose, by=cast.maria, at=at)
    shown = page(cast, "?who=people")

    assert '<a href="/tags/">Возврат</a>' in shown
    assert f'<a href="/views/{view.public_id}/">Горит</a>' in shown


def test_who_may_not_go_there_reads_the_name_alone(cast: Cast) -> None:
    assert ["Slovo", "Выдана роль", "Мария Ветрова"] in rows(page(cast))
    assert f"/people/{cast.anna.public_id}/" not in page(cast)
    assert f'<a href="/people/{cast.anna.public_id}/">Анна Белкина</a>' in page(cast, who=cast.orlov)


def test_people_the_machine_one_person_and_one_kind(cast: Cast) -> None:
    assert {row[0] for row in rows(page(cast, "?who=people"))} == {"Анна Белкина"}
    assert "Анна Белкина" not in {row[0] for row in rows(page(cast, "?who=machine"))}
    assert rows(page(cast, f"?who={cast.anna.pk}")) == rows(page(cast, "?who=people"))
    assert rows(page(cast, f"?who={cast.maria.pk}")) == []
    assert {row[1] for row in rows(page(cast, "?kind=PromiseMade"))} == {"Дано обещание"}


@pytest.mark.parametrize("query", ["?who=nobody", "?who=999999", "?kind=Nothing", "?before=x", "?before=0"])
def test_what_is_made_up_is_not_asked(cast: Cast, query: str) -> None:
    assert rows(page(cast, query)) == rows(page(cast))


def test_somebody_of_another_brand_cannot_be_asked_about(cast: Cast) -> None:
    assert rows(page(cast, f"?who={cast.taras.pk}")) == rows(page(cast))


def test_days_are_headings_in_the_readers_zone(cast: Cast) -> None:
    JournalEntry.objects.filter(kind="ReplyWritten").update(at=timezone.now() + timedelta(days=1))
    JournalEntry.objects.filter(kind="PromiseMade").update(at=timezone.now() - timedelta(days=400))
    headings = re.findall(r"<section class=\"section\"><h2>(.*?)</h2>", page(cast))

    assert len(headings) >= 3
    assert all(re.fullmatch(r"[А-Яа-я]+, \d+ [а-я]+ \d{4}", heading) for heading in headings)


def test_it_is_turned_page_by_page_and_keeps_what_was_asked(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = rows(page(cast, "?who=machine"))
    monkeypatch.setattr(audit, "ENTRIES_MAX", 3)
    pages, query = [], "?who=machine"
    while query:
        shown = page(cast, query)
        pages += rows(shown)
        link = re.search(r'rel="next" href="([^"]+)"', shown)
        query = unescape(link[1]) if link else ""

    assert pages == whole


def test_many_rows_are_as_many_questions_as_few(cast: Cast) -> None:
    page(cast)
    asked = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as asking:
            page(cast)
        asked.append(len(asking))
        for number in range(3):
            arrives(letter(sender=f"u{number}@example.com", message_id=f"<{number}@example.com>"), cast.chainik_mail)

    assert asked == [QUERIES, QUERIES]


def test_every_fact_has_its_words_and_every_thing_too() -> None:
    assert [fact.__name__ for fact in facts() if fact.__name__ not in FACTS] == []
    facts_modules = Path(slovo.facts.__file__).parent.glob("*.py")
    abouts = {about for module in facts_modules for about in re.findall(r'return f"(\w+):\{', module.read_text())}
    assert abouts == set(THINGS)
