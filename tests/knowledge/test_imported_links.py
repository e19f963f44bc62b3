"""Links in a folder of Markdown: from one article to another, and to what no article has."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from slovo.knowledge import actions, drafting, folders, reviewing
from slovo.knowledge.models import Article, ArticleFile, ArticleText, State, Version
from tests.cast import Cast
from tests.knowledge.test_importing import PICTURE, taken

DELIVERY = "# Сроки доставки\n\n## Когда привезём?\n\nЗавтра. [Назад](../returns/kettle.md)"
TERMS = "/help/chainik/ru/sroki-dostavki/"


def folder(place: Path, **files: str | bytes) -> Path:
    """By their paths, with `__` for a slash."""
    for name, content in files.items():
        path = place / (name.replace("__", "/") + ("" if isinstance(content, bytes) else ".md"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return place


def body(title: str) -> str:
    return Version.objects.get(title=title, state__in=[State.DRAFT, State.PUBLISHED]).body


def read(address: str) -> str:
    return Client().get(address).content.decode()


def test_links_between_articles_lead_to_their_addresses_whichever_comes_first(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder(tmp_path, returns__kettle="# Возврат\n\n[Сроки](../delivery/terms.md)", delivery__terms=DELIVERY)

    assert taken(tmp_path, "--publish") == 0

    assert capsys.readouterr().out == "New: 2. Changed: 0. As they were: 0.\n"
    assert f'<a href="{TERMS}" rel="noopener">Сроки</a>' in read("/help/chainik/ru/vozvrat/")
    assert '<a href="/help/chainik/ru/vozvrat/" rel="noopener">Назад</a>' in read(TERMS)
    assert sorted(Version.objects.values_list("number", "state")) == [(1, "published"), (1, "published")]

    assert taken(tmp_path, "--publish") == 0
    assert capsys.readouterr().out == "New: 0. Changed: 0. As they were: 2.\n"


@pytest.mark.parametrize("anchor", ["когда-привезём", "%D0%BA%D0%BE%D0%B3%D0%B4%D0%B0-привезём", "s-kogda-privezem"])
def test_a_link_to_a_heading_leads_to_that_heading(cast: Cast, tmp_path: Path, anchor: str) -> None:
    folder(tmp_path, a=f"# Возврат\n\n[Когда](b.md#{anchor})", b="# Сроки доставки\n\n## Когда привезём?\n\nЗавтра.")
    taken(tmp_path, "--publish")

    assert body("Возврат") == f"[Когда]({TERMS}#s-kogda-privezem)"
    assert 'id="s-kogda-privezem"' in read(TERMS)


def test_a_link_to_a_heading_that_is_not_there_leads_to_the_article(cast: Cast, tmp_path: Path) -> None:
    folder(tmp_path, a="# Возврат\n\n[Когда](b.md#nowhere)", b="# Сроки доставки\n\nЗавтра.")
    taken(tmp_path)
    assert body("Возврат") == f"[Когда]({TERMS})"


@pytest.mark.parametrize(
    ("written", "comes"),
    [
        ("[a](<мои сроки.md>)", f"[a]({TERMS})"),
        ("[a](%D0%BC%D0%BE%D0%B8%20сроки.md 'Сроки')", f"[a]({TERMS} 'Сроки')"),
        ("[a [b]](./мои%20сроки.md)", f"[a [b]]({TERMS})"),
        ("[a][1]\n\n[1]: мои%20сроки.md", f"[a][1]\n\n[1]: {TERMS}"),
        ("[a](мои%20сроки.md)\n\n```\n[b](мои%20сроки.md)\n```", f"[a]({TERMS})\n\n```\n[b](мои%20сроки.md)\n```"),
        ("[a](мои%20сроки.md) [b](мои%20сроки.mdx)", f"[a]({TERMS}) [b](мои%20сроки.mdx)"),
    ],
)
def test_however_a_link_is_written(cast: Cast, tmp_path: Path, written: str, comes: str) -> None:
    folder(tmp_path, a=f"# Возврат\n\n{written}")
    (tmp_path / "мои сроки.md").write_text("# Сроки доставки\n\nЗавтра.")
    taken(tmp_path)
    assert body("Возврат") == comes


def test_an_article_that_was_imported_before_is_led_to_also_by_what_comes_later(cast: Cast, tmp_path: Path) -> None:
    folder(tmp_path / "first", delivery__terms="# Сроки доставки\n\nЗавтра.")
    taken(tmp_path / "first", "--publish")
    folder(tmp_path / "then", returns__kettle="# Возврат\n\n[Сроки](../delivery/terms.md)")
    taken(tmp_path / "then", "--publish")
    assert body("Возврат") == f"[Сроки]({TERMS})"


def test_a_link_leads_to_the_same_language(cast: Cast, tmp_path: Path) -> None:
    ru = folder(tmp_path / "ru", a="# Возврат\n\n[Сроки](b.md)", b="# Сроки доставки\n\nЗавтра.")
    uk = folder(tmp_path / "uk", a="# Повернення\n\n[Строки](b.md)", b="# Строки доставки\n\nЗавтра.")
    taken(ru)
    taken(uk, language="uk")

    slug = ArticleText.objects.get(article__imported_as="folder:b.md", language="uk").slug
    assert body("Повернення") == f"[Строки](/help/chainik/uk/{slug}/)"
    assert body("Возврат") == f"[Сроки]({TERMS})"


def test_a_link_to_what_is_not_in_the_folder_is_its_words_and_is_named(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder(tmp_path, a="# Возврат\n\nСм. [сроки](gone.md#when), [прайс](gone.pdf).\n\n![Чайник](gone.png)")

    assert taken(tmp_path, "--publish") == 0

    assert capsys.readouterr().out == (
        "New: 1. Changed: 0. As they were: 0.\n"
        "Without a link: folder:a.md → gone.pdf (it is not in the folder)\n"
        "Without a link: folder:a.md → gone.png (it is not in the folder)\n"
        "Without a link: folder:a.md → gone.md#when (it is not in the folder)\n"
    )
    shown = read("/help/chainik/ru/vozvrat/")
    assert "<p>См. сроки, прайс.</p>" in shown
    assert 'href="#"' not in shown


def test_a_file_of_another_kind_stays_behind_and_its_article_comes(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, picture = {"price.xlsx": b"PK\x03\x04 a sheet"}, {"kettle.png": PICTURE}
    folder(tmp_path, a="# Возврат\n\n[Прайс](price.xlsx), [чайник](kettle.png)", **sheet, **picture)

    assert taken(tmp_path, "--publish") == 0

    assert capsys.readouterr().out == (
        "New: 1. Changed: 0. As they were: 0.\n"
        "Without a link: folder:a.md → price.xlsx (it is no picture and no PDF file)\n"
    )
    assert [row.name for row in ArticleFile.objects.all()] == ["kettle.png"]
    assert "<p>Прайс, <a href=" in read("/help/chainik/ru/vozvrat/")


@pytest.mark.parametrize("content", [b"", b"%PDF-" + b"0" * 5 * 1024 * 1024])
def test_a_file_that_is_empty_or_too_big_stays_behind(
    cast: Cast, tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    folder(tmp_path, a="# Возврат\n\n[Прайс](price.pdf)", **{"price.pdf": content})
    assert taken(tmp_path) == 0
    assert "Without a link: folder:a.md → price.pdf (it is empty or has more than 5 MB)\n" in capsys.readouterr().out


def test_no_link_leads_readers_to_what_is_for_the_staff_alone(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder(tmp_path, a="# Возврат\n\n[Кто решает](b.md)", b="---\naudience: internal\n---\n# Кто решает\n\nСтарший.")

    assert taken(tmp_path, "--publish") == 0

    assert "Without a link: folder:a.md → b.md (not everybody may read it)\n" in capsys.readouterr().out
    assert "<p>Кто решает</p>" in read("/help/chainik/ru/vozvrat/")


def test_no_link_leads_to_what_is_in_the_archive(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder(tmp_path / "first", b="# Сроки доставки\n\nЗавтра.")
    taken(tmp_path / "first", "--publish")
    actions.archive(article_id=Article.objects.get().pk, by=cast.orlov, at=timezone.now())
    folder(tmp_path / "then", a="# Возврат\n\n[Сроки](b.md)")

    assert taken(tmp_path / "then") == 0
    assert "Without a link: folder:a.md → b.md (not everybody may read it)\n" in capsys.readouterr().out
    assert body("Возврат") == "[Сроки](b.md)"


def test_what_is_refused_is_led_to_by_nothing(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder(tmp_path, a="# Возврат\n\n[Чай](b.md)", b="---\naudience: portrait\nportrait: гурман\n---\n# Чай\n\nРедкий.")

    assert taken(tmp_path, "--publish") == 1

    told = capsys.readouterr().out
    assert "Without a link: folder:a.md → b.md (it was not taken)\n" in told
    assert "Not taken: folder:b.md" in told
    assert body("Возврат") == "[Чай](b.md)"


def test_where_nothing_may_be_published_nothing_comes_in_as_a_draft_either(cast: Cast, tmp_path: Path) -> None:
    reviewing.ask_for_review(brand=cast.chainik, asked=True, by=cast.orlov, at=timezone.now())
    folder(tmp_path, a="# Возврат\n\n[Сроки](b.md)", b="# Сроки доставки\n\nЗавтра. [Назад](a.md)")

    assert taken(tmp_path, "--publish") == 1
    assert not Article.objects.exists()


def test_what_a_colleague_has_renamed_is_led_to_by_its_new_address(cast: Cast, tmp_path: Path) -> None:
    folder(tmp_path, a="# Возврат\n\n[Сроки](b.md)", b="# Сроки доставки\n\nЗавтра.")
    taken(tmp_path)
    text = ArticleText.objects.get(article__imported_as="folder:b.md")
    drafting.change_address(text_id=text.pk, slug="kogda", by=cast.orlov, at=timezone.now())

    taken(tmp_path)
    assert body("Возврат") == "[Сроки](/help/chainik/ru/kogda/)"


@pytest.mark.parametrize(
    "target", ["x" * 300 + ".pdf", "x" * 300 + ".md", "%00.md", "a%00b.md#%00", "%00.pdf", ".", ".."]
)
def test_a_name_that_no_file_can_have_is_a_link_to_nothing(
    cast: Cast, tmp_path: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder(tmp_path, a=f"# Возврат\n\n[Сроки]({target})")

    assert taken(tmp_path) == 0
    assert "(it is not in the folder)" in capsys.readouterr().out


def test_pages_say_where_their_links_lead(tmp_path: Path) -> None:
    folder(tmp_path, a__b="# Б\n\n[x](../c.md#d) [y](../../e.md)")
    [page] = folders.pages(tmp_path, language="ru", publish=False)
    assert [(written, link.place, link.anchor) for written, link in page.links.items()] == [
        ("../c.md#d", "folder:c.md", "d")
    ]
    assert [one for one, _why in page.left] == ["../../e.md"]
