"""Files belong to versions as words do: what was published keeps those that it had."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from slovo.core.errors import UnableTo
from slovo.knowledge import attaching, comparing, drafting, publishing, queries
from slovo.knowledge.models import ArticleFile, State, Version
from slovo.people.rights import NotAllowed
from tests.cast import Cast
from tests.knowledge.stories import published, written
from tests.knowledge.test_importing import taken

PNG = b"\x89PNG\r\n\x1a\n"
OLD, NEW = PNG + b"old", PNG + b"new"
BODY = "![Чайник](k.png)"
PAGE = "/help/chainik/ru/kak-vernut-chainik/"


def picture_on(page: str, client: Client) -> bytes:
    """What the first picture of a page shows; b"" where there is none."""
    found = re.search(r'<img[^>]* src="([^"]+/files/[^"]+)"', client.get(page).content.decode())
    return b"".join(client.get(found[1])) if found else b""


def test_a_picture_that_is_replaced_is_seen_with_the_next_version_and_the_old_one_keeps_its_own(cast: Cast) -> None:
    old, anna = published(cast, body=BODY, files={"k.png": OLD}), cast.browser_of(cast.anna)
    article = old.text.article

    given = {"files": [SimpleUploadedFile("k.png", NEW, "image/png")]}
    anna.post(f"/articles/{article.public_id}/files", given)
    assert picture_on(PAGE, Client()) == OLD
    new = published(cast, body=BODY, article=article)

    assert picture_on(PAGE, Client()) == NEW
    assert picture_on(f"/article-versions/{old.pk}/", anna) == OLD
    assert picture_on(f"/article-versions/{new.pk}/", anna) == NEW
    signs = [line.sign for line in comparing.lines(old, new) if line.words.startswith("k.png (")]
    assert signs == ["-", "+"]
    page = anna.get(f"/article-versions/{new.pk}/?with=1").content.decode()
    assert len(re.findall(r"<(?:del|ins)>k\.png \(", page)) == 2


def test_a_picture_of_a_draft_is_seen_by_nobody_outside(cast: Cast) -> None:
    version = published(cast)
    row = attaching.attach(
        article_id=version.text.article_id, name="k.png", content=NEW, by=cast.anna, at=timezone.now()
    )

    assert Client().get(f"/help/chainik/files/{row.public_id}/k.png").status_code == 404


def test_what_is_removed_stays_in_the_versions_that_had_it(cast: Cast) -> None:
    old, at = published(cast, body=BODY, files={"k.png": OLD}), timezone.now()
    attaching.remove(file_id=ArticleFile.objects.get().pk, by=cast.anna, at=at)
    new = published(cast, body=BODY, article=old.text.article)

    assert [row.name for row in queries.files_in(old)] == ["k.png"]
    assert queries.files_in(new) == []
    assert picture_on(PAGE, Client()) == b""
    assert picture_on(f"/article-versions/{old.pk}/", cast.browser_of(cast.anna)) == OLD
    with pytest.raises(UnableTo):
        attaching.remove(file_id=ArticleFile.objects.get().pk, by=cast.anna, at=at)


def test_an_earlier_version_is_brought_back_with_its_words_and_its_files(cast: Cast) -> None:
    old = published(cast, body=BODY, files={"k.png": OLD})
    article, anna = old.text.article, cast.browser_of(cast.anna)
    published(cast, body="Иначе.", article=article, files={"k.png": NEW, "more.png": NEW})

    assert "restoration" in anna.get(f"/article-versions/{old.pk}/").content.decode()
    anna.post(f"/article-versions/{old.pk}/restoration")

    draft = Version.objects.get(text=old.text, state=State.DRAFT)
    assert (draft.body, draft.title) == (BODY, old.title)
    assert picture_on(f"/article-versions/{draft.pk}/", anna) == OLD
    assert [row.name for row in queries.files_of(article.pk)] == ["k.png", "more.png"]
    publishing.publish(version_id=draft.pk, by=cast.maria, at=timezone.now())
    assert picture_on(PAGE, Client()) == OLD
    assert queries.earlier_files(article.pk)[0].name == "k.png"


def test_what_somebody_is_at_is_not_overwritten_by_an_earlier_version(cast: Cast) -> None:
    old = published(cast, body=BODY, files={"k.png": OLD})
    published(cast, body="Иначе.", article=old.text.article)
    written(cast, body="Пишу.", article=old.text.article)

    with pytest.raises(UnableTo):
        drafting.restore(version_id=old.pk, by=cast.anna, at=timezone.now())
    assert "restoration" not in cast.browser_of(cast.anna).get(f"/article-versions/{old.pk}/").content.decode()
    with pytest.raises(NotAllowed):
        drafting.restore(version_id=old.pk, by=cast.taras, at=timezone.now())


def test_what_should_never_have_been_seen_is_deleted_at_once_from_every_version(cast: Cast) -> None:
    version, at = published(cast, body=BODY, files={"k.png": OLD}), timezone.now()
    row, maria = ArticleFile.objects.get(), cast.browser_of(cast.maria)
    with pytest.raises(NotAllowed):
        attaching.destroy(file_id=row.pk, by=cast.anna, at=at)
    attaching.remove(file_id=row.pk, by=cast.maria, at=at)
    address = f"/articles/{version.text.article.public_id}/files/{row.public_id}/deletion"
    assert address in maria.get(f"/articles/{version.text.article.public_id}/").content.decode()

    maria.post(address)

    assert not ArticleFile.objects.exists()
    assert picture_on(PAGE, Client()) == b""


def test_what_waits_for_a_review_is_a_draft_again_once_its_picture_is_another(cast: Cast) -> None:
    version, at = written(cast, body=BODY, files={"k.png": OLD}), timezone.now()
    publishing.send_to_review(version_id=version.pk, by=cast.anna, at=at)
    attaching.attach(article_id=version.text.article_id, name="other.png", content=NEW, by=cast.anna, at=at)
    version.refresh_from_db()
    assert version.state == State.REVIEW

    attaching.attach(article_id=version.text.article_id, name="k.png", content=NEW, by=cast.anna, at=at)

    version.refresh_from_db()
    assert (version.state, version.sent_by) == (State.DRAFT, None)


def test_a_folder_with_another_picture_alone_brings_a_new_version(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "kak-vernut-chainik.md").write_text(f"# Как вернуть чайник\n\n{BODY}")
    (tmp_path / "k.png").write_bytes(OLD)
    taken(tmp_path, "--publish")
    (tmp_path / "k.png").write_bytes(NEW)

    taken(tmp_path, "--publish")
    taken(tmp_path, "--publish")

    assert list(Version.objects.order_by("number").values_list("state", flat=True)) == ["superseded", "published"]
    assert picture_on(PAGE, Client()) == NEW


def test_versions_from_before_keep_what_their_article_has(cast: Cast) -> None:
    old = published(cast, body=BODY, files={"k.png": OLD})
    new = published(cast, body="Иначе.", article=old.text.article)
    draft = written(cast, body="Пишу.", article=old.text.article)
    Version.files.through.objects.all().delete()

    import_module("slovo.knowledge.migrations.0005_files_of_versions").keep_what_is_shown(apps, None)

    assert [[row.name for row in one.files.all()] for one in (old, new, draft)] == [["k.png"], ["k.png"], []]
