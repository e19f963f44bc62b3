"""The brand's articles inside the widget: found while one types, read, and judged."""

from django.test import Client
from django.utils import timezone

from slovo.knowledge import actions
from slovo.knowledge.asked_models import Feedback, NotFound
from slovo.web.portal.articles.feedback import FEEDBACK_AN_HOUR_MAX
from tests.cast import Cast
from tests.channels.chat.visitors import Browser, a_chat
from tests.knowledge.stories import published


def found(browser: Browser, query: str = "") -> list[str]:
    return [one["title"] for one in browser.get("articles", f"lang=ru{query}").json()["found"]]


def test_articles_are_found_by_the_beginning_of_a_word_and_by_its_forms(cast: Cast) -> None:
    published(cast)
    published(cast, "Как выбрать чайник", "Смотрите на объём.")
    published(cast, "Только для своих", "Возврат без чека.", audience="internal")
    irina = Browser(a_chat(cast))

    assert found(irina) == ["Как вернуть чайник", "Как выбрать чайник"]
    assert found(irina, "&q=верн") == ["Как вернуть чайник"]
    assert found(irina, "&q=возвращение чайника&whole=1")[0] == "Как вернуть чайник"
    assert found(irina, "&q=своих") == []


def test_what_nobody_has_written_about_is_noted_once_it_is_written_to_the_end(cast: Cast) -> None:
    published(cast)
    irina = Browser(a_chat(cast))

    assert found(irina, "&q=гаранти") == found(irina, "&q=гарантия&whole=1") == []
    assert list(NotFound.objects.values_list("words", flat=True)) == ["гарантия"]


def test_an_article_is_read_and_judged_as_on_its_page(cast: Cast) -> None:
    version = published(cast)
    irina = Browser(a_chat(cast))
    (slug,) = [one["slug"] for one in irina.get("articles").json()["found"]]

    told = irina.get("article", f"lang=ru&slug={slug}").json()
    said = irina.post("judgements", {"slug": slug, "helped": False, "words": "Где адрес?"})

    assert (told["title"], told["language"]) == ("Как вернуть чайник", "ru")
    assert "<strong>14 дней</strong>" in told["html"]
    assert "Как вернуть чайник" in Client().get(told["address"]).content.decode()
    assert said.json()["words"] == "Спасибо. Ваши слова прочитает тот, кто отвечает за эту статью."
    assert list(Feedback.objects.values_list("version_id", "helped", "words")) == [(version.pk, False, "Где адрес?")]


def test_what_is_not_for_everybody_is_neither_read_nor_judged(cast: Cast) -> None:
    slug = published(cast, audience="internal").text.slug
    irina = Browser(a_chat(cast))

    assert irina.get("article", f"slug={slug}").status_code == 422
    assert irina.post("judgements", {"slug": slug, "helped": True}).status_code == 422
    assert not Feedback.objects.exists()


def test_a_language_without_articles_reads_those_of_the_brands_own(cast: Cast) -> None:
    published(cast)
    irina = Browser(a_chat(cast))

    assert [one["title"] for one in irina.get("articles", "lang=en").json()["found"]] == ["Как вернуть чайник"]


def test_who_judges_without_end_waits(cast: Cast) -> None:
    slug = published(cast).text.slug
    irina = Browser(a_chat(cast))
    answers = [
        irina.post("judgements", {"slug": slug, "helped": True}).status_code
        for _time in range(FEEDBACK_AN_HOUR_MAX + 2)
    ]

    assert answers == [200] * FEEDBACK_AN_HOUR_MAX + [429] * 2
    assert irina.post("judgements", {"slug": slug, "helped": "да"}).status_code == 422


def test_a_link_to_what_is_archived_opens_its_successor(cast: Cast) -> None:
    old, new = published(cast, "Старая", "Было так."), published(cast, "Новая", "Теперь так.")
    at = timezone.now()
    actions.archive(article_id=old.text.article_id, successor_id=new.text.article_id, by=cast.orlov, at=at)

    told = Browser(a_chat(cast)).comes().get("article", "lang=ru&slug=staraia").json()

    assert (told["title"], told["address"]) == ("Новая", "/help/chainik/ru/novaia/")
