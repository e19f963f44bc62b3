"""`slovo knowledge import`: Markdown folders and exports of other help desks, again and again."""

import json
from pathlib import Path

import pytest
from django.test import Client

from slovo.config.cli import main
from slovo.knowledge.from_html import markdown_of
from slovo.knowledge.models import Article, ArticleFile, Section, Version
from tests.cast import Cast
from tests.knowledge.stories import gourmet, written

PICTURE = b"\x89PNG\r\n\x1a\nx"
RETURNS = """---
title: Как вернуть чайник
summary: Две недели.
section: Возврат
source: Правила магазина
checked_on: 2026-05-03
---
# Как вернуть чайник

Принесите чек.

![Чайник](img/kettle.png)
"""


def taken(place: Path, *options: str, language: str = "ru", email: str = "maria@chainik.example") -> int:
    command = ["knowledge", "import", str(place), "--brand", "chainik", "--language", language, "--as", email]
    return main([*command, *options])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "articles"
    (place / "returns" / "img").mkdir(parents=True)
    (place / "returns" / "kettle.md").write_text(RETURNS)
    (place / "returns" / "img" / "kettle.png").write_bytes(PICTURE)
    (place / "plain.md").write_text("# Доставка\n\nЗавтра.")
    return place


def test_a_folder_comes_in_with_front_matter_sections_and_pictures(
    cast: Cast, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert taken(folder, "--publish") == 0

    assert capsys.readouterr().out == "New: 2. Changed: 0. As they were: 0.\n"
    version = Version.objects.get(title="Как вернуть чайник")
    assert (version.state, version.summary, version.source) == ("published", "Две недели.", "Правила магазина")
    assert version.body == "Принесите чек.\n\n![Чайник](kettle.png)"
    assert ArticleFile.objects.get().name == "kettle.png"
    assert Section.objects.get().articles.get() == version.text.article
    assert Version.objects.get(title="Доставка").body == "Завтра."


def test_front_matter_names_the_portrait_by_its_name(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tea.md").write_text("---\naudience: portrait\nportrait: гурман\n---\n# Чай\n\nРедкий.")
    assert taken(tmp_path) == 1
    assert "There is no portrait “гурман”." in capsys.readouterr().out
    portrait = gourmet(cast)
    assert taken(tmp_path) == 0
    assert Article.objects.get().portrait == portrait


def test_again_it_changes_only_what_changed(cast: Cast, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taken(folder)
    (folder / "plain.md").write_text("# Доставка\n\nПослезавтра.")
    capsys.readouterr()

    assert taken(folder) == 0
    assert capsys.readouterr().out == "New: 0. Changed: 1. As they were: 1.\n"
    assert Version.objects.get(title="Доставка").body == "Послезавтра."
    assert Article.objects.count() == 2


def test_the_same_path_in_another_language_is_the_same_article(cast: Cast, folder: Path, tmp_path: Path) -> None:
    taken(folder)
    other = tmp_path / "uk"
    other.mkdir()
    (other / "plain.md").write_text("# Доставка\n\nЗавтра, українською.")
    taken(other, language="uk")

    texts = Article.objects.get(imported_as="folder:plain.md").texts
    assert sorted(texts.values_list("language", flat=True)) == ["ru", "uk"]


@pytest.mark.parametrize("text", ["---\ntitel: x\n---\ny", "---\nreview_by: soon\n---\ny", "---\n[\n---\ny"])
def test_what_cannot_be_read_is_named_and_nothing_comes_in(
    cast: Cast, folder: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "wrong.md").write_text(text)
    assert taken(folder) == 1
    assert "wrong.md" in capsys.readouterr().err
    assert not Article.objects.exists()


def test_a_picture_outside_the_folder_is_not_taken(cast: Cast, folder: Path) -> None:
    (folder.parent / "secret.png").write_bytes(PICTURE)
    (folder / "plain.md").write_text("# Доставка\n\n![x](../secret.png)\n\n![y](/etc/hostname)")
    taken(folder)
    assert [row.name for row in ArticleFile.objects.all()] == ["kettle.png"]


def test_who_may_not_write_there_imports_nothing(cast: Cast, folder: Path) -> None:
    assert taken(folder, email="taras@honey.example") == 1
    assert not Article.objects.exists()


def test_an_article_written_here_is_not_touched(cast: Cast, folder: Path) -> None:
    version = written(cast, "Доставка", "Своими словами.")
    taken(folder)
    version.refresh_from_db()
    assert version.body == "Своими словами."


def test_articles_of_zendesk_come_in_as_markdown(cast: Cast, tmp_path: Path) -> None:
    html = "<h2>Как</h2><p>Принесите <strong>чек</strong>.</p><ul><li>раз</li><li>два</li></ul>"
    rows = [
        {"id": 7, "title": "Возврат", "body": html, "locale": "ru", "draft": False, "section_id": 3},
        {"id": 8, "title": "Черновик", "body": "<p>x</p>", "locale": "ru", "draft": True, "section_id": 3},
        {"id": 9, "title": "Only ours", "body": "<p>x</p>", "locale": "ru", "user_segment_id": 5},
        {"id": 10, "title": "Return", "body": "<p>x</p>", "locale": "en-us"},
    ]
    place = tmp_path / "zendesk.json"
    place.write_text(json.dumps({"articles": rows, "sections": [{"id": 3, "name": "Покупки"}]}))

    assert taken(place, "--from", "zendesk", "--publish") == 0
    found = {row.title: row for row in Version.objects.select_related("text__article__section")}
    assert sorted(found) == ["Only ours", "Возврат", "Черновик"]
    assert found["Возврат"].body == "## Как\n\nПринесите **чек**.\n\n- раз\n- два"
    assert found["Возврат"].text.article.section.name("ru") == "Покупки"
    assert [found[title].state for title in ("Возврат", "Черновик")] == ["published", "draft"]
    assert found["Only ours"].text.article.audience == "internal"


def test_articles_of_chatwoot_come_in_with_their_translations(cast: Cast, tmp_path: Path) -> None:
    rows = [
        {
            "id": 1,
            "title": "Возврат",
            "content": "Чек.",
            "status": "published",
            "category": {"name": "A", "locale": "ru"},
        },
        {"id": 2, "title": "Повернення", "content": "Чек.", "status": 1, "locale": "uk", "associated_article_id": 1},
        {"id": 3, "title": "Старое", "content": "Чек.", "status": "archived", "locale": "ru"},
    ]
    place = tmp_path / "chatwoot.json"
    place.write_text(json.dumps({"payload": rows}))
    for language in ("ru", "uk"):
        assert taken(place, "--from", "chatwoot", "--publish", language=language) == 0

    assert sorted(Article.objects.values_list("imported_as", flat=True)) == ["chatwoot:1", "chatwoot:3"]
    assert Article.objects.get(imported_as="chatwoot:1").texts.count() == 2
    assert Version.objects.get(title="Старое").state == "draft"


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"articles": 5}', "\x00"])
def test_what_is_no_export_is_said_in_words(cast: Cast, tmp_path: Path, content: str) -> None:
    place = tmp_path / "broken.json"
    place.write_text(content)
    assert taken(place, "--from", "zendesk") == 1


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>a <em>b</em> <a href='https://x.example/a b'>c</a></p>", "a *b* [c](https://x.example/a%20b)"),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n  - b\n\n2. c"),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>",
            "| A | B |\n|---|---|\n| 1 | 2 |",
        ),
        ("<pre>x  *y*\n z</pre>", "```\nx  *y*\n z\n```"),
        ("<p>5 * 3 [x] &lt;b&gt;</p><script>alert(1)</script>", r"5 \* 3 \[x\] \<b\>"),
        ("<img src='x' alt='Чайник'>", "Чайник"),
    ],
)
def test_html_becomes_markdown(html: str, markdown: str) -> None:
    assert markdown_of(html) == markdown


@pytest.mark.parametrize(
    "written", ["img/мой чайник.png", "img/%D0%BC%D0%BE%D0%B9%20%D1%87%D0%B0%D0%B9%D0%BD%D0%B8%D0%BA.png"]
)
def test_a_picture_with_blanks_and_cyrillic_letters_in_its_name_comes_along_and_is_shown(
    cast: Cast, tmp_path: Path, written: str
) -> None:
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "мой чайник.png").write_bytes(PICTURE)
    target = f"<{written}>" if " " in written else written
    (tmp_path / "Чайник.MD").write_text(f"# Чайник\n\n![Он]({target})")

    assert taken(tmp_path, "--publish") == 0

    row = ArticleFile.objects.get()
    assert row.name == "мой-чайник.png"
    assert f"/files/{row.public_id}/" in Client().get("/help/chainik/ru/chainik/").content.decode()
