"""Views that people keep: put together, counted, shared, changed, removed."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from slovo.conversations import counting
from slovo.conversations.list_models import SavedView
from slovo.conversations.models import Conversation
from slovo.core.journal.models import JournalEntry
from slovo.people import actions as people
from slovo.people.models import Staff
from tests.cast import Cast, arrives, letter
from tests.web.lists import listed, subjects

pytestmark = pytest.mark.thorough

QUERIES_OF_THE_BUILDER = 15
QUERIES_OF_ALL_VIEWS = 10


def brings(cast: Cast, subject: str) -> None:
    number = Conversation.objects.count()
    raw = letter(subject=subject, sender=f"u{number}@example.com", message_id=f"<v{number}@example.com>")
    arrives(raw, cast.chainik_mail)


def keeps(cast: Cast, staff: Staff, name: str, document: dict[str, Any], **more: Any) -> SavedView:
    answer = cast.browser_of(staff).post("/views/", {"name": name, "filter": json.dumps(document), **more})
    assert answer.status_code == 302, answer.status_code
    return SavedView.objects.latest("pk")


def names_beside(cast: Cast, staff: Staff) -> list[str]:
    page = cast.browser_of(staff).get("/conversations/")
    return [view.name for view in page.context["list"]["saved_views"]]


def test_a_filter_is_put_together_looked_at_and_kept(cast: Cast) -> None:
    brings(cast, "Чайник не пришёл")
    browser = cast.browser_of(cast.anna)

    page = browser.get("/views/new/", {"state": "open", "assignee": "nobody", "promise": "owed"})
    said = re.search(r'<p class="filter-sentence">(.*?)</p>', page.content.decode())
    assert said and said[1] == "Conversations where it is our turn, responsible: nobody yet, with an answer owed."
    assert page.context["number"] == 1
    kept = browser.post("/views/", {"name": "  Ничьи  срочные ", "filter": page.context["document"], "icon": "flame"})

    view = SavedView.objects.get()
    assert (view.name, view.owner, view.icon) == ("Ничьи срочные", cast.anna, "flame")
    assert view.filter == {"version": 1, "state": "open", "assignee": "nobody", "promise": "owed"}
    assert kept.headers["Location"] == f"/conversations/?view={view.public_id}"
    shown = browser.get(kept.headers["Location"])
    assert subjects(shown.content.decode()) == ["Чайник не пришёл"]
    assert shown.context["list"]["counts"][str(view.public_id)] == 1
    assert JournalEntry.objects.filter(kind="ViewKept", about=view.key, brand_id=None).count() == 1


def test_the_preview_is_a_part_of_its_own(cast: Cast) -> None:
    brings(cast, "Чайник не пришёл")
    part = cast.browser_of(cast.anna).get("/views/new/", {"part": "preview", "state": "closed"}).content.decode()

    assert part.startswith('<p class="filter-sentence">Closed conversations.</p>')


def test_own_views_are_seen_by_their_owner_alone(cast: Cast) -> None:
    view = keeps(cast, cast.anna, "Моё", {"state": "open"})

    assert [names_beside(cast, one) for one in (cast.anna, cast.pavel, cast.maria)] == [["Моё"], [], []]
    pavel = cast.browser_of(cast.pavel)
    for address in (f"/views/{view.public_id}/", f"/views/{view.public_id}/removal", f"/views/{view.public_id}/place"):
        assert {pavel.get(address).status_code, pavel.post(address).status_code} <= {404, 405}
    assert pavel.get(f"/conversations/?view={view.public_id}").context["list"]["view"] == "open"


def test_a_teams_view_is_seen_by_its_team_and_a_brands_by_all_of_the_brand(cast: Cast) -> None:
    team = people.join_team(staff=cast.pavel, brand=cast.chainik, name="Возвраты")
    keeps(cast, cast.maria, "Команды", {"state": "open"}, whose=f"team:{team.pk}")
    keeps(cast, cast.maria, "Всех", {"state": "open"}, whose=f"brand:{cast.chainik.pk}")

    seen = {one.name: names_beside(cast, one) for one in (cast.anna, cast.pavel, cast.maria, cast.taras)}
    assert seen == {
        cast.anna.name: ["Всех"],
        cast.pavel.name: ["Команды", "Всех"],
        cast.maria.name: ["Команды", "Всех"],
        cast.taras.name: [],
    }


@pytest.mark.parametrize("whose", ["team", "brand"])
def test_an_agent_shares_no_view(cast: Cast, whose: str) -> None:
    team = people.join_team(staff=cast.anna, brand=cast.chainik, name="Возвраты")
    pk = team.pk if whose == "team" else cast.chainik.pk
    answer = cast.browser_of(cast.anna).post("/views/", {"name": "Всем", "filter": "{}", "whose": f"{whose}:{pk}"})

    assert (answer.status_code, SavedView.objects.count()) == (403, 0)


def test_an_agent_opens_a_brands_view_and_cannot_change_it(cast: Cast) -> None:
    view = keeps(cast, cast.maria, "Всех", {"state": "open"}, whose=f"brand:{cast.chainik.pk}")
    anna = cast.browser_of(cast.anna)

    page = anna.get(f"/views/{view.public_id}/")
    assert (page.status_code, page.context["may_change"]) == (200, False)
    changed = {"name": "Моё", "filter": "{}"}
    assert anna.post(f"/views/{view.public_id}/", changed).status_code == 403
    assert anna.post(f"/views/{view.public_id}/removal").status_code == 403
    assert anna.post(f"/views/{view.public_id}/place", {"direction": "up"}).status_code == 403
    view.refresh_from_db()
    assert view.name == "Всех"


def test_a_brands_view_shows_its_brand_alone_even_to_who_has_two(cast: Cast) -> None:
    arrives(letter(subject="Мёд", to="dopomoga@honey.example", message_id="<h@example.com>"), cast.honey_mail)
    brings(cast, "Чайник")
    view = keeps(cast, cast.orlov, "Всё", {}, whose=f"brand:{cast.chainik.pk}")

    browser = cast.browser_of(cast.orlov)
    shown = browser.get(f"/conversations/?view={view.public_id}")
    assert subjects(shown.content.decode()) == ["Чайник"]
    assert shown.context["list"]["counts"][str(view.public_id)] == 1
    assert listed(browser, view="all") == ["Мёд", "Чайник"]


def test_a_view_is_changed_and_removed(cast: Cast) -> None:
    view = keeps(cast, cast.anna, "Моё", {"state": "open"})
    browser = cast.browser_of(cast.anna)
    browser.post(
        f"/views/{view.public_id}/",
        {"name": "Закрытое", "filter": '{"state": "closed"}', "order": "newest", "columns": ["due", "team"]},
    )

    view.refresh_from_db()
    assert (view.name, view.filter) == ("Закрытое", {"version": 1, "state": "closed"})
    assert (view.order, view.columns) == ("newest", ["customer", "team", "due"])
    browser.post(f"/views/{view.public_id}/removal")
    assert SavedView.objects.count() == 0
    assert [entry.kind for entry in JournalEntry.objects.filter(about=view.key).order_by("pk")] == [
        "ViewKept",
        "ViewKept",
        "ViewRemoved",
    ]


def test_views_are_put_into_order(cast: Cast) -> None:
    views = [keeps(cast, cast.anna, name, {}) for name in ("Первый", "Второй", "Третий")]
    browser = cast.browser_of(cast.anna)
    browser.post(f"/views/{views[2].public_id}/place", {"direction": "up"})
    browser.post(f"/views/{views[0].public_id}/place", {"direction": "down"})
    browser.post(f"/views/{views[1].public_id}/place", {"direction": "down"})

    assert names_beside(cast, cast.anna) == ["Третий", "Первый", "Второй"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": " ", "filter": "{}"}, "A view needs a name. Say in a word or two what it shows."),
        (
            {"name": "Ничего", "filter": '{"state": "closed", "promise": "owed"}'},
            "Closed conversations owe no answer: nothing can be found. Choose another state.",
        ),
        (
            {"name": "Новое", "filter": '{"mood": "angry"}'},
            "A newer version of Slovo knows “mood”; it is not looked at here.",
        ),
    ],
)
def test_what_cannot_be_kept_says_why_and_keeps_the_words(cast: Cast, given: dict[str, str], said: str) -> None:
    answer = cast.browser_of(cast.anna).post("/views/", given)

    assert (answer.status_code, str(answer.context["problem"])) == (422, said)
    assert SavedView.objects.count() == 0


def test_a_view_with_a_field_of_a_newer_version_is_shown_with_a_note(cast: Cast) -> None:
    brings(cast, "Чайник")
    view = keeps(cast, cast.anna, "Моё", {"state": "open"})
    SavedView.objects.filter(pk=view.pk).update(filter={"version": 7, "state": "open", "mood": "angry"})

    answer = cast.browser_of(cast.anna).get(f"/conversations/?view={view.public_id}")

    assert subjects(answer.content.decode()) == ["Чайник"]
    assert answer.context["list"]["notes"] == ("A newer version of Slovo knows “mood”; it is not looked at here.",)


def test_ten_views_are_counted_in_one_question_exact_to_999(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "COUNT_MAX", 3)
    for number in range(4):
        brings(cast, f"Вопрос {number}")
    for number in range(8):
        keeps(cast, cast.anna, f"Вид {number}", {"state": "open" if number % 2 else "closed"})
    browser = cast.browser_of(cast.anna)
    browser.get("/conversations/")

    with CaptureQueriesContext(connection) as asking:
        counts = browser.get("/conversations/").context["list"]["counts"]

    assert len([one for one in asking.captured_queries if "AS counted" in one["sql"]]) == 1
    assert len(counts) == 10
    assert list(counts.values()) == [0, 3, 3, 0, 0, 0, 3, 0, 3, 0]


def test_a_view_that_holds_far_more_is_exact_again_before_it_can_hold_less(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, number in {"COUNT_MAX": 3, "SPARE": 3, "FACTS_MAX": 3}.items():
        monkeypatch.setattr(counting, name, number)
    for number in range(6):
        brings(cast, f"Вопрос {number}")
    browser = cast.browser_of(cast.anna)

    shown = []
    for conversation in Conversation.objects.order_by("pk")[:5]:
        shown.append(browser.get("/conversations/").context["list"]["counts"]["open"])
        browser.post(f"/conversations/{conversation.public_id}/closure", {"answer_not_needed": "yes"})
    shown.append(browser.get("/conversations/").context["list"]["counts"]["open"])

    assert shown == [3, 3, 3, 3, 2, 1]


def test_each_chooses_columns_and_density_for_oneself(cast: Cast) -> None:
    brings(cast, "Чайник")
    anna, pavel = cast.browser_of(cast.anna), cast.browser_of(cast.pavel)
    answer = anna.post("/looks?view=open", {"view": "open", "columns": ["last", "brand"], "density": "compact"})

    assert answer.headers["Location"] == "/conversations/?view=open"
    shown = anna.get("/conversations/?view=open")
    assert shown.context["list"]["columns"] == {"customer", "brand", "last"}
    assert shown.context["list"]["density"] == "compact"
    assert subjects(shown.content.decode()) == []
    assert "Чайник и Ко" in re.findall(
        r'<span class="line-mark clip"><svg.*?</svg>(.*?)</span>', shown.content.decode()
    )
    for others in (anna.get("/conversations/?view=all"), pavel.get("/conversations/?view=open")):
        assert others.context["list"]["density"] == "comfortable"
        assert others.context["list"]["columns"] == {"customer", "subject", "preview", "tags", "assignee", "due"}


def test_a_view_has_columns_of_its_own_until_the_reader_chooses_others(cast: Cast) -> None:
    view = keeps(
        cast, cast.maria, "Всех", {}, whose=f"brand:{cast.chainik.pk}", columns=["team", "subject"], density="compact"
    )
    address = f"/conversations/?view={view.public_id}"
    anna = cast.browser_of(cast.anna)

    assert anna.get(address).context["list"]["columns"] == {"customer", "subject", "team"}
    anna.post(f"/looks?view={view.public_id}", {"view": str(view.public_id), "columns": ["due"], "density": ""})
    assert anna.get(address).context["list"]["columns"] == {"customer", "due"}
    assert anna.get(address).context["list"]["density"] == "compact"
    assert cast.browser_of(cast.pavel).get(address).context["list"]["columns"] == {"customer", "subject", "team"}


def asked(cast: Cast, address: str) -> int:
    browser = cast.browser_of(cast.maria)
    browser.get(address)
    with CaptureQueriesContext(connection) as asking:
        assert browser.get(address).status_code == 200
    return len(asking)


@pytest.mark.parametrize(
    ("address", "queries"),
    [("/views/", QUERIES_OF_ALL_VIEWS), ("/views/new/?state=open", QUERIES_OF_THE_BUILDER)],
)
def test_pages_of_views_ask_as_often_for_one_as_for_three(cast: Cast, address: str, queries: int) -> None:
    brings(cast, "Первое")
    keeps(cast, cast.maria, "Первый", {})
    one = asked(cast, address)
    for name in ("Второй", "Третий"):
        brings(cast, name)
        keeps(cast, cast.maria, name, {}, whose=f"brand:{cast.chainik.pk}")

    assert (one, asked(cast, address)) == (queries, queries)
