"""From Markdown to HTML: tables, pictures of the article's own, headings with anchors, and no HTML of the writer's.

markdown-it-py escapes HTML, and nh3 lets pass what is named here alone: a mistake in one is caught by the other.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import cast
from urllib.parse import unquote

import nh3
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from slovo.knowledge import slugs

HEADING_LEVELS_MAX = 4  # the title of the page is the first; what is deeper stays at this one
BODY_TAGS = "p br hr em strong s code pre blockquote ul ol li a img h2 h3 h4 table thead tbody tr th td div span"
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "loading"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "th": {"class", "scope"},
    "td": {"class"},
    "ol": {"start"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "span": {"class"},
}
_ALIGNED = re.compile(r"text-align:(left|right|center)")
_LINK = re.compile(r"(?:https?://|mailto:|tel:|#|/(?!/))", re.IGNORECASE)
# Code in a line, which stays as it is; or the target of a link, of a picture, or of what a link names by a mark.
_TARGET = re.compile(
    r"(?<!`)(?P<code>`+)(?!`)[^\n]*?(?<!`)(?P=code)(?!`)"
    r"|(?P<before>\]\([ \t]*\n?[ \t]*|^ {0,3}\[[^\]\n]+\]:[ \t]*\n?[ \t]*)"
    r"(?P<target><[^<>\n]*>|[^\s()<>]+(?:\([^\s()]*\)[^\s()]*)*)",
    re.MULTILINE,
)
WORDED = {"inline", "code_block", "fence"}
LED_TO = {"bullet_list_open", "ordered_list_open", "table_open"}
ANCHOR = "s-"  # before every id: none is that of something else on the page


@dataclass(frozen=True, slots=True)
class Heading:
    id: str
    words: str
    level: int


@dataclass(slots=True)
class Shown:
    html: str = ""
    headings: list[Heading] = field(default_factory=list)


def shown(body: str, *, files: Mapping[str, str]) -> Shown:
    """`files`: name → address, of what the article may show."""
    tokens = _parser().parse(body)
    found = Shown(headings=_named(tokens))
    for token in _all(tokens):
        _fit(token, files)
    found.html = _cleaner().clean(_parser().renderer.render(tokens, _parser().options, {}))
    return found


def headings(body: str) -> list[Heading]:
    return _named(_parser().parse(body))


def led(body: str, targets: Mapping[str, str]) -> str:
    """With other targets of links and pictures: as `file_names` gives them → as they are to be. Code stays as it is."""
    if not targets:
        return body
    code = {
        line
        for token in _parser().parse(body)
        if token.type in {"fence", "code_block"} and token.map
        for line in range(*token.map)
    }

    def other(match: re.Match[str]) -> str:
        written = unquote(unescapeAll((match["target"] or "").removeprefix("<").removesuffix(">")))
        if written not in targets or body.count("\n", 0, match.start("target")) in code:
            return match[0]
        return f"{match['before']}{targets[written]}"

    return _TARGET.sub(other, body)


def plain(body: str) -> str:
    """The words alone, as they are searched and quoted."""
    lines = (_words_of(token) for token in _parser().parse(body) if token.type in WORDED)
    return "\n".join(line for line in lines if line.strip())


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a paragraph, in plain words. A list and a table are one, each item and each row on a line of its
    own, with the sentence that leads to it: «Возьмите с собой:»."""

    words: str
    is_heading: bool = False


def blocks(body: str) -> list[Block]:
    """What is quoted as a whole, in the order of the article."""
    found: list[Block] = []
    inside: list[Token] = []
    for token in _parser().parse(body):
        inside.append(token)
        if token.level or token.nesting == 1:
            continue
        words, kind, leads = "\n".join(_lines(inside)), inside[0].type, bool(found) and not found[-1].is_heading
        if leads and kind in LED_TO and found[-1].words.endswith(":"):
            found[-1] = Block(f"{found[-1].words}\n{words}")
        elif words:
            found.append(Block(words, kind == "heading_open"))
        inside = []
    return found


def _lines(tokens: Iterable[Token]) -> Iterator[str]:
    """Of the words in these, items of lists with their marks, cells of a row side by side."""
    mark, row = "", cast("list[str] | None", None)
    for token in tokens:
        if token.type == "list_item_open":
            mark = f"{token.info}. " if token.info else "• "
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield " — ".join(filter(None, row))
            row = None
        elif token.type in WORDED and (words := _words_of(token).strip()):
            if row is None:
                yield f"{mark}{words}"
                mark = ""
            else:
                row.append(words)


