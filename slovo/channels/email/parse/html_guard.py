"""Makes hostile HTML harmless for the cleaner's *time*: its work grows with the square of the nesting depth.

Safety from script is the cleaner's; here tags beyond a depth are dropped and their text stays. Small HTML is not
touched.
"""

import re

from slovo.channels.email.parse.limits import (
    HTML_ATTRIBUTES_CHARS_MAX,
    HTML_CHARS_MAX,
    HTML_CHARS_TRUSTED_MAX,
    HTML_DEPTH_MAX,
    HTML_ENTITIES_MAX,
    HTML_FORMATTING_DEPTH_MAX,
    HTML_TAGS_MAX,
    HTML_TAGS_TRUSTED_MAX,
)
from slovo.channels.email.parse.notes import Notes

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,100})((?:[^=>]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+)>")
_MARKUP = re.compile(r"<(?=[a-zA-Z/!?])")
_RAW_TEXT = frozenset(
    {"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext"}
)
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
_FORMATTING = frozenset(
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
)
_END_OPTIONAL = frozenset({"p"})


def bounded(html: str, notes: Notes) -> str:
    if len(html) > HTML_CHARS_MAX:
        notes.add("html_cut")
        html = html[:HTML_CHARS_MAX]
    if html.count("&") > HTML_ENTITIES_MAX:
        notes.add("html_cut")
        html = "&".join(html.split("&", HTML_ENTITIES_MAX)[:HTML_ENTITIES_MAX])
    if len(html) < HTML_CHARS_TRUSTED_MAX and html.count("<") < HTML_TAGS_TRUSTED_MAX:
        return html
    return _flattened(html, notes)


def _flattened(html: str, notes: Notes) -> str:
    pieces: list[str] = []
    depth = _Depth()
    position = 0
    while found := _MARKUP.search(html, position):
        start = found.start()
        pieces.append(html[position:start])
        tag = _TAG.match(html, start)
        if tag:
            name = tag[2].lower()
            if depth.admits(name, closing=bool(tag[1])):
                pieces.append(tag[0] if _is_bearable(tag[3]) else f"<{tag[1]}{name}>")
            position = _after_raw_text(html, name, tag.end()) if name in _RAW_TEXT and not tag[1] else tag.end()
            if position != tag.end():
                pieces.append(f"</{name}>")
        else:
            position = _after_markup(html, start)
    pieces.append(html[position:])
    if depth.cut:
        notes.add("html_flattened")
    return "".join(pieces)


def _is_bearable(attributes: str) -> bool:
    """The cleaner compares each attribute with all others of its tag."""
    return len(attributes) < HTML_ATTRIBUTES_CHARS_MAX or attributes.count("=") + len(attributes.split()) < 300


class _Depth:
    """Open elements by name: the order is the cleaner's business, the number is ours."""

    def __init__(self) -> None:
        self.cut = False
        self._open: dict[str, int] = {}
        self._dropped: dict[str, int] = {}
        self._total = 0
        self._formatting = 0
        self._tags = 0

    def admits(self, name: str, *, closing: bool) -> bool:
        self._tags += 1
        if self._tags > HTML_TAGS_MAX:
            self.cut = True
            return False
        if name in _VOID or name in _END_OPTIONAL:
            return True
        if closing:
            return self._close(name)
        formatting = name in _FORMATTING
        if self._total >= HTML_DEPTH_MAX or (formatting and self._formatting >= HTML_FORMATTING_DEPTH_MAX):
            self._dropped[name] = self._dropped.get(name, 0) + 1
            self.cut = True
            return False
        self._open[name] = self._open.get(name, 0) + 1
        self._total += 1
        self._formatting += formatting
        return True

    def _close(self, name: str) -> bool:
        if self._dropped.get(name):
            self._dropped[name] -= 1
            return False
        if not self._open.get(name):
            return False
        self._open[name] -= 1
        self._total -= 1
        self._formatting -= name in _FORMATTING
        return True


def _after_raw_text(html: str, name: str, start: int) -> int:
    found = re.compile(f"</{name}[^>]{{0,50}}>", re.IGNORECASE).search(html, start)
    return found.end() if found else len(html)


def _after_markup(html: str, start: int) -> int:
    """Past a comment, a declaration or a tag that never ends (with which a browser loses the rest, too)."""
    if html.startswith("<!--", start):
        found = html.find("-->", start + 2)
        return len(html) if found < 0 else found + 3
    found = html.find(">", start)
    if found < 0 or html[start + 1].isalpha():
        return len(html)
    return found + 1
