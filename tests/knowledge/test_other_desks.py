"""`slovo knowledge import` from Intercom and FreeScout: again and again, and old links lead on."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from slovo.knowledge.models import Article, OldSlug, Section, Version
from tests.cast import Cast
from tests.knowledge.stories import published
from tests.knowledge.test_importing import taken

HTML = "<h2>Что взять</h2><p>Возьмите <b>чек</b>.</p><script>alert(1)</script>"
MARKDOWN = "## Что взять\n\nВозьмите **чек**."


def of_intercom(**more: Any) -> dict[str, Any]:
    """As its list of articles shows one in two languages."""
    return {
        "id": "6871119",
        "type": "article",
        "title": "Как вернуть чайник",
        "description": "Две недели.",
        "body": HTML,
        "state": "published",
        "url": "https://help.example.com/ru/articles/6871119-kak-vernut",
        "parent_id": 143,
        "parent_type": "collection",
        "default_locale": "ru",
        "translated_content": {
            "type": "article_translated_content",
            "ru": {
                "type": "article_content",
                "title": "Как вернуть чайник",
                "description": "Две недели.",
                "body": HTML,
                "state": "published",
                "url": "https://help.example.com/ru/articles/6871119-kak-vernut",
            },
            "uk": {
                "type": "article_content",
                "title": "Як повернути чайник",
                "description": None,
                "body": "<p>Чек.</p>",
                "state": "draft",
                "url": "https://help.example.com/uk/articles/6871119-як-повернути",
            },
        },
        **more,
    }


COLLECTIONS = [{"id": "143", "name": "Returns", "translated_content": {"ru": {"name": "Возврат"}}}]


def exported(tmp_path: Path, *rows: object, **more: object) -> Path:
    place = tmp_path / "intercom.json"
    place.write_text(json.dumps({"type": "list", "data": rows, **more}, ensure_ascii=False), encoding="utf-8")
    return place


def tables(tmp_path: Path, **of: list[dict[str, Any]]) -> Path:
    """As phpMyAdmin gives them out."""
    parts = [{"type": "header", "version": "5.2.1"}, {"type": "database", "name": "freescout"}]
    parts += [{"type": "table", "name": name, "database": "freescout", "data": rows} for name, rows in of.items()]
    place = tmp_path / "freescout.json"
    place.write_text(json.dumps(parts, ensure_ascii=False), encoding="utf-8")
    return place


def test_articles_of_intercom_come_in_each_in_its_languages(cast: Cast, tmp_path: Path) -> None:
    place = exported(tmp_path, of_intercom(), collections=COLLECTIONS)
    for language in ("ru", "uk"):
        assert taken(place, "--from", "intercom", "--publish", language=language) == 0

    article = Article.objects.get()
    assert (article.imported_as, article.audience) == ("intercom:article:6871119", "public")
    ru, uk = (Version.objects.get(text__language=language) for language in ("ru", "uk"))
    assert (ru.title, ru.summary, ru.body, ru.state) == ("Как вернуть чайник", "Две недели.", MARKDOWN, "published")
    assert (uk.title, uk.body, uk.state) == ("Як повернути чайник", "Чек.", "draft")
    assert article.section == Section.objects.get(names__ru="Возврат")


def test_what_is_internal_there_is_for_the_staff_here(cast: Cast, tmp_path: Path) -> None:
    inside = {"id": "39", "type": "internal_article", "title": "Скидки", "body": "<p>Пять.</p>", "locale": "ru"}

    assert taken(exported(tmp_path, inside), "--from", "intercom", "--publish") == 0
    assert Article.objects.get().audience == "internal"


def test_again_it_takes_what_changed_and_leaves_the_rest(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken(exported(tmp_path, of_intercom(), of_intercom(id="7")), "--from", "intercom")
    capsys.readouterr()
    changed = of_intercom(id="7")
    changed["translated_content"]["ru"]["body"] = "<p>Иначе.</p>"

    assert taken(exported(tmp_path, of_intercom(), changed), "--from", "intercom") == 0
    assert capsys.readouterr().out == "New: 0. Changed: 1. As they were: 1.\n"
    assert sorted(Version.objects.values_list("body", flat=True)) == [MARKDOWN, "Иначе."]


def test_an_old_link_leads_to_the_article(cast: Cast, tmp_path: Path) -> None:
    for _time in range(2):
        taken(exported(tmp_path, of_intercom()), "--from", "intercom", "--publish")

    for old in ("6871119-kak-vernut", "6871119"):
        answer = Client().get(f"/help/chainik/ru/{old}/")
        assert (answer.status_code, answer["Location"]) == (301, "/help/chainik/ru/kak-vernut-chainik/")
    assert OldSlug.objects.count() == 2


def test_an_address_that_is_taken_stays_with_its_article(cast: Cast, tmp_path: Path) -> None:
    here = published(cast, "Kak vernut", "Здесь.")
    assert here.text.slug == "kak-vernut"
    url = "https://help.example.com/ru/articles/kak-vernut"

    taken(exported(tmp_path, of_intercom(url=url, translated_content=None)), "--from", "intercom", "--publish")

    assert "Здесь." in Client().get("/help/chainik/ru/kak-vernut/").content.decode()
    assert list(OldSlug.objects.values_list("slug", flat=True)) == ["6871119"]


def test_tables_of_freescout_come_in_with_their_categories(cast: Cast, tmp_path: Path) -> None:
    place = tables(
        tmp_path,
        kb_articles=[
            {"id": "1", "title": "Возврат", "text": HTML, "status": "2", "slug": "vozvrat"},
            {"id": "2", "title": "Черновик", "text": "<p>x</p>", "status": "1", "slug": "chernovik"},
            {"id": "3", "title": "Для своих", "text": "<p>x</p>", "status": "2", "slug": None},
        ],
        kb_categories=[
            {"id": "5", "name": "Покупки", "visibility": "1"},
            {"id": "6", "name": "Внутреннее", "visibility": "2"},
        ],
        kb_article_kb_category=[
            {"kb_article_id": "1", "kb_category_id": "6"},
            {"kb_article_id": "1", "kb_category_id": "5"},
            {"kb_article_id": "3", "kb_category_id": "6"},
        ],
    )
    for _time in range(2):
        assert taken(place, "--from", "freescout", "--publish") == 0

    found = {row.title: row for row in Version.objects.select_related("text__article__section")}
    assert {title: row.state for title, row in found.items()} == {
        "Возврат": "published",
        "Черновик": "draft",
        "Для своих": "published",
    }
    article = found["Возврат"].text.article
    assert (found["Возврат"].body, article.section.name("ru"), article.audience) == (MARKDOWN, "Покупки", "public")
    assert found["Для своих"].text.article.audience == "internal"
    assert found["Черновик"].text.slug == "chernovik"  # as it was there
    assert sorted(OldSlug.objects.values_list("slug", flat=True)) == ["1", "2", "3"]


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_table_of_freescout_comes_in_as_csv(cast: Cast, tmp_path: Path, separator: str) -> None:
    place = tmp_path / "kb_articles.csv"
    lines = [["id", "title", "status", "text", "category"], ["4", "Возврат", "2", HTML.replace('"', '""'), "Покупки"]]
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in line) for line in lines)
    place.write_text(f"\ufeff{text}\r\n", encoding="utf-8")

    assert taken(place, "--from", "freescout", "--publish") == 0
    version = Version.objects.get()
    assert (version.body, version.state) == (MARKDOWN, "published")
    assert (version.text.article.imported_as, version.text.article.section.name("ru")) == ("freescout:4", "Покупки")


@pytest.mark.parametrize("kind", ["intercom", "freescout"])
@pytest.mark.parametrize("content", ["", "[]", "{}", '{"data": 5}', '[{"type": "table"}]', "a,b\n1,2", "\x00", "[1]"])
def test_what_is_no_export_is_said_in_words(
    cast: Cast, tmp_path: Path, kind: str, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "broken"
    place.write_text(content)

    assert taken(place, "--from", kind) == 1
    assert "This is no list of articles" in capsys.readouterr().err
    assert not Article.objects.exists()
