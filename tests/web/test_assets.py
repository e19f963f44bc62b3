"""A first load is small, asks no other house for anything, and what it asks for is kept until it changes."""

import gzip
import re
import shutil
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from django.test import Client

from slovo.config import demo
from slovo.conversations.models import Conversation
from slovo.web.desk import assets
from tests.cast import Cast, arrives, letter, the_conversation

FIRST_LOAD_BYTES_MAX = 60 * 1024
FIRST_LOAD_REQUESTS_MAX = 4
LETTERS = 50  # a page of the list
PACKED = {"accept-encoding": "gzip"}
ASKED = re.compile(r'<(?:script|link|img|iframe|source|video|audio|object|embed)\b[^>]*?\b(?:src|href|data)="([^"]+)"')


@pytest.fixture
def full_desk(cast: Cast) -> Cast:
    """Fifty different letters, as the demo company gets them; the supervisor reads Russian."""
    paths = sorted((Path(demo.__file__).parent / "conversations").glob("chainik*.yaml"))
    stories = [story for path in paths for story in yaml.safe_load(path.read_text())]
    for number, story in enumerate(islice(stories, LETTERS)):
        raw = letter(
            story["messages"][0]["text"],
            sender=f"{story['customer']['name']} <u{number}@example.com>",
            subject=story["subject"],
            message_id=f"<{number}@example.com>",
        )
        arrives(raw, cast.chainik_mail)
    return cast


def weighed(browser: Client, path: str) -> tuple[int, list[str]]:
    """Bytes on the wire of a page and of all that it asks for by itself, and the addresses of the latter."""
    page = browser.get(path, headers=PACKED)
    asked = sorted(set(ASKED.findall(gzip.decompress(page.content).decode())))
    answers = [browser.get(address, headers=PACKED) for address in asked]
    assert {answer.status_code for answer in (page, *answers)} == {200}
    return sum(len(answer.content) for answer in (page, *answers)), asked


def test_a_first_load_is_small_and_asks_only_this_house(full_desk: Cast) -> None:
    opened = Conversation.objects.latest("pk")
    for path in ("/conversations/", f"/conversations/{opened.public_id}/"):
        weight, asked = weighed(full_desk.browser_of(full_desk.maria), path)

        assert weight <= FIRST_LOAD_BYTES_MAX, path
        assert len(asked) < FIRST_LOAD_REQUESTS_MAX, asked
        assert {urlsplit(address).netloc for address in asked} == {""}


@pytest.mark.parametrize("file", assets.FILES)
def test_what_a_page_asks_for_is_kept_for_ever_under_a_name_of_its_content(cast: Cast, file: str) -> None:
    client, address = Client(), assets.address(file)
    plain, packed = client.get(address), client.get(address, headers=PACKED)
    known = client.get(address, headers=PACKED | {"if-none-match": packed["ETag"]})

    assert gzip.decompress(packed.content) == plain.content
    assert (packed["Content-Encoding"], packed["Vary"]) == ("gzip", "Accept-Encoding")
    assert packed["Cache-Control"] == known["Cache-Control"] == "max-age=31536000, public, immutable"
    assert packed["ETag"] != plain["ETag"]
    assert (known.status_code, known.content) == (304, b"")
    assert client.post(address).status_code == 405
    cast.browser_of(cast.anna).post("/chats/duty", {"state": "available"})  # strip: for those who take chats
    page = "/preferences/" if file.startswith("pages") else "/conversations/"
    assert address in cast.browser_of(cast.anna).get(page).content.decode()


def test_a_page_of_another_version_gets_what_there_is_and_does_not_keep_it() -> None:
    answer = Client().get("/static/desk.0123456789ab.css")

    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-cache")
    assert answer.content == assets.made("desk.css").content


@pytest.mark.parametrize("kind", ["css", "js"])
def test_a_changed_source_has_another_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    file = f"desk.{kind}"
    before = assets.made(file).name
    shutil.copytree(assets.SOURCES, tmp_path / "desk")
    monkeypatch.setattr(assets, "SOURCES", tmp_path / "desk")
    assets._made.cache_clear()
    same = assets.made(file).name
    source = {"css": tmp_path / "desk/css/list.css", "js": tmp_path / "desk/js/live.js"}[kind]
    more = {"css": "@layer components { .more { color: red; } }\n", "js": "document.title = 'more';\n"}[kind]
    source.write_text(source.read_text() + more)
    assets._made.cache_clear()
    after = assets.made(file).name
    assets._made.cache_clear()

    assert same == before
    assert after != before


