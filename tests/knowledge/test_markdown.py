"""Markdown becomes clean HTML: nothing of a writer's own HTML, no picture from elsewhere, no script by any way."""

import re
from html.parser import HTMLParser

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from slovo.knowledge import markdown

FILES = {"kettle.png": "/help/chainik/files/1/kettle.png", "plan.pdf": "/help/chainik/files/2/plan.pdf"}


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags_of(html: str) -> list[tuple[str, dict[str, str | None]]]:
    """As a browser reads them: name and attributes of each."""
    reader = Tags()
    reader.feed(html)
    return reader.found


def html(body: str) -> str:
    return markdown.shown(body, files=FILES).html.strip()


def test_headings_begin_below_the_title_and_have_anchors_that_differ() -> None:
    found = markdown.shown("# Возврат\n\n## Чек\n\n###### Чек", files={})

    assert found.html.splitlines() == [
        '<h2 id="s-vozvrat">Возврат</h2>',
        '<h3 id="s-chek">Чек</h3>',
        '<h4 id="s-chek-2">Чек</h4>',
    ]
    assert [(one.words, one.level) for one in found.headings] == [("Возврат", 2), ("Чек", 3), ("Чек", 4)]


@pytest.mark.parametrize(
    ("body", "levels"),
    [
        ("## A\n\n### B\n\n## C", [2, 3, 2]),
        ("### A\n\n## B", [2, 2]),
        ("## A\n\n##### B\n\n### C", [2, 3, 3]),
        ("# A\n\n## B\n\n### C\n\n#### D", [2, 3, 4, 4]),
    ],
)
def test_no_level_of_headings_is_left_out(body: str, levels: list[int]) -> None:
    found = markdown.shown(body, files={})

    assert [one.level for one in found.headings] == levels
    assert re.findall(r"<h(\d)", found.html) == re.findall(r"</h(\d)", found.html) == [str(one) for one in levels]


def test_a_table_is_moved_by_itself_and_has_no_style_of_its_own() -> None:
    with override("en"):
        found = html("| Model | Price |\n|---|---:|\n| A | 5 |")

    assert found.startswith('<div class="wide" role="region" tabindex="0" aria-label="Table"><table>')
    assert '<th class="to-right" scope="col">Price</th>' in found or '<th scope="col" class="to-right">' in found
    assert '<td class="to-right">5</td>' in found
    assert "style" not in found


def test_a_picture_of_the_article_is_shown_and_another_is_its_description() -> None:
    assert 'src="/help/chainik/files/1/kettle.png"' in html("![Чайник](kettle.png)")
    assert html("![Чайник](https://elsewhere.example/k.png)") == "<p>Чайник</p>"
    assert html("![Чайник](other.png)") == "<p>Чайник</p>"


def test_a_link_to_a_file_of_the_article_leads_there_and_to_another_is_its_words() -> None:
    assert 'href="/help/chainik/files/2/plan.pdf"' in html("[схема](plan.pdf)")
    assert html("[схема *вся*](unknown.pdf)") == "<p>схема <em>вся</em></p>"


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        '<img src="x" onerror="alert(1)">',
        "[go](javascript:alert(1))",
        "[go](data:text/html,<script>1</script>)",
        "[go](//elsewhere.example)",
        "![x](javascript:alert(1))",
        '[go](https://a.example "\\"onmouseover=alert(1)")',
        '<a href="https://a.example" style="position:fixed">x</a>',
        "<style>*{display:none}</style>",
        "```<script>\nx\n```",
    ],
)
def test_nothing_of_a_writers_own_html_gets_through(body: str) -> None:
    for tag, attributes in tags_of(html(body)):
        assert tag in {"p", "pre", "code", "a"}
        assert attributes.keys() <= {"href", "title", "rel"}
        assert attributes.get("href", "#") in {"#", "https://a.example"}


@given(st.text(alphabet="<>\"'&[]()!#|-`*_ \njs:/a", max_size=80))
def test_whatever_is_written_only_known_tags_come_out(body: str) -> None:
    for tag, attributes in tags_of(html(body)):
        assert tag in markdown.BODY_TAGS.split()
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        assert not (attributes.get("href") or "").startswith(("javascript:", "data:", "//"))


def test_the_words_alone_are_those_of_the_text() -> None:
    body = "# Возврат\n\nПринесите **чек**\nи ![коробку](kettle.png).\n\n| A |\n|---|\n| 5 |\n\n    код"
    assert markdown.plain(body) == "Возврат\nПринесите чек и коробку.\nA\n5\nкод\n"
