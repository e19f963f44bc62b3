"""At the desk: kinds of promises with their ladders, what one is reminded of, and what customers chose."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from slovo.conversations.models import Conversation
from slovo.promises import moving, queries
from slovo.promises.ladder_models import LadderStep, QuietHours
from slovo.promises.models import Promise, State
from tests.cast import Cast, arrives, letter
from tests.promises.ladders import clock_strikes, ladder, lead, owner
from tests.promises.stories import now_of, promised

MINUTE = timedelta(minutes=1)


def kinds_of(cast: Cast) -> str:
    return f"/brands/{cast.chainik.pk}/promise-kinds/"


def text_of(page: object) -> str:
    return page.content.decode()  # type: ignore[attr-defined]


def test_orlov_adds_a_kind_and_takes_over_the_taxi_ladder(cast: Cast) -> None:
    browser = cast.browser_of(cast.orlov)
    added = browser.post(kinds_of(cast), {"name": "Поездка", "slug": "ride"})
    assert added.headers["Location"] == f"{kinds_of(cast)}ride/"
    browser.post(f"{kinds_of(cast)}ride/ladder", {"template": "taxi"})

    page = text_of(browser.get(f"{kinds_of(cast)}ride/"))

    assert "За 10 минут до срока" in page
    assert "Машина задерживается в пути." in page
    assert "Поездка" in text_of(browser.get(kinds_of(cast)))


def test_orlov_changes_a_step_and_takes_one_out(cast: Cast) -> None:
    at = timezone.now()
    ladder(cast, owner(60), lead(30), at=at)
    given = {
        "row": ["0", "1", "new-0"],
        "minutes_0": "45",
        "when_0": "before",
        "deed_0": "nudge_owner",
        "minutes_1": "",
        "minutes_new-0": "20",
        "when_new-0": "before",
        "deed_new-0": "tell_customer",
        "later_new-0": "90",
        "reason_ru_new-0": "Снег",
        "choice_new-0": "on",
    }
    cast.browser_of(cast.orlov).post(f"{kinds_of(cast)}delivery/ladder", given)
    rows = LadderStep.objects.values_list("minutes_before", "deed", "new_minutes", "offers_choice")
    assert list(rows) == [(45, "nudge_owner", None, False), (20, "tell_customer", 90, True)]


def test_a_ladder_that_cannot_be_is_shown_again_as_it_was_wanted(cast: Cast) -> None:
    given = {"row": ["0"], "minutes_0": "20", "deed_0": "tell_customer", "later_0": "77"}
    page = cast.browser_of(cast.orlov).post(f"{kinds_of(cast)}delivery/ladder", given)
    assert page.status_code == 422
    assert 'value="77"' in text_of(page)
    assert not LadderStep.objects.exists()


def test_rules_of_a_kind_and_of_notices(cast: Cast) -> None:
    browser = cast.browser_of(cast.orlov)
    browser.post(f"{kinds_of(cast)}delivery/", {"moves": "2", "silence": "24", "night": "on"})
    rules = queries.kinds_at(cast.chainik.pk)["delivery"].rules
    assert (rules.moves_without_consent_max, rules.silence_minutes, rules.told_at_night) == (2, 24 * 60, True)

    words = {"begins": "22:30", "ends": "07:00", "closing_ru": "Ваш {brand}"}
    browser.post(f"/brands/{cast.chainik.pk}/notices", words)
    hours = QuietHours.objects.get()
    assert (hours.begins, hours.ends, hours.links) == (22 * 60 + 30, 7 * 60, False)
    assert queries.own_notice_texts(cast.chainik.pk) == {("closing", "ru"): "Ваш {brand}"}
    wrong = browser.post(f"/brands/{cast.chainik.pk}/notices", {**words, "closing_ru": "Ваш {shop}"})
    assert (wrong.status_code, "{shop}" in text_of(wrong)) == (422, True)


def test_an_archived_kind_is_offered_no_more(cast: Cast) -> None:
    browser = cast.browser_of(cast.orlov)
    browser.post(kinds_of(cast), {"name": "Поездка", "slug": "ride"})
    browser.post(f"{kinds_of(cast)}ride/archiving")
    assert "ride" not in queries.kinds_at(cast.chainik.pk)


def test_whoever_does_not_look_after_the_brand_sees_none_of_it(cast: Cast) -> None:
    for staff in (cast.anna, cast.maria, cast.taras):
        assert cast.browser_of(staff).get(kinds_of(cast)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_anna_sees_what_she_is_reminded_of(
    cast: Cast, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    at = timezone.now()
    ladder(cast, owner(10), at=at)
    for count in range(number):
        promised(cast, at=at, due_at=at + (30 + count) * MINUTE, what=f"Посылка {count}")
    for count in range(number):
        clock_strikes(at + (20 + count) * MINUTE)
    browser = cast.browser_of(cast.anna)
    with django_assert_num_queries(9):
        page = text_of(browser.get("/promises/reminders/"))
    assert page.count("Your promise is due soon") == number


def test_what_she_has_seen_or_kept_is_gone(cast: Cast) -> None:
    at = timezone.now()
    ladder(cast, owner(10), at=at)
    promise = promised(cast, at=at, due_at=at + 30 * MINUTE, what="Посылка")
    clock_strikes(at + 20 * MINUTE)
    browser = cast.browser_of(cast.anna)
    assert "Посылка" in text_of(browser.get("/promises/reminders/?part=rows"))
    browser.post(f"/promises/{promise.shown_id}/reminder")
    assert "Посылка" not in text_of(browser.get("/promises/reminders/"))


def moved_in_a_conversation(cast: Cast) -> tuple[Conversation, Promise]:
    arrives(letter(), cast.chainik_mail)
    conversation, at = Conversation.objects.get(), timezone.now()
    promise = promised(cast, at=at, due_at=at + 30 * MINUTE, about=conversation.key, what="Машина")
    later = at + 60 * MINUTE
    moving.move(promise_id=promise.pk, due_at=later, reason="Снег", told="message", by=cast.anna, at=at)
    return conversation, promise


def answers(cast: Cast, conversation: Conversation, words: str) -> None:
    subject = f"Re: Чайник не пришёл [#{conversation.reference}]"
    arrives(letter(words, subject=subject, message_id="<2@irina.example.com>"), cast.chainik_mail)


def test_what_irina_answers_is_offered_as_one_click(cast: Cast) -> None:
    conversation, promise = moved_in_a_conversation(cast)
    browser, here = cast.browser_of(cast.anna), f"/conversations/{conversation.public_id}/"
    assert "They cancel" not in text_of(browser.get(here))

    answers(cast, conversation, "Отменяйте, пожалуйста.")
    assert "They cancel" in text_of(browser.get(here))
    given = {"choice": "cancel", "how": "message", "until": "", "conversation": str(conversation.public_id)}
    after = browser.post(f"/promises/{promise.shown_id}/choice", given)

    assert after.headers["Location"] == here
    assert now_of(promise).state == State.RELEASED


@pytest.mark.parametrize(
    "words",
    [
        "Лучше заберу сама в пятницу.",
        "Не буду ждать, привезите в другой день.",
        "Краще заберу сама.",
        "I'd rather collect it.",
    ],
)
def test_what_else_she_wants_is_offered_in_her_words(cast: Cast, words: str) -> None:
    conversation, promise = moved_in_a_conversation(cast)
    answers(cast, conversation, words)
    browser = cast.browser_of(cast.anna)
    page = browser.get(f"/conversations/{conversation.public_id}/").content.decode()
    assert "They want something else" in page
    typed = re.search(r'name="words" value="([^"]*)"', page)
    assert typed
    given = {"choice": "alternative", "how": "message", "until": "", "words": unescape(typed[1])}

    browser.post(f"/promises/{promise.shown_id}/choice", given)

    chosen = queries.last_choices([promise.pk])[promise.pk]
    assert (chosen.choice, chosen.words) == ("alternative", words)


def test_words_that_choose_nothing_are_offered_as_nothing(cast: Cast) -> None:
    conversation, _promise = moved_in_a_conversation(cast)
    answers(cast, conversation, "Не отменяйте, просто скажите, где машина.")
    page = text_of(cast.browser_of(cast.anna).get(f"/conversations/{conversation.public_id}/"))
    assert "They cancel" not in page
    assert "They wait" not in page
    assert "They want something else" not in page


def test_said_on_the_phone_they_wait_until_a_moment(cast: Cast) -> None:
    _conversation, promise = moved_in_a_conversation(cast)
    browser = cast.browser_of(cast.anna)
    assert "They chose something" in text_of(browser.get(f"/promises/{promise.shown_id}/"))
    until = (timezone.now() + 90 * MINUTE).replace(second=0, microsecond=0)
    given = {"choice": "wait", "how": "phone", "until": until.isoformat()}
    browser.post(f"/promises/{promise.shown_id}/choice", given)
    assert now_of(promise).due_at == until
