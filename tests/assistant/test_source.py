"""How old what the bot quotes is: said beside the link. Nothing that should have been checked is said for certain."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override
from pytest_django.fixtures import Settings

from slovo.assistant import setting
from slovo.conversations import chat_waiting
from slovo.core import limits
from slovo.knowledge.models import Version
from tests.assistant.stories import MAY_I_RETURN, RETURN, asks, the_last
from tests.assistant.test_voice import switched_on
from tests.cast import Cast
from tests.channels.chat.visitors import Browser, a_chat
from tests.knowledge.stories import published
from tests.servers.voices import an_endpoint, quoting

PUBLISHED = datetime(2026, 3, 3, 22, 30, tzinfo=ZoneInfo("UTC"))  # 4 March in Moscow
DUE: dict[str, Any] = {"review_by": date(2026, 3, 20)}
ASKED = {
    "ru": ("Как вернуть чайник", RETURN, MAY_I_RETURN),
    "uk": (
        "Як повернути чайник",
        "Чайник можна повернути протягом 14 днів після покупки, якщо ним не користувалися.",
        "Чи можна повернути чайник після покупки?",
    ),
    "en": (
        "How to return a kettle",
        "A kettle may be returned within 14 days after the purchase if it was not used.",
        "May I return a kettle after the purchase?",
    ),
}
UPDATED = {
    "ru": "Статья обновлена 4 марта 2026: ",
    "uk": "Статтю оновлено 4 березня 2026: ",
    "en": "The article was updated on 4 March 2026: ",
}
PERHAPS = {
    "ru": "Я бот. Статью «Как вернуть чайник» пора перепроверить, она могла устареть. В ней сказано:",
    "uk": "Я бот. Статтю «Як повернути чайник» час перевірити, вона могла застаріти. У ній сказано:",
    "en": "I am a bot. Our article «How to return a kettle» is due for a check and may be out of date. It says:",
}
SURE = {
    "ru": "Чтобы знать точно, напишите «позовите человека»: он проверит.",
    "uk": "Щоб знати напевно, напишіть «покличте людину»: вона перевірить.",
    "en": "To be sure, write “a person please”: they check it for you.",
}


@pytest.fixture(autouse=True)
def nobody_asked_before() -> None:
    limits.forget()
    chat_waiting.forget()


def answered(cast: Cast, language: str = "ru", **terms: Any) -> list[str]:
    """By paragraphs, in the chat of a brand whose bot knows one article, published on PUBLISHED."""
    title, body, question = ASKED[language]
    version = published(cast, title, body, language=language, **terms)
    Version.objects.filter(pk=version.pk).update(published_at=PUBLISHED)
    setting.set_rule(brand=cast.chainik, on=True, by=cast.orlov, at=timezone.now())
    text: str = the_last(asks(Browser(a_chat(cast)).comes(), question))["text"]
    return text.split("\n\n")


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_beside_the_link_stands_the_day_of_the_article_in_the_brands_zone(cast: Cast, language: str) -> None:
    said = answered(cast, language)

    assert said[1] == ASKED[language][1]
    assert said[2].startswith(UPDATED[language])
    assert said[2].endswith(f"/help/chainik/{language}/{Version.objects.get().text.slug}/")


def test_where_its_facts_come_from_is_said_with_the_day_on_which_they_were_looked_up(cast: Cast) -> None:
    looked_up = timezone.now().date() - timedelta(days=30)
    with override("ru"):
        day = date_format(looked_up, "j E Y")

    said = answered(cast, source="памятка завода", checked_on=looked_up)

    first, second = said[2].split("\n")
    assert first == f"Откуда это: памятка завода, проверено {day}."
    assert second.startswith(UPDATED["ru"])


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_an_article_that_is_due_for_a_check_is_not_quoted_for_certain(cast: Cast, language: str) -> None:
    said = answered(cast, language, **DUE)

    assert said[:2] == [PERHAPS[language], ASKED[language][1]]
    assert said[-1] == SURE[language]


def test_facts_that_were_looked_up_more_than_a_year_ago_are_not_certain_either(cast: Cast) -> None:
    said = answered(cast, source="памятка завода", checked_on=timezone.now().date() - timedelta(days=400))

    assert said[0] == PERHAPS["ru"]


def test_an_article_whose_check_is_still_to_come_is_quoted_as_ever(cast: Cast) -> None:
    said = answered(cast, review_by=timezone.now().date() + timedelta(days=2))

    assert said[0] == "Я бот. В нашей статье «Как вернуть чайник» сказано:"


@pytest.mark.slow
def test_no_other_words_are_sought_for_what_may_be_out_of_date(cast: Cast, settings: Settings) -> None:
    settings.OUTGOING_ALLOWED = ["127.0.0.1"]
    with an_endpoint(lambda _asked: quoting("Да, можно.", RETURN)) as endpoint:
        switched_on(cast, endpoint)
        said = answered(cast, **DUE)

    assert (said[0], endpoint.asked) == (PERHAPS["ru"], [])


def test_the_page_of_the_bot_tells_how_many_it_quotes_so(cast: Cast) -> None:
    page = f"/brands/{cast.chainik.pk}/assistant"
    orlov = cast.browser_of(cast.orlov)
    published(cast, "Сроки доставки", "По Москве за один день.")
    assert "бот говорит об этом" not in orlov.get(page).content.decode()

    published(cast, "Как вернуть чайник", RETURN, **DUE)
    shown = orlov.get(page).content.decode()
    assert "из них устарела 1: бот говорит об этом, когда её цитирует" in shown
    assert f"/articles/?state=stale&amp;brand={cast.chainik.pk}" in shown
