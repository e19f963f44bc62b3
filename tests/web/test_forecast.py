"""The forecast at the desk: who is likely late and why, what time is suggested, and how good all of it was."""

from datetime import timedelta

import pytest
from django.utils import timezone

from slovo.people import actions as people
from slovo.people.models import Staff
from slovo.promises import actions as clock
from slovo.promises import handing, ledger
from slovo.promises.models import Promise
from tests.cast import Cast, arrives, letter, the_conversation
from tests.promises.stories import HOUR, foretells_at, promised
from tests.web.test_figures import table, text_of

NOW = timezone.now()
BEGAN = NOW - timedelta(hours=9)


def reads_english(staff: Staff) -> Staff:
    people.choose_language(staff=staff, language="en", at=NOW)
    return Staff.objects.get(pk=staff.pk)


def page(cast: Cast, who: Staff, address: str) -> str:
    answer = cast.browser_of(who).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def done_in(cast: Cast, *hours: float) -> None:
    for number, needed in enumerate(hours):
        made_at = NOW - timedelta(days=20) + number * HOUR
        promise = promised(cast, at=made_at, due_at=made_at + timedelta(days=30), kind="repair")
        ledger.keep(promise_id=promise.pk, by=cast.anna, at=made_at + needed * HOUR)


def pavel_is_overloaded(cast: Cast, **more: str) -> Promise:
    """Seven things of Pavel's are due before his repair, which has an hour left, and nobody ever was so slow."""
    done_in(cast, *([2.0] * 4 + [6.0] * 4 + [7.5] * 4))
    for number in range(7):
        promised(cast, at=BEGAN, due_at=NOW + 0.5 * HOUR, by=cast.pavel, kind="visit", what=f"Визит {number}")
    repair = promised(cast, at=BEGAN, due_at=NOW + HOUR, by=cast.pavel, kind="repair", what="Ремонт", **more)
    promised(cast, at=BEGAN, due_at=NOW + HOUR, kind="visit", what="Спокойный визит")
    foretells_at(NOW)
    return repair


def test_whoever_is_likely_late_is_marked_with_the_reason_and_found_by_it(cast: Cast) -> None:
    repair = pavel_is_overloaded(cast)
    said = "Likely late: Павел Громов has 7 things due before it."

    ledger_page = text_of(page(cast, cast.anna, "/promises/?state=at_risk"))
    assert "Ремонт" in ledger_page and said in ledger_page
    assert "Спокойный визит" not in ledger_page
    assert text_of(page(cast, cast.anna, "/promises/")).count("Likely late") == 1
    assert said in text_of(page(cast, cast.anna, f"/promises/{repair.shown_id}/"))


def test_the_mark_goes_with_the_reason_for_it(cast: Cast) -> None:
    repair = pavel_is_overloaded(cast)
    handing.hand_over(promise_ids=[repair.pk], owner_id=cast.anna.pk, team_id=None, by=cast.maria, at=NOW)
    assert "Likely late" not in page(cast, cast.anna, f"/promises/{repair.shown_id}/")

    ledger.keep(promise_id=repair.pk, by=cast.anna, at=NOW)
    assert "Ремонт" not in text_of(page(cast, cast.anna, "/promises/?state=at_risk"))


def test_the_supervisor_has_it_among_what_is_at_risk(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    conversation = the_conversation()
    repair = pavel_is_overloaded(cast, about=conversation.key)
    assert repair.warn_at
    html = text_of(page(cast, reads_english(cast.maria), "/room/"))

    assert "At risk 1" in html


def test_a_time_is_suggested_where_a_promise_is_made(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    address = f"/conversations/{the_conversation().public_id}"
    done_in(cast, *([1.0] * 3 + [2.0] * 5 + [50.0] * 2))

    said = text_of(page(cast, cast.anna, f"{address}/suggestion?kind=repair"))
    assert "8 of the last 10 were done in 2 h of working time; with 15 % to spare, say" in said
    form = page(cast, cast.anna, f"{address}/promises?kind=repair&due=2030-01-02T03:04")
    assert "8 of the last 10" in form and 'value="2030-01-02T03:04"' in form
    assert "Nothing of this kind was done" in text_of(page(cast, cast.anna, f"{address}/suggestion?kind=visit"))


def test_of_few_cases_it_says_that_they_are_few(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    done_in(cast, 1.0, 2.0)
    said = page(cast, cast.anna, f"/conversations/{the_conversation().public_id}/suggestion?kind=repair")

    assert "Of 2 such promises of the last 90 days 2 are done: too few to suggest a time." in said
    assert "<a " not in said


def test_the_report_says_how_often_it_was_right(cast: Cast) -> None:
    maria = reads_english(cast.maria)
    assert "Nothing that was foretold has come due" in page(cast, maria, "/promises/forecast/")
    done_in(cast, *([7.0] * 4 + [9.6] * 8))
    kept, broken = (
        promised(cast, at=BEGAN - 2 * HOUR, due_at=NOW - HOUR, by=cast.pavel, kind="repair", what=what)
        for what in ("kept", "broken")
    )
    foretells_at(NOW - 1.5 * HOUR)
    ledger.keep(promise_id=kept.pk, by=cast.pavel, at=NOW - 1.2 * HOUR)
    clock.break_overdue(at=NOW)
    html = page(cast, maria, "/promises/forecast/?moment=90&days=7&kind=repair")

    lines = table(html, "Foretold and happened")
    assert [line[1] for line in lines if line[1] != "0"] == ["2"]
    assert [line[3] for line in lines if line[1] != "0"] == ["1 50 % (9 to 91 %)"]
    assert broken.what == "broken"


def test_only_who_sees_figures_sees_the_report(cast: Cast) -> None:
    assert cast.browser_of(cast.anna).get("/promises/forecast/").status_code == 403
    assert "/promises/forecast/" in page(cast, cast.maria, "/promises/figures/")
    assert page(cast, cast.maria, "/promises/forecast/?days=x&moment=7&brand=0&kind=moon")


@pytest.mark.parametrize(("language", "said"), [("ru", "Скорее всего опоздает"), ("uk", "Імовірно, запізниться")])
def test_in_the_readers_language(cast: Cast, language: str, said: str) -> None:
    pavel_is_overloaded(cast)
    people.choose_language(staff=cast.maria, language=language, at=NOW)

    assert said in page(cast, Staff.objects.get(pk=cast.maria.pk), "/promises/?state=at_risk")
