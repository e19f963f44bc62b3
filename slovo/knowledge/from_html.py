"""HTML of another help desk as Markdown: headings, paragraphs, lists, links, tables; the rest as its words."""

import re
from html.parser import HTMLParser

_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`"}
_BLOCKS = {"p", "div", "section", "article", "table", "blockquote", "ul", "ol", "pre", *_HEADINGS}
_SILENT = {"script", "style", "head", "title", "iframe", "object"}
_SPECIAL = re.compile(r"([\\`*_\[\]<>|])")
_LINES = re.compile(r"[ \t]*\n(?:[ \t]*\n)+")


def markdown_of(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _LINES.sub("\n\n", "".join(reader.written)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.written: list[str] = []
        self.lists: list[int | None] = []  # the next number of each open list; None: it has dots
        self.links: list[str] = []
        self.cells = 0  # of the row that is open
        self.head = False  # the row that is open is the first of its table
        self.silent = self.as_is = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _SILENT:
            self.silent += 1
        if self.silent:
            return
        if tag in _BLOCKS and not self.lists:
            self.written.append("\n\n")
        if tag in _HEADINGS:
            self.written.append(f"{_HEADINGS[tag]} ")
        elif tag in _MARKS:
            self.written.append(_MARKS[tag])
        elif tag in {"ul", "ol"}:
            self.lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            self._item()
        elif tag == "br":
            self.written.append("  \n")
        elif tag == "a":
            self.links.append(given.get("href") or "")
            self.written.append("[")
        elif tag == "img":
            self.written.append(_SPECIAL.sub(r"\\\1", given.get("alt") or ""))
        elif tag == "pre":
            self.as_is += 1
            self.written.append("```\n")
        elif tag in {"table", "tr", "td", "th"}:
            self._table(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        if self.silent:
            return
        if tag in _MARKS:
            self.written.append(_MARKS[tag])
        elif tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
            self.written.append("\n" if self.lists else "\n\n")
        elif tag == "a" and self.links:
            self.written.append(f"]({self.links.pop().replace(' ', '%20')})")
        elif tag == "pre" and self.as_is:
            self.as_is -= 1
            self.written.append("\n```\n\n")
        elif tag == "tr":
            self.written.append(" |\n" + ("|" + "---|" * self.cells + "\n" if self.head else ""))
            self.head = False
        elif tag in _BLOCKS and not self.lists:
            self.written.append("\n\n")

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        if self.as_is:
            self.written.append(data)
            return
        self.written.append(_SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", data)))

    def _item(self) -> None:
        depth = "  " * max(0, len(self.lists) - 1)
        number = self.lists[-1] if self.lists else None
        self.written.append(f"\n{depth}{f'{number}.' if number else '-'} ")
        if number:
            self.lists[-1] = number + 1

    def _table(self, tag: str) -> None:
        if tag == "table":
            self.head = True
        elif tag == "tr":
            self.cells = 0
        else:
            self.cells += 1
            self.written.append("| " if self.cells == 1 else " | ")
