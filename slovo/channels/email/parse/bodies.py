"""Which parts of a mail are what it says, which are files."""

import re
from dataclasses import dataclass, field

from slovo.channels.email.parse import charset
from slovo.channels.email.parse.entities import Entity
from slovo.channels.email.parse.flowed import unflow
from slovo.channels.email.parse.headers import Headers
from slovo.channels.email.parse.html_text import escape_text
from slovo.channels.email.parse.limits import ATTACHMENTS_MAX
from slovo.channels.email.parse.names import file_name
from slovo.channels.email.parse.notes import Notes
from slovo.channels.email.parse.tnef import unpack_tnef
from slovo.channels.email.parse.transfer import take_uuencoded

# Kinds of text that are files even without a name.
_FILE_TEXTS = frozenset(
    [
        "text/calendar",
        "text/csv",
        "text/css",
        "text/javascript",
        "text/rfc822-headers",
        "text/rtf",
        "text/vcard",
        "text/x-vcard",
        "text/directory",
        "text/xml",
    ]
)
_LEFT_OUT = frozenset({"text/x-amp-html", "text/watch-html"})  # the same letter again for other devices
_ENCRYPTED = frozenset({"application/pgp-encrypted", "multipart/encrypted"})
_SMIME = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_PGP_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_PGP_HEADERS = re.compile(r"\A[ \t]*\n(?:[A-Za-z]{1,20}: [^\n]*\n)*\n?")
_CONTENT_ID = re.compile(r"<?\s*([^<>]*?)\s*>?\s*$")


@dataclass(slots=True)
class File:
    """An attachment before it is known whether the HTML shows it."""

    name: str
    type: str
    content: bytes
    content_id: str = ""
    in_place: bool = False  # disposition "inline" within multipart/related


@dataclass(slots=True)
class Body:
    """What one subtree says: as text, as HTML (not cleaned yet), and the files in it."""

    text: str = ""
    html: str = ""
    files: list[File] = field(default_factory=list)


def read_body(entity: Entity, notes: Notes, *, first: bool = True, related: bool = False) -> Body:
    """The depth of the tree is bounded by the parser, so plain recursion is safe."""
    if entity.is_multipart:
        return _multipart(entity, notes, first=first)
    if _is_said(entity, first=first):
        return _text(entity, notes)
    return _file(entity, notes, related=related)


def _is_said(entity: Entity, *, first: bool) -> bool:
    if not entity.type.startswith("text/") or entity.type in _FILE_TEXTS:
        return False
    if entity.disposition.value.startswith("attachment"):
        return False
    return first or not given_name(entity)


def _multipart(entity: Entity, notes: Notes, *, first: bool) -> Body:
    if entity.type in {"multipart/encrypted"}:
        notes.add("encrypted")
    if entity.type == "multipart/signed":
        notes.add("signed")
    children = entity.children
    if entity.type == "multipart/appledouble" and len(children) > 1:
        notes.add("apple_resource_fork")
        children = [child for child in children if child.type != "application/applefile"]
    related = entity.type == "multipart/related"
    alternative = entity.type == "multipart/alternative"
    bodies: list[Body] = []
    for child in children:
        if not (alternative and child.type in _LEFT_OUT):
            bodies.append(read_body(child, notes, first=first and (alternative or not bodies), related=related))
    return _chosen(bodies) if alternative else _in_order(bodies)


def _chosen(bodies: list[Body]) -> Body:
    """multipart/alternative: the same thing in several ways. The first plain text, the last HTML."""
    plain = [body for body in bodies if body.text.strip() and not body.html]
    rich = [body for body in bodies if body.html.strip()]
    text = plain[0].text if plain else next((body.text for body in rich if body.text.strip()), "")
    return Body(text, rich[-1].html if rich else "", [file for body in bodies for file in body.files])


def _in_order(bodies: list[Body]) -> Body:
    files = [file for body in bodies for file in body.files]
    said = [body for body in bodies if body.text.strip() or body.html.strip()]
    if len(said) == 2 and _say_the_same(said[0], said[1]):
        return Body(said[0].text, said[1].html, files)
    if len(said) == 1:
        return Body(said[0].text, said[0].html, files)
    with_html = any(body.html for body in said)
    html = "<br>\n".join(body.html or escape_text(body.text) for body in said) if with_html else ""
    # A part that is HTML only has no text yet: then all text is made from the joined HTML.
    complete = all(body.text.strip() for body in said)
    text = "\n\n".join(body.text.strip("\n") for body in said) if complete else ""
    return Body(text, html, files)


