"""Plain text from cleaned HTML: lines where a reader sees lines, links with their address, quotes as "> "."""

import html as entities
import re
from dataclasses import dataclass, field

from slovo.channels.email.parse.limits import QUOTE_DEPTH_MAX

_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s[\w-]+="[^"]*+")*+)\s*/?>|([^<]++)|(<)')
_ATTRIBUTE = re.compile(r'\s([\w-]+)="([^"]*+)"')
_BLANKS = re.compile(r"[ \t\n\r\f\xa0]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_LINES = frozenset(
    [
        "address",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "li",
        "ol",
        "summary",
        "table",
        "tr",
        "ul",
        "details",
        "tbody",
        "thead",
        "tfoot",
    ]
)
_PARAGRAPHS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote"])
_VOID = frozenset({"br", "hr", "img", "wbr", "col"})
_RULE = "_" * 32


@dataclass(slots=True)
class _Page:
    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    quote_depth: int = 0
    pre_depth: int = 0
    hidden: list[str] = field(default_factory=list)  # open elements inside a hidden one
    lists: list[int] = field(default_factory=list)  # next number, or 0 for bullets
    links: list[tuple[str, int, int]] = field(default_factory=list)  # address, lines and pieces at its start
    marker: str = ""

    def write(self, text: str) -> None:
        if self.pre_depth:
            first, *others = text.split("\n")
            self.line.append(first)
            for other in others:
                self.end_line(force=True)
                self.line.append(other)
            return
        text = _BLANKS.sub(" ", text)
        if text == " " and not self.line:
            return
        if self.marker and text.strip():
            self.line.append(self.marker)
            self.marker = ""
        self.line.append(text)

    def end_line(self, *, force: bool = False) -> None:
        text = "".join(self.line)
        text = text.rstrip() if self.pre_depth else re.sub(r" {2,}", " ", text).strip()
        self.line.clear()
        if text or force:
            self.lines.append(self._quoted(text))

    def blank_line(self) -> None:
        self.end_line()
        if not self.lines:
            return
        if self.lines[-1].strip("> "):
            self.lines.append(self._quoted(""))
        elif self.lines[-1]:  # the blank line that ended a deeper quote
            self.lines[-1] = self._quoted("")

    def _quoted(self, text: str) -> str:
        return f"{'>' * min(self.quote_depth, QUOTE_DEPTH_MAX)} {text}".rstrip() if self.quote_depth else text


def html_to_text(cleaned: str) -> str:
    """`cleaned` comes from `clean_html`: well formed, attributes in double quotes."""
    page = _Page()
    for closing, name, attributes, text, sign in _TOKEN.findall(cleaned):
        if page.hidden:
            _hide(page, name, closing)
        elif not name:
            page.write(entities.unescape(text or sign))
        elif closing:
            _close(page, name)
        else:
            _open(page, name, dict(_ATTRIBUTE.findall(attributes)) if attributes else {})
    page.end_line()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(page.lines)).strip("\n")


def _hide(page: _Page, name: str, closing: str) -> None:
    if not name or name in _VOID:
        return
    if not closing:
        page.hidden.append(name)
    else:
        page.hidden.pop()


def _open(page: _Page, name: str, attributes: dict[str, str]) -> None:
    if name not in _VOID and _HIDDEN.search(attributes.get("style", "")):
        page.hidden.append(name)
        return
    if name == "br":
        page.end_line(force=True)
    elif name == "hr":
        page.end_line()
        page.write(_RULE)
        page.end_line()
    elif name == "img":
        page.write(entities.unescape(attributes.get("alt", "")))
    elif name == "a":
        page.links.append((entities.unescape(attributes.get("href", "")), len(page.lines), len(page.line)))
    elif name in {"td", "th"}:
        page.write(" ")
    elif name in _PARAGRAPHS:
        page.blank_line()
        page.quote_depth += name == "blockquote"
        page.pre_depth += name == "pre"
    elif name in _LINES:
        page.end_line()
        _open_list(page, name, attributes)


def _open_list(page: _Page, name: str, attributes: dict[str, str]) -> None:
    if name in {"ol", "ul"}:
        start = attributes.get("start", "1")
        number = int(start) if start.isdecimal() and len(start) < 6 else 1
        page.lists.append(number if name == "ol" else 0)
    elif name == "li":
        number = page.lists[-1] if page.lists else 0
        page.marker = f"{number}. " if number else "- "
        if number:
            page.lists[-1] += 1


def _close(page: _Page, name: str) -> None:
    if name == "a" and page.links:
        _close_link(page)
    elif name in _PARAGRAPHS:
        page.end_line()
        page.quote_depth -= name == "blockquote"
        page.pre_depth -= name == "pre"
        page.blank_line()
    elif name in _LINES:
        page.end_line()
        page.marker = ""
        if name in {"ol", "ul"} and page.lists:
            page.lists.pop()


def _close_link(page: _Page) -> None:
    """Adds the address, unless the reader sees it already."""
    address, lines, pieces = page.links.pop()
    shown = "".join(page.line[pieces:] if lines == len(page.lines) else page.line).strip()
    if shown and address and _bare(address) != _bare(shown):
        page.write(f" <{address}>")


def _bare(address: str) -> str:
    return re.sub(r"^(?:mailto:|tel:|https?://)?(?:www\.)?", "", address.strip().lower()).rstrip("/")


def escape_text(text: str) -> str:
    """Plain text as HTML with its lines."""
    return "<div>" + entities.escape(text.strip("\n"), quote=False).replace("\n", "<br>\n") + "</div>"