@pytest.mark.parametrize("kind", ["css", "js"])
def test_every_source_is_joined(kind: str) -> None:
    folder = assets.SOURCES / kind
    named = set(re.findall(r'(?:@import "|from "\./|^import "\./)([\w-]+\.\w+)"', _all(folder), re.MULTILINE))

    assert {path.name for path in folder.iterdir()} == named | {f"desk.{kind}", f"pages.{kind}", f"strip.{kind}"}


def test_no_word_between_backquotes_spans_lines_for_their_beginnings_are_cut() -> None:
    for module in (assets.SOURCES / "js").iterdir():
        for line in module.read_text().splitlines():
            assert re.sub(r'"[^"]*"', "", line).count("`") % 2 == 0, (module.name, line)


def test_styles_lose_comments_and_spaces_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "desk.css").write_text('/* All. */\n@import "a.css";\n@import "b.css";\n')
    (tmp_path / "a.css").write_text(
        "/* It's the first: \" */\n@layer x {\n  .a > b, .c :not(d) { color: red; margin: 1px -2px; }\n}\n"
    )
    (tmp_path / "b.css").write_text(
        '.d::after { content: "/* ;  } */"; inline-size: calc(1px + 2px); }\n'
        "@media (width > 2rem) and (height > 1rem) { e { top: 0 } }\n"
    )

    assert assets.joined_styles(tmp_path / "desk.css") == (
        "@layer x{.a > b,.c :not(d){color:red;margin:1px -2px}}"
        '.d::after{content:"/* ;  } */";inline-size:calc(1px + 2px)}@media (width > 2rem) and (height > 1rem){e{top:0}}'
    )


def test_a_module_runs_once_after_those_it_imports(tmp_path: Path) -> None:
    (tmp_path / "desk.js").write_text('import "./one.js";\nimport "./the-other.js";\n')
    (tmp_path / "one.js").write_text(
        '// What it is for.\nimport { say, ask } from "./words.js";\n\nconst at = "http://x"; // where\nsay(at);\n'
    )
    (tmp_path / "the-other.js").write_text('import { say } from "./words.js";\nsay("it is // no comment");\n')
    (tmp_path / "words.js").write_text(
        "export function say(what) {\n  return what;\n}\n\nexport async function ask() {}\n"
    )

    assert assets.joined_scripts(tmp_path / "desk.js") == (
        '(() => {\n"use strict";\n'
        "const $words = (() => {\n"
        "function say(what) {\nreturn what;\n}\nasync function ask() {}\nreturn { say, ask };\n})();\n"
        'const $one = (() => {\nconst { say, ask } = $words;\nconst at = "http://x";\nsay(at);\n})();\n'
        'const $the_other = (() => {\nconst { say } = $words;\nsay("it is // no comment");\n})();\n'
        "const $desk = (() => {\n})();\n"
        "})();\n"
    )


@pytest.mark.parametrize(
    "source",
    [
        'import * as words from "./words.js";\n',
        'import { say as tell } from "./words.js";\n',
        "export const LIMIT = 5;\n",
        "export default function () {}\n",
        'const palette = import("./palette.js");\n',
        "const here = import.meta.url;\n",
        "await fetch('/');\n",
        'import "./desk.js";\n',
    ],
)
def test_what_the_joiner_does_not_understand_it_refuses(tmp_path: Path, source: str) -> None:
    (tmp_path / "desk.js").write_text(source)
    (tmp_path / "words.js").write_text("export function say() {}\n")

    with pytest.raises(AssertionError, match=r"cannot be joined|imports itself"):
        assets.joined_scripts(tmp_path / "desk.js")


def test_what_the_modules_say_travels_as_it_is_written(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    page = cast.browser_of(cast.maria).get(f"/conversations/{the_conversation().public_id}/").content.decode()

    assert '"remove": "Убрать"' in page


def _all(folder: Path) -> str:
    return "\n".join(path.read_text() for path in sorted(folder.iterdir()))
