"""The search page: with and without JavaScript, with marks, with saved searches."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from slovo.conversations.list_models import SavedSearch
from slovo.core.db import is_postgresql
from tests.cast import Cast, arrives, letter

pytestmark = pytest.mark.thorough

QUERIES = {"q=возврат": 9, "q=возврат -чайник is:open": 10, "q=возвра&part=results&typing=yes": 9, "": 4}

WALK_QUERIES = 5  # PostgreSQL's: which partitions there are, and its planner told and told back in a savepoint


def brings(cast: Cast, number: int, text: str = "Нужен возврат.") -> None:
    sender = f"Покупатель {number} <u{number}@example.com>"
    arrives(
        letter(text, sender=sender, subject=f"Дело {number}", message_id=f"<{number}@example.com>"), cast.chainik_mail
    )


def hits(html: str) -> list[str]:
    return re.findall(r'<p class="subject clip" dir="auto">(.*?)</p>', html)


@pytest.mark.parametrize("query", QUERIES)
def test_a_page_of_one_result_and_of_three_asks_as_often(cast: Cast, query: str) -> None:
    browser, counts = cast.browser_of(cast.maria), []
    for numbers in ((1,), (2, 3)):
        for number in numbers:
            brings(cast, number)
        browser.get(f"/search/?{query}")
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(f"/search/?{query}").status_code == 200
        counts.append(len(asked))

    assert counts == [QUERIES[query] + (WALK_QUERIES if is_postgresql() and query else 0)] * 2


def test_matches_are_marked_by_lemma_and_nothing_else_is_markup(cast: Cast) -> None:
    brings(cast, 1, "<b>Возвраты</b> & <script>alert(1)</script> о возврате")

    html = cast.browser_of(cast.anna).get("/search/", {"q": "возвратом"}).content.decode()

    assert re.findall(r'<p class="excerpt" dir="auto">(.*?)</p>', html) == [
        "&lt;b&gt;<mark>Возвраты</mark>&lt;/b&gt; &amp; &lt;script&gt;alert(1)&lt;/script&gt; о <mark>возврате</mark>"
    ]


def test_the_excerpt_stands_where_the_match_is(cast: Cast) -> None:
    brings(cast, 1, "Здравствуйте. " + "Пишу вам давно. " * 40 + "Хочу оформить возврат чайника. " + "Жду. " * 40)

    html = cast.browser_of(cast.anna).get("/search/", {"q": "чайники возврат"}).content.decode()
    (excerpt,) = re.findall(r'<p class="excerpt" dir="auto">(.*?)</p>', html)

    assert re.findall("<mark>(.*?)</mark>", excerpt) == ["возврат", "чайника"]
    assert (excerpt[0], excerpt[-1], len(re.sub("<.*?>", "", excerpt)) <= 205) == ("…", "…", True)


def test_names_numbers_and_files_are_marked_too(cast: Cast) -> None:
    file = ("накладная-77.pdf", "application/pdf", b"%PDF")
    arrives(letter("Звоните: 8 (900) 000-00-12.", files=[file], subject="Просьба"), cast.chainik_mail)
    browser = cast.browser_of(cast.anna)

    marked = [
        re.findall("<mark>(.*?)</mark>", browser.get("/search/", {"q": query}).content.decode())
        for query in ("соколовой", "+79000000012", "накладной", "просьбы")
    ]

    assert marked == [["Соколова"], ["8 (900) 000-00-12"], ["накладная-77"], ["Просьба"]]


def test_while_typing_results_come_from_the_third_letter(cast: Cast) -> None:
    brings(cast, 1)
    browser = cast.browser_of(cast.anna)

    found = [
        hits(browser.get("/search/", {"q": q, "part": "results", "typing": "yes"}).content.decode())
        for q in ("в", "во", "воз", "возврат", "возвра ")
    ]

    assert found == [[], [], ["Дело 1"], ["Дело 1"], []]


def test_the_address_follows_what_is_typed(cast: Cast) -> None:
    answer = cast.browser_of(cast.anna).get("/search/", {"q": "воз", "part": "results", "typing": "yes"})

    assert answer["HX-Replace-Url"] == "/search/?q=%D0%B2%D0%BE%D0%B7"
    assert "<html" not in answer.content.decode()


def test_older_results_follow_each_conversation_once(cast: Cast) -> None:
    for number in range(1, 31):
        brings(cast, number)
    brings(cast, 31, "Совсем другое.")
    browser = cast.browser_of(cast.anna)

    first = browser.get("/search/", {"q": "возврат"}).content.decode()
    (older,) = re.findall(r'<a rel="next" href="(.*?)"', first)
    brings(cast, 32)
    second = browser.get(older.replace("&amp;", "&")).content.decode()

    assert hits(first) == [f"Дело {number}" for number in range(30, 5, -1)]
    assert hits(second) == [f"Дело {number}" for number in range(5, 0, -1)]


def test_nothing_found_names_the_next_step(cast: Cast) -> None:
    brings(cast, 1)

    html = cast.browser_of(cast.anna).get("/search/", {"q": "возврат from:никто"}).content.decode()

    assert re.findall(r"<h2>(.*?)</h2>", html) == ["Nothing found"]
    assert re.findall(r'<a href="(/search/\?q=.*?)"', html) == [
        "/search/?q=%D0%B2%D0%BE%D0%B7%D0%B2%D1%80%D0%B0%D1%82+%D0%BD%D0%B8%D0%BA%D1%82%D0%BE"
    ]


def test_a_search_is_kept_used_and_deleted_by_its_owner_alone(cast: Cast) -> None:
    anna, pavel = cast.browser_of(cast.anna), cast.browser_of(cast.pavel)
    anna.post("/searches/", {"q": "is:open возврат", "name": "Возвраты в работе"})
    saved = SavedSearch.objects.get()

    assert [one.name for one in anna.get("/search/").context["saved"]] == ["Возвраты в работе"]
    assert pavel.get("/search/").context["saved"] == []

    pavel.post(f"/searches/{saved.pk}/deletion")
    assert SavedSearch.objects.count() == 1
    anna.post(f"/searches/{saved.pk}/deletion")
    assert SavedSearch.objects.count() == 0


def test_a_name_that_is_there_takes_the_new_question(cast: Cast) -> None:
    anna = cast.browser_of(cast.anna)
    for query in ("возврат", "возврат is:open"):
        anna.post("/searches/", {"q": query, "name": "Возвраты"})
    answer = anna.post("/searches/", {"q": " ", "name": "Пусто"}, follow=True)

    assert list(SavedSearch.objects.values_list("name", "query")) == [("Возвраты", "возврат is:open")]
    assert [str(message) for message in answer.context["messages"]] == [
        "Saved as «Возвраты».",
        "Saved as «Возвраты».",
        "There is nothing to save yet. Search for something first.",
    ]


def test_the_box_stands_on_every_page(cast: Cast) -> None:
    html = cast.browser_of(cast.anna).get("/conversations/").content.decode()

    assert re.findall(r'<form class="nav-search" role="search" action="(.*?)">', html) == ["/search/"]
