"""The page of figures: what broke in silence first, in words and numbers, for supervisors and their brands alone."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.people import actions as people
from slovo.people.models import Staff
from slovo.people.rights import Role
from slovo.promises import actions as clock
from slovo.promises import handing, ledger
from slovo.web.desk.views import figures as view
from tests.cast import Cast
from tests.promises.stories import HOUR, known_by_hand, promised

QUERIES_OF_THE_FIGURES = 19
NOW = timezone.now()


def page(who: Staff, cast: Cast, query: str = "") -> str:
    answer = cast.browser_of(who).get(f"/promises/figures/?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def table(html: str, caption: str) -> list[list[str]]:
    """The cells of each row below its head."""
    [found] = [one for one in re.findall(r"<table.*?</table>", html, re.DOTALL) if f">{caption}</caption>" in one]
    rows = re.findall(r"<tr>(.*?)</tr>", found.partition("<tbody>")[2], re.DOTALL)
    return [[text_of(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in rows]


def listed(html: str) -> list[str]:
    return re.findall(r'<a href="/promises/[0-9a-f-]{36}/">([^<]+)</a>', html)


def reads_english(staff: Staff) -> Staff:
    people.choose_language(staff=staff, language="en", at=NOW)
    return Staff.objects.get(pk=staff.pk)


@pytest.fixture
def maria(cast: Cast) -> Staff:
    return reads_english(cast.maria)


def test_ten_promises_known_by_hand(cast: Cast, maria: Staff) -> None:
    known_by_hand(cast, at=NOW)
    html = page(maria, cast)

    top = text_of(html[html.index("figure-top") : html.index("figure-filter")])
    assert "3 broken in silence 3 of 10 broke in silence: 30 % (11 to 60 %)." in top
    assert "In the time before: 0 of 1, 0 % (0 to 79 %). Chance alone may differ as much." in top
    assert "Released by customers or needed no more: 1. Open now, and in time so far: 1." in top
    outcomes = [(row[0].split(" ", 2)[:2], row[1], row[2]) for row in table(html, "What became of them")]
    assert outcomes == [
        (["Broken", "in"], "3 30 % (11 to 60 %)", "0 0 % (0 to 79 %)"),
        (["Broken", "after"], "1 10 % (2 to 40 %)", "0 0 % (0 to 79 %)"),
        (["Moved", "without"], "2 20 % (6 to 51 %)", "0 0 % (0 to 79 %)"),
        (["Moved", "with"], "1 10 % (2 to 40 %)", "0 0 % (0 to 79 %)"),
        (["Kept", "in"], "3 30 % (11 to 60 %)", "1 100 % (21 to 100 %)"),
    ]
    assert [(row[0], row[1], row[2]) for row in table(html, "By person")] == [
        ("Анна Белкина", "6", "2 33 % (10 to 70 %)"),
        ("Павел Громов", "4", "1 25 % (5 to 70 %)"),
    ]
    assert [(row[0], row[1]) for row in table(html, "By kind")] == [
        ("Delivery", "8"),
        ("Repair", "1"),
        ("Callback", "1"),
    ]
    assert table(html, "Of the 4 in time")[2] == ["50 %", "30 min", "50 %"]
    assert "left before the deadline: 4; too late: 1." in text_of(html)


def test_each_that_broke_in_silence_is_listed_with_how_late_it_is(cast: Cast, maria: Staff) -> None:
    made = known_by_hand(cast, at=NOW)
    html = page(maria, cast)

    rows = {
        row[0].split(" Delivery")[0].split(" Repair")[0]: row for row in table(html, "Broken in silence, one by one")
    }
    assert list(rows) == ["told too late", "never", "late"]
    assert (rows["late"][2], rows["late"][3]) == ("done 2 h late", "АБ Анна Белкина")
    assert (rows["never"][2], rows["never"][3]) == ("late by 9 days", "ПГ Павел Громов")
    assert f"/promises/{made['never'].shown_id}/" in html


def test_nothing_is_coloured_that_chance_may_have_done(cast: Cast, maria: Staff) -> None:
    known_by_hand(cast, at=NOW)
    assert not re.search(r'class="[^"]*\b(better|worse)\b', page(maria, cast))

    for number in range(40):
        started = NOW - timedelta(days=5) + timedelta(minutes=number)
        promise = promised(cast, at=started, due_at=started + HOUR, by=cast.pavel if number < 20 else cast.anna)
        if number >= 20:
            ledger.keep(promise_id=promise.pk, by=cast.anna, at=started)
    clock.break_overdue(at=NOW - timedelta(days=4))
    html = page(maria, cast)

    flags = re.findall(r'class="small (better|worse)">([^<]+)<', html)
    assert flags == [
        ("worse", "Broken in silence: more than the others"),
        ("better", "Broken in silence: fewer than the others"),
    ]
    assert [row[0].split(" Broken")[0] for row in table(html, "By person")] == ["Павел Громов", "Анна Белкина"]


def test_narrowed_by_links(cast: Cast, maria: Staff) -> None:
    made = known_by_hand(cast, at=NOW)
    team = people.join_team(staff=cast.pavel, brand=cast.chainik, name="Склад")
    handing.hand_over(promise_ids=[made["never"].pk], owner_id=None, team_id=team.pk, by=cast.maria, at=NOW)

    links = re.findall(r'href="\?([^"]*)"', page(maria, cast))
    wanted = {"days=7", "days=365", "kind=repair&amp;days=30", f"team={team.pk}&amp;days=30"}
    assert wanted - set(links) == set()
    assert listed(page(maria, cast, "days=30&kind=repair")) == ["never"]
    assert listed(page(maria, cast, f"team={team.pk}")) == ["never"]
    assert listed(page(maria, cast, "days=7")) == []
    assert "No promise came due in this time" in page(maria, cast, "days=7")
    assert len(listed(page(maria, cast, "days=x&kind=moon&team=999&brand=0&after=y&pk=z"))) == 3


def test_the_list_goes_on_where_it_ended(cast: Cast, maria: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    known_by_hand(cast, at=NOW)
    monkeypatch.setattr(view, "SILENT_MAX", 2)

    first = page(maria, cast)
    [more] = re.findall(r'rel="next" href="\?([^"]+)"', first)
    assert (listed(first), listed(page(maria, cast, unescape(more)))) == (["told too late", "never"], ["late"])


def test_each_sees_the_figures_of_brands_where_they_may(cast: Cast, maria: Staff) -> None:
    known_by_hand(cast, at=NOW)
    assert cast.browser_of(cast.anna).get("/promises/figures/").status_code == 403
    assert cast.browser_of(cast.taras).get("/promises/figures/").status_code == 403
    people.give_role(staff=cast.taras, brand=cast.honey, role=Role.SUPERVISOR, actor=cast.orlov.actor, at=NOW)
    assert listed(page(reads_english(cast.taras), cast)) == []
    assert listed(page(cast.taras, cast, f"brand={cast.chainik.pk}")) == []

    orlov = reads_english(cast.orlov)
    assert len(listed(page(orlov, cast))) == 3
    assert listed(page(orlov, cast, f"brand={cast.honey.pk}")) == []
    assert "/promises/figures/" in cast.browser_of(orlov).get("/promises/").content.decode()
    assert "/promises/figures/" not in cast.browser_of(cast.anna).get("/promises/").content.decode()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", "Молча нарушено 3 из 10: 30 % (от 11 до 60 %)."),
        ("uk", "Мовчки порушено 3 з 10: 30 % (від 11 до 60 %)."),
    ],
)
def test_in_the_readers_language(cast: Cast, language: str, said: str) -> None:
    known_by_hand(cast, at=NOW)
    people.choose_language(staff=cast.maria, language=language, at=NOW)

    assert said in text_of(page(Staff.objects.get(pk=cast.maria.pk), cast))


@pytest.mark.parametrize("times", [1, 3])
def test_it_asks_as_many_questions_however_many_there_are(cast: Cast, maria: Staff, times: int) -> None:
    for _ in range(times):
        known_by_hand(cast, at=NOW)
    page(maria, cast)
    with CaptureQueriesContext(connection) as asked:
        page(maria, cast)
    assert len(asked) == QUERIES_OF_THE_FIGURES, "\n".join(one["sql"][:160] for one in asked.captured_queries)
