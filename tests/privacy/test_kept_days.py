"""A brand says itself how long it keeps what is kept by days, and sees before how much would go."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from slovo.core.journal.models import JournalEntry
from slovo.core.keeping import Days
from slovo.knowledge import asking
from slovo.knowledge.asked_models import NotFound
from slovo.people.rights import Verb
from slovo.privacy import kept
from slovo.privacy.models import KeptDays
from tests.api.programs import program_of
from tests.cast import Cast
from tests.privacy.nights import sweeps_at
from tests.web.portal import pages

DAY = timedelta(days=1)
USUAL = {kind: str(one.days) for kind, one in kept.choices().items()}


def sought(cast: Cast, *words: str, days_ago: int = 0) -> None:
    at = timezone.now() - days_ago * DAY
    for one in words:
        asking.note_not_found(brand_id=cast.chainik.pk, language="ru", words=one, at=at)
        asking.note_not_found(brand_id=cast.honey.pk, language="uk", words=one, at=at)


def text_of(answer: Any) -> str:
    return pages.text_of(answer.content.decode())


def page(cast: Cast) -> str:
    return f"/brands/{cast.chainik.pk}/kept-days/"


def left() -> dict[str, int]:
    return {slug: NotFound.objects.filter(brand__slug=slug).count() for slug in ("chainik", "honey")}


def test_every_kind_has_bounds_that_hold_what_is_usual() -> None:
    for rule in kept.by_days():
        if rule.choice:
            assert 1 <= rule.choice.least <= rule.choice.days
            assert rule.life == rule.choice.life
            assert rule.brand
    assert {code: one.code for code, one in kept.choices().items()} == {code: code for code in kept.choices()}


@pytest.mark.parametrize("rule", [one for one in kept.by_days() if one.choice], ids=lambda one: one.name)
def test_each_kind_is_found_by_its_brand(rule: Days, cast: Cast) -> None:
    both = {cast.chainik.pk: 90, cast.honey.pk: 1}
    assert rule.first(timezone.now(), both) == []
    assert rule.due_of(cast.chainik.pk, timezone.now(), 90).count() == 0


def test_what_a_brand_keeps_for_shorter_goes_earlier_and_only_its_own(cast: Cast) -> None:
    sought(cast, "гарантия", "возврат", days_ago=40)
    orlov = cast.browser_of(cast.orlov)

    assert orlov.post(page(cast), USUAL | {"sought": "30"}).status_code == 302
    sweeps_at(timezone.now())

    assert left() == {"chainik": 0, "honey": 2}


def test_what_a_brand_keeps_for_longer_stays_longer(cast: Cast) -> None:
    sought(cast, "гарантия")
    cast.browser_of(cast.orlov).post(page(cast), USUAL | {"sought": "365"})

    sweeps_at(timezone.now() + 181 * DAY)
    assert left() == {"chainik": 1, "honey": 0}
    sweeps_at(timezone.now() + 366 * DAY)

    assert left() == {"chainik": 0, "honey": 0}


def test_before_it_is_saved_one_sees_how_much_would_go(cast: Cast) -> None:
    sought(cast, "гарантия", "возврат", days_ago=40)
    orlov = cast.browser_of(cast.orlov)
    assert "Этой ночью" in text_of(orlov.get(page(cast)))
    assert "2 строки" not in text_of(orlov.get(page(cast)))

    shown = orlov.post(page(cast), USUAL | {"sought": "30", "preview": "yes"})

    assert "Этой ночью были бы удалены 2 строки." in text_of(shown)
    assert "пока ничего не сохранено" in text_of(shown)
    assert KeptDays.objects.count() == 0
    sweeps_at(timezone.now())
    assert left() == {"chainik": 2, "honey": 2}


@pytest.mark.parametrize("days", ["0", "29", "3651", "долго", ""])
@pytest.mark.parametrize("also", [{}, {"preview": "yes"}])
def test_out_of_bounds_it_is_refused_and_says_why(cast: Cast, days: str, also: dict[str, str]) -> None:
    answer = cast.browser_of(cast.orlov).post(page(cast), USUAL | {"sought": days} | also)

    assert answer.status_code == 422
    assert "от 30 до 3650 дней" in text_of(answer)
    assert KeptDays.objects.count() == 0


def test_the_journal_says_who_chose_what(cast: Cast) -> None:
    orlov = cast.browser_of(cast.orlov)
    orlov.post(page(cast), USUAL | {"sought": "60", "reminders": "10"})
    orlov.post(page(cast), USUAL | {"sought": "60", "reminders": "10"})  # changes nothing

    [entry] = JournalEntry.objects.filter(kind="KeptDaysSet")
    assert (entry.actor_id, entry.brand_id) == (str(cast.orlov.pk), cast.chainik.pk)
    assert dict(zip(entry.data["kinds"], entry.data["days"], strict=True)) == {"sought": 60, "reminders": 10}
    assert "Изменено, сколько хранятся данные" in text_of(orlov.get("/audit/"))


@pytest.mark.parametrize("who", ["anna", "taras"])
def test_whoever_is_no_administrator_there_may_not(cast: Cast, who: str) -> None:
    browser, program = cast.browser_of(getattr(cast, who)), program_of(getattr(cast, who))

    assert browser.get(page(cast)).status_code in {403, 404}
    assert browser.post(page(cast), USUAL | {"sought": "60"}).status_code in {403, 404}
    assert program.ask("PUT", "kept-days", {"brand": cast.chainik.public_id, "days": {"sought": 60}}).status_code in {
        403,
        422,
    }
    assert KeptDays.objects.count() == 0


def test_a_program_looks_ahead_and_chooses(cast: Cast) -> None:
    sought(cast, "гарантия", days_ago=40)
    program, brand = program_of(cast.orlov), cast.chainik.public_id

    def told(answer: Any) -> tuple[int, int]:
        [line] = [one for one in answer.json()["data"] if one["kind"] == "sought"]
        return line["days"], line["rows"]

    assert told(program.get(f"kept-days?brand={brand}")) == (180, 0)
    assert told(program.get(f"kept-days?brand={brand}&kind=sought&days=30")) == (30, 1)
    assert told(program.get(f"kept-days?brand={brand}")) == (180, 0)
    assert told(program.ask("PUT", "kept-days", {"brand": brand, "days": {"sought": 30}})) == (30, 1)
    assert told(program.get(f"kept-days?brand={brand}")) == (30, 1)


@pytest.mark.parametrize("days", [{"sought": 1}, {"journal": 60}])
def test_a_program_is_told_by_which_rule_it_is_refused(cast: Cast, days: dict[str, int]) -> None:
    answer = program_of(cast.orlov).ask("PUT", "kept-days", {"brand": cast.chainik.public_id, "days": days})

    assert (answer.status_code, answer.json()["rule"]) == (409, "kept-within-bounds")


def test_a_token_without_the_scope_may_not(cast: Cast) -> None:
    program = program_of(cast.orlov, scopes=frozenset(Verb) - {Verb.MANAGE_PERSONAL_DATA})
    assert program.get(f"kept-days?brand={cast.chainik.public_id}").status_code == 403


def test_what_was_allowed_once_is_never_less_than_is_needed_now(cast: Cast) -> None:
    sought(cast, "гарантия", days_ago=5)
    KeptDays.objects.create(brand=cast.chainik, kind="sought", days=2)

    sweeps_at(timezone.now())

    assert left() == {"chainik": 1, "honey": 1}
