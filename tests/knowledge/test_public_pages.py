"""/help/chainik/ru/: Irina reads, searches and says whether it helped, without a script, a cookie or an account."""

import gzip
import re
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.core import limits
from slovo.core.errors import UnableTo
from slovo.knowledge import actions, drafting
from slovo.knowledge.asked_models import Feedback, NotFound
from slovo.knowledge.models import Version
from slovo.web.portal import assets
from slovo.web.portal.articles import feedback, views
from tests.cast import Cast
from tests.knowledge.stories import gourmet, published, written

HOME = "/help/chainik/ru/"
ARTICLE = "/help/chainik/ru/kak-vernut-chainik/"
BYTES_MAX = 30 * 1024
QUERIES_OF_LIST, QUERIES_OF_ARTICLE = 3, 6
PICTURE = b"\x89PNG\r\n\x1a\nx"


@pytest.fixture(autouse=True)
def nothing_used() -> None:
    limits.forget()


def read(address: str, **headers: str) -> HttpResponse:
    return Client().get(address, headers=headers)


def words(address: str) -> str:
    answer = read(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def links(page: str) -> list[str]:
    return re.findall(r'<li><a href="(/help/[^"]+)">', page)


def test_articles_stand_in_their_sections_and_the_rest_comes_last(cast: Cast) -> None:
    at, by = timezone.now(), cast.maria
    second = actions.set_section(brand=cast.chainik, slug="", names={"ru": "Доставка"}, place=2, by=by, at=at)
    first = actions.set_section(brand=cast.chainik, slug="", names={"ru": "Возврат"}, place=1, by=by, at=at)
    actions.set_section(brand=cast.chainik, slug="", names={"ru": "Пустая полка"}, place=0, by=by, at=at)
    published(cast, "Без полки")
    published(cast, "Курьер", section_id=second.pk)
    published(cast, "Чек", section_id=first.pk)

    page = words(HOME)
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", page) == ["Возврат", "Доставка", "Другие вопросы"]
    assert links(page) == ["/help/chainik/ru/chek/", "/help/chainik/ru/kurer/", "/help/chainik/ru/bez-polki/"]


def test_an_article_is_a_clean_page_that_search_machines_find(cast: Cast) -> None:
    version = published(cast, summary="Четырнадцать дней.")
    published(cast, "Повернення", language="uk", article=version.text.article)

    answer = read(ARTICLE)
    page = answer.content.decode()
    assert '<div class="prose" itemprop="articleBody"><p>Чайник возвращают' in page
    assert '<h2 id="s-chto-vziat-s-soboi">Что взять с собой</h2>' in page
    assert '<meta name="description" content="Четырнадцать дней.">' in page
    assert re.search(r'<link rel="canonical" href="http://[^/]+/help/chainik/ru/kak-vernut-chainik/">', page)
    assert re.findall(r'<link rel="alternate" hreflang="(\w\w)" href="http://[^/]+(/[^"]+)">', page) == [
        ("ru", ARTICLE),
        ("uk", "/help/chainik/uk/povernennia/"),
    ]
    assert "noindex" not in page and "X-Robots-Tag" not in answer.headers
    assert "<script>" not in page and " style=" not in page
    assert answer.headers["Content-Language"] == "ru"
    assert not answer.cookies and "max-age" in answer.headers["Cache-Control"]


def test_the_first_load_is_small(cast: Cast) -> None:
    published(cast)
    files = [words(ARTICLE).encode(), assets.made("css", "1f6f5c").content, assets.made("js").content]
    assert sum(len(gzip.compress(one)) for one in files) <= BYTES_MAX


def test_the_entrance_leads_to_the_readers_language_where_there_is_something_in_it(cast: Cast) -> None:
    version = published(cast)
    published(cast, "Return", language="en", article=version.text.article)
    for spoken, there in (("en-GB", "en"), ("uk", "ru"), ("", "ru")):
        answer = read("/help/chainik/", **({"accept-language": spoken} if spoken else {}))
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/help/chainik/{there}/")


def test_an_old_address_leads_on(cast: Cast) -> None:
    version = published(cast)
    drafting.change_address(text_id=version.text_id, slug="vozvrat", by=cast.maria, at=timezone.now())

    answer = read(ARTICLE)
    assert (answer.status_code, answer.headers["Location"]) == (301, "/help/chainik/ru/vozvrat/")


def archived(cast: Cast, version: Version, *, led_to: Version | None = None) -> int:
    """Maria does it on its page."""
    where = f"/articles/{version.text.article.public_id}/archiving"
    given = {"successor": led_to.text.article_id} if led_to else {}
    return cast.browser_of(cast.maria).post(where, given).status_code


def test_readers_of_what_is_archived_are_led_to_its_successor_also_from_old_addresses(cast: Cast) -> None:
    old, new = published(cast, "Старая"), published(cast, "Новая")
    drafting.change_address(text_id=old.text_id, slug="sredniaia", by=cast.maria, at=timezone.now())

    assert archived(cast, old, led_to=new) == 302

    answers = [read(f"/help/chainik/ru/{slug}/") for slug in ("staraia", "sredniaia")]
    assert [(one.status_code, one.headers["Location"]) for one in answers] == [(301, "/help/chainik/ru/novaia/")] * 2
    page = cast.browser_of(cast.maria).get(f"/articles/{old.text.article.public_id}/").content.decode()
    assert f'<a href="/articles/{new.text.article.public_id}/">Новая</a>' in page


def test_who_is_led_further_comes_to_the_last_of_them_in_its_language(cast: Cast) -> None:
    first, second, third = (published(cast, title) for title in ("Первая", "Вторая", "Третья"))
    published(cast, "The fourth", language="en", article=third.text.article)
    archived(cast, first, led_to=second)
    archived(cast, second, led_to=third)

    assert read("/help/chainik/ru/pervaia/").headers["Location"] == "/help/chainik/ru/tretia/"


def test_nobody_is_led_round_nor_to_what_they_may_not_read(cast: Cast) -> None:
    one, other = published(cast, "Одна"), published(cast, "Другая")
    archived(cast, one, led_to=other)
    inside, strange = published(cast, "Своим", audience="internal"), published(cast, "Мёд", brand=cast.honey)
    at = timezone.now()

    for successor in (other, one, inside, strange, written(cast, "Черновик")):
        with pytest.raises(UnableTo, match="published for everybody"):
            actions.archive(
                article_id=other.text.article_id, successor_id=successor.text.article_id, by=cast.orlov, at=at
            )
    archived(cast, other)
    assert read("/help/chainik/ru/odna/").status_code == 404


def test_what_comes_out_of_the_archive_is_read_again_and_leads_nowhere(cast: Cast) -> None:
    one, other = published(cast, "Одна"), published(cast, "Другая")
    archived(cast, one, led_to=other)
    archived(cast, one)

    assert read("/help/chainik/ru/odna/").status_code == 200
    archived(cast, other, led_to=one)
    assert read("/help/chainik/ru/drugaia/").headers["Location"] == "/help/chainik/ru/odna/"


def test_nobody_outside_sees_what_is_not_for_everybody(cast: Cast) -> None:
    """The wrong brand, a draft, the staff's own, a portrait's, the archive, a guess, what is old of a hidden one."""
    published(cast, "Открытая")
    published(cast, "Мёд", brand=cast.honey, language="uk")
    written(cast, "Черновик")
    published(cast, "Только своим", audience="internal")
    published(cast, "Для гурманов", audience="portrait", portrait_id=gourmet(cast).pk)
    gone, at = published(cast, "Старая"), timezone.now()
    drafting.change_address(text_id=gone.text_id, slug="novaia", by=cast.maria, at=at)
    actions.archive(article_id=gone.text.article_id, by=cast.maria, at=at)

    assert links(words(HOME)) == ["/help/chainik/ru/otkrytaia/"]
    for place in ("chernovik", "tolko-svoim", "dlia-gurmanov", "staraia", "novaia", "med", "guess", str(uuid4())):
        answer = read(f"/help/chainik/ru/{place}/")
        assert answer.status_code == 404, place
        assert "Черновик" not in answer.content.decode()
        post = Client().post(f"/help/chainik/ru/{place}/feedback", {"helped": "yes"})
        assert post.status_code == 404, place
    for asked in ("черновик", "только своим", "гурманов", "старая", "мёд"):
        assert links(words(f"{HOME}search?q={asked}")) == []
        assert words(f"{HOME}suggestions?q={asked}").strip() == ""
    assert words("/help/chainik/sitemap.xml").count("<lastmod>") == 1
    assert not Feedback.objects.exists()


def test_a_file_is_seen_only_where_its_article_is(cast: Cast) -> None:
    version, at = published(cast, body="![Чайник](k.png)", files={"k.png": PICTURE}), timezone.now()
    row = version.files.get()
    published(cast, "Мёд", brand=cast.honey, language="uk")
    address = f"/help/chainik/files/{row.public_id}/k.png"

    assert f'src="{address}"' in words(ARTICLE)
    answer = read(address)
    assert (answer.content, answer.headers["Content-Type"]) == (PICTURE, "image/png")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert read(address.replace("chainik", "honey", 1)).status_code == 404
    assert read(f"/help/chainik/files/{uuid4()}/k.png").status_code == 404
    published(cast, "Другая")
    actions.set_terms(
        article_id=version.text.article_id, terms=actions.Terms(audience="internal"), by=cast.maria, at=at
    )
    assert read(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/help/nobody/", "/help/nobody/ru/", "/help/honey/uk/", "/help/chainik/xx/", "/help/chainik/en/", "/help/"],
)
def test_rooms_that_are_not_there_answer_404(cast: Cast, address: str) -> None:
    published(cast)
    assert read(address).status_code == 404


def test_a_search_finds_other_forms_and_notes_what_it_does_not_find(cast: Cast) -> None:
    published(cast)
    assert links(words(f"{HOME}search?q=возвратить чайники")) == [ARTICLE]
    page = words(f"{HOME}search?q=Гарантия 8-900-123-45-67")
    assert "ничего не нашлось" in page and 'content="noindex"' in page
    assert list(NotFound.objects.values_list("words", "language")) == [("гарантия", "ru")]


def test_a_program_that_types_fills_no_report(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    published(cast)
    monkeypatch.setattr(views, "SEARCHES_NOTED_AN_HOUR_MAX", 2)
    for letter in "абвгд":
        words(f"{HOME}search?q={letter * 5}")
    assert NotFound.objects.count() == 2


def test_suggestions_begin_with_the_third_letter_and_note_nothing(cast: Cast) -> None:
    published(cast)
    assert links(words(f"{HOME}suggestions?q=чай")) == [ARTICLE]
    assert links(words(f"{HOME}suggestions?q=ча")) == []
    words(f"{HOME}suggestions?q=неведомое")
    assert not NotFound.objects.exists()


def test_a_reader_says_whether_it_helped_once_and_may_change_their_mind(cast: Cast) -> None:
    version = published(cast)
    for helped, said in (("yes", ""), ("no", "Где адрес?")):
        answer = Client().post(f"{ARTICLE}feedback", {"helped": helped, "words": said})
        assert answer.headers["Location"] == f"{ARTICLE}?thanks=yes#helped"

    assert list(Feedback.objects.values_list("version_id", "helped", "words")) == [(version.pk, False, "Где адрес?")]
    assert "127.0.0.1" not in Feedback.objects.get().visitor
    assert "Спасибо" in words(f"{ARTICLE}?thanks=yes")


def test_robots_and_floods_change_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    published(cast)
    assert Client().post(f"{ARTICLE}feedback", {"helped": "maybe"}).status_code == 404
    Client().post(f"{ARTICLE}feedback", {"helped": "yes", "website": "https://spam.example"})
    assert not Feedback.objects.exists()
    monkeypatch.setattr(feedback, "FEEDBACK_AN_HOUR_MAX", 2)
    limits.forget()
    for helped in ("yes", "no", "yes", "yes"):
        answer = Client().post(f"{ARTICLE}feedback", {"helped": helped})
    assert answer.headers["Location"].endswith("?thanks=later#helped")


def test_the_sitemap_names_every_page_in_every_language(cast: Cast) -> None:
    version = published(cast)
    published(cast, "Return", language="en", article=version.text.article)

    tree = ElementTree.fromstring(words("/help/chainik/sitemap.xml"))
    found = [re.sub(r"^http://[^/]+", "", one.text or "") for one in tree.iter() if one.tag.endswith("}loc")]
    assert found == ["/help/chainik/ru/", "/help/chainik/en/", "/help/chainik/en/return/", ARTICLE]


@pytest.mark.parametrize("number", [1, 3])
def test_many_articles_are_as_many_questions_as_one(cast: Cast, number: int) -> None:
    for one in range(number):
        published(cast, f"Как вернуть чайник{'!' * one}")
    for address, most in ((HOME, QUERIES_OF_LIST), (ARTICLE, QUERIES_OF_ARTICLE)):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            words(address)
        assert len(asked) == most, [one["sql"] for one in asked]
