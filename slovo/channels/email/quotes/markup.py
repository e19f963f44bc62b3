"""Reads HTML into lines with what its structure says: quoted, signature, or the author's own."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from slovo.channels.email.quotes.headers import header_kind
from slovo.channels.email.quotes.lines import Line, Mark, Part, clean, text_line

DEPTH_MAX = 200  # elements deeper than this inherit; nobody's mail is that deep
MARKUP = re.compile(r"<[!?/a-zA-Z][^<>]*>|<")
SPACES = re.compile(r"[ \t\r\n\f]+")

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
CELLS = frozenset({"td", "th"})
UNSEEN = frozenset({"head", "style", "script", "title", "template", "noscript"})
VOID = frozenset(
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

# Parts of class, id, name and data-… values, as clients write them; forwarding servers put "x_", "ydp…" before
# or "_mr_css_attr" after, hence parts.
QUOTES = (
    "gmail_attr", "moz-cite-prefix", "moz-forward-container", "yahoo_quoted", "mail-app-auto-quote",
    "mail-editor-reference-message-container", "ms-outlook-mobile-reference-message", "__quoted_text__", "__headers__",
    "zmail_extra", "ik_mail_quote", "forwardcontentmessage", "tutanota_quote", "fairemail_quote", "aqm-original",
)  # fmt: skip
SIGNATURES = ("signature", "__sig_pre__", "__sig_post__")
SIGNATURE_IDS = frozenset({"sig", "_rc_sig"})
SIGNATURE_BREAK = "linebreakatbeginningofsignature"  # Apple marks where its signature begins, not what it is
DIVIDERS = ("divrplyfwdmsg", "divrpf", "outlookmessageheader", "zwchr", "stopspelling")
DIVIDER_BORDER = re.compile(
    r"border-top:\s*(?:solid\s+#(?:E1E1E1|B5C4DF)|1pt\s+solid\s+(?:#(?:E1E1E1|B5C4DF)|rgb\((?:225|181)))",
    re.I,
)
QUOTE_BORDER = re.compile(r"border(?:-left)?(?:-width|-style|-color)?:(?!\s*(?:none|0))", re.I)


@dataclass(slots=True)
class _Context:
    """What the open elements say of the text inside them."""

    tag: str
    mark: Mark | None = None
    depth: int = 0
    part: Part | None = None
    hidden: bool = False
    kept: bool = False  # <pre>: blanks and line ends are text


@dataclass(slots=True)
class _Draft:
    chunks: list[str] = field(default_factory=list)
    context: _Context | None = None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self._open = [_Context("")]
        self._draft = _Draft()
        self._divider = ""
        self._signing = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br" or tag in BLOCKS:
            self._break()
        elif tag in CELLS:
            self._draft.chunks.append(" ")
        attributes = {name: value or "" for name, value in attrs}
        if attributes:
            self._divider = _divider(attributes) or self._divider
            self._signing = self._signing or attributes.get("id", "").casefold() == SIGNATURE_BREAK
        if tag not in VOID and len(self._open) < DEPTH_MAX:
            self._open.append(_inherit(self._open[-1], tag, attributes))

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._break()
        for at in range(len(self._open) - 1, 0, -1):
            if self._open[at].tag == tag:
                del self._open[at:]
                return

    def handle_data(self, data: str) -> None:
        context = self._open[-1]
        if context.hidden:
            return
        if not context.kept:
            self._add(SPACES.sub(" ", data), context)
            return
        first, *others = data.split("\n")
        self._add(first, context)
        for text in others:
            self._break()
            self._add(text, context)

    def finish(self) -> list[Line]:
        self.close()
        self._break()
        return self.lines

    def _add(self, text: str, context: _Context) -> None:
        if self._draft.context is None and text.strip():
            self._draft.context = context
        self._draft.chunks.append(text)

    def _break(self) -> None:
        draft, self._draft = self._draft, _Draft()
        raw = "".join(draft.chunks).replace("\xa0", " ")
        context = draft.context or _Context("")
        text = clean(raw)
        part = Part.SIGNATURE if self._signing and context.mark is None else context.part
        raw = _trimmed(raw)
        line = text_line(raw) if context.mark is None else Line(raw, text, context.mark, context.depth)
        line.part = part
        if text and self._divider:
            line.divider = self._divider == "sure" or header_kind(text) is not None
            self._divider = ""
        if text or not self.lines or self.lines[-1].text:
            self.lines.append(line)


def _trimmed(raw: str) -> str:
    """Without the blanks around, except the one that makes "-- " a delimiter."""
    raw = raw.lstrip(" \t")
    return raw if raw == "-- " else raw.rstrip(" \t")


def _inherit(parent: _Context, tag: str, attributes: dict[str, str]) -> _Context:
    context = _Context(
        tag,
        parent.mark,
        parent.depth,
        parent.part,
        parent.hidden or tag in UNSEEN,
        parent.kept or tag == "pre",
    )
    names = _names(attributes)
    if tag == "blockquote":
        context.mark = _stronger(parent.mark, _blockquote_mark(attributes, names))
        context.depth += 1
    if any(part in names for part in QUOTES):
        context.mark = Mark.CITED
    if any(part in names for part in SIGNATURES) or attributes.get("id", "").casefold() in SIGNATURE_IDS:
        context.part = Part.SIGNATURE
    if context.mark is Mark.CITED:
        context.part = None
    return context


def _names(attributes: dict[str, str]) -> str:
    """Everything an element is called by, in one string to look for parts in."""
    called = (
        f"{name} {value}" if name.startswith("data-") else value
        for name, value in attributes.items()
        if name in {"class", "id", "name"} or name.startswith("data-")
    )
    return " ".join(called)[:500].casefold()


def _stronger(parent: Mark | None, own: Mark | None) -> Mark | None:
    return parent if parent is Mark.CITED else own or parent


def _blockquote_mark(attributes: dict[str, str], names: str) -> Mark | None:
    """Gmail's indent button makes a blockquote too: it has a margin, no border, and the author's words."""
    style = attributes.get("style", "").replace(" ", "").casefold()
    if attributes.get("type") == "cite" or "gmail_quote" in names or QUOTE_BORDER.search(style):
        return Mark.CITED
    return None if "border:none" in style else Mark.INDENTED


def _divider(attributes: dict[str, str]) -> str:
    """`sure` where a client marks the start of the quoted mail, `border` for Outlook's rule above the headers."""
    called = f"{attributes.get('id', '')} {attributes.get('class', '')}"[:500].casefold()
    if any(part in called for part in DIVIDERS):
        return "sure"
    return "border" if DIVIDER_BORDER.search(attributes.get("style", "")[:500]) else ""


def html_lines(html: str) -> list[Line]:
    """Never raises: what the parser cannot read it gives as text."""
    reader = _Reader()
    reader.feed(_tidy(html))
    return reader.finish()


def _tidy(html: str) -> str:
    """Leaves whole tags and text only: on markup that never closes the standard parser takes quadratic time."""
    return MARKUP.sub(_tidied, _without_comments(html))


def _tidied(found: re.Match[str]) -> str:
    if found[0] == "<":
        return "&lt;"
    return "" if found[0][1] in "!?" else found[0]


def _without_comments(html: str) -> str:
    pieces = []
    at = 0
    while (start := html.find("<!--", at)) >= 0 and (end := html.find("-->", start + 2)) >= 0:
        pieces.append(html[at:start])
        at = end + 3
    return "".join([*pieces, html[at:]])


def is_structured(lines: list[Line]) -> bool:
    return any(line.mark is Mark.CITED or line.divider or line.part is not None for line in lines)
