"""A mail's HTML made fit to be shown in the desk's sandbox: what a mail needs to look right, and nothing that acts.

An image on another server loses its `src`; its address waits in `data-remote` until the agent clicks.
Images of the mail itself keep `src="cid:…"`, small ones inside the HTML `src="data:…"`.
"""

import re
from functools import cache
from html import unescape

import nh3

from slovo.channels.email.parse.notes import Notes

_TAGS = frozenset(
    [
        "a",
        "abbr",
        "address",
        "b",
        "bdi",
        "bdo",
        "big",
        "blockquote",
        "br",
        "caption",
        "center",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "tt",
        "u",
        "ul",
        "var",
        "wbr",
    ]
)
_GONE_WITH_CONTENT = frozenset(
    [
        "script",
        "style",
        "title",
        "head",
        "template",
        "noscript",
        "iframe",
        "object",
        "embed",
        "applet",
        "audio",
        "video",
        "canvas",
        "svg",
        "math",
        "select",
        "textarea",
        "button",
        "frameset",
        "noframes",
        "noembed",
        "xmp",
    ]
) - {"head"}
_TABLE = {
    "align",
    "valign",
    "width",
    "height",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "colspan",
    "rowspan",
    "nowrap",
}
_ATTRIBUTES = {
    "*": {"style", "dir", "lang", "title", "align"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "border"},
    "font": {"color", "face", "size"},
    "ol": {"start", "type"},
    "ul": {"type"},
    "li": {"value", "type"},
    "hr": {"width", "size", "color"},
    "blockquote": {"type"},
    **dict.fromkeys(("table", "tbody", "thead", "tfoot", "tr", "td", "th", "col", "colgroup", "caption"), _TABLE),
}
_STYLES = frozenset(
    [
        "background",
        "background-color",
        "border",
        "border-bottom",
        "border-bottom-color",
        "border-bottom-style",
        "border-bottom-width",
        "border-collapse",
        "border-color",
        "border-left",
        "border-left-color",
        "border-left-style",
        "border-left-width",
        "border-radius",
        "border-right",
        "border-right-color",
        "border-right-style",
        "border-right-width",
        "border-spacing",
        "border-style",
        "border-top",
        "border-top-color",
        "border-top-style",
        "border-top-width",
        "border-width",
        "caption-side",
        "clear",
        "color",
        "direction",
        "display",
        "empty-cells",
        "float",
        "font",
        "font-family",
        "font-size",
        "font-style",
        "font-variant",
        "font-weight",
        "height",
        "letter-spacing",
        "line-height",
        "list-style-type",
        "margin",
        "margin-bottom",
        "margin-left",
        "margin-right",
        "margin-top",
        "max-height",
        "max-width",
        "min-height",
        "min-width",
        "opacity",
        "overflow",
        "padding",
        "padding-bottom",
        "padding-left",
        "padding-right",
        "padding-top",
        "table-layout",
        "text-align",
        "text-decoration",
        "text-indent",
        "text-transform",
        "vertical-align",
        "visibility",
        "white-space",
        "width",
        "word-break",
        "word-spacing",
        "word-wrap",
    ]
)
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "cid", "data"})
_LINK = re.compile(r"\s*(?:https?:|mailto:|tel:)", re.IGNORECASE)
_DATA_IMAGE = re.compile(r"\s*data:image/(?:png|gif|jpe?g|webp|bmp);base64,", re.IGNORECASE)
_IMAGE = re.compile(r"\s*(?:cid|https?):", re.IGNORECASE)
_FETCHES = re.compile(r"url\s*\(|image|expression|\\|@|javascript|element\s*\(|src\s*\(", re.IGNORECASE)
_IMAGE_TAG = re.compile(r'<img((?:\s[\w-]+="[^"]*+")*+)>')
_REMOTE = re.compile(r'(?<= )src="(?=\s*https?:)', re.IGNORECASE)
_CONTENT_ID = re.compile(r'(?<= )src="\s*cid:([^"]*+)"', re.IGNORECASE)
_BLOCK_OF_A_PAGE = re.compile(
    r"(</?)(?:article|aside|footer|form|fieldset|header|hgroup|legend|main|nav|section|dialog|dir|menu|marquee)(?=[\s/>])",
    re.IGNORECASE,
)  # cleaned away they would take the line end with them
_SCHEMELESS = re.compile(r"(<img\b[^>]{0,500}?\ssrc\s*=\s*[\"']?)//", re.IGNORECASE)


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags=set(_GONE_WITH_CONTENT),
        attributes=_ATTRIBUTES,
        attribute_filter=_filtered,
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        filter_style_properties=set(_STYLES),
        url_schemes=set(_SCHEMES),
        url_relative="deny",
    )


def clean_html(html: str, notes: Notes) -> str:
    """`html` has passed `html_guard.bounded`."""
    cleaned = _cleaner().clean(_BLOCK_OF_A_PAGE.sub(r"\1div", _SCHEMELESS.sub(r"\1https://", html))).strip()
    return _IMAGE_TAG.sub(lambda tag: _without_fetching(tag[0], notes), cleaned)


def content_ids(cleaned: str) -> set[str]:
    """The parts that the HTML shows in place, by Content-ID."""
    return {unescape(found[1]).strip() for tag in _IMAGE_TAG.finditer(cleaned) if (found := _CONTENT_ID.search(tag[0]))}


def _without_fetching(tag: str, notes: Notes) -> str:
    waiting, changed = _REMOTE.subn('data-remote="', tag)
    if changed:
        notes.add("images_remote")
    return waiting


def _filtered(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        return value if _LINK.match(value) else None
    if attribute == "src":
        return value if _IMAGE.match(value) or _DATA_IMAGE.match(value) else None
    if attribute == "style":
        kept = [rule for rule in value.split(";") if not _FETCHES.search(rule)]
        return ";".join(kept) if any(rule.strip() for rule in kept) else None
    return value
