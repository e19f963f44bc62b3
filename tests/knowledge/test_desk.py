"""Articles at the desk: found, written, compared, published; beside a conversation; made of an answer."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.conversations.desk_models import Draft
from slovo.customers.portraits import archive_portrait
from slovo.knowledge import asking, publishing
from slovo.knowledge.masking import without_personal_data
from slovo.knowledge.models import Article, ArticleFile, Section, Version
from slovo.people.models import Staff
from tests.cast import Cast, arrives, letter, the_conversation, work
from tests.knowledge.stories import gourmet, published, written

QUERIES = 7
WORDS = {"title": "Возврат", "summary": "", "body": "Четырнадцать дней.", "source": "", "checked_on": ""}
TERMS = {"audience": "public", "portrait": "", "section": "", "owner": "", "review_by": ""}


def listed(cast: Cast, query: str, *, who: Staff | None = None) -> list[str]:
    return [row.title for row in cast.browser_of(who or cast.anna).get(f"/articles/?{query}").context["rows"]]


def test_an_agent_writes_maria_returns_it_with_words_and_publishes(cast: Cast) -> None:
    anna, maria = cast.browser_of(cast.anna), cast.browser_of(cast.maria)
    began = anna.post("/articles/new/", {"brand": cast.chainik.pk, "language": "ru", **WORDS, **TERMS})
    article, version = Article.objects.get(), Version.objects.get()
    assert began.headers["Location"] == f"/articles/{article.public_id}/"

    anna.post(f"/article-versions/{version.pk}/review")
    assert listed(cast, "state=review", who=cast.maria) == ["Возврат"]
    maria.post(f"/article-versions/{version.pk}/return", {"words": "А где адрес?"})
    assert "А где адрес?" in anna.get(f"/articles/{article.public_id}/texts/ru").content.decode()

    seen = version.written_at.isoformat()
    anna.post(f"/articles/{article.public_id}/texts/ru", {**WORDS, "body": "Улица Мира.", "seen": seen})
    maria.post(f"/article-versions/{version.pk}/publication")
    version.refresh_from_db()
    assert (version.state, version.body, version.written_by) == ("published", "Улица Мира.", cast.anna)


def test_the_portrait_of_an_article_is_chosen_and_stays_when_it_is_archived(cast: Cast) -> None:
    portrait, article = gourmet(cast), published(cast).text.article
    browser, address = cast.browser_of(cast.maria), f"/articles/{article.public_id}/"
    given = TERMS | {"audience": "portrait", "portrait": portrait.pk}
    assert browser.post(f"{address}terms", given).status_code == 302
    assert "Клиенты одного портрета: Гурман" in browser.get(address).content.decode()

    archive_portrait(portrait_id=portrait.pk, by=cast.orlov, at=timezone.now())
    browser.post(f"{address}terms", given | {"review_by": "2027-01-01"})
    article.refresh_from_db()
    assert (article.portrait, str(article.review_by)) == (portrait, "2027-01-01")
    assert "Гурман" not in cast.browser_of(cast.anna).get("/articles/new/").content.decode()


def test_two_who_write_at_once_do_not_overwrite_each_other(cast: Cast) -> None:
    version = written(cast)
    address, seen = f"/articles/{version.text.article.public_id}/texts/ru", version.written_at.isoformat()
    cast.browser_of(cast.maria).post(address, {**WORDS, "body": "Мариино.", "seen": seen})

    answer = cast.browser_of(cast.anna).post(address, {**WORDS, "body": "Аннино.", "seen": seen})

    assert answer.status_code == 422
    assert "Аннино." in answer.content.decode()
    assert Version.objects.get().body == "Мариино."


def test_a_preview_shows_and_keeps_nothing(cast: Cast) -> None:
    version = written(cast)
    address = f"/articles/{version.text.article.public_id}/texts/ru"
    for answer in (
        cast.browser_of(cast.anna).post(address, {**WORDS, "body": "**Жирно**", "preview": "yes"}),
        cast.browser_of(cast.anna).post(f"{address}?part=preview", {"body": "**Жирно**"}),
    ):
        assert "<strong>Жирно</strong>" in answer.content.decode()
    assert Version.objects.get().body == version.body


def test_an_agent_sees_no_way_to_publish_and_has_none(cast: Cast) -> None:
    version = written(cast)
    page = cast.browser_of(cast.anna).get(f"/article-versions/{version.pk}/").content.decode()
    assert "publication" not in page
    for noun in ("publication", "return"):
        assert cast.browser_of(cast.anna).post(f"/article-versions/{version.pk}/{noun}").status_code == 403


def test_the_list_is_filtered(cast: Cast) -> None:
    today = timezone.now().date()
    written(cast, "Черновик")
    published(cast, "Анина", owner_id=cast.anna.pk)
    published(cast, "Старая", review_by=today - timedelta(days=1))
    publishing.send_to_review(version_id=written(cast, "На проверке").pk, by=cast.anna, at=timezone.now())
    published(cast, "Мёд", brand=cast.honey, language="uk")

    assert listed(cast, "") == ["На проверке", "Старая", "Анина", "Черновик"]
    assert listed(cast, "state=mine") == ["Анина"]
    assert listed(cast, "state=stale") == ["Старая"]
    assert listed(cast, "state=draft") == ["Черновик"]
    assert listed(cast, "state=review") == ["На проверке"]
    assert listed(cast, "q=старую") == ["Старая"]
    assert listed(cast, "q=чернов") == ["Черновик"]
    assert listed(cast, "state=archived") == []


def test_the_list_is_turned_page_by_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from slovo.web.desk.views import articles

    monkeypatch.setattr(articles, "ROWS_MAX", 2)
    for number in range(3):
        written(cast, f"Статья {number}")
    page = cast.browser_of(cast.anna).get("/articles/").content.decode()
    following = unescape(re.search(r'rel="next" href="\?([^"]+)"', page)[1])  # type: ignore[index]
    assert listed(cast, "") + listed(cast, following) == ["Статья 2", "Статья 1", "Статья 0"]


@pytest.mark.parametrize("number", [1, 3])
def test_many_articles_are_as_many_questions_as_one(cast: Cast, number: int) -> None:
    for one in range(number):
        published(cast, f"Статья {one}", owner_id=cast.anna.pk)
    browser = cast.browser_of(cast.anna)
    browser.get("/articles/")
    with CaptureQueriesContext(connection) as asked:
        browser.get("/articles/")
    assert len(asked) == QUERIES


def test_versions_are_compared_line_by_line(cast: Cast) -> None:
    old = published(cast, "Возврат", "Четырнадцать дней.")
    new = published(cast, "Возврат", "Тридцать дней.", article=old.text.article)
    page = cast.browser_of(cast.anna).get(f"/article-versions/{new.pk}/").content.decode()
    assert "<del>Четырнадцать дней.</del>" in page
    assert "<ins>Тридцать дней.</ins>" in page


def test_files_are_attached_shown_and_removed(cast: Cast) -> None:
    article, anna = written(cast).text.article, cast.browser_of(cast.anna)
    picture = SimpleUploadedFile("k.png", b"\x89PNG\r\n\x1a\nx", "image/png")
    anna.post(f"/articles/{article.public_id}/files", {"files": [picture]})
    row = ArticleFile.objects.get()
    address = f"/articles/{article.public_id}/files/{row.public_id}"
    assert anna.get(address).headers["Content-Type"] == "image/png"
    assert cast.browser_of(cast.taras).get(address).status_code == 404
    anna.post(f"{address}/removal")
    assert not ArticleFile.objects.exists()


def test_sections_are_added_and_renamed(cast: Cast) -> None:
    maria = cast.browser_of(cast.maria)
    maria.post("/articles/sections/", {"brand": cast.chainik.pk, "names_ru": "Доставка", "place": "2"})
    assert maria.get("/articles/sections/").status_code == 200
    given = {"brand": cast.chainik.pk, "slug": "dostavka", "names_ru": "Доставка и оплата", "place": "1"}
    maria.post("/articles/sections/", given)
    assert list(Section.objects.values_list("slug", "names", "place")) == [("dostavka", {"ru": "Доставка и оплата"}, 1)]
    assert cast.browser_of(cast.anna).get("/articles/sections/").status_code == 403


def test_what_was_sought_in_vain_is_a_report_of_ones_own_brands(cast: Cast) -> None:
    at = timezone.now()
    for brand, words in ((cast.chainik, "гарантия"), (cast.chainik, "гарантия"), (cast.honey, "прополіс")):
        asking.note_not_found(brand_id=brand.pk, language="ru", words=words, at=at)
    rows = cast.browser_of(cast.anna).get("/articles/not-found/").context["rows"]
    assert [(row.words, row.times) for row in rows] == [("гарантия", 2)]


def asked(cast: Cast, text: str = "Здравствуйте! Хочу вернуть чайник: можно ли без чека?") -> str:
    arrives(letter(text, subject="Вопрос"), cast.chainik_mail)
    return f"/conversations/{the_conversation().public_id}"


def test_articles_are_suggested_by_the_customers_words_and_put_into_the_reply(cast: Cast) -> None:
    version = published(cast)
    published(cast, "Доставка", "Курьер приедет завтра.")
    written(cast, "Возврат чайника: черновик")
    address, anna = asked(cast), cast.browser_of(cast.anna)

    offers = anna.get(f"{address}/articles?part=beside").context["offers"]
    assert [one.version.pk for one in offers] == [version.pk]
    anna.post(f"{address}/articles", {"version": version.pk, "how": "link"})
    anna.post(f"{address}/articles", {"version": version.pk, "how": "words"})

    text = Draft.objects.get().text
    assert re.match(r"Как вернуть чайник: http://[^/]+/help/chainik/ru/kak-vernut-chainik/\n\nЧайник возвращают", text)


def test_what_only_the_staff_reads_is_shown_and_goes_to_nobody(cast: Cast) -> None:
    version = published(cast, "Возврат чайника без чека", "Решает старший.", audience="internal")
    address, anna = asked(cast), cast.browser_of(cast.anna)
    page = anna.get(f"{address}/articles?part=beside").content.decode()
    assert "Возврат чайника без чека" in page
    assert "data-put" not in page
    for how in ("link", "words"):
        assert anna.post(f"{address}/articles", {"version": version.pk, "how": how}).status_code == 404
    other = published(cast, "Мёд", brand=cast.honey, language="uk")
    assert anna.post(f"{address}/articles", {"version": other.pk, "how": "link"}).status_code == 404


def test_an_answer_becomes_an_article_in_two_clicks_without_who_it_was_for(cast: Cast) -> None:
    address, anna = asked(cast), cast.browser_of(cast.anna)
    said = "Ирина, без чека можно. Отправим Соколовой на irina@example.com, тел. +7 900 123-45-67. Срок 14 дней."
    anna.post(f"{address}/replies", {"text": said})
    work()

    page = anna.get(f"{address}/article")
    body = page.context["form"].initial["body"]
    assert body == "[имя], без чека можно. Отправим [имя] на [адрес], тел. [номер]. Срок 14 дней."
    form = {**WORDS, **TERMS, "title": "Без чека", "body": body}
    anna.post("/articles/new/", {"brand": cast.chainik.pk, "language": "ru", **form})
    assert Version.objects.get().body == body


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Ірині надіслали ТТН 20450123456789.", "[name] надіслали ТТН [number]."),
        ("Dear Irina, your order AB-12345 is at 12 Baker Street.", "Dear [name], your order [number] is at [address]."),
        ("Доставим на ул. Ленина, д. 5, кв. 12 завтра.", "Доставим на [address] завтра."),
        ("Возврат 1 500 ₽ за 14 дней, скидка 15 %.", "Возврат 1 500 ₽ за 14 дней, скидка 15 %."),
        ("Наберите 89000000012 днём, стоит 1 500 000 ₽.", "Наберите [number] днём, стоит 1 500 000 ₽."),
        ("Смотрите https://shop.example/orders/778812", "Смотрите [link]"),
        ("Пусть ирис цветёт.", "Пусть ирис цветёт."),
    ],
)
def test_who_a_customer_is_is_taken_out_of_the_words(said: str, kept: str) -> None:
    from django.utils.translation import override

    with override("en"):
        assert without_personal_data(said, names=["Ирина Соколова", "Irina", "Ірина"]) == kept