def _say_the_same(plain: Body, rich: Body) -> bool:
    """Text and HTML of one letter under multipart/mixed, where alternative was meant."""
    if plain.html or rich.text or not plain.text:
        return False
    words = re.findall(r"\w+", plain.text)[:200]
    shown = set(re.findall(r"\w+", re.sub(r"<[^<>]{0,2000}>|&nbsp;", " ", rich.html[:100_000])))
    return len(words) >= 3 and sum(word in shown for word in words) >= 0.9 * len(words)


def _text(entity: Entity, notes: Notes) -> Body:
    data = entity.content(notes)
    label = entity.parameters.get("charset")
    if entity.type == "text/html":
        return Body(html=charset.decode_html(data, label, notes).replace("\0", ""))
    files: list[File] = []
    if b"begin" in data:
        data, found = take_uuencoded(data, notes)
        for raw_name, content in found:
            given = charset.decode(raw_name, "", notes, label)
            kind = "application/octet-stream"
            files.append(File(file_name(given, kind, notes), kind, content))
    text = charset.decode(data, label, notes, entity.headers.hint)
    text = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    if entity.parameters.get("format").lower() == "flowed":
        text = unflow(text, delsp=entity.parameters.get("delsp").lower() == "yes")
    if entity.type in {"text/enriched", "text/richtext"}:
        text = re.sub(r"<[^<>\n]{1,100}>", "", text)
    return Body(_without_armour(text, notes), files=files)


def _without_armour(text: str, notes: Notes) -> str:
    """A text clear-signed with PGP reads as if it were not."""
    if "-----BEGIN PGP MESSAGE-----" in text:
        notes.add("encrypted")
    if _PGP_SIGNED not in text:
        return text
    notes.add("signed")
    before, _, signed = text.partition(_PGP_SIGNED)
    said, _, armour = _PGP_HEADERS.sub("", signed).partition("-----BEGIN PGP SIGNATURE-----")
    after = armour.partition("-----END PGP SIGNATURE-----")[2]
    return before + re.sub(r"^- ", "", said, flags=re.MULTILINE).rstrip("\n") + "\n" + after.lstrip("\n")


def given_name(entity: Entity) -> str:
    chosen = entity.disposition.get("filename")
    other = entity.parameters.get("name")
    if not chosen or (_is_spoilt(chosen) and other and not _is_spoilt(other)):
        return other
    return chosen


def _is_spoilt(name: str) -> bool:
    return name.count("?") + name.count("\ufffd") >= 3


def _file(entity: Entity, notes: Notes, *, related: bool) -> Body:
    content = entity.content(notes)
    kind = entity.type
    if kind in _TNEF or given_name(entity).lower() == "winmail.dat":
        return _unpacked(entity, content, notes)
    _remark(entity, notes)
    name = given_name(entity) or _embedded_name(content, kind, notes)
    match = _CONTENT_ID.match(entity.headers.plain("content-id"))
    content_id = match[1] if match else ""
    in_place = bool(related and content_id and entity.disposition.value.startswith("inline"))
    return Body(files=[File(file_name(name, kind, notes), kind, content, content_id[:500], in_place)])


def _remark(entity: Entity, notes: Notes) -> None:
    if entity.type in _ENCRYPTED or (
        entity.type in _SMIME and "sign" not in entity.parameters.get("smime-type").lower()
    ):
        notes.add("encrypted")
    elif entity.type in _SMIME:
        notes.add("signed")
    elif entity.type in {"text/calendar", "application/ics"}:
        notes.add("calendar")
    elif entity.type == "message/partial":
        notes.add("partial")


def _embedded_name(content: bytes, kind: str, notes: Notes) -> str:
    """A mail inside a mail is called by its subject."""
    if kind != "message/rfc822":
        return ""
    match = re.search(
        rb"^subject:[ \t]*([^\r\n]{1,1000}(?:\r?\n[ \t][^\r\n]{1,500}){0,5})", content[:20_000], re.I | re.M
    )
    subject = Headers([("subject", re.sub(rb"\r?\n[ \t]+", b" ", match[1]))], Notes()).text("subject") if match else ""
    subject = " ".join(re.sub(r"[/\\:*?\"<>|]+", " ", subject).split())
    return f"{subject}.eml" if subject else ""


def _unpacked(entity: Entity, content: bytes, notes: Notes) -> Body:
    opened = unpack_tnef(content)
    body = Body(opened.text, opened.html)
    body.files = [
        File(file_name(name, kind, notes), kind, data, content_id, bool(content_id))
        for name, kind, data, content_id in opened.files
    ]
    if opened.complete:
        notes.add("tnef_unpacked")
    else:
        notes.add("tnef_broken")
        body.files.append(
            File(file_name(given_name(entity), "application/ms-tnef", notes), "application/ms-tnef", content)
        )
    return body


def limited(files: list[File], notes: Notes) -> list[File]:
    if len(files) > ATTACHMENTS_MAX:
        notes.add("attachments_cut")
    return files[:ATTACHMENTS_MAX]