def _words_of(token: Token) -> str:
    return "".join(_plain_of(part) for part in token.children or ()) if token.type == "inline" else token.content


def file_names(body: str) -> Iterator[str]:
    """What the pictures and the relative links in it name."""
    for token in _all(_parser().parse(body)):
        target = token.attrGet("src" if token.type == "image" else "href") or ""
        if token.type in {"image", "link_open"} and target and not _LINK.match(str(target)):
            yield unquote(str(target))


def _fit(token: Token, files: Mapping[str, str]) -> None:
    """A token as it may be shown."""
    if token.type in {"th_open", "td_open"}:
        aligned = _ALIGNED.search(str(token.attrs.pop("style", "")))
        if aligned:
            token.attrSet("class", f"to-{aligned[1]}")
        if token.type == "th_open":
            token.attrSet("scope", "col")
    elif token.type == "image":
        _fit_picture(token, files)
    elif token.type == "inline":
        token.children = list(_fit_links(token.children or [], files))


def _fit_links(tokens: list[Token], files: Mapping[str, str]) -> Iterator[Token]:
    """One to what the article does not have is its words."""
    dead = False
    for token in tokens:
        if token.type == "link_open":
            target = str(token.attrGet("href") or "")
            address = target if _LINK.match(target) else files.get(unquote(target))
            dead = address is None
            token.attrSet("href", address or "")
        if not (dead and token.type in {"link_open", "link_close"}):
            yield token


def _fit_picture(token: Token, files: Mapping[str, str]) -> None:
    """One that the article does not have is its description."""
    address = files.get(unquote(str(token.attrGet("src") or "")))
    if address:
        token.attrSet("src", address)
        token.attrSet("loading", "lazy")
        return
    words = "".join(_plain_of(part) for part in token.children or ())
    token.type, token.tag, token.content, token.children, token.attrs = "text", "", words, None, {}


def _named(tokens: list[Token]) -> list[Heading]:
    """Each has its anchor from then on."""
    found: list[Heading] = []
    for (token, words), level in zip(_headings(tokens), _levels(tokens), strict=True):
        id_ = _anchor(words, {one.id for one in found})
        token.attrSet("id", id_)
        found.append(Heading(id_, words, level))
    return found


def _headings(tokens: list[Token]) -> Iterator[tuple[Token, str]]:
    for token, inner in pairwise(tokens):
        if token.type == "heading_open":
            yield token, "".join(_plain_of(part) for part in inner.children or ()).strip()


def _levels(tokens: list[Token]) -> list[int]:
    """Of each heading, which then has it: the outermost stand right below the page's title, whatever their writer
    began with, and none leaves a level out."""
    levels: list[int] = []
    above: list[str] = []
    for token in tokens:
        if token.type == "heading_open":
            while above and above[-1] >= token.tag:
                above.pop()
            above.append(token.tag)
            levels.append(min(len(above) + 1, HEADING_LEVELS_MAX))
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{levels[-1]}"
    return levels


def _anchor(words: str, taken: set[str]) -> str:
    wanted = f"{ANCHOR}{slugs.of(words)}"
    number = 1
    while (found := wanted if number == 1 else f"{wanted}-{number}") in taken:
        number += 1
    return found


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or [])


def _plain_of(token: Token) -> str:
    if token.type == "image":
        return "".join(_plain_of(part) for part in token.children or ())
    return " " if token.type in {"softbreak", "hardbreak"} else token.content


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    rules: Mapping[str, Callable[..., str]] = {"table_open": _table_open, "table_close": _table_close}
    parser.renderer.rules.update(rules)  # type: ignore[attr-defined]  # a plain dictionary in this renderer
    return parser


def _table_open(*_tokens: object) -> str:
    """A wide one is moved by itself, also by keys; the page stays where it is."""
    label = _("Table")
    return f'<div class="wide" role="region" tabindex="0" aria-label="{label}"><table>\n'


def _table_close(*_tokens: object) -> str:
    return "</table></div>\n"


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(BODY_TAGS.split()),
        attributes=_ATTRIBUTES,
        link_rel="noopener",
        url_schemes={"http", "https", "mailto", "tel"},
        url_relative="pass_through",
    )
